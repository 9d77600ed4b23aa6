"""Words for the phases of a cycle: what each is called, and what it is for."""

from bot.domain.cycles import Phase
from bot.locales.reader import Reader


def phase(reader: Reader, one: Phase) -> str:
    """What a phase is called."""
    return {
        Phase.PLAN: reader.t("Plan"),
        Phase.DO: reader.t("Do"),
        Phase.CHECK: reader.t("Check"),
        Phase.ACT: reader.t("Act"),
    }[one]


def purpose(reader: Reader, one: Phase) -> str:
    """What a phase is for, to somebody who is in it."""
    return {
        Phase.PLAN: reader.t("You agree with your manager on what you want to reach, and confirm it both."),
        Phase.DO: reader.t("You work towards your goals, and talk about it as you go: check-ins, 1:1s, feedback."),
        Phase.CHECK: reader.t(
            "You and your manager look back at what was reached, with what was written down on the way."
        ),
        Phase.ACT: reader.t("You decide what follows: what to learn, what to do differently, and what comes next."),
    }[one]
