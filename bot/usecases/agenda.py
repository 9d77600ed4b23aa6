"""The agenda of a 1:1: opened, added to, struck from, and what the talk is for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain import agenda as rules
from bot.domain import checkins
from bot.domain.agenda import SHOWN_MOST, Sort, Struck
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback_form import Message
from bot.domain.one_on_ones import Purpose
from bot.usecases.agenda_pairs import Pair, access_pair, access_partners
from bot.usecases.agenda_points import Point, points
from storage import agenda as store
from storage import agenda_talks as talks
from storage import evidence, inserting, people, readers
from storage.agenda import AgendaItem
from storage.database import Tx
from storage.one_on_ones import OneOnOne
from storage.people import Person

LATELY = timedelta(days=1)
"""So long after it was struck, a point can be put back."""


@dataclass(frozen=True)
class Agenda:
    """The agenda of two people for one of them. `points`: at most so many of each sort that comes by itself, `more` counts the others.

    `talk`: the talk that it is for; None: there was none yet. `struck`: what was struck lately.
    """

    pair: Pair
    talk: OneOnOne | None
    points: list[Point]
    struck: list[Point]
    more: dict[Sort, int]
    counts: dict[Sort, int]


@dataclass(frozen=True)
class Adding:
    """What the form of a new point begins with. `to` None: it is to be chosen among `partners`. `message`: what it is about."""

    partners: list[Person]
    to: Person | None
    words: str = ""
    message: Message | None = None
    author: Person | None = None
    unknown: Sequence[str] = field(default_factory=tuple)


async def access_agenda(tx: Tx, me: Person, talk_id: int, now: datetime) -> Agenda:
    """The agenda that a talk of mine belongs to. Raises RuleBroken("no_one_on_one_with") where we have no 1:1s any more."""
    talk = await access_talk(tx, me, talk_id)
    return await access_with(tx, me, talk.manager_id if me.id == talk.person_id else talk.person_id, now)


async def access_talk(tx: Tx, me: Person, talk_id: int) -> OneOnOne:
    """A talk that I am one of the two of."""
    talk = await talks.find(tx, talk_id)
    if talk is None or me.id not in (talk.person_id, talk.manager_id):
        raise NotAllowed("not_found")
    return talk


async def access_with(tx: Tx, me: Person, other_id: int, now: datetime) -> Agenda:
    """The agenda that I have with somebody."""
    pair = await access_pair(tx, me, other_id, now)
    every = await points(tx, pair, now - LATELY)
    standing = [one for one in every if one.struck_at is None]
    counts = Counter(one.sort for one in standing)
    shown: Counter[Sort] = Counter()
    kept = []
    for one in standing:
        shown[one.sort] += 1
        if one.sort is Sort.ADDED or shown[one.sort] <= SHOWN_MOST:
            kept.append(one)
    more: dict[Sort, int] = {
        sort: n - SHOWN_MOST for sort, n in counts.items() if sort is not Sort.ADDED and n > SHOWN_MOST
    }
    talk = await talks.current(tx, pair.person.id, pair.manager.id, now)
    return Agenda(pair, talk, kept, [one for one in every if one.struck_at is not None], more, dict(counts))


async def access_adding(
    tx: Tx, me: Person, now: datetime, *, to: str | None = None, words: str = "", message: Message | None = None
) -> Adding:
    """The form of a new point. `to`: a Slack id; where I have 1:1s with one person alone, it is for them.

    Raises RuleBroken("no_one_on_ones") where I have none, "no_one_on_one_with" for somebody with whom I have none.
    """
    partners = await access_partners(tx, me, now)
    if not partners:
        raise RuleBroken("no_one_on_ones")
    chosen = next((one for one in partners if one.slack_id == to), None)
    if to is not None and chosen is None:
        named = await people.find(tx, me.workspace_id, to)
        raise RuleBroken("no_one_on_one_with", {"name": named.name}) if named else RuleBroken("person_inactive")
    author = await people.find(tx, me.workspace_id, message.author) if message is not None else None
    if chosen is None and author is not None:
        chosen = next((one for one in partners if one.id == author.id), None)
    if chosen is None and len(partners) == 1:
        chosen = partners[0]
    return Adding(partners, chosen, words, message, author)


async def add(
    tx: Tx,
    me: Person,
    other_id: int,
    words: str,
    now: datetime,
    *,
    source: str,
    message: Message | None = None,
    quoted: str | None = None,
) -> Pair:
    """Put something on the agenda that I have with somebody; the same source once. Who reads it: both of us, and whoever leads later."""
    pair = await access_pair(tx, me, other_id, now)
    known = rules.check(words, optional=message is not None)
    row = _row(pair, source, now) | {"words": known}
    if message is not None:
        where = {"channel": message.channel, "ts": message.ts, "author": message.author, "url": message.url}
        cited = await evidence.cite(tx, me.workspace_id, source, **where, words=quoted)
        row |= {"about": evidence.MESSAGE, "about_id": cited}
    await inserting.insert_new(tx, AgendaItem, [row])
    return pair


async def show_both(tx: Tx, me: Person, other_id: int, checkin_id: int, now: datetime) -> None:
    """Put a check-in that I flagged where both see it. Pressed twice, it stands there once."""
    pair = await access_pair(tx, me, other_id, now)
    flag = await readers.find(tx, checkins.RECORD, checkin_id, me.id)
    if flag is None or flag.flagged_at is None:
        raise NotAllowed("not_found")
    flagged = [one for one in await points(tx, pair, now) if one.sort is Sort.FLAGGED]
    checkin = next((one for one in flagged if one.checkin is not None and one.checkin.id == checkin_id), None)
    if checkin is None or checkin.struck is None or checkin.struck_at is not None:
        return
    source = f"{checkins.RECORD}:{pair.person.id}:{pair.manager.id}:{checkin_id}:{checkin.struck.mark}"
    row = _row(pair, source, now) | {"words": "", "about": checkins.RECORD, "about_id": checkin_id}
    await inserting.insert_new(tx, AgendaItem, [row])
    await strike(tx, me, other_id, checkin.key, now)


async def strike(tx: Tx, me: Person, other_id: int, key: str, now: datetime) -> None:
    """Strike a point; either of the two may, and twice is once. What came by itself comes back only if it changes."""
    pair = await access_pair(tx, me, other_id, now)
    talk = await talks.current(tx, pair.person.id, pair.manager.id, now)
    struck_in = talk.id if talk else None
    struck = _read(key)
    if isinstance(struck, int):
        item = await _mine(tx, pair, struck)
        if item.struck_at is None:
            item.struck_at, item.struck_by, item.struck_in = now, me.id, struck_in
            await tx.flush()
        return
    if all(one.key != key for one in await points(tx, pair, now)):
        return
    what = {"by_itself": True, "about": struck.about, "about_id": struck.about_id, "mark": struck.mark}
    source = struck.source(pair.person.id, pair.manager.id)
    row = _row(pair, source, now) | what | {"struck_at": now, "struck_by": me.id, "struck_in": struck_in}
    if not await inserting.insert_once(tx, AgendaItem, row):
        there = await store.by_source(tx, me.workspace_id, source)
        if there is not None and there.struck_at is None:
            there.struck_at, there.struck_by, there.struck_in = now, me.id, struck_in
            await tx.flush()


async def put_back(tx: Tx, me: Person, other_id: int, key: str, now: datetime) -> None:
    """It was struck by mistake, or is to be talked about after all."""
    pair = await access_pair(tx, me, other_id, now)
    struck = _read(key)
    if isinstance(struck, int):
        item: AgendaItem | None = await _mine(tx, pair, struck)
    else:
        item = await store.by_source(tx, me.workspace_id, struck.source(pair.person.id, pair.manager.id))
    if item is not None and item.struck_at is not None:
        item.struck_at = item.struck_by = item.struck_in = None
        await tx.flush()


async def choose_purpose(tx: Tx, me: Person, talk_id: int, purpose: Purpose | None) -> OneOnOne:
    """What the talk is for, as either of the two says."""
    await access_talk(tx, me, talk_id)
    talk = await talks.locked(tx, talk_id)
    if talk is None:
        raise NotAllowed("not_found")
    talk.purpose = purpose
    await tx.flush()
    return talk


def _row(pair: Pair, source: str, now: datetime) -> dict[str, object]:
    row: dict[str, object] = {"workspace_id": pair.me.workspace_id, "source": source, "added_by": pair.me.id}
    row |= {"by_itself": False, "about": "", "mark": ""}
    return row | {"person_id": pair.person.id, "manager_id": pair.manager.id, "added_at": now}


async def _mine(tx: Tx, pair: Pair, item_id: int) -> AgendaItem:
    item = await store.locked(tx, item_id)
    if item is None or item.person_id != pair.person.id or item.by_itself:
        raise NotAllowed("not_found")
    return item


def _read(key: str) -> int | Struck:
    """What a button names: the id of an item, or something that came by itself."""
    try:
        about, number, *mark = key.split(":", 2)
        return int(number) if about == "item" else Struck(about, int(number), mark[0])
    except (ValueError, IndexError):
        raise NotAllowed("not_found") from None
