"""Observations: a manager's dated log of what was seen, good or bad, in the three parts of a behaviour description.

Critical incidents (Flanagan, "The critical incident technique", Psychological Bulletin 51, 1954): what somebody did, written down when it
happened, carries a review better than what is remembered of a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.errors import RuleBroken
from bot.domain.feedback import Aim, Form, Part, Written
from bot.domain.feedback_form import Message
from bot.domain.notices import Kind, Lane

RECORD = "observation"
"""The name of an observation among readers and evidence."""
MESSAGE_FORM = "observations.message"

SHARED = Kind("observations.shared", Lane.SUMMARY)
"""For whom it is about: its author lets them read it."""
MOVED = Kind("observations.moved", Lane.SUMMARY)
"""For the author: the person reports to somebody else, and each observation can be shared, handed over or kept."""
HANDED = Kind("observations.handed", Lane.SUMMARY)
"""For the new manager: somebody handed observations over to them."""
BALANCE = Kind("observations.balance", Lane.REMINDER, late_after=timedelta(days=7))
"""For the author: about whom there are only bad ones, or none. After a week the next look says it anew."""
KINDS = (SHARED, MOVED, HANDED, BALANCE)

WORDS_MAX = 3_000
"""Characters of each part: what a field takes."""
PARTS = (Part.SITUATION, Part.BEHAVIOUR, Part.IMPACT)
PAGE = 10
"""Of those to read again, on one page."""
NEEDED = (Part.SITUATION, Part.BEHAVIOUR)


class Choice(StrEnum):
    """What its author can do with an observation about somebody whom they no longer lead."""

    SHARE = "share"
    HAND_OVER = "hand_over"
    KEEP = "keep"


class Tilt(StrEnum):
    """What is said to an author about their log of one person."""

    ONLY_BAD = "only_bad"
    SILENT = "silent"


@dataclass(frozen=True)
class Draft:
    """The form as it is filled in. `to`: a Slack id. `links`: the goal and the competency that were chosen, by kind and id.

    `about`: the record it was begun from; `message`: the message in Slack; `quoted`: its text, where the author wants it kept.
    `editing`: the observation that is changed. `reviewed`, `reviews`: as of feedback's form.
    """

    to: str | None = None
    day: date | None = None
    good: bool | None = None
    said: Mapping[Part, str] = field(default_factory=dict)
    links: tuple[tuple[str, int], ...] = ()
    about: tuple[tuple[str, int], ...] = ()
    message: Message | None = None
    quoted: str | None = None
    editing: int | None = None
    reviewed: str = ""
    reviews: int = 0

    @property
    def written(self) -> Written:
        """As the coach looks at it: a behaviour description."""
        return Written(Form.BEHAVIOUR, self.said, aim(self.good))


def aim(good: bool | None) -> Aim | None:
    """What feedback made of it would wish for."""
    if good is None:
        return None
    return Aim.KEEP if good else Aim.CHANGE


def check(draft: Draft, today: date) -> dict[Part, str]:
    """The words as they are kept, or the rule that is broken, at its field. `today`: where the author is."""
    if draft.day is None:
        raise RuleBroken("day_needed", field="day")
    if draft.day > today:
        raise RuleBroken("observed_later", field="day")
    if draft.good is None:
        raise RuleBroken("choice_needed", field="good")
    for part in PARTS:
        text = draft.said.get(part, "")
        if part in NEEDED and not text.strip():
            raise RuleBroken("words_needed", field=part)
        if len(text) > WORDS_MAX:
            raise RuleBroken("too_long", {"most": WORDS_MAX}, field=part)
    return {part: draft.said.get(part, "").strip() for part in PARTS}


EVERY = timedelta(hours=1)
"""How often it is looked who reports to somebody else now."""
LATELY = timedelta(weeks=13)
ONLY_BAD_FROM = 3
"""Fewer bad ones in a row are an accident."""
SILENT_AFTER = timedelta(weeks=6)
AGAIN_AFTER = timedelta(days=6)
"""One message a week at the most; a day less, so that the same hour of the week suits."""


@dataclass(frozen=True)
class Log:
    """What one author noted about one person. `last`, `last_good`: ids, 0 for none; `last_day`: of the last one noted.

    `lately`, `good_lately`: how many in the last thirteen weeks. `led_since`: since when the person reports to them directly.
    """

    last: int = 0
    last_good: int = 0
    last_day: date | None = None
    lately: int = 0
    good_lately: int = 0
    led_since: date | None = None


def tilts(log: Log, today: date) -> dict[Tilt, int]:
    """What there is to say about a log, each with the id of the observation that it has been so since: said once for each."""
    found: dict[Tilt, int] = {}
    if log.lately >= ONLY_BAD_FROM and log.good_lately == 0:
        found[Tilt.ONLY_BAD] = log.last_good
    since = max((one for one in (log.last_day, log.led_since) if one is not None), default=None)
    if since is not None and today - since >= SILENT_AFTER:
        found[Tilt.SILENT] = log.last
    return found
