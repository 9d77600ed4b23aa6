"""Goals for tests: rows as they are once both sides have agreed, whoever wrote them."""

from datetime import date, datetime
from typing import Any, Protocol

from sqlmodel import select

from bot.domain.goals import GoalState, Level, Measure, ProgressFrom
from storage.database import Tx
from storage.goals import Goal, GoalUpdate, GoalVersion, KeyResult
from tests.clock import START
from tests.team import Team

DUE = date(2027, 3, 31)
COUNT: dict[str, Any] = {"measure": Measure.NUMBER, "start": 0, "target": 100, "unit": "customers"}


class Company(Protocol):
    """Where people are found by their names."""

    @property
    def workspace_id(self) -> int: ...

    @property
    def ids(self) -> dict[str, int]: ...


async def add(
    tx: Tx, team: Company, owner: str, title: str, *, measured: dict[str, Any] | None = None, **fields: Any
) -> Goal:
    """A goal that somebody has, agreed on, from 0 to 100 customers unless `measured` says otherwise."""
    owner_id = team.ids[owner]
    given: dict[str, Any] = {"level": Level.PERSON, "due": DUE, "state": GoalState.CONFIRMED, "made_at": START}
    given |= {"workspace_id": team.workspace_id, "owner_id": owner_id, "made_by": owner_id, "source": f"test:{title}"}
    goal = Goal(**(given | fields))
    tx.add(goal)
    await tx.flush()
    version: dict[str, Any] = {"workspace_id": team.workspace_id, "goal_id": goal.id, "number": 1, "title": title}
    version |= {"source": f"test:{goal.id}", "due": goal.due, "written_by": owner_id, "written_at": START}
    version |= {"parent_id": goal.parent_id, "weight": goal.weight, "contribution": goal.contribution}
    tx.add(GoalVersion(**(version | (measured or COUNT))))
    await tx.flush()
    return goal


async def add_result(tx: Tx, goal: Goal, title: str, position: int, **fields: Any) -> KeyResult:
    given: dict[str, Any] = {
        "workspace_id": goal.workspace_id,
        "goal_id": goal.id,
        "title": title,
        "position": position,
    }
    made = KeyResult(**(given | {"measure": Measure.NUMBER, "start": 0, "target": 10} | fields))
    tx.add(made)
    await tx.flush()
    return made


COMPUTED: dict[str, Any] = {"progress_from": ProgressFrom.BELOW}


async def progress(team: Team, *goals: Goal) -> list[float | None]:
    """How far these goals are now."""
    async with team.transaction(reading=True) as tx:
        return [(await tx.get_one(Goal, one.id)).progress for one in goals]


async def updates(team: Team) -> list[GoalUpdate]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(GoalUpdate).order_by(GoalUpdate.id)))  # type: ignore[arg-type]


def at(day: int, month: int = 1) -> datetime:
    """Noon of that day of 2027, UTC."""
    return START.replace(month=month, day=day, hour=12)
