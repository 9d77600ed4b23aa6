"""Actions: made out of a check-in by its reader, or of feedback by its receiver; settled by the one whose they are."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import actions, cadence, checkins, feedback, tries
from bot.domain.actions import ActionState, Became, Whose
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.usecases import feedback_telling, notices
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


@dataclass(frozen=True)
class About:
    """The record an action came from."""

    kind: str
    record_id: int


WATCHED: Mapping[str, Callable[[Tx, int, datetime], Awaitable[None]]] = {
    feedback.RECORD: feedback_telling.show_again,
}
"""Where messages say how it goes with what came of a record: what lets them say it anew."""


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
    known = actions.check(words, due, _today(me, now))
    action, new = await write_down(tx, me, owner, About(checkins.RECORD, checkin_id), known, due, now, source=source)
    if new and owner.id != me.id:
        await notices.owe(
            tx,
            actions.GIVEN,
            workspace_id=me.workspace_id,
            subject_id=action.id,
            recipient_id=owner.id,
            due_at=now,
            now=now,
        )
    return action


async def write_down(
    tx: Tx, me: Person, owner: Person, about: About, words: str, due: date | None, now: datetime, *, source: str
) -> tuple[Action, bool]:
    """What somebody will do, and whether it is new: the same source is written down once. Who calls has looked at the rights."""
    row = {"workspace_id": me.workspace_id, "owner_id": owner.id, "made_by": me.id, "source": source, "due": due}
    row |= {"words": words, "about": about.kind, "about_id": about.record_id}
    made = await inserting.insert_row(tx, Action, row | {"state": ActionState.OPEN, "made_at": now})
    if made is None:
        return await store.by_source(tx, me.workspace_id, source), False
    return await tx.get_one(Action, made), True


async def open_of(tx: Tx, person: Person) -> list[ToDo]:
    """What this person has still to do, what is due first in front."""
    return await _with_people(tx, await store.open_of(tx, person.id))


async def to_ask(tx: Tx, person: Person, now: datetime) -> list[ToDo]:
    """What this person's check-in asks for now."""
    today = _today(person, now)
    found = await store.open_of(tx, person.id)
    return await _with_people(tx, [one for one in found if tries.asking(one.about).is_due(one.due, today)])


async def of_checkin(tx: Tx, viewer: Person, checkin_id: int) -> list[ToDo]:
    """What came of a check-in, as far as it is the viewer's: their own actions and those they made."""
    return await _with_people(tx, await store.about(tx, checkins.RECORD, checkin_id, viewer.id))


async def settle(tx: Tx, me: Person, action_id: int, became: Became, now: datetime) -> Action:
    """It is done, or dropped, or open after all. Only the one whose it is says so; said twice, it is said once.

    What somebody is still trying they are asked for again two weeks later. Whoever watches how it goes sees it.
    """
    action = await store.locked(tx, action_id)
    if action is None or action.owner_id != me.id:
        raise NotAllowed("not_found")
    state, outcome = actions.STATES[became], became if became in actions.OUTCOMES else None
    due = _today(me, now) + actions.TRY_ON if became is Became.TRYING else action.due
    if (action.state, action.outcome, action.due) != (state, outcome, due):
        action.state, action.outcome, action.due = state, outcome, due
        action.settled_at = None if state == ActionState.OPEN else now
        await tx.flush()
        await notices.owe_again(tx, actions.GIVEN, subject_id=action.id, recipient_id=me.id, now=now)
        if show := WATCHED.get(action.about):
            await show(tx, action.about_id, now)
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
