"""Feedback in words: what its forms and their parts are called, what it rests on, and who reads it."""

from typing import TYPE_CHECKING, Protocol

from bot.domain import goals, observations
from bot.domain.competencies import said
from bot.domain.feedback import Aim, Form, Part
from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.feedback_evidence import Rests
    from bot.usecases.feedback_read import Opened
    from storage.people import Person

LINK = "feedback.link"
"""The button to a message in Slack: Slack opens it by itself, and tells us of it."""


class Resting(Protocol):
    """A record as somebody sees it: what it rests on, and who looks."""

    @property
    def about(self) -> "Sequence[Rests]": ...
    @property
    def viewer(self) -> "Person": ...


def form(reader: Reader, one: Form) -> str:
    """What a form is called."""
    return reader.t("Sandwich") if one is Form.SANDWICH else reader.t("Behaviour description")


def part(reader: Reader, one: Part) -> str:
    """What is said in a part, for whoever reads it."""
    said = {
        Part.PRAISE: reader.t("What went well"),
        Part.SUGGESTION: reader.t("A suggestion"),
        Part.ENCOURAGEMENT: reader.t("Encouragement"),
        Part.SITUATION: reader.t("When and where"),
        Part.BEHAVIOUR: reader.t("What was seen or heard"),
        Part.IMPACT: reader.t("What it led to"),
        Part.TRY: reader.t("What to try"),
    }
    return said[one]


def aim(reader: Reader, one: Aim) -> str:
    """What is wished for."""
    return reader.t("Please keep this.") if one is Aim.KEEP else reader.t("This is meant as something to change.")


def about(reader: Reader, shown: Resting) -> list[str]:
    """What it rests on, a line each, without anybody's words."""
    return [reader.t("About a goal") if one.kind == goals.RECORD else _rests(reader, shown, one) for one in shown.about]


def evidence(reader: Reader, shown: Resting) -> list[Json]:
    """What it rests on, with the way to each message and what was quoted of it."""
    blocks = []
    for one in shown.about:
        label = reader.t("Open the message in Slack")
        link = kit.button(reader.t("Open in Slack"), LINK, url=one.url, label=label) if one.url else None
        blocks.append(kit.sentence(_rests(reader, shown, one), accessory=link))
        blocks += kit.words(one.words, reader) if one.words else []
    return blocks


def _rests(reader: Reader, shown: Resting, one: "Rests") -> str:
    day = reader.full_date(one.dated)
    if one.whose is not None and one.whose.id == shown.viewer.id:
        return reader.t("About your check-in of {day}", day=day)
    if one.whose is not None:
        return reader.t("About the check-in of {name} of {day}", name=kit.cut(one.whose.name, kit.NAME_MAX), day=day)
    if one.kind == observations.RECORD:
        return reader.t("From an observation of {day}", day=day)
    if one.names:
        return reader.t("About: {what}", what=said(one.names, reader.language))
    if one.name:
        return reader.t("About: {what}", what=one.name)
    return reader.t("About a message in Slack of {day}", day=day)


def readers_line(reader: Reader, shown: "Opened") -> str:
    """Who can read it, by name; the viewer is told as such."""
    others = [shown.author, *(one.person for one in shown.readers)]
    names = [kit.cut(one.name, kit.NAME_MAX) for one in others if one.id != shown.viewer.id]
    return reader.t("You and {names} can read it.", names=reader.names(names))
