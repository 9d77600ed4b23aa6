"""What is asked about a draft before it is sent, above the form and under its fields."""

from typing import TYPE_CHECKING

from bot.domain.feedback import Part
from bot.domain.feedback_review import Review
from bot.locales.reader import Reader
from bot.views import coach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.people import Person


def told(reader: Reader, found: Review, hr: "Sequence[Person]" = ()) -> list[str]:
    """Above the form: that nothing is sent yet, and why."""
    if found.hits:
        asked = reader.t("Nothing is sent yet. Some of these words can hurt, and then nothing else is heard.")
        if any(one.threat for one in found.hits):
            asked = reader.t("Nothing is sent yet. Some of these words can be read as a threat.")
        if hr:
            names = reader.names([one.name for one in hr])
            return [asked, reader.t("If something serious lies behind it, HR can help you: {names}.", names=names)]
        return [asked]
    if found.findings:
        return [reader.t("Nothing is sent yet. The questions below can help it land; you can also send it as it is.")]
    return []


def below(reader: Reader, found: Review) -> dict[Part, list[str]]:
    """Under each field: the questions that would mend it."""
    questions: dict[Part, list[str]] = {}
    for hit in found.hits:
        said = reader.t("These words can hurt. Can you say what happened without them?")
        questions.setdefault(hit.part, [said])
    for finding in found.findings:
        questions.setdefault(Part(finding.part), []).append(coach.question(reader, finding))
    return questions
