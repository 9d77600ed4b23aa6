"""People who live through the weeks of a cycle, for tests: asked, answering and saying how they are, with a goal and 1:1s each."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.checkins import Outcome
from bot.domain.cycles import Stage
from bot.domain.goals import Confidence, GoalState, Level
from bot.domain.roles import Source
from storage.checkins import CheckIn, Mood
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.goals import Goal
from storage.periods import Period
from storage.reporting import Department, Membership, ReportingLine
from storage.series import Series

MONDAY = date(2027, 1, 4)
LONG_AGO = date(2020, 1, 1)


async def cycle(tx: Tx, workspace_id: int, maker: int, name: str, starts: date = MONDAY, **fields: Any) -> Cycle:
    """Thirteen weeks, running."""
    given = {"ends": starts + timedelta(weeks=13) - timedelta(days=1), "stage": Stage.RUNNING, **fields}
    begun = datetime.combine(starts, time(), UTC)
    made = Cycle(workspace_id=workspace_id, name=name, starts=starts, made_by=maker, made_at=begun, **given)
    tx.add(made)
    await tx.flush()
    return made


async def department(tx: Tx, workspace_id: int, name: str, people: Sequence[int]) -> int:
    made = Department(workspace_id=workspace_id, name=name)
    tx.add(made)
    await tx.flush()
    given: dict[str, Any] = {
        "workspace_id": workspace_id,
        "department_id": made.id,
        "since": LONG_AGO,
        "source": Source.IMPORT,
    }
    tx.add_all([Membership(person_id=one, **given) for one in people])
    await tx.flush()
    return int(made.id)


async def led(tx: Tx, workspace_id: int, by: Mapping[int, Sequence[int]]) -> None:
    """By the manager, who reports to them."""
    given: dict[str, Any] = {"workspace_id": workspace_id, "since": LONG_AGO, "source": Source.IMPORT}
    tx.add_all(
        [ReportingLine(person_id=one, manager_id=manager, **given) for manager, people in by.items() for one in people]
    )
    await tx.flush()


async def lived(tx: Tx, at: Cycle, people: Mapping[int, int | None], weeks: int = 2) -> None:
    """Each of these people in the cycle, with the mood they say every week; None: they do not answer. Each has a goal."""
    series = Series(workspace_id=at.workspace_id, name=f"Weekly {at.name}", anchor=at.starts)
    tx.add(series)
    await tx.flush()
    given: dict[str, Any] = {"workspace_id": at.workspace_id}
    for one, mood in people.items():
        tx.add(CyclePerson(**given, cycle_id=at.id, person_id=one, begins=at.starts, joined_on=at.starts))
        tx.add(_goal(at, one, mood))
        for week in range(weeks):
            opens = datetime.combine(at.starts + timedelta(weeks=week, days=4), time(7), UTC)
            settled = Outcome.MISSED if mood is None else Outcome.ANSWERED
            period = Period(
                **given,
                series_id=series.id,
                person_id=one,
                slot=f"{at.id}-{week}",
                opens_at=opens,
                closes_at=opens + timedelta(days=3),
                outcome=settled,
            )
            tx.add(period)
            if mood is not None:
                await tx.flush()
                checkin = CheckIn(**given, period_id=period.id, person_id=one, sent_at=opens)
                tx.add(checkin)
                await tx.flush()
                tx.add(Mood(**given, checkin_id=checkin.id, value=mood, words=""))
    await tx.flush()


def _goal(at: Cycle, owner: int, mood: int | None) -> Goal:
    return Goal(
        workspace_id=at.workspace_id,
        level=Level.PERSON,
        owner_id=owner,
        made_by=owner,
        made_at=datetime.combine(at.starts, time(), UTC),
        source=f"test:{at.id}:{owner}",
        due=at.ends,
        state=GoalState.CONFIRMED,
        cycle_id=at.id,
        confidence=Confidence.AT_RISK if mood is None else Confidence.ON_TRACK,
    )
