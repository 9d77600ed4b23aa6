"""Copy my goals of the last cycle: drafts in the one that runs or comes, due on its last day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import goals_form as forms
from bot.domain import goals_weights
from bot.domain.errors import RuleBroken
from bot.domain.goals import GoalState, Level
from bot.domain.goals_form import Filled
from bot.usecases import goals_rights, goals_writing
from bot.usecases.goals_form import filled_from
from bot.usecases.goals_rights import Reads
from bot.usecases.people import local_day
from storage import goals_versions as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.people import Person

OFFERED_MOST = 30
AGREED = (GoalState.CONFIRMED, GoalState.CLOSED)


@dataclass(frozen=True)
class Copying:
    """My goals of the cycle `last`, each with what it says, to be copied into `into`."""

    last: Cycle
    into: Cycle
    goals: Sequence[tuple[Goal, GoalVersion]]


async def access_copying(tx: Tx, me: Person, now: datetime) -> Copying | None:
    """What I could copy now; None: there is no cycle that runs or comes, or I had no goals in one before it."""
    today = local_day(me, now)
    every = [one for one in await store.cycles(tx, me.workspace_id) if not one.rolling]
    into = next((one for one in every if one.ends >= today), None)
    if into is None:
        return None
    for last in reversed([one for one in every if one.ends < into.ends and one.starts < into.starts]):
        found = await store.of_owner(tx, me.id, states=AGREED, cycle_id=last.id)
        said = await store.in_force(tx, [one.id for one in found])
        rows = [(one, said[one.id]) for one in found if one.id in said and said[one.id].title]
        if rows:
            return Copying(last, into, rows[:OFFERED_MOST])
    return None


async def copy(tx: Tx, me: Person, goal_ids: Collection[int], now: datetime) -> list[Goal]:
    """A draft of each of these. One that was copied into that cycle already is not copied again.

    Raises RuleBroken at the field "goals_0" where none was chosen, ("goal_copy_gone") where the cycles have moved on.
    """
    if not goal_ids:
        raise RuleBroken("choice_needed", field="goals_0")
    copying = await access_copying(tx, me, now)
    chosen = [(goal, version) for goal, version in copying.goals if goal.id in goal_ids] if copying else []
    if copying is None or len(chosen) < len(set(goal_ids)):
        raise RuleBroken("goal_copy_gone", field="goals_0")
    made = []
    taken = goals_weights.given(await store.weights(tx, me.id, copying.into.id))
    for goal, version in chosen:
        filled = await _moved(tx, me, goal, version, copying.into, now)
        taken += version.weight or 0
        if taken > goals_weights.ALL:
            filled = replace(filled, weight="")
        written = forms.check(filled, min(local_day(me, now), copying.into.ends))
        source = f"copy:{goal.id}:{copying.into.id}"
        made.append(await goals_writing.make(tx, me, filled, written, me, source, now))
    return made


async def _moved(tx: Tx, me: Person, goal: Goal, version: GoalVersion, into: Cycle, now: datetime) -> Filled:
    """As it was agreed on, in the other cycle; it supports the goal above as long as that is open."""
    filled = filled_from(goal, version, me)
    parent = await store.find(tx, version.parent_id) if version.parent_id is not None else None
    stays = parent is not None and parent.state in store.OPEN
    stays = stays and parent is not None and await goals_rights.reads(tx, me, parent, now) is not Reads.NOTHING
    results = tuple(replace(one, position=None) for one in filled.results)
    weight = filled.weight if goal.level is Level.PERSON else ""
    above = version.parent_id if stays else None
    return replace(filled, cycle=into.id, due=into.ends, parent=above, results=results, weight=weight)
