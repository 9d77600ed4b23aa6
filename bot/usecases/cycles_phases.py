"""A phase of a cycle begins for somebody: at their local midnight each is owed one notice of it, and of none that is over already."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain import cycles_people as rules
from bot.domain.budget import local_day
from bot.domain.cycles import Phased, Stage, phase_on
from bot.domain.cycles_people import CLOSED, NOT_IN_IT, OVER, PAUSED, PHASE
from bot.domain.notices import NoLonger, NotYet, State
from bot.domain.working import Working
from bot.usecases import cycles_mine, notices, roles, working
from bot.usecases.cycles_mine import Mine
from storage import cycles_people
from storage import cycles_taking as store
from storage import notices as notice_store
from storage.cycles import Cycle, CycleLook, CyclePerson
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person

BATCH = 200
"""People in one transaction."""
UNTOLD = (PAUSED, CLOSED, NOT_IN_IT, OVER)
"""Why a notice was not sent that is sent after all, as what it tells has become true again."""


async def tell_due(tx: Tx, now: datetime) -> bool:
    """Owe the next people of one running cycle what begins for them. Whether there may be more.

    Somebody for whom two have begun since, as no clock ran, is told of the one that is.
    """
    for cycle, look in await store.out(tx):
        if cycle.stage is not Stage.RUNNING or look is None or look.stage is not Stage.RUNNING:
            continue
        some = await store.due(tx, cycle.id, now, BATCH)
        if some:
            await _tell(tx, cycle, look, some, now)
            return True
    return False


async def _tell(
    tx: Tx, cycle: Cycle, look: CycleLook, some: Sequence[tuple[CyclePerson, Person]], now: datetime
) -> None:
    phases = (await cycles_people.phases(tx, [cycle.id]))[cycle.id]
    hours = await working.of(tx, [person for _, person in some], now)
    owed: list[dict[str, Any]] = []
    for mine, person in some:
        later = cycles_people.phases_for(mine, cycle, phases)
        one = phase_on(later, local_day(person.zone, now))
        if one is not None and one.phase is not mine.told and mine.left_on is None:
            since = max(rules.begins_at(one.starts, person.zone), mine.due_at or now, look.running_since)
            owed.append(_row(cycle, person, one, since, hours[person.id]))
        mine.told = one.phase if one is not None else mine.told
        mine.due_at = rules.tell_at(later, mine.told, mine.joined_on, person.zone, now)
        mine.due_at = None if mine.left_on is not None else mine.due_at
        tx.add(mine)
    await tx.flush()
    held = await store.not_told(tx, PHASE.name, cycle.id, UNTOLD, [one["recipient_id"] for one in owed])
    await notices.owe_many(tx, PHASE, owed, now=now)
    for person_id, occurrence in held & {(one["recipient_id"], one["occurrence"]) for one in owed}:
        await notices.owe_after_all(
            tx, PHASE, subject_id=cycle.id, recipient_id=person_id, now=now, occurrence=occurrence
        )


def _row(cycle: Cycle, person: Person, one: Phased, since: datetime, hours: Working) -> dict[str, Any]:
    """It comes when they are at work next, and not when the phase is over."""
    due_at = since if hours.at_work(since) else hours.next_at(hours.hours.start, since)
    over = rules.ends_at(one.ends, person.zone)
    useful = min(over, due_at + PHASE.late_after) if PHASE.late_after else over
    key = {"workspace_id": cycle.workspace_id, "subject_id": cycle.id, "recipient_id": person.id}
    return key | {"occurrence": rules.occurrence(one), "due_at": due_at, "not_after": useful}


async def access_begun(tx: Tx, notice: Notice, me: Person, now: datetime) -> Mine:
    """The phase that a notice tells me of. Not told any more: it is over, the cycle is paused or closed, or I am not in it."""
    cycle = await tx.get(Cycle, notice.subject_id)
    mine = await cycles_people.part(tx, notice.subject_id, me.id)
    today = local_day(me.zone, now)
    if cycle is None or mine is None or (mine.left_on is not None and mine.left_on < today):
        raise NoLonger(NOT_IN_IT)
    if cycle.stage is not Stage.RUNNING:
        raise NoLonger(PAUSED if cycle.stage is Stage.PAUSED else CLOSED)
    stands = await cycles_mine.stands_for(tx, me, cycle, mine, now)
    if stands.now is None or not await _tells(tx, notice, stands.now):
        raise NoLonger(OVER)
    hours = await working.of_one(tx, me, now)
    if notice.ts is None and not hours.at_work(now):
        raise NotYet(hours.next_at(hours.hours.start, now))
    return Mine(stands, await cycles_mine.mine_to_do(tx, me, stands))


async def _tells(tx: Tx, notice: Notice, now: Phased) -> bool:
    """Whether it is this phase's. HR may have moved its first day meanwhile: it is told all the same, where no other notice does."""
    occurrence = rules.occurrence(now)
    if occurrence == notice.occurrence:
        return True
    if rules.phase_of(notice.occurrence) is not now.phase:
        return False
    other = await notice_store.find(tx, PHASE.name, notice.subject_id, notice.recipient_id, occurrence)
    return other is None or other.state in (State.DROPPED, State.FAILED)


async def access_empty(tx: Tx, notice: Notice, me: Person, now: datetime) -> Cycle:
    """The cycle that has nobody in it, for HR. Not told where somebody is in it again, or it is over."""
    await roles.require_hr(tx, me)
    cycle = await tx.get(Cycle, notice.subject_id)
    if cycle is None or cycle.stage is not Stage.RUNNING or await store.anybody(tx, cycle.id):
        raise NoLonger(OVER)
    return cycle
