"""A series as HR sees it: paused, running, and who would get what when."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.domain.checkins import SeriesKind
from bot.locales.reader import Reader
from bot.views import announcements_list, checkins, checkins_form, cycles, kit, pulses
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.series_as_seen import AsSeen
    from bot.usecases.series_dry_run import DryRun
    from storage.series import Series

PREVIEW = "series.preview"
START = "series.start"
LIST = "series.list"
PAUSE = "series.pause"
AS_SEEN, SEEN = "series.as_seen", "series.seen"
WAVES_MOST = 80
ON_HOME = 4
"""Series shown on Home: a view takes 100 blocks, and the editor lists them all."""


def paused(reader: Reader, series: "Series") -> list[Json]:
    text = reader.t("Paused: nobody is asked anything. See who would get what and when, then start it.")
    return [
        kit.row(checkins.name(reader, series), text),
        kit.actions(kit.button(reader.t("Who gets what, and when"), PREVIEW, str(series.id), style="primary")),
    ]


def running(reader: Reader, series: "Series") -> list[Json]:
    pause = kit.button(
        reader.t("Pause"),
        PAUSE,
        str(series.id),
        confirm=kit.confirm(
            reader.t("Pause the check-in?"),
            reader.t("Nobody is asked again until it is started. What is open can still be answered."),
            reader.t("Pause"),
            reader.t("Keep it running"),
        ),
    )
    look = kit.button(reader.t("Who gets what, and when"), PREVIEW, str(series.id))
    return [kit.row(checkins.name(reader, series), reader.t("Running")), kit.actions(look, pause)]


def section(reader: Reader, paused_ones: "Sequence[Series]", running_ones: "Sequence[Series]") -> list[Json]:
    """HR's part of Home about series: those that wait first, then those that run, and the ways to all that HR sets up."""
    every = [*((paused, one) for one in paused_ones), *((running, one) for one in running_ones)]
    blocks = [block for show, one in every[:ON_HOME] for block in show(reader, one)]
    ways = [
        kit.button(reader.t("Set up check-ins"), LIST),
        kit.button(reader.t("Cycles and goals"), cycles.LIST),
        kit.button(reader.t("Announcements"), announcements_list.LIST),
    ]
    return [*blocks, kit.actions(*ways, block_id="series_setup")]


def loading(reader: Reader, series_id: int) -> Json:
    """While it is counted who would get what."""
    return _preview(reader, [kit.sentence(reader.t("One moment: it is being counted."))], series_id)


def preview(reader: Reader, shown: "DryRun", *, can_start: bool) -> Json:
    """Who would get what in the next two weeks, by moment and zone; the submit starts it."""
    intro = reader.n(
        "{count} person gets the prompt, in their own zone and working days.",
        "{count} people get the prompt, each in their own zone and working days.",
        shown.people,
    )
    blocks: list[Json] = [kit.sentence(intro)]
    for wave in shown.waves[:WAVES_MOST]:
        local = Reader(reader.locale, wave.zone)
        line = reader.n("{count} person in {zone}", "{count} people in {zone}", wave.people, zone=wave.zone)
        names = reader.names([kit.cut(name, kit.NAME_MAX) for name in wave.names], of=wave.people)
        blocks.append(kit.row(local.moment(wave.at), f"{line}\n{names}"))
    if len(shown.waves) > WAVES_MOST:
        left = len(shown.waves) - WAVES_MOST
        blocks.append(kit.notes(reader.n("and {count} more", "and {count} more", left)))
    pulse = shown.series.kind is SeriesKind.PULSE
    blocks.append(kit.sentence(pulses.what(reader) if pulse else _what(reader, shown)))
    if shown.without_manager and not pulse:
        text = reader.n(
            "{count} person has no manager yet: only they can read their answers.",
            "{count} people have no manager yet: only they themselves can read their answers.",
            shown.without_manager,
        )
        blocks.append(kit.sentence(text))
    return _preview(reader, blocks, shown.series.id, submit=reader.t("Start") if can_start else None)


def _preview(reader: Reader, blocks: list[Json], series_id: int, submit: str | None = None) -> Json:
    title = reader.t("Who gets what, and when")
    return kit.modal(START, title, blocks, close=reader.t("Close"), submit=submit, metadata=str(series_id))


def as_seen_form(reader: Reader, series_id: int) -> Json:
    """As whom HR wants to see it."""
    return kit.modal(
        AS_SEEN,
        reader.t("As somebody sees it"),
        [
            kit.person_input("person", reader.t("Person"), optional=False),
            kit.notes(
                reader.t("You see the questions in their language. Nothing is sent, and none of their words are shown.")
            ),
        ],
        close=reader.t("Close"),
        submit=reader.t("Show it"),
        metadata=str(series_id),
    )


def as_seen(reader: Reader, theirs: Reader, seen: "AsSeen") -> Json:
    """The prompt and the form as that person would get them, in their language, below lines in HR's."""
    pulse = seen.form.series.kind is SeriesKind.PULSE
    form: Callable[[Reader, Any], Json] = pulses.form if pulse else checkins_form.form
    made = form(theirs, seen.form)
    note = reader.t("This is how {name} sees it. Nothing is sent from here.", name=seen.person.name)
    shown = [kit.header(reader.t("The message")), *_prompt(reader, theirs, seen), kit.header(reader.t("The form"))]
    return made | {
        "callback_id": SEEN,
        "blocks": [kit.notes(note), *shown, *made["blocks"]][:100],
        "submit": kit.plain(reader.t("Back"), kit.MODAL_TITLE_MAX),
        "private_metadata": str(seen.form.series.id),
    }


def _prompt(reader: Reader, theirs: Reader, seen: "AsSeen") -> list[Json]:
    """What the message says; its buttons, which would be HR's own here, by their names."""
    if seen.prompt is None:
        return [
            kit.sentence(reader.t("{name} does not work in the next turn, so there is none.", name=seen.person.name))
        ]
    made = (pulses if seen.prompt.series.kind is SeriesKind.PULSE else checkins).prompt(theirs, seen.prompt)
    acts = [one for block in made.blocks if block["type"] == "actions" for one in block["elements"]]
    names = " · ".join(str((one.get("text") or one.get("placeholder"))["text"]) for one in acts)
    at = Reader(reader.locale, theirs.zone).moment(seen.prompt.period.opens_at)
    comes = reader.t("It comes on {at}, by their clock ({zone}).", at=at, zone=theirs.zone)
    return [*(block for block in made.blocks if block["type"] != "actions"), kit.notes(names, comes)]


def _what(reader: Reader, shown: "DryRun") -> str:
    return reader.n(
        "What they get: a message with a button that opens a form of {count} question. Their manager reads the answers; "
        "you see numbers only.",
        "What they get: a message with a button that opens a form of {count} questions. Their manager reads the answers; "
        "you see numbers only.",
        shown.questions,
    )
