"""What is told to those in a cycle when HR starts, pauses, extends or closes it: title and words of a draft that HR edits."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.cycles import Phased
from bot.domain.cycles_parts import Step
from bot.locales.reader import Reader
from bot.views import cycles_words as words

if TYPE_CHECKING:
    from storage.cycles import Cycle


def text(reader: Reader, one: "Cycle", phases: Sequence[Phased], turn: Step) -> tuple[str, str]:
    """Title and words, in the reader's language."""
    titles = {
        Step.START: reader.t("{cycle} begins", cycle=one.name),
        Step.PAUSE: reader.t("{cycle} is paused", cycle=one.name),
        Step.RESUME: reader.t("{cycle} goes on", cycle=one.name),
        Step.EXTEND: reader.t("{cycle} takes longer", cycle=one.name),
        Step.CLOSE: reader.t("{cycle} is closed", cycle=one.name),
        Step.REOPEN: reader.t("{cycle} is open again", cycle=one.name),
    }
    if turn is Step.PAUSE:
        return titles[turn], reader.t("Nothing is asked of you in it until it goes on. What you have written stays.")
    if turn is Step.CLOSE:
        return titles[turn], reader.t("Nothing more is asked of you in it. What was agreed and written stays.")
    lines = [_days(reader, one), ""]
    for each in phases:
        days = words.span(reader, one, each.starts, each.ends)
        name, what = words.phase(reader, each.phase), words.purpose(reader, each.phase)
        lines.append("• " + reader.t("{phase} ({days}). {what}", phase=name, days=days, what=what))
    note = reader.t(
        "A phase begins at midnight where you are. Home shows where the cycle stands and what is yours to do."
    )
    return titles[turn], "\n".join([*lines, "", note])


def _days(reader: Reader, one: "Cycle") -> str:
    if not one.rolling:
        return reader.t(
            "It takes from {first} to {last}.", first=reader.full_date(one.starts), last=reader.full_date(one.ends)
        )
    return reader.n(
        "It takes {count} day from your first day at work.",
        "It takes {count} days from your first day at work.",
        (one.ends - one.starts).days + 1,
    )
