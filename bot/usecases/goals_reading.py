"""Who may read which goals, many at a time, as bot/usecases/goals_rights.py says it of one."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.goals import GoalState, Level
from bot.domain.goals_seeing import Reads
from bot.domain.roles import Role
from bot.usecases.goals_rights import UPPER
from bot.usecases.people import local_day
from storage import goals_settings, reporting, roles
from storage import goals_told as store
from storage.database import Tx
from storage.goals import Goal
from storage.people import Person

STEPS_MAX = 30
"""Managers above somebody: the end of a circle among them."""


async def reads(tx: Tx, viewer: Person, goals: Sequence[Goal], now: datetime) -> dict[int, Reads]:
    """How much of each of these goals the viewer may read now, by id: a handful of statements, however many they are."""
    if not goals:
        return {}
    today = local_day(viewer, now)
    if await roles.has(tx, viewer.id, Role.HR):
        full = {one.id for one in goals}
    else:
        led = await _led(tx, viewer.id, {one.owner_id for one in goals}, today)
        parents = await store.by_ids(tx, sorted({one.parent_id for one in goals if one.parent_id is not None}))
        above = {one.id for one in parents.values() if one.owner_id == viewer.id}
        wrote = await store.written_by(tx, [one.id for one in goals], viewer.id)
        full = {
            one.id
            for one in goals
            if viewer.id in (one.owner_id, one.made_by) or one.owner_id in led or one.parent_id in above
        } | wrote
    shown = await goals_settings.get(tx, viewer.workspace_id)
    leaders = set(await reporting.above(tx, viewer.id, today)) if len(full) < len(goals) else set()

    def of(one: Goal) -> Reads:
        if one.workspace_id != viewer.workspace_id:
            return Reads.NOTHING
        if one.state is GoalState.DRAFT:
            return Reads.ALL if one.made_by == viewer.id else Reads.NOTHING
        if one.id in full:
            return Reads.ALL
        if one.level is Level.TEAM and one.owner_id in leaders:
            return Reads.TITLE
        return Reads.TITLE if (shown.shows_upper if one.level in UPPER else shown.shows_lower) else Reads.NOTHING

    return {one.id: of(one) for one in goals}


async def _led(tx: Tx, viewer_id: int, people: set[int], on: date) -> set[int]:
    """Those of these people who report to the viewer on that day, directly or through others."""
    above = {one: one for one in people}
    led: set[int] = set()
    for _ in range(STEPS_MAX):
        managers = await reporting.managers_of(tx, sorted(set(above.values())), on)
        above = {one: managers[at] for one, at in above.items() if at in managers}
        led |= {one for one, manager in above.items() if manager == viewer_id}
        above = {one: manager for one, manager in above.items() if manager != viewer_id}
        if not above:
            break
    return led
