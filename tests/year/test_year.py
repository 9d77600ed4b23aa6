"""A simulated year, short enough for every run of the tests; `make year` has the long one, and the one on PostgreSQL."""

from storage.database import Database
from tests.year import checks
from tests.year.story import SPRING, told

SEED = 2027


async def test_after_weeks_of_everything_each_turn_has_one_outcome_and_nobody_got_too_much(sqlite: Database) -> None:
    """People of many zones, with leave, holidays, journeys, edits of the series, outages, restarts and a clock set back."""
    async with told(sqlite, SEED, people=30, weeks=3, start=SPRING) as story:
        kept = await checks.records(story)
    print(f"seed {SEED}\n{checks.figures(story, kept)}")  # noqa: T201 - shown where it fails
    assert checks.broken(story, kept) == []
