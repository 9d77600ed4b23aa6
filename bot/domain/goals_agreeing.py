"""Agreeing on a goal: its two sides, what they are told, and how long a closed one can be opened again."""

from datetime import timedelta
from enum import StrEnum

from bot.domain.notices import Kind, Lane

PROPOSED = Kind("goals.proposed", Lane.SUMMARY)
"""Subject is the goal; occurrence the number of the version, nothing for the first one (see `occurrence`)."""
AGREED = Kind("goals.agreed", Lane.SUMMARY)
"""For whoever proposed it."""
CLOSED = Kind("goals.closed", Lane.SUMMARY)
REOPENED = Kind("goals.reopened", Lane.SUMMARY)
KINDS = (PROPOSED, AGREED, CLOSED, REOPENED)

REOPENS_FOR = timedelta(days=7)
"""So long the other side can open it again."""
ENDED_MAX = 1_000
"""Characters about how it ended."""
TOLD_MOST = 5
"""Of several who could agree for the other side, such as HR, so many are asked."""
LOOK_EVERY = timedelta(hours=1)
"""How often it is looked whether the other side has changed, as managers do."""
BATCH = 200


class Side(StrEnum):
    """Who has to agree: the goal's owner, and somebody else."""

    OWNER = "owner"
    OTHER = "other"


def occurrence(number: int) -> str:
    """How the notices about that version are told from those of others."""
    return "" if number == 1 else str(number)


def number(occurrence: str) -> int:
    """The version that a notice is about."""
    return int(occurrence or 1)
