"""What the coach asks: one kind and concrete question for each finding, in the reader's language."""

from bot.domain.coach import Code, Finding
from bot.locales.reader import Reader


def question(reader: Reader, finding: Finding) -> str:
    """One question, which the writer answers by changing the draft, or not at all."""
    if finding.code is Code.VAGUE:
        return _vague(reader, finding.part)
    asked = {
        Code.PERSON: reader.t("This is about who they are. What did you see or hear them do?"),
        Code.ABSOLUTE: reader.t("Which time do you mean? One occasion with its day says more."),
        Code.MOTIVE: reader.t("Nobody can see into another's head. What did you observe?"),
        Code.HEARSAY: reader.t("These are the words of others. What have you seen or heard yourself?"),
        Code.COMPARISON: reader.t("What would good look like for them, without a look at anybody else?"),
        Code.NO_IMPACT: reader.t("Who noticed, and what changed for them?"),
        Code.NO_REQUEST: reader.t("What could they do next time? One small step that can be seen is enough."),
    }
    return asked[finding.code]


def _vague(reader: Reader, part: str) -> str:
    if part == "praise":
        return reader.t("What exactly did they do well, and when?")
    return reader.t("What exactly happened, and when?")
