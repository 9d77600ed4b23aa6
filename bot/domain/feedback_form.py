"""The form that gives feedback, as it was filled in: what is kept of it as a draft, and when it can be sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from bot.domain.errors import RuleBroken
from bot.domain.feedback import Aim, Form, Part, Written

AHEAD_MOST = timedelta(days=90)
"""How far ahead it can be sent: what is later is about something that nobody remembers."""
REVIEWS_MOST = 2
"""How often one draft is looked at before it goes: once, and once more when it was changed."""
SAID_BY_MAX = 200
MESSAGE_FORM = "feedback.message"
REQUEST = "feedback_request"
"""The name of a request among evidence."""


class When(StrEnum):
    """When its receiver is told."""

    WORK = "work"
    NOW = "now"
    AT = "at"


@dataclass(frozen=True)
class Message:
    """A message in Slack, by its ids; `url` leads to it."""

    channel: str
    ts: str
    author: str
    url: str


@dataclass(frozen=True)
class Filled:
    """`to`: Slack ids. `parts` may hold words of both forms. `at`: UTC, with When.AT. `about`: kinds and ids of records.

    `quoted`: the message's text, where the giver wants it quoted. `dm`: the kept message whose words these are; `long`: they are
    too long for a field, and stand in it by reference. `request`: the request that this answers.
    """

    to: tuple[str, ...] = ()
    form: Form | None = None
    parts: Mapping[Part, str] = field(default_factory=dict)
    aim: Aim | None = None
    to_manager: bool = False
    when: When = When.WORK
    at: datetime | None = None
    value: int | None = None
    goal: int | None = None
    said_by: str = ""
    said_on: date | None = None
    about: tuple[tuple[str, int], ...] = ()
    message: Message | None = None
    quoted: str | None = None
    dm: int | None = None
    long: bool = False
    request: int | None = None

    @property
    def any_words(self) -> bool:
        """Whether there is anything to lose."""
        return any(text.strip() for text in self.parts.values()) or bool(self.said_by.strip()) or self.long

    @property
    def more(self) -> bool:
        """Whether something stands in the fields that are rarely used."""
        return self.when is not When.WORK or any((self.value, self.goal, self.said_by, self.said_on))

    def over(self, earlier: "Filled") -> "Filled":
        """The same, with the words of fields that it does not show as they were kept before."""
        return replace(self, parts={**earlier.parts, **self.parts})


@dataclass(frozen=True)
class Held:
    """What a form carries beside its fields. `named`: the ids of those whom it named as readers. `key`: the draft it goes on with.

    `reviewed`: the mark of the words that the coach has spoken about; `reviews`: how often it has.
    """

    filled: Filled
    named: tuple[int, ...] = ()
    key: str = ""
    more: bool = False
    reviewed: str = ""
    reviews: int = 0
    origin: str = ""


def mark(written: Written) -> str:
    """Tells these words from all others."""
    said = json.dumps([written.form, written.aim, written.said], ensure_ascii=False)
    return sha256(said.encode()).hexdigest()[:24]


def sent_at(filled: Filled, now: datetime) -> datetime | None:
    """The time that the giver chose. Raises RuleBroken at the field "at" where it is over, or too far ahead."""
    if filled.when is not When.AT:
        return None
    if filled.at is None:
        raise RuleBroken("time_needed", field="at")
    if filled.at <= now:
        raise RuleBroken("later_over", field="at")
    if filled.at > now + AHEAD_MOST:
        raise RuleBroken("feedback_too_far", {"days": AHEAD_MOST.days}, field="at")
    return filled.at


def dumped(filled: Filled, *, words: bool = True) -> str:
    """As JSON. Without `words`: only what is not anybody's words."""
    made: dict[str, Any] = {"to": filled.to, "form": filled.form, "aim": filled.aim, "manager": filled.to_manager}
    made |= {"when": filled.when, "at": filled.at.timestamp() if filled.at else None, "value": filled.value}
    made |= {
        "goal": filled.goal,
        "about": filled.about,
        "dm": filled.dm,
        "long": filled.long,
        "request": filled.request,
    }
    if filled.message is not None:
        made["message"] = vars(filled.message)
    if words:
        made |= {"parts": dict(filled.parts), "by": filled.said_by, "quoted": filled.quoted}
        made["on"] = filled.said_on.isoformat() if filled.said_on else None
    return json.dumps({name: one for name, one in made.items() if one}, ensure_ascii=False)


def loaded(text: str) -> Filled:
    """Back from JSON."""
    made = json.loads(text)
    message, at, on = made.get("message"), made.get("at"), made.get("on")
    return Filled(
        to=tuple(made.get("to", ())),
        form=Form(made["form"]) if made.get("form") else None,
        parts={Part(part): words for part, words in made.get("parts", {}).items()},
        aim=Aim(made["aim"]) if made.get("aim") else None,
        to_manager=bool(made.get("manager")),
        when=When(made.get("when") or When.WORK),
        at=datetime.fromtimestamp(at, UTC) if at else None,
        value=made.get("value"),
        goal=made.get("goal"),
        said_by=made.get("by") or "",
        said_on=date.fromisoformat(on) if on else None,
        about=tuple((kind, int(record)) for kind, record in made.get("about", ())),
        message=Message(**message) if message else None,
        quoted=made.get("quoted"),
        dm=made.get("dm"),
        long=bool(made.get("long")),
        request=made.get("request"),
    )
