"""HR makes cycles, moves them while no goal falls outside, and says how the company uses goals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import cycles as rules
from bot.domain.cycles import Span
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import roles
from bot.usecases.people import local_day
from storage import audit, goals_settings, workspaces
from storage import goals_versions as goals
from storage.cycles import Cycle
from storage.database import Tx
from storage.goals_settings import GoalSettings
from storage.people import Person


@dataclass(frozen=True)
class Listed:
    """The cycles, the last one to end in front, and how goals are used."""

    cycles: Sequence[Cycle]
    settings: GoalSettings
    today: date


async def access_cycles(tx: Tx, hr: Person, now: datetime) -> Listed:
    """Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    found = await goals.cycles(tx, hr.workspace_id)
    return Listed(found[::-1], await goals_settings.get(tx, hr.workspace_id), local_day(hr, now))


async def access_cycle(tx: Tx, hr: Person, cycle_id: int) -> Cycle:
    """One of them, to be edited. Raises NotAllowed for anybody but HR, and where it is not there."""
    await roles.require_hr(tx, hr)
    found = await tx.get(Cycle, cycle_id)
    if found is None or found.workspace_id != hr.workspace_id:
        raise NotAllowed("not_found")
    return found


async def put(tx: Tx, hr: Person, cycle_id: int | None, span: Span, now: datetime) -> Cycle:
    """Make a cycle, or change one. The same form sent twice makes one.

    Raises NotAllowed for anybody but HR, RuleBroken at the field "name" where another one has it, and at "ends" where open goals of it
    would be due outside.
    """
    await roles.require_hr(tx, hr)
    await workspaces.lock(tx, hr.workspace_id)
    named = [one for one in await goals.cycles(tx, hr.workspace_id) if one.name.casefold() == span.name.casefold()]
    if cycle_id is None:
        if same := [one for one in named if (one.starts, one.ends) == (span.starts, span.ends)]:
            return same[0]
        one = Cycle(workspace_id=hr.workspace_id, made_by=hr.id, made_at=now, **vars(span))
    else:
        one = await access_cycle(tx, hr, cycle_id)
    if [other for other in named if other.id != cycle_id]:
        raise RuleBroken("cycle_name_taken", field="name")
    if cycle_id is not None and (count := await goals.outside(tx, cycle_id, span.starts, span.ends)):
        raise RuleBroken("cycle_goals_outside", {"count": count}, field="ends")
    one.name, one.starts, one.ends = span.name, span.starts, span.ends
    tx.add(one)
    await tx.flush()
    days = {"starts": span.starts.isoformat(), "ends": span.ends.isoformat()}
    await audit.note(tx, hr.workspace_id, rules.EDIT, "cycle", one.id, actor_id=hr.id, now=now, **days)
    return one


async def set_settings(
    tx: Tx, hr: Person, now: datetime, *, perspectives: bool, shows_upper: bool, shows_lower: bool
) -> None:
    """How the company uses goals from now on. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    given = {"perspectives": perspectives, "shows_upper": shows_upper, "shows_lower": shows_lower}
    before = await goals_settings.get(tx, hr.workspace_id)
    if {name: getattr(before, name) for name in given} == given:
        return
    await goals_settings.put(tx, hr.workspace_id, **given)
    at = hr.workspace_id
    await audit.note(tx, at, rules.SETTINGS, "workspace", at, actor_id=hr.id, now=now, **given)
