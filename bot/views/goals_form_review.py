"""What is asked about a goal before it is proposed, above its form and under its fields."""

from datetime import date
from typing import TYPE_CHECKING

from bot.domain.goals_writing import Code, Finding
from bot.locales.reader import Reader
from bot.views import goals_words as words
from bot.views import kit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.goals import GoalVersion
    from storage.people import Person

LINES_MOST = 8


def told(reader: Reader, found: "Sequence[Finding]") -> list[str]:
    """Above the form: that nothing is proposed yet, and why."""
    if not found:
        return []
    return [reader.t("Nothing is proposed yet. The questions below can help; you can also propose it as it is.")]


def below(reader: Reader, found: "Sequence[Finding]") -> dict[str, list[str]]:
    """Under each field: the questions that would mend it."""
    questions: dict[str, list[str]] = {}
    for finding in found:
        questions.setdefault(finding.field, []).append(_question(reader, finding))
    return questions


def overtaken(reader: Reader, by: "Person", before: "GoalVersion", after: "GoalVersion") -> list[str]:
    """Why nothing was stored although the button was pressed: somebody else was faster, and what they changed."""
    name = kit.cut(by.name, kit.NAME_MAX)
    said = reader.t(
        "{name} changed this goal while you had it open. Nothing of yours is stored yet; your words stand below.",
        name=name,
    )
    lines = words.changes(reader, before, after)[:LINES_MOST]
    return [said, *([reader.t("What changed:") + "\n" + "\n".join(lines)] if lines else [])]


def _question(reader: Reader, finding: Finding) -> str:
    values = {name: reader.full_date(one) if isinstance(one, date) else one for name, one in finding.values.items()}
    said = {
        Code.VAGUE: reader.t(
            "Of what exactly, by how much, and by when? “Raise sales” becomes “raise East China online sales by 20 % in the "
            "third quarter”."
        ),
        Code.NO_NUMBER: reader.t(
            "How will both of you know that it is reached? A target, or a number in the sentence, tells."
        ),
        Code.ACTIVITY: reader.t("This is something to do. What will be different once it is done? That is the goal."),
        Code.ALREADY_MET: reader.t("This seems to be reached already. Which target is still ahead?"),
    }
    if finding.code in said:
        return said[finding.code]
    if finding.code is Code.NO_DATE:
        return reader.t("By when? Without a day it is the last one of the cycle, {day}.", **values)
    if finding.code is Code.TOO_MANY:
        return reader.t(
            "This would be goal number {count} in this cycle. With more than {most}, none is in front: which can wait?",
            **values,
        )
    return reader.t("This day is outside the cycle, which runs from {first} to {last}. Is that meant?", **values)
