"""Choosing why a goal was missed or is at risk, and putting it on the agenda where two see it differently."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import goal_causes as rules
from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goal_causes import Cause
from bot.domain.goals import RECORD as GOAL
from bot.usecases import goal_causes as causes
from bot.usecases.agenda_pairs import access_pair
from bot.usecases.goal_causes import Chosen
from storage import agenda, inserting
from storage import goal_causes as store
from storage import goals_versions as goals
from storage.agenda import AgendaItem
from storage.cycles import Cycle
from storage.database import Tx
from storage.goal_causes import GoalCause
from storage.goals import Goal
from storage.people import Person


@dataclass(frozen=True)
class Choosing:
    """The form for one goal."""

    goal: Goal
    title: str | None
    other: Person | None
    mine: Chosen | None = None


async def offers(tx: Tx, me: Person, goal: Goal, now: datetime) -> bool:
    """Whether I am asked for this goal's cause."""
    try:
        await access_choosing(tx, me, goal.id, now)
    except (NotAllowed, RuleBroken):
        return False
    return True


async def access_choosing(tx: Tx, me: Person, goal_id: int, now: datetime) -> Choosing:
    """The form. Raises NotAllowed for a goal that is neither mine nor of who reports to me, RuleBroken where no cause is asked for."""
    goal = await goals.find(tx, goal_id)
    person = await _check(tx, me, goal, now)
    if goal is None:
        raise NotAllowed("not_found")
    other = await causes.other_of(tx, me, person, now)
    rows = (await store.of_goals(tx, [goal.id]))[goal.id]
    mine = next((causes.choice(one, {me.id: me}) for one in rows if one.author_id == me.id), None)
    return Choosing(goal, (await store.titles(tx, [goal.id])).get(goal.id), other, mine)


async def _check(tx: Tx, me: Person, goal: Goal | None, now: datetime) -> Person:
    if goal is None or goal.workspace_id != me.workspace_id or goal.cycle_id is None:
        raise NotAllowed("not_found")
    person = await causes.access_person(tx, me, goal.owner_id, now)
    if not rules.is_asked(goal.state, goal.ended, goal.confidence):
        raise RuleBroken("cause_not_asked")
    cycle = await tx.get_one(Cycle, goal.cycle_id)
    if cycle.stage is Stage.CLOSED:
        raise RuleBroken("cause_cycle_closed", {"name": cycle.name})
    return person


async def choose(
    tx: Tx, me: Person, goal_id: int, cause: Cause | None, words: str, now: datetime, *, shown_to: int | None
) -> None:
    """Keep my choice, or change it. Said twice, it is said once.

    `shown_to`: who the form said would read it; somebody else who leads meanwhile does not. Raises as `access_choosing`, and RuleBroken
    at the field that is wrong.
    """
    if cause is None:
        raise RuleBroken("choice_needed", field="cause")
    said = rules.check(words)
    goal = await goals.locked(tx, goal_id)
    person = await _check(tx, me, goal, now)
    other = await causes.other_of(tx, me, person, now)
    reader = other.id if other is not None and other.id == shown_to else None
    given = {"reader_id": reader, "cause": cause, "words": said, "chosen_at": now}
    key = {"workspace_id": me.workspace_id, "goal_id": goal_id, "author_id": me.id}
    if await inserting.insert_once(tx, GoalCause, key | given):
        return
    row = await store.locked(tx, goal_id, me.id)
    if row is None or (row.reader_id, row.cause, row.words) == (reader, cause, said):
        return
    row.reader_id, row.cause, row.words, row.chosen_at = reader, cause, said, now
    tx.add(row)
    await tx.flush()


async def put_on_agenda(tx: Tx, me: Person, goal_id: int, now: datetime) -> Person:
    """Put the goal on the agenda of the two who see its cause differently; there already, it stays. With whom that is.

    Raises NotAllowed for everybody else, RuleBroken("cause_same") where the two do not differ, or not both have chosen.
    """
    goal = await goals.find(tx, goal_id)
    if goal is None or goal.cycle_id is None:
        raise NotAllowed("not_found")
    person = await causes.access_person(tx, me, goal.owner_id, now)
    other = await causes.other_of(tx, me, person, now)
    seen = (await causes.asked_of(tx, me, person, other, [goal]))[0]
    if other is None or not seen.apart:
        raise RuleBroken("cause_same")
    pair = await access_pair(tx, me, other.id, now)
    source = f"{rules.RECORD}:{goal.id}:{pair.person.id}:{pair.manager.id}"
    row = {"workspace_id": me.workspace_id, "source": source, "added_by": me.id, "added_at": now, "words": ""}
    row |= {"person_id": pair.person.id, "manager_id": pair.manager.id, "by_itself": False, "mark": ""}
    if not await inserting.insert_once(tx, AgendaItem, row | {"about": GOAL, "about_id": goal.id}):
        there = await agenda.by_source(tx, me.workspace_id, source)
        if there is not None and there.struck_at is not None:
            there.struck_at = there.struck_by = there.struck_in = None
            await tx.flush()
    return other
