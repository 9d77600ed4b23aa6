"""HR holds back what is going to be sent, and lets it go. What is held stays owed: it waits, and is never sent twice."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import fortnight, holds
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.fortnight import Picks, Target, Topic
from bot.domain.holds import Why
from bot.usecases import roles
from bot.usecases.people import local_day
from storage import audit, periods, workspaces
from storage import holds as store
from storage.database import Tx
from storage.holds import Hold
from storage.notices import Notice
from storage.people import Person

BATCH = 2_000
"""Notices in one transaction: a click waits for one of them at the most."""
ANY_DAY = timedelta(days=1)
"""Wherever somebody is, it is at the most a day earlier or later for them."""


async def hold(
    tx: Tx, hr: Person, target: Target, day: date, last: date | None, why: Why | None, now: datetime
) -> Hold:
    """Hold this back from now on, or, where days alone tell it apart, from that day on, until the end of `last`.

    Of two who press at once, one does; the other gets the hold that stands. Raises NotAllowed for anybody but HR, RuleBroken for what
    cannot be held, and at the field "last".
    """
    await roles.require_hr(tx, hr)
    topic = _topic(target)
    by_days = topic.picks is Picks.DAYS
    today = local_day(hr, now)
    span = holds.check(day if by_days else today - ANY_DAY, last, today, ends=by_days)
    await workspaces.lock(tx, hr.workspace_id)
    part = day.isoformat() if by_days else target.part
    for one in await store.standing(tx, hr.workspace_id):
        if (one.topic, one.subject_id, one.part) == (target.topic, target.subject_id, part):
            if not is_over(one, now):
                return one
            await store.release(tx, one.id, now, None)
    what = {"topic": target.topic, "subject_id": target.subject_id, "part": part}
    row = {**what, "workspace_id": hr.workspace_id, **vars(span), "why": why}
    made = await store.add(tx, row | {"made_by": hr.id, "made_at": now})
    if made is None:
        raise RuleBroken("hold_changed")
    ends = span.last.isoformat() if span.last else None
    details = {"topic": target.topic, "about": target.subject_id, "part": part, "last": ends, "why": why}
    await audit.note(tx, hr.workspace_id, holds.MADE, holds.RECORD, made, actor_id=hr.id, now=now, **details)
    return await tx.get_one(Hold, made)


async def release(tx: Tx, hr: Person, hold_id: int, now: datetime) -> bool:
    """Let go what is held: it is due as it was, and what is too late by then is dropped. Whether it was this click that did it.

    Raises NotAllowed for anybody but HR, and where there is no such hold.
    """
    await roles.require_hr(tx, hr)
    found = await store.of_notice(tx, hold_id)
    if found is None or found.workspace_id != hr.workspace_id:
        raise NotAllowed("not_found")
    if not await store.release(tx, hold_id, now, hr.id):
        return False
    await audit.note(tx, hr.workspace_id, holds.RELEASED, holds.RECORD, hold_id, actor_id=hr.id, now=now)
    return True


async def standing(tx: Tx, workspace_id: int, now: datetime) -> list[Hold]:
    """The holds that stand somewhere, now or later."""
    return [one for one in await store.standing(tx, workspace_id) if not is_over(one, now)]


def is_over(one: Hold, now: datetime) -> bool:
    """Whether its last day has passed wherever somebody is."""
    return one.last is not None and one.last < (now - ANY_DAY).date()


async def put_off_due(tx: Tx, now: datetime) -> bool:
    """Let some of what is due and held wait. Whether there may be more. Safe to repeat."""
    for one in await store.standing(tx):
        topic = fortnight.topic(one.topic)
        if is_over(one, now):
            await store.release(tx, one.id, now, None)
        elif topic is not None and one.first <= (now + ANY_DAY).date():
            for zone in await store.zones_due(tx, one, topic, now):
                until = holds.waits_until(one.span, zone, now)
                if until is not None and await store.put_off(tx, one, topic, zone, until, now, BATCH) == BATCH:
                    return True
    return False


async def let_go(tx: Tx) -> bool:
    """Let some of what waits for a hold that was released be due as it was. Whether there may be more. Safe to repeat."""
    return await store.let_go(tx, BATCH) == BATCH


async def over(tx: Tx, notice: Notice, person: Person, now: datetime) -> dict[str, Any] | None:
    """What is to be written on a notice that HR holds back at this moment; None: nothing holds it."""
    topic = fortnight.topic_of(notice.kind)
    if topic is None:
        return None
    for one in await store.standing(tx, notice.workspace_id):
        if one.topic == topic.name and await _means(tx, one, topic, notice):
            until = holds.waits_until(one.span, person.zone, now)
            if until is not None:
                return store.held_by(one.id, until)
    return None


async def _means(tx: Tx, one: Hold, topic: Topic, notice: Notice) -> bool:
    if topic.picks is Picks.PERIOD:
        period = await periods.get(tx, notice.subject_id)
        return (period.series_id, period.slot) == (one.subject_id, one.part)
    if topic.picks is Picks.DAYS:
        return True
    part = fortnight.part_of(topic.picks, notice.occurrence)
    return notice.subject_id == one.subject_id and part == one.part


async def subjects_held(tx: Tx, topic: Topic, now: datetime) -> set[int]:
    """The subjects of this topic that are held wherever somebody is: what would begin with them does not."""
    held = await store.subjects(tx, topic.name)
    return {subject for subject, each in held.items() if any(not is_over(one, now) for one in each)}


async def held_until(tx: Tx, notice: Notice) -> datetime | None:
    """Until when HR held this back from somebody; None: it was not held."""
    one = await store.of_notice(tx, notice.hold_id) if notice.hold_id is not None else None
    if one is None or notice.sent_at is None:
        return None
    return min(one.released_at or notice.sent_at, notice.sent_at)


def _topic(target: Target) -> Topic:
    found = fortnight.topic(target.topic)
    if found is None:
        raise RuleBroken("hold_never")
    return found
