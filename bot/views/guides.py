"""What a talk can be for, in a word or two."""

from bot.domain.one_on_ones import Purpose
from bot.locales.reader import Reader


def purpose(reader: Reader, one: Purpose) -> str:
    said = {
        Purpose.COACHING: reader.t("Coaching (GROW)"),
        Purpose.GOALS: reader.t("Setting goals"),
        Purpose.MID_CYCLE: reader.t("Mid-cycle review"),
        Purpose.RESULT: reader.t("Talking about a result"),
        Purpose.DIFFICULT: reader.t("A difficult talk"),
        Purpose.ROLE: reader.t("Role and expectations"),
        Purpose.USE_OF_RESULTS: reader.t("What follows from the result"),
        Purpose.STAY: reader.t("Why stay here"),
        Purpose.FIRST_90_DAYS: reader.t("The first 90 days"),
    }
    return said[one]
