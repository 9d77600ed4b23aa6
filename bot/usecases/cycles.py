"""HR makes cycles, moves them while no goal falls outside, and says how the company uses goals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain import cycles as rules
from bot.domain import cycles_parts as parts
from bot.domain.cycles import Phased, Span, Stage
from bot.domain.cycles_templates import laid
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import roles
from bot.usecases.people import local_day
from storage import audit, cycles_people, goals_settings, workspaces
from storage import cycles as store
from storage import goals_versions as goals
from storage.cycles import Cycle
from storage.database import Tx
from storage.goals_settings import GoalSettings
from storage.people import Person

LISTED_MOST = 20
"""Cycles of which the list shows where they stand."""


@dataclass(frozen=True)
class Listed:
    """The cycles, the last one to end in front, with their phases, and how goals are used."""

    cycles: Sequence[Cycle]
    settings: GoalSettings
    today: date
    phases: Mapping[int, Sequence[Phased]] = field(default_factory=dict)


async def access_cycles(tx: Tx, hr: Person, now: datetime) -> Listed:
    """Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    found = (await goals.cycles(tx, hr.workspace_id))[::-1]
    phases = await cycles_people.phases(tx, [one.id for one in found[:LISTED_MOST]])
    return Listed(found, await goals_settings.get(tx, hr.workspace_id), local_day(hr, now), phases)


async def access_cycle(tx: Tx, hr: Person, cycle_id: int) -> Cycle:
    """One of them, to be edited. Raises NotAllowed for anybody but HR, and where it is not there."""
    await roles.require_hr(tx, hr)
    found = await tx.get(Cycle, cycle_id)
    if found is None or found.workspace_id != hr.workspace_id:
        raise NotAllowed("not_found")
    return found


async def put(tx: Tx, hr: Person, cycle_id: int | None, span: Span, now: datetime, *, rolling: bool = False) -> Cycle:
    """Make a cycle with the phases that its days propose, or change its name and days. The same form sent twice makes one.

    Raises NotAllowed for anybody but HR, RuleBroken at the field "name" where another one has it, at "ends" where open goals of it or
    one of its phases would be outside, and at "starts" once people are in it.
    """
    await roles.require_hr(tx, hr)
    await workspaces.lock(tx, hr.workspace_id)
    named = [one for one in await goals.cycles(tx, hr.workspace_id) if one.name.casefold() == span.name.casefold()]
    if cycle_id is None:
        if same := [one for one in named if (one.starts, one.ends) == (span.starts, span.ends)]:
            return same[0]
        kept = parts.EVERY_FORM.kept()
        one = Cycle(
            workspace_id=hr.workspace_id, made_by=hr.id, made_at=now, rolling=rolling, belongs=kept, **vars(span)
        )
    else:
        one = await access_cycle(tx, hr, cycle_id)
    if [other for other in named if other.id != cycle_id]:
        raise RuleBroken("cycle_name_taken", field="name")
    phases = laid(span.starts, span.ends) if cycle_id is None else await _phases(tx, one, span)
    one.name, one.starts, one.ends = span.name, span.starts, span.ends
    await written(tx, hr, one, now, "span", phases, new=cycle_id is None)
    return one


async def _phases(tx: Tx, one: Cycle, span: Span) -> list[Phased]:
    """The phases of a cycle once its days are these."""
    if one.stage is Stage.CLOSED:
        raise RuleBroken("cycle_closed", field="name")
    if one.started_at is not None and span.starts != one.starts:
        raise RuleBroken("cycle_started", field="starts")
    if not one.rolling and (count := await goals.outside(tx, one.id, span.starts, span.ends)):
        raise RuleBroken("cycle_goals_outside", {"count": count}, field="ends")
    phases = (await cycles_people.phases(tx, [one.id]))[one.id]
    if one.started_at is None and phases == laid(one.starts, one.ends):
        return laid(span.starts, span.ends)
    return parts.shifted(phases, Span(one.name, one.starts, one.ends), span, rolling=one.rolling)


async def written(
    tx: Tx,
    hr: Person,
    one: Cycle,
    now: datetime,
    part: str,
    phases: Sequence[Phased] | None = None,
    *,
    new: bool = False,
) -> None:
    """Count HR's edit, and write down who made it."""
    one.revision += 0 if new else 1
    tx.add(one)
    await tx.flush()
    if phases is not None:
        await store.set_phases(tx, one, phases)
    details = {"part": part, "revision": one.revision, "starts": one.starts.isoformat(), "ends": one.ends.isoformat()}
    await audit.note(tx, hr.workspace_id, rules.EDIT, "cycle", one.id, actor_id=hr.id, now=now, **details)


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
