"""What waits for somebody's answer: requests for help, messages in talks, and check-ins they have not read. Each with its age."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import closed_loop
from bot.domain.checkins import RECORD, HelpState
from bot.domain.waiting import What
from bot.usecases import working
from storage import checkins, people, talks
from storage.database import Tx
from storage.people import Person

MOST = 10
"""Of each kind: as many as Home has room for."""


@dataclass(frozen=True)
class Waits:
    """`person` waits since then, that is for so many working `days` of the one they wait for; 0: since the same day.

    `record_id` is the blocker of a request for help, whose `words` the helper may read; else what it is `about`, a check-in,
    feedback or an announcement.
    """

    what: What
    person: Person
    since: datetime
    days: int
    record_id: int
    words: str | None = None
    about: str = RECORD


@dataclass(frozen=True)
class Waiting:
    """The oldest of each kind first, and how many there are in all."""

    help: list[Waits] = field(default_factory=list)
    messages: list[Waits] = field(default_factory=list)
    unread: list[Waits] = field(default_factory=list)
    count: int = 0


async def access_waiting(tx: Tx, me: Person, now: datetime, most: int = MOST) -> Waiting:
    """What waits for this person now; at most so many of each kind, all of them counted."""
    asked, asking = await _help(tx, me, most)
    talking = await talks.waiting_for(tx, me.id, most)
    unread = await checkins.unread_by(tx, me.id, most)
    count = asking + await _beyond(tx, me, len(talking), len(unread), most)
    if not count:
        return Waiting()
    works = await working.of_one(tx, me, now)

    def waits(what: What, person: Person, since: datetime, record_id: int, words: str | None = None) -> Waits:
        return Waits(what, person, since, closed_loop.age(since, now, works), record_id, words)

    return Waiting(
        help=[waits(What.HELP, who, one.help_asked_at or one.opened_at, one.id, one.words) for one, who in asked],
        messages=[
            replace(waits(What.MESSAGE, who, one.waits_since or now, one.about_id), about=one.about)
            for one, who in talking
        ],
        unread=[waits(What.UNREAD, who, one.sent_at, one.id) for one, who in unread],
        count=count,
    )


async def _help(tx: Tx, me: Person, most: int) -> tuple[list[tuple[checkins.Blocker, Person]], int]:
    """The requests that are not answered, with who asks and still takes part; and how many there are."""
    asked = [one for one in await checkins.help_asked_of(tx, me.id) if one.help_state == HelpState.ASKED]
    who = await people.by_ids(tx, [one.person_id for one in asked]) if asked else {}
    here = [(one, who[one.person_id]) for one in asked if who[one.person_id].active]
    return here[:most], len(here)


async def _beyond(tx: Tx, me: Person, talking: int, unread: int, most: int) -> int:
    """How many talks and unread check-ins there are; they are counted only where not all of them were fetched."""
    talks_count = talking if talking < most else await talks.count_waiting_for(tx, me.id)
    return talks_count + (unread if unread < most else await checkins.count_unread_by(tx, me.id))
