"""Anonymous words to one's own manager: how many people it takes, when they are delivered, and the ticket that finds the answer."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.checkins import WORDS_MAX
from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane

DELIVERED = Kind("upward.delivered", Lane.SUMMARY)
"""Subject is the batch. Never too late: nobody could send the words again."""
REPLIED = Kind("upward.replied", Lane.SUMMARY)
"""Subject is the batch, occurrence the moment of the look at which answers back were found."""

AUTHORS_FROM = 3
"""So many people in one batch, and so many in a team that may write at all: of two, each would know the other."""
EVERY = timedelta(hours=1)
"""How often it is looked what can be delivered."""
WAITS_MOST = timedelta(days=183)
"""Half a year: after that, words that never found two others are deleted. Nobody would say them like that today."""
REPLIES_WAITING_MOST = 20
"""Answers back to one batch that wait for one delivery: nobody knows whose they are, so that they are counted together."""

LETTERS = "BCDFGHJKMNPRSTWXYZ"
"""Of a ticket: none that looks like another one or like a digit, and no vowels, so that no word comes of it."""
TICKET_LENGTH, GROUP = 16, 4
"""Sixteen of eighteen letters are 66 bits: nobody finds one by trying."""
TRIES, TRIES_WITHIN = 5, timedelta(minutes=10)
"""Wrong tickets of one person, after which they are asked to wait."""


class Stand(StrEnum):
    """What became of a batch, as far as those who wrote it are told."""

    WAITS = "waits"
    DELIVERED = "delivered"
    READ = "read"
    ANSWERED = "answered"
    DROPPED = "dropped"


def check(words: str) -> str:
    """The words as they are kept, or the rule that is broken, at their field."""
    said = words.strip()
    if not said:
        raise RuleBroken("words_needed", field="words")
    if len(said) > WORDS_MAX:
        raise RuleBroken("too_long", {"most": WORDS_MAX}, field="words")
    if not any(one.isalnum() for one in said):
        raise RuleBroken("upward_signs_alone", field="words")
    return said


def may_close(waits_on: date | None, today: date) -> bool:
    """Whether what was found on the day `waits_on` can be delivered.

    Not before the next day of the manager, so that nothing tells who was there just now.
    """
    return waits_on is not None and today > waits_on


def is_stale(seen_on: date | None, today: date) -> bool:
    """Whether words that were first seen waiting on that day have waited for too long."""
    return seen_on is not None and today - seen_on > WAITS_MOST


def written(letters: Sequence[str]) -> str:
    """A ticket as it is shown: ABCD-EFGH-…"""
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, len(letters), GROUP))


def proof(ticket: str, workspace_id: int) -> str | None:
    """What is kept of a ticket, however it was typed; None: this is no ticket at all.

    It cannot be turned back: the ticket is random, and longer than anybody can try out.
    """
    letters = [one for one in ticket.upper() if one.isalnum()]
    if len(letters) != TICKET_LENGTH or not set(letters) <= set(LETTERS):
        return None
    return _hash(f"ticket:{workspace_id}:{written(letters)}")


def proof_of_reply(nonce: str, workspace_id: int) -> str:
    """What is kept of the random thing that the form of an answer back carried."""
    return _hash(f"reply:{workspace_id}:{nonce}")


def is_there(employed_until: date | None, today: date, *, active: bool) -> bool:
    """Whether a manager can still be written to."""
    return active and (employed_until is None or employed_until >= today)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def recent(wrong: Sequence[datetime], now: datetime) -> list[datetime]:
    """Those of somebody's wrong tickets that still count."""
    return [one for one in wrong if now - one < TRIES_WITHIN]
