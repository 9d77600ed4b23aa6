"""Leave: somebody says from when to when they are away, and that they are back. The reason is read by nobody else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import cadence, working
from bot.domain import leave as rules
from bot.domain.cadence import DAY
from bot.domain.checkins import WORDS_MAX
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger, NotYet
from bot.domain.roles import Source
from bot.usecases import checkins, checkins_leave, roles
from bot.usecases import working as hours
from bot.usecases.checkins_schedule import replan
from storage import leave as store
from storage import periods
from storage.database import Tx
from storage.leave import Leave
from storage.notices import Notice
from storage.people import Person
from storage.series import Series

SOON = timedelta(days=14)
"""How far ahead HR sees who will be away."""
SHOWN = 40


@dataclass(frozen=True)
class Mine:
    """Somebody's leave as they see it: `until` the last day of what they are on now, then what is noted from today on."""

    until: date | None
    spans: list[Leave]
    today: date


@dataclass(frozen=True)
class Dates:
    """When somebody is away, without the reason: what their manager and HR may know."""

    person: Person
    first: date
    last: date


@dataclass(frozen=True)
class Back:
    """What waits for somebody after leave: the open check-in, or the coming one and when it comes."""

    series: Series
    slot: str
    open: bool
    at: datetime


async def access_mine(tx: Tx, me: Person, now: datetime) -> Mine:
    """One's own leave that is not over."""
    today = _today(me, now)
    spans = await store.from_day(tx, me.id, today)
    return Mine(working.until([(one.first, one.last) for one in spans], today), spans, today)


async def access_own(tx: Tx, me: Person, leave_id: int) -> Leave:
    """One's own leave, to be changed. Raises NotAllowed for anybody else's, RuleBroken for what HR's file says."""
    found = await store.find(tx, me.id, leave_id)
    if found is None:
        raise NotAllowed("not_found")
    if found.source is not Source.APP:
        raise RuleBroken("import_beats")
    return found


async def set_away(
    tx: Tx, me: Person, first: date, last: date, reason: str, now: datetime, *, leave_id: int | None = None
) -> Leave:
    """Note leave, or change what was noted. The same dates again change nothing. Raises RuleBroken at the field that is wrong."""
    await store.lock(tx, me.id)
    changed = await access_own(tx, me, leave_id) if leave_id is not None else None
    today = _today(me, now)
    if len(reason) > WORDS_MAX:
        raise RuleBroken("too_long", {"most": WORDS_MAX}, field="reason")
    known = await store.from_day(tx, me.id, min(first, today))
    same = next((one for one in known if (one.first, one.last) == (first, last) and one.source is Source.APP), None)
    if changed is None and same is not None:
        return same
    others = [(one.first, one.last) for one in known if changed is None or one.id != changed.id]
    begun = changed is not None and changed.first < today and first == changed.first
    rules.check(today if begun and last >= today else first, last, today, others)
    if changed is None:
        changed = Leave(workspace_id=me.workspace_id, person_id=me.id, first=first, last=last, noted_at=now)
    changed.first, changed.last, changed.words = first, last, reason.strip() or None
    changed.greeted = False
    tx.add(changed)
    await tx.flush()
    await replanned(tx, [me], now)
    return changed


async def come_back(tx: Tx, me: Person, now: datetime) -> None:
    """End the leave that somebody is on: from today on they are back. Raises RuleBroken("not_away") where they are on none."""
    await store.lock(tx, me.id)
    today = _today(me, now)
    current = [one for one in await store.from_day(tx, me.id, today) if one.first <= today]
    if not current:
        raise RuleBroken("not_away")
    for one in current:
        await _end_before(tx, one, today)
    await tx.flush()
    await replanned(tx, [me], now)


async def call_off(tx: Tx, me: Person, leave_id: int, now: datetime) -> None:
    """Take back leave that has not begun, or end it where it has. Pressed twice, it is done once.

    Raises RuleBroken for what HR's file says, NotAllowed for anybody else's.
    """
    await store.lock(tx, me.id)
    found = await store.find(tx, me.id, leave_id)
    today = _today(me, now)
    if found is None or found.last < today:
        return
    if found.first > today and found.source is not Source.APP:
        raise RuleBroken("import_beats")
    await _end_before(tx, found, today)
    await tx.flush()
    await replanned(tx, [me], now)


async def _end_before(tx: Tx, leave: Leave, today: date) -> None:
    """What was leave stays noted; what had not begun goes, unless a file would only tell it again."""
    if leave.first < today or leave.source is not Source.APP:
        leave.last = max(today, leave.first) - DAY
        tx.add(leave)
    else:
        await tx.delete(leave)


async def replanned(tx: Tx, changed: list[Person], now: datetime) -> None:
    """What is due next, and what is open, follows the days on which these people work."""
    for at in range(0, len(changed), checkins_leave.BATCH):
        some = changed[at : at + checkins_leave.BATCH]
        await replan(tx, [one.id for one in some], now)
        await checkins_leave.let_wait(tx, some, now)


async def access_away(tx: Tx, viewer: Person, now: datetime) -> list[Dates]:
    """Who is away now or in the next two weeks, for HR: dates alone. Raises NotAllowed for others."""
    await roles.require_hr(tx, viewer)
    today = _today(viewer, now)
    found = await store.in_workspace(tx, viewer.workspace_id, today, today + SOON)
    return [Dates(person, one.first, one.last) for person, one in found]


async def away_until(tx: Tx, people: list[Person], now: datetime) -> dict[int, date]:
    """Until when those of these people are away who are so today, by person id."""
    spans = await store.of_people(tx, [one.id for one in people], (now - DAY).date(), (now + hours.AHEAD).date())
    found = {}
    for one in people:
        if (end := working.until(spans.get(one.id, ()), _today(one, now))) is not None:
            found[one.id] = end
    return found


async def access_catch_up(tx: Tx, notice: Notice, me: Person, now: datetime) -> Back:
    """What somebody who is back can answer, while they work. Not sent any more: away again, answered, or nothing is asked of them."""
    found = await tx.get(Leave, notice.subject_id)
    if found is None or found.person_id != me.id:
        raise NoLonger("gone")
    mine = await hours.of_one(tx, me, now)
    if mine.is_away(_today(me, now)) and notice.ts is None:
        raise NoLonger("away")
    form = await checkins.access_form(tx, me, now)
    if form.sent and notice.ts is None:
        raise NoLonger("answered")
    if notice.ts is None and not mine.at_work(now):
        raise NotYet(mine.next_at(mine.hours.start, now))
    if form.period is not None and form.period.opens_at <= now:
        return Back(form.series, form.slot, True, form.period.closes_at)
    turn = (await periods.turns(tx, form.series.id, [me.id])).get(me.id)
    at = form.period.opens_at if form.period else (turn.due_at if turn and turn.due_at else now)
    return Back(form.series, form.slot, False, at)


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(cadence.zone_of(person.zone)).date()
