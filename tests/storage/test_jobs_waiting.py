"""What waits in the queue, as those see it who fill it and who work on it."""

from datetime import timedelta

from storage import jobs, jobs_waiting
from storage.database import Database
from tests.clock import START


async def test_only_jobs_of_the_same_task_and_priority_are_counted(database: Database) -> None:
    async with database.transaction() as tx:
        await jobs.add(tx, "a", args={"ids": [1]}, priority=10)
        await jobs.add(tx, "a", args={"ids": [2]}, priority=10, at=START + timedelta(days=1))
        await jobs.add(tx, "a", args={"ids": [3]}, priority=20)
        await jobs.add(tx, "b", args={"ids": [4]}, priority=10)
        assert await jobs_waiting.count(tx, "a", 10) == 2


async def test_a_job_goes_first_when_its_priority_is_higher_and_its_time_has_come(database: Database) -> None:
    async with database.transaction() as tx:
        await jobs.add(tx, "a", args={}, priority=10)
        await jobs.add(tx, "a", args={}, priority=30, at=START + timedelta(minutes=1))
        assert await jobs_waiting.any_above(tx, 0, START)
        assert not await jobs_waiting.any_above(tx, 10, START)
        assert await jobs_waiting.any_above(tx, 10, START + timedelta(minutes=1))
