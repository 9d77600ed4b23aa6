"""The tick of cycles: twice, by two clocks, or killed between two batches, it takes each in and tells each once."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.cycles import Phase, Stage
from bot.domain.cycles_people import PHASE
from bot.usecases import cycles_people as usecases
from schedules import cycles
from storage.coming import next_due
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.database import Database
from storage.notices import Notice
from storage.people import Person
from tests.office import BEFORE, Office, office

DO = date(2027, 2, 1)
DO_SHANGHAI = datetime(2027, 1, 31, 16, tzinfo=UTC)


async def start(at: Office, people: int = 0) -> None:
    """A cycle for everybody, and so many people more."""
    ann = await at.person(at.ann)
    async with at.bot.deps.transaction() as tx:
        here: dict[str, Any] = {"workspace_id": ann.workspace_id}
        for number in range(people):
            tx.add(Person(**here, slack_id=f"U0MORE{number}", name=f"More {number}"))
        one = Cycle(**here, name="Q1", starts=BEFORE.date(), ends=date(2027, 3, 31), made_by=ann.id, made_at=BEFORE)
        one.stage = Stage.RUNNING
        tx.add(one)
        await tx.flush()
        tx.add(CyclePhase(**here, cycle_id=one.id, phase=Phase.PLAN, starts=one.starts, ends=date(2027, 1, 31)))
        tx.add(CyclePhase(**here, cycle_id=one.id, phase=Phase.DO, starts=DO, ends=one.ends))


async def told(at: Office) -> list[tuple[int, str]]:
    return sorted((one.recipient_id, one.occurrence) for one in await at.rows(Notice) if one.kind == PHASE.name)


async def test_two_clocks_and_a_killed_one_take_everybody_in_and_tell_them_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usecases, "BATCH", 3)
    async with office(database, running=False) as at:
        await start(at, people=4)
        for _ in range(2):  # the look is noted, and one batch is taken in; then it is killed
            async with at.bot.deps.transaction() as tx:
                assert await usecases.look(tx, at.bot.clock.now())
        assert len(await at.rows(CyclePerson)) == 3
        await asyncio.gather(cycles.follow(at.bot.deps), cycles.follow(at.bot.deps))
        await cycles.follow(at.bot.deps)
        assert len(await at.rows(CyclePerson)) == 8
        assert len(await told(at)) == 8
        async with at.bot.deps.transaction(reading=True) as tx:
            due = [await next_due(tx, DO_SHANGHAI - timedelta(seconds=1))]
        assert due == [DO_SHANGHAI]
        await at.bot.clock.move_to(DO_SHANGHAI)
        await asyncio.gather(cycles.follow(at.bot.deps), cycles.follow(at.bot.deps))
        assert len(await told(at)) == 10
        assert len(set(await told(at))) == 10


async def test_with_nothing_due_it_asks_as_much_of_many_people_as_of_few(sqlite: Database) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    async with office(sqlite, running=False) as at:
        await start(at, people=50)
        await cycles.follow(at.bot.deps)
        event.listen(sqlite.engine.sync_engine, "before_cursor_execute", note)
        await at.bot.clock.move_to(BEFORE + timedelta(minutes=1))
        await cycles.follow(at.bot.deps)
    assert len(asked) <= 5
    assert not [one for one in asked if "FROM person" in one]
