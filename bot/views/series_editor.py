"""HR's editor of series: the list, one series at a glance, and a small form for each part of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.domain.cadence import CadenceKind, Rule
from bot.domain.checkins import SeriesKind, SeriesState
from bot.locales.reader import Reader
from bot.views import checkins, kit
from bot.views import series as homely
from bot.views import series_words as words
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.series_audience import Named
    from bot.usecases.series_editor import Opened
    from storage.series import Series

OPEN, NEW, NEW_PULSE, BACK = "series.open", "series.new", "series.new_pulse", "series.back"
EDIT, SAVE, CADENCE = "series.edit", "series.save", "series.cadence"
RHYTHM, WINDOW, AUDIENCE, QUESTIONS = "rhythm", "window", "audience", "questions"
START_HERE, PAUSE_HERE, END = "series.start_here", "series.pause_here", "series.end"
SHOWN_MOST = 40
MADE, SAVED = "made", "saved"
"""What has just been done, as the overview says it."""


@dataclass(frozen=True)
class Mark:
    """Which series, and which of its revisions, a form was filled from; it travels in the view's private_metadata.

    `kind`: of one that is not made yet.
    """

    series: int | None = None
    revision: int = 0
    part: str = RHYTHM
    kind: SeriesKind = SeriesKind.CHECKIN

    def packed(self) -> str:
        return json.dumps(asdict(self))


def unpacked(metadata: str) -> Mark:
    """What a form carried."""
    held = json.loads(metadata)
    return Mark(**{**held, "kind": SeriesKind(held["kind"])})


def listed(reader: Reader, every: "Sequence[Series]") -> Json:
    """Every series with its state, the ended ones too, and the way to a new one."""
    rows = [
        kit.row(
            checkins.name(reader, one),
            _state(reader, one),
            accessory=kit.button(reader.t("Open"), OPEN, str(one.id), label=_opening(reader, one)),
        )
        for one in every[:SHOWN_MOST]
    ]
    left = len(every) - SHOWN_MOST
    rows += [kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else []
    new = kit.actions(
        kit.button(reader.t("New check-in series"), NEW, style="primary"), kit.button(reader.t("New pulse"), NEW_PULSE)
    )
    return kit.modal("series.listed", reader.t("Check-in series"), [*rows, new], close=reader.t("Close"))


def _state(reader: Reader, one: "Series") -> str:
    """Whether it asks at present; of a pulse, that it is one."""
    state = words.state(reader, one)
    return reader.t("Anonymous pulse. {state}", state=state) if one.kind is SeriesKind.PULSE else state


def _opening(reader: Reader, one: "Series") -> str:
    return reader.t("Open: {series}", series=checkins.name(reader, one))


def overview(reader: Reader, opened: "Opened", named: "Named", said: str = "") -> Json:
    """One series at a glance, a button beside each part. `said`: MADE, SAVED, or nothing."""
    one, rule = opened.series, rule_of(opened.series)
    shown = [words.question(reader, asked) for asked in opened.questions if not asked.hidden]
    over = one.state == SeriesState.ENDED
    done = {
        MADE: reader.t("It is made, and asks nothing until you start it."),
        SAVED: reader.t("Saved. It holds from the next check-in on."),
    }
    blocks = [kit.sentence(done[said])] if said else []
    for head, line, part in (
        (checkins.name(reader, one), words.cadence(reader, rule), RHYTHM),
        (reader.t("Window"), words.window(reader, rule), WINDOW),
        (reader.t("Questions"), kit.cut("\n".join(shown), kit.SECTION_MAX // 2), QUESTIONS),
        (reader.t("For whom"), kit.cut(words.audience(reader, named), kit.SECTION_MAX // 2), AUDIENCE),
    ):
        edit = kit.button(reader.t("Edit"), EDIT, f"{one.id} {part}", label=reader.t("Edit: {part}", part=head))
        blocks.append(kit.row(head, line or "–", accessory=None if over else edit))
    blocks.append(kit.row(reader.t("State"), _state(reader, one)))
    if not over:
        note = reader.t("What you change holds from the next check-in on. What was asked stays with its answers.")
        blocks.append(kit.notes(note))
    acts = _acts(reader, one)
    blocks += [kit.actions(*acts)] if acts else []
    blocks.append(kit.actions(kit.button(reader.t("All series"), homely.LIST)))
    return kit.modal("series.overview", reader.t("Check-in series"), blocks, close=reader.t("Close"))


def _acts(reader: Reader, one: "Series") -> list[Json]:
    """What can be done with the whole of it."""
    look = kit.button(reader.t("Who gets what, and when"), homely.PREVIEW, str(one.id))
    seen = [kit.button(reader.t("As somebody sees it"), homely.AS_SEEN, str(one.id))]
    if one.state == SeriesState.ENDED:
        return seen
    end = kit.button(
        reader.t("End"),
        END,
        str(one.id),
        style="danger",
        confirm=kit.confirm(
            reader.t("End it for good?"),
            reader.t("It asks nothing more and cannot be started again. What is open can be answered; answers stay."),
            reader.t("End"),
            reader.t("Not now"),
        ),
    )
    if one.state == SeriesState.RUNNING:
        return [look, *seen, kit.button(reader.t("Pause"), PAUSE_HERE, str(one.id)), end]
    return [kit.button(reader.t("Start"), START_HERE, str(one.id), style="primary"), look, *seen, end]


def rule_of(one: "Series") -> Rule:
    """The timetable as the views describe it."""
    return Rule(
        anchor=one.anchor,
        kind=CadenceKind(one.cadence),
        every=one.every,
        weekday=one.weekday,
        month_day=one.month_day or 1,
        month_week=one.month_week or 1,
        opens_at=one.opens_at,
        closes_after=one.closes_after,
        reminds_at=one.reminds_at,
        closes_at=one.closes_at,
    )


def form(reader: Reader, mark: Mark, title: str, blocks: list[Json], notes: Sequence[str] = ()) -> Json:
    """One step of the editor: what has to be said first, the fields, and the way back."""
    for block in blocks:
        if block["type"] == "input" and block["element"]["action_id"] == kit.VALUE:
            # What is typed stays while the id stays: after somebody else's edit the fields show what holds now (SLACK.md §1.4).
            block["element"]["action_id"] = f"{kit.VALUE}.{mark.revision}"
    back = [kit.actions(kit.button(reader.t("Back"), BACK, str(mark.series or "")))]
    said = [kit.sentence(note) for note in notes]
    return kit.modal(
        SAVE,
        title,
        [*said, *blocks, *back],
        close=reader.t("Close"),
        submit=reader.t("Save"),
        metadata=mark.packed(),
    )
