"""What can be typed after a slash, and what it does."""

from bot.locales.reader import Reader
from bot.views import kit

OWN = "growloop"
"""The command that takes the names of all others as its first word, and without one says which there are."""


def descriptions(reader: Reader) -> dict[str, str]:
    """What each command does, by its name without slash and prefix; the manifest shows the English ones."""
    return {
        "checkin": reader.t("Answer your check-in, or change your answer"),
        "give-feedback": reader.t("Give feedback to a colleague, or to several"),
        "thanks": reader.t("Thank somebody for what they did"),
        "one-on-one": reader.t("See your 1:1s, set them up, and move them"),
        "goals": reader.t("See your goals, or write a new one"),
        "summary": reader.t("See how your team is doing in this cycle, or one of them"),
        "note": reader.t("Write down what you saw somebody of yours do, or read it again"),
        OWN: reader.t("See what you can do here"),
    }


def own_words(reader: Reader) -> dict[str, str]:
    """What else can follow our own command."""
    return {
        "competencies": reader.t("See your competencies and your team's, or edit them as HR"),
        "announce": reader.t("Announce something to all, or to some, as HR"),
        "series": reader.t("Set up check-ins, as HR"),
        "upward": reader.t("Write to your manager without your name"),
        "ticket": reader.t("See with your ticket what became of it"),
        "cycle": reader.t("Make cycles, and say how goals are used, as HR"),
        "fortnight": reader.t("See what is going to be sent in the next two weeks, and hold it, as HR"),
        "causes": reader.t("See why goals were missed or are at risk, and name the cause"),
        "my-cycle": reader.t("See where your cycle stands, and what is yours to do"),
        "report": reader.t("See how departments went through a cycle, as HR or as somebody who leads managers"),
        "my-summary": reader.t("See your own summary of the cycle, and add what is missing"),
        "values": reader.t("List the company's values and name the channel for thanks, as HR"),
    }


def overview(reader: Reader, own: str) -> str:
    """Every word that can follow `own`, which is our command as it is called in this workspace, with its slash."""
    every = {**descriptions(reader), **own_words(reader)}
    lines = [f"`{kit.escape(own)} {word}` {text}" for word, text in every.items() if word != OWN]
    return "\n".join([reader.t("You can type:"), *lines, reader.t("The Home tab of this app shows the rest.")])
