"""Feedback: two forms that work, whom it can be for, who reads it, and until when it can be taken back.

Sandwich: what went well, one suggestion, encouragement. Behaviour description: situation, behaviour, impact (the SBI of the Center for
Creative Leadership), and whether to keep it or to change it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.checkins import WORDS_MAX
from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane

RECORD = "feedback"
"""The name of feedback among readers, talks, actions and evidence."""
DRAFT = "feedback"
"""What a kept draft is about."""

GIVEN = Kind("feedback.given", Lane.SUMMARY)
"""For its receiver: who and about what, never the words."""
SHARED = Kind("feedback.shared", Lane.SUMMARY)
"""For the receiver's manager, where the giver chose that they may read it."""
RECEIPT = Kind("feedback.receipt", Lane.ANSWER, unasked=False)
"""For its giver: one message that shows how it stands."""

PROPOSED = Kind("feedback.proposed", Lane.ANSWER, unasked=False)
"""For its giver: its receiver would like to talk about it."""
AGREED = Kind("feedback.agreed", Lane.ANSWER, unasked=False)
"""For its receiver: the time suits its giver."""

TAKE_BACK = timedelta(minutes=10)
TALK_AHEAD_MOST = timedelta(days=183)
"""Whoever would talk about it in more than half a year does not mean it, or has mistyped the year."""
AT_ONCE_MOST = 10
"""Receivers of one sending: to more people the same words are an announcement."""
A_DAY_MOST, TO_ONE_A_DAY_MOST = 20, 5
"""What one giver sends in a day, to all and to one: more is a storm, and nobody reads it."""
DAY = timedelta(days=1)
SAME_WORDS_MOST = AT_ONCE_MOST
"""People who get the same words from one giver within `SAME_WORDS_IN`: one sending's worth, however it is parted."""
SAME_WORDS_IN = timedelta(days=7)


class Form(StrEnum):
    SANDWICH = "sandwich"
    BEHAVIOUR = "behaviour"


class Reaction(StrEnum):
    """What its receiver can answer with one click, once."""

    THANKS = "thanks"
    TALK = "talk"


class Part(StrEnum):
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    ENCOURAGEMENT = "encouragement"
    SITUATION = "situation"
    BEHAVIOUR = "behaviour"
    IMPACT = "impact"
    TRY = "try"


class Aim(StrEnum):
    """What a behaviour description is about."""

    KEEP = "keep"
    CHANGE = "change"


PARTS: Mapping[Form, tuple[Part, ...]] = {
    Form.SANDWICH: (Part.PRAISE, Part.SUGGESTION, Part.ENCOURAGEMENT),
    Form.BEHAVIOUR: (Part.SITUATION, Part.BEHAVIOUR, Part.IMPACT, Part.TRY),
}
OPTIONAL = frozenset({Part.TRY})
LONG = {Form.SANDWICH: Part.PRAISE, Form.BEHAVIOUR: Part.BEHAVIOUR}
"""The part that words too long for a field stand in, when they came as a message in the DM."""


@dataclass(frozen=True)
class Written:
    """What somebody wrote for somebody else: each part as typed. `long`: a part that came as a message, of any length."""

    form: Form
    parts: Mapping[Part, str] = field(default_factory=dict)
    aim: Aim | None = None
    long: Part | None = None

    @property
    def said(self) -> dict[Part, str]:
        """The parts of its form in which something stands, in their order."""
        return {one: text for one in PARTS[self.form] if (text := self.parts.get(one, "")).strip()}

    @property
    def constructive(self) -> bool:
        """Whether it asks for a change: every sandwich, and a behaviour that is to change."""
        return self.form is Form.SANDWICH or self.aim is Aim.CHANGE


def check(written: Written) -> Written:
    """The words as they will be kept, or the rule that is broken, at its field (a part's name, or "aim")."""
    for part in PARTS[written.form]:
        text = written.parts.get(part, "")
        if part not in OPTIONAL and not text.strip():
            raise RuleBroken("words_needed", field=part)
        if len(text) > WORDS_MAX and part != written.long:
            raise RuleBroken("too_long", {"most": WORDS_MAX}, field=part)
        if text.strip() and not any(map(str.isalnum, text)):
            raise RuleBroken("feedback_no_words", field=part)
    if written.form is Form.BEHAVIOUR and written.aim is None:
        raise RuleBroken("choice_needed", field="aim")
    return written


def may_take_back(told_at: datetime | None, read: bool, now: datetime) -> bool:
    """Whether its giver can still take it back: unread, and for ten minutes after its receiver was told. None: not told yet."""
    return not read and (told_at is None or now < told_at + TAKE_BACK)


def check_talk(at: datetime | None, now: datetime) -> None:
    """Refuse a time to talk that is over, or too far away. None: at the next 1:1."""
    if at is not None and at <= now:
        raise RuleBroken("talk_over", field="time")
    if at is not None and at > now + TALK_AHEAD_MOST:
        raise RuleBroken("talk_too_far", field="day")
