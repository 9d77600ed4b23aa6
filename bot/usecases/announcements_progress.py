"""How an announcement goes, for HR: what was sent, what waits and until when, what failed and why; who has and has not."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import announcements as rules
from bot.domain import budget
from bot.domain.announcements import POST, Stage
from bot.domain.notices import Lane, State
from bot.usecases import announcements_audience as counting
from bot.usecases import pace
from bot.usecases.announcements import require, title_for
from storage import announcements as store
from storage import announcements_notices as messages
from storage import announcements_to as rows
from storage import notices, people
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person

NAMES_PAGE = 60
"""Names on one page."""
EVERY = 1_000
"""Rows read at a time for the list of all."""


@dataclass(frozen=True)
class Progress:
    """`total` people are meant; `sent`, `waiting` and `failed` (by reason) are of their messages. `done_at`: at the pace of now.

    `read` and `understood` are people. `post`: the message in the channel. `by`: this person was faster with what was pressed.
    """

    announcement: Announcement
    title: str | None
    author: Person
    total: int
    sent: int
    waiting: int
    failed: Mapping[str, int]
    done_at: datetime | None
    read: int
    understood: int
    post: Notice | None = None
    by: str | None = None


async def access_progress(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> Progress:
    """Counted in the database. Raises NotAllowed for anybody but HR."""
    one = await require(tx, hr, announcement_id)
    texts = await store.texts(tx, one.id, one.version)
    sent, waiting, failed = 0, 0, Counter[str]()
    for state, there, why, count in await messages.tally(tx, one.id):
        if there or state is State.SENT:
            sent += count
        elif state in (State.FAILED, State.DROPPED):
            failed[why or ""] += count
        else:
            waiting += count
    total = await rows.count(tx, one.id)
    if one.spread_at is None and one.stage not in (Stage.DRAFT, Stage.WITHDRAWN):
        total = max(total, (await counting.count(tx, one.workspace_id, one.audience, now)).count)
        waiting = total - sent - sum(failed.values()) if one.place.to_people else 0
    read, understood = await rows.count_done(tx, one.id)
    return Progress(
        announcement=one,
        title=title_for(hr, texts),
        author=await people.get(tx, one.author_id),
        total=total,
        sent=sent,
        waiting=waiting,
        failed=dict(failed),
        done_at=await _done_at(tx, one, waiting, now),
        read=read,
        understood=understood,
        post=await notices.find(tx, POST.name, one.id, one.author_id),
    )


async def _done_at(tx: Tx, one: Announcement, waiting: int, now: datetime) -> datetime | None:
    """Nobody knows while it is paused, or after it was withdrawn."""
    if one.stage not in (Stage.SENDING, Stage.SENT):
        return None
    rate = await pace.rate(tx, one.workspace_id, Lane.BROADCAST, now)
    return rules.done_at(now, waiting, rate, await messages.last_due(tx, one.id))


@dataclass(frozen=True)
class Group:
    """One department: for how many it is there, and how many are done. `name` empty: those of none."""

    id: int
    name: str
    meant: int
    done: int


@dataclass(frozen=True)
class Readers:
    """Who has and who has not, by department."""

    announcement: Announcement
    title: str | None
    groups: list[Group]


async def access_readers(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> Readers:
    """For HR. Done is: confirmed, where that was asked for, else read."""
    one = await require(tx, hr, announcement_id)
    found = await rows.by_department(tx, one.id, budget.local_day(hr.zone, now), asks=one.asks)
    texts = await store.texts(tx, one.id, one.version)
    return Readers(one, title_for(hr, texts), [Group(*each) for each in found])


@dataclass(frozen=True)
class Names:
    """Some of a department by name, each with whether they are done; `after` leads to the next page, None: there is none."""

    announcement: Announcement
    department: int
    rows: list[tuple[AnnouncementTo, Person]]
    after: int | None = None


async def access_names(
    tx: Tx, hr: Person, announcement_id: int, now: datetime, *, department: int = 0, after: int = 0
) -> Names:
    """Who has and has not, of one department, a page at a time; for HR."""
    one = await require(tx, hr, announcement_id)
    today = budget.local_day(hr.zone, now)
    found = await rows.people(tx, one.id, today, department=department, after=after, most=NAMES_PAGE + 1)
    shown = [(row, person) for row, person, _ in found[:NAMES_PAGE]]
    return Names(one, department, shown, shown[-1][0].id if len(found) > NAMES_PAGE else None)


@dataclass(frozen=True)
class Listing:
    """Everybody for whom it is, with their department: for the list that HR takes along."""

    announcement: Announcement
    title: str | None
    rows: list[tuple[AnnouncementTo, Person, str]] = field(default_factory=list)


async def access_listing(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> Listing:
    """For HR."""
    one = await require(tx, hr, announcement_id)
    today, found, after = budget.local_day(hr.zone, now), list[tuple[AnnouncementTo, Person, str]](), 0
    while some := await rows.people(tx, one.id, today, after=after, most=EVERY):
        found += some
        after = some[-1][0].id
    texts = await store.texts(tx, one.id, one.version)
    found.sort(key=lambda each: (each[2], each[1].name, each[0].id))
    return Listing(one, title_for(hr, texts), found)
