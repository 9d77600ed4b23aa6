"""Actions: made out of a check-in by its reader, for its author or for themselves; settled by the one whose they are."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import actions, cadence, checkins
from bot.domain.actions import ActionState, Whose
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.usecases import notices
from storage import actions as store
from storage import inserting, people, readers
from storage.actions import Action
from storage.checkins import CheckIn
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person


@dataclass(frozen=True)
class ToDo:
    """Something somebody said they would do. `maker` wrote it down, `owner` does it; they may be the same."""

    action: Action
    owner: Person
    maker: Person


@dataclass(frozen=True)
class Making:
    """What the form of a new action begins with: the check-in it comes from, and the day it is where its maker is."""

    checkin_id: int
    author: Person
    today: date


async def access_making(tx: Tx, me: Person, checkin_id: int, now: datetime) -> Making:
    """Raises NotAllowed for everybody who is not among the readers of this check-in."""
    return Making(checkin_id, await _author(tx, me, checkin_id), _today(me, now))


async def make(
    tx: Tx, me: Person, checkin_id: int, words: str, due: date | None, now: datetime, *, whose: Whose, source: str
) -> Action:
    """Write down what its author or I will do after a check-in that I may read. A repeat makes it once.

    The author hears of it. Raises RuleBroken at the field that is wrong, NotAllowed for those who may not read it.
    """
    author = await _author(tx, me, checkin_id)
    owner = author if whose is Whose.AUTHOR else me
    row = {"workspace_id": me.workspace_id, "owner_id": owner.id, "made_by": me.id, "source": source, "due": due}
    row |= {"words": actions.check(words, due, _today(me, now)), "about": checkins.RECORD, "about_id": checkin_id}
    made = await inserting.insert_row(tx, Action, row | {"state": ActionState.OPEN, "made_at": now})
    if made is None:
        return await store.by_source(tx, me.workspace_id, source)
    if owner.id != me.id:
        await notices.owe(
            tx,
            actions.GIVEN,
            workspace_id=me.workspace_id,
            subject_id=made,
            recipient_id=owner.id,
            due_at=now,
            now=now,
        )
    return await tx.get_one(Action, made)


async def open_of(tx: Tx, person: Person) -> list[ToDo]:
    """What this person has still to do, what is due first in front."""
    return await _with_people(tx, await store.open_of(tx, person.id))


async def of_checkin(tx: Tx, viewer: Person, checkin_id: int) -> list[ToDo]:
    """What came of a check-in, as far as it is the viewer's: their own actions and those they made."""
    return await _with_people(tx, await store.about(tx, checkins.RECORD, checkin_id, viewer.id))


async def settle(tx: Tx, me: Person, action_id: int, became: ActionState, now: datetime) -> Action:
    """It is done, or dropped, or open after all. Only the one whose it is says so; said twice, it is said once."""
    action = await store.locked(tx, action_id)
    if action is None or action.owner_id != me.id:
        raise NotAllowed("not_found")
    if action.state != became:
        action.state, action.settled_at = became, None if became == ActionState.OPEN else now
        await tx.flush()
        await notices.owe_again(tx, actions.GIVEN, subject_id=action.id, recipient_id=me.id, now=now)
    return action


async def access_given(tx: Tx, notice: Notice, me: Person, now: datetime) -> ToDo:
    """What somebody wrote down for me. Settled before it was sent: there is nothing to tell any more."""
    action = await store.find(tx, notice.subject_id)
    if action is None or action.owner_id != me.id:
        raise NotAllowed("not_found")
    if action.state != ActionState.OPEN and notice.ts is None:
        raise NoLonger("settled")
    return (await _with_people(tx, [action]))[0]


async def _with_people(tx: Tx, found: list[Action]) -> list[ToDo]:
    if not found:
        return []
    who = await people.by_ids(tx, sorted({one.owner_id for one in found} | {one.made_by for one in found}))
    return [ToDo(one, who[one.owner_id], who[one.made_by]) for one in found]


async def _author(tx: Tx, me: Person, checkin_id: int) -> Person:
    checkin = await tx.get(CheckIn, checkin_id)
    if checkin is None or await readers.find(tx, checkins.RECORD, checkin_id, me.id) is None:
        raise NotAllowed("not_found")
    return await people.get(tx, checkin.person_id)


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(cadence.zone_of(person.zone)).date()
