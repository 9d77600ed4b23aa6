"""One's own history: the pages of it, and its messages."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.notices import Kind, Lane

EXPORT = Kind("history.export", Lane.ANSWER, unasked=False)


@dataclass(frozen=True)
class Place:
    """Beside which check-in a page begins, and in which direction."""

    sent_at: datetime
    checkin_id: int
    newer: bool = False


@dataclass(frozen=True)
class Span:
    """The check-ins of one message of an export, by the first and the last id; `part`: where one alone is too long for a message."""

    first_id: int
    last_id: int
    part: int = 0
