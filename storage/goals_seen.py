"""Goals as they are looked at: by level and by what is missing, what supports what, and a team's in figures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy import select as pick
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bot.domain.goals import Confidence, GoalState, Level, ProgressFrom
from bot.domain.goals_progress import STALE
from bot.domain.goals_seeing import Missing
from storage.database import Tx
from storage.goals import Goal
from storage.goals_tree import COUNTING
from storage.people import Person
from storage.reporting import ReportingLine, holds

OPEN = (GoalState.PROPOSED, GoalState.CONFIRMED)
STEPS_MAX = 30
"""Managers above each other: the end of a circle among them."""


@dataclass(frozen=True)
class Sight:
    """Which goals somebody sees in the tree. `every`: all that are proposed; `levels`: those whose titles everybody sees.

    Beside these: their own, those of whoever reports to them on `today`, and the team goals of whom they report to, `leaders`.
    """

    person_id: int
    today: date
    every: bool = False
    levels: Collection[Level] = ()
    leaders: Collection[int] = ()

    def condition(self) -> ColumnElement[bool]:
        if self.every:
            return col(Goal.state) != GoalState.DRAFT
        own = or_(col(Goal.owner_id) == self.person_id, col(Goal.made_by) == self.person_id)
        team = and_(col(Goal.level) == Level.TEAM, col(Goal.owner_id).in_(self.leaders))
        led = col(Goal.owner_id).in_(pick(_led(self.person_id, self.today).c.id))
        return and_(col(Goal.state) != GoalState.DRAFT, or_(col(Goal.level).in_(list(self.levels)), own, team, led))


def _led(person_id: int, on: date) -> Any:
    """Everybody who reports to this person on that day, directly or through others."""
    begin: Any = pick(col(ReportingLine.person_id).label("id"))
    led = begin.where(col(ReportingLine.manager_id) == person_id, *holds(on)).cte("led", recursive=True)
    line = aliased(ReportingLine)
    now = and_(col(line.since) <= on, or_(col(line.until).is_(None), col(line.until) > on))
    return led.union(pick(col(line.person_id)).where(col(line.manager_id) == led.c.id, now))


async def at_level(tx: Tx, workspace_id: int, level: Level, sight: Sight, *, page: int, most: int) -> list[Goal]:
    """One page of what is open at a level, and one more where there is more."""
    found = select(Goal).where(Goal.workspace_id == workspace_id, Goal.level == level, col(Goal.state).in_(OPEN))
    found = found.where(sight.condition()).order_by(col(Goal.id))
    return list(await tx.exec(found.offset(page * most).limit(most + 1)))


async def missing(
    tx: Tx, workspace_id: int, what: Missing, sight: Sight, now: datetime, *, page: int, most: int
) -> list[Goal]:
    """The same of what lacks something, at whatever level."""
    found = select(Goal).where(Goal.workspace_id == workspace_id, Goal.state == GoalState.CONFIRMED)
    quiet = and_(
        col(Goal.progress_from) != ProgressFrom.BELOW,
        func.coalesce(col(Goal.told_at), col(Goal.made_at)) <= now - STALE,
    )
    lacks = {
        Missing.ALIGNMENT: and_(col(Goal.parent_id).is_(None), col(Goal.level) != Level.COMPANY),
        Missing.PROGRESS: or_(col(Goal.progress).is_(None), quiet),
    }
    found = found.where(lacks[what], sight.condition()).order_by(col(Goal.id))
    return list(await tx.exec(found.offset(page * most).limit(most + 1)))


async def supporting(tx: Tx, goal_id: int, sight: Sight | None = None, *, page: int, most: int) -> list[Goal]:
    """One page of what supports a goal and is open or counts for it, and one more where there is more."""
    found = select(Goal).where(Goal.parent_id == goal_id, or_(col(Goal.state) == GoalState.PROPOSED, COUNTING))
    if sight is not None:
        found = found.where(sight.condition())
    return list(await tx.exec(found.order_by(col(Goal.id)).offset(page * most).limit(most + 1)))


async def count_supporting(tx: Tx, goal_ids: Sequence[int]) -> dict[int, int]:
    """How many goals support each of these."""
    if not goal_ids:
        return {}
    found = pick(col(Goal.parent_id), func.count(col(Goal.id))).where(
        col(Goal.parent_id).in_(goal_ids), or_(col(Goal.state) == GoalState.PROPOSED, COUNTING)
    )
    rows: Any = await (await tx.connection()).execute(found.group_by(col(Goal.parent_id)))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Standing:
    """As much of a running goal as a team's figures need."""

    owner_id: int
    level: Level
    aligned: bool
    weight: int | None
    progress: float | None
    confidence: Confidence | None
    computed: bool
    told_at: datetime | None
    made_at: datetime


async def standings(tx: Tx, owner_id: int) -> list[Standing]:
    """How somebody's running goals stand."""
    return await _standings(tx, col(Goal.owner_id) == owner_id)


async def standings_led(tx: Tx, manager_id: int, on: date) -> list[Standing]:
    """The same of everybody who takes part and reports to this person on that day."""
    led = pick(col(ReportingLine.person_id)).join(Person, col(Person.id) == col(ReportingLine.person_id))
    led = led.where(col(ReportingLine.manager_id) == manager_id, *holds(on), col(Person.active))
    return await _standings(tx, col(Goal.owner_id).in_(led))


async def _standings(tx: Tx, whose: ColumnElement[bool]) -> list[Standing]:
    columns = (Goal.owner_id, Goal.level, Goal.parent_id, Goal.weight, Goal.progress, Goal.confidence)
    wanted = pick(*map(col, columns), col(Goal.progress_from), col(Goal.told_at), col(Goal.made_at))
    rows: Any = await (await tx.connection()).execute(wanted.where(whose, col(Goal.state) == GoalState.CONFIRMED))
    return [
        Standing(
            row[0], row[1], row[2] is not None, row[3], row[4], row[5], row[6] is ProgressFrom.BELOW, row[7], row[8]
        )
        for row in rows
    ]
