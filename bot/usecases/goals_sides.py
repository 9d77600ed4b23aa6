"""Who has to agree to a goal: its owner, and on the other side somebody else. Nobody agrees for both."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import Level
from bot.domain.goals_agreeing import Side
from bot.domain.roles import Role
from bot.usecases.acting import has_left
from bot.usecases.people import local_day
from storage import goals_versions as store
from storage import people, reporting, roles
from storage.database import Tx
from storage.people import Person


async def others(tx: Tx, level: Level, owner: Person, parent_id: int | None, now: datetime) -> list[Person]:
    """Each of those who could agree for the other side of this owner's goal, whoever is asked first in front.

    For a person's goal their manager; for a team's the manager above its owner, or the owner of the goal above; for a department's
    or the company's HR, or the owner of the goal above. Where that is nobody but the owner: HR.
    """
    manager = await reporting.manager_of(tx, owner.id, local_day(owner, now))
    lead = [manager] if manager else []
    above = await _owner_above(tx, parent_id)
    hr = await roles.holders(tx, owner.workspace_id, Role.HR)
    if level is Level.PERSON:
        return _able(lead, owner, now) or _able(hr, owner, now)
    if level is Level.TEAM:
        return _able([*lead, *above], owner, now) or _able(hr, owner, now)
    return _able([*hr, *above], owner, now) or _able(lead, owner, now)


def _able(among: Iterable[Person], owner: Person, now: datetime) -> list[Person]:
    """Those who take part and are not the owner, each once."""
    return list({one.id: one for one in among if one.id != owner.id and not has_left(one, now)}.values())


async def _owner_above(tx: Tx, parent_id: int | None) -> list[Person]:
    parent = await store.find(tx, parent_id) if parent_id is not None else None
    return [await people.get(tx, parent.owner_id)] if parent is not None else []


async def side_of(
    tx: Tx, me: Person, level: Level, owner: Person, parent_id: int | None, now: datetime
) -> tuple[Side, list[Person]]:
    """On which side I stand now, and who is on the other side of the owner.

    Raises NotAllowed for those who are on none, RuleBroken at the field "owners" where there is nobody but the owner.
    """
    found = await others(tx, level, owner, parent_id, now)
    if me.id != owner.id and me.id not in {one.id for one in found}:
        raise NotAllowed("not_allowed")
    if not found:
        raise RuleBroken("goal_no_other_side", field="owners")
    return (Side.OWNER if me.id == owner.id else Side.OTHER), found
