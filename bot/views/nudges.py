"""What stands under a prompt beside "Answer": later, not this time, and why it came; and how a prompt looks after such a click."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.domain.checkins import SeriesKind
from bot.domain.errors import RuleBroken
from bot.domain.nudges import NOON, Later
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.checkins_notices import Asked
    from storage.people import Person
    from storage.series import Series
    from storage.skips import Skip

LATER = "nudges.later"
SKIP = "nudges.skip"
WHY = "nudges.why"
SKIPPED_MOST = 5
"""Of those who do not answer this time, with their reasons: a message takes so much text, and Home shows all of them."""
REASON_SHOWN = 100
"""Of a reason in a row of many."""


def actions(reader: Reader, asked: "Asked", answer: Json) -> Json:
    """Everything that can be done with a prompt, the answer first."""
    later = [_later(reader, asked.later, asked.period.id)] if asked.later else []
    told = asked.series.kind is SeriesKind.CHECKIN  # of a pulse nobody hears who takes part, and so not who does not
    skip = [kit.button(skip_label(reader, asked.series), SKIP, str(asked.period.id))] if asked.waits and told else []
    return kit.actions(answer, *later, *skip, why(reader))


def why(reader: Reader) -> Json:
    """The button under whatever came unasked."""
    return kit.button(reader.t("Why did I get this?"), WHY)


def skip_label(reader: Reader, series: "Series") -> str:
    weekly = series.cadence == "weekly" and series.every == 1
    return reader.t("Not this week") if weekly else reader.t("Not this time")


def _later(reader: Reader, moments: Mapping[Later, datetime], period_id: int) -> Json:
    """The moments to choose from. What is named by its time keeps to it, however late it is chosen."""
    options = []
    for name, at in moments.items():
        if name is Later.HOUR:
            options.append(kit.option(reader.t("In an hour"), f"{period_id} {name}"))
        else:
            options.append(kit.option(_named(reader, name, at, moments), f"{period_id} {at.isoformat()}"))
    return {
        "type": "static_select",
        "action_id": LATER,
        "placeholder": kit.plain(reader.t("Later")),
        "options": options,
    }


def _named(reader: Reader, name: Later, at: datetime, moments: Mapping[Later, datetime]) -> str:
    if name is Later.AFTERNOON:
        return reader.t("This afternoon, {time}", time=reader.time(at))
    if _days_ahead(reader, at, moments) != 1:
        return reader.moment(at)
    if reader.local(at).time() < NOON:
        return reader.t("Tomorrow morning, {time}", time=reader.time(at))
    return reader.t("Tomorrow, {time}", time=reader.time(at))


def _days_ahead(reader: Reader, at: datetime, moments: Mapping[Later, datetime]) -> int | None:
    """How many days after today that is for the reader. An hour from now is the surest sign of today that is at hand."""
    hour = moments.get(Later.HOUR)
    return (reader.local(at).date() - reader.local(hour).date()).days if hour else None


def read_later(value: str) -> tuple[int, Later | datetime]:
    """The period, and the choice or its moment. Raises RuleBroken for what no menu of ours offers."""
    period_id, _, when = value.partition(" ")
    try:
        chosen = Later(when) if when in set(Later) else datetime.fromisoformat(when).astimezone(UTC)
        return int(period_id), chosen
    except ValueError:
        raise RuleBroken("later_over") from None


def settled(reader: Reader, asked: "Asked", title: str, answer: Json) -> Message:
    """A prompt whose person chose to be asked again later, or not to answer this time: what will happen, and the way back."""
    until = reader.moment(asked.period.closes_at)
    if asked.back_at is None:
        text = reader.t(
            "{series}: not this time, and that is all right. Should you want to after all, it is open until {until}.",
            series=title,
            until=until,
        )
    else:
        at = reader.moment(asked.back_at)
        text = reader.t("{series}: coming back on {at}. Open until {until}.", series=title, at=at, until=until)
        if _days_ahead(reader, asked.back_at, asked.later) == 0:
            at = reader.time(asked.back_at)
            text = reader.t("{series}: coming back at {at}. Open until {until}.", series=title, at=at, until=until)
    return kit.message(text, [kit.sentence(text), actions(reader, asked, answer)])


def skipped(reader: Reader, found: "Sequence[tuple[Skip, Person]]") -> list[Json]:
    """Who does not answer this time, with the reason they gave to this reader."""
    rows = [kit.row(kit.cut(one.name, kit.NAME_MAX), state(reader, skip)) for skip, one in found[:SKIPPED_MOST]]
    left = len(found) - SKIPPED_MOST
    return [*rows, kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else rows


def state(reader: Reader, skip: "Skip") -> str:
    """How it stands with somebody who does not answer this time."""
    if skip.words is None:
        return reader.t("Not this time")
    return reader.t("Not this time: {reason}", reason=kit.cut(skip.words, REASON_SHOWN))
