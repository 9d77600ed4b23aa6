"""Three people to talk to this week: why, since when, and the button that starts it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.cycle_summaries_talk_to import Reason, Why
from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.cycle_summaries import Advice

READ = "cycle_summaries.read"
"""A check-in, above the summary."""
TALK = "cycle_summaries.talk"
GIVE = "cycle_summaries.give"


def rows(reader: Reader, every: "Sequence[Advice]") -> list[Json]:
    return [
        kit.row(
            kit.cut(one.name, kit.NAME_MAX),
            *(_said(reader, why) for why in one.reasons),
            accessory=_start(reader, one),
        )
        for one in every
    ]


def _said(reader: Reader, reason: Reason) -> str:
    day = reader.short_day(reason.day)
    match reason.why:
        case Why.HELP:
            return reader.t("Asked for your help on {day} and waits for a word from you", day=day)
        case Why.OFF_TRACK:
            return reader.t("Said on {day} that a goal is off track; since then you two had no 1:1", day=day)
        case Why.MOOD:
            return reader.t("Since {day} things are less good for them than they usually are", day=day)
        case Why.TALKS:
            return reader.t(
                "{missed} of {agreed} agreed 1:1s did not take place, the last one on {day}",
                missed=reason.missed,
                agreed=reason.agreed,
                day=day,
            )
        case Why.FEEDBACK:
            return reader.t("No feedback from you since {day}", day=day)


def _start(reader: Reader, one: "Advice") -> Json:
    """The button for the reason that stands first."""
    first, name = one.reasons[0], one.name
    if first.why is Why.HELP:
        label = reader.t("Read the check-in of {name}", name=name)
        return kit.button(reader.t("Open the check-in"), READ, str(first.record), label=label)
    if first.why is Why.FEEDBACK:
        label = reader.t("Give feedback to {name}", name=name)
        return kit.button(reader.t("Give feedback"), GIVE, str(one.person), label=label)
    return kit.button(
        reader.t("Open your 1:1"), TALK, str(one.person), label=reader.t("Open your 1:1 with {name}", name=name)
    )
