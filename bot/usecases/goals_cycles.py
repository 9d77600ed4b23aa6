"""In which cycles somebody's goals can be. In one that counts from each person's first day at work its days are their own."""

from collections.abc import Sequence
from datetime import date

from bot.domain.errors import RuleBroken
from storage import cycles_people, people
from storage import goals_versions as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.people import Person


async def open_for(tx: Tx, owner: Person, today: date) -> list[Cycle]:
    """Those that are not over for somebody, the first to end in front; the one that counts from their own first day before all others."""
    found = [one for one in await store.cycles(tx, owner.workspace_id, today) if not one.rolling]
    mine = (await cycles_people.current(tx, [owner.id], today)).get(owner.id)
    if mine is not None and mine[0].rolling:
        return [_own(mine[0], mine[1].begins), *found]
    return found


async def chosen(tx: Tx, me: Person, owners: Sequence[str], cycle_id: int | None) -> Cycle | None:
    """The one that is chosen for a goal of these people, with its days as they are for the first of them.

    Raises RuleBroken at the field "cycle" where it is gone, or none of theirs.
    """
    found = await tx.get(Cycle, cycle_id) if cycle_id is not None else None
    if cycle_id is not None and (found is None or found.workspace_id != me.workspace_id):
        raise RuleBroken("goal_cycle_gone", field="cycle")
    if found is None or not found.rolling:
        return found
    owner = await people.find(tx, me.workspace_id, owners[0]) if owners else me
    mine = await cycles_people.part(tx, found.id, owner.id) if owner is not None else None
    if mine is None:
        raise RuleBroken("goal_cycle_gone", field="cycle")
    return _own(found, mine.begins)


def _own(cycle: Cycle, begins: date) -> Cycle:
    """The same cycle with the days that it has for somebody; not to be stored."""
    return Cycle(**(cycle.model_dump() | {"starts": begins, "ends": cycle.ends + (begins - cycle.starts)}))
