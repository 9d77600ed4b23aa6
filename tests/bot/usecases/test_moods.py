"""One's own moods of the last weeks."""

from datetime import timedelta

from bot.domain.moods import Trend
from bot.usecases import home, moods
from bot.usecases.moods import Moods
from tests.team import OPENS, Team

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


async def lived(team: Team, name: str, values: list[int | None]) -> None:
    """So many weeks, each answered with that mood; None: not at all."""
    for number, value in enumerate(values):
        at = OPENS + number * WEEK
        while await team.open_due(at):
            pass
        if value is not None:
            await team.submit(name, at + HOUR, slot=f"2027-W{number + 2:02}", mood=value)
        await team.close_due(at + timedelta(days=5))


async def look(team: Team, name: str, weeks: int) -> Moods | None:
    async with team.transaction(reading=True) as tx:
        return await moods.access_own(tx, await team.person(tx, name), OPENS + weeks * WEEK - HOUR)


async def test_the_last_eight_weeks_are_shown_with_their_gaps(team: Team) -> None:
    await lived(team, "Mei", [1, 4, 4, 3, None, 5, 4, 5, 5])
    assert await look(team, "Mei", 9) == Moods([4, 4, 3, None, 5, 4, 5, 5], Trend.BETTER)


async def test_the_week_that_is_open_counts_once_it_is_answered(team: Team) -> None:
    await lived(team, "Mei", [4])
    await team.open_due(OPENS + WEEK)
    async with team.transaction(reading=True) as tx:
        found = await moods.access_own(tx, await team.person(tx, "Mei"), OPENS + WEEK)
    assert found == Moods([4], None)


async def test_where_nothing_was_ever_said_nothing_is_shown(team: Team) -> None:
    await lived(team, "Bob", [None, None])
    await lived(team, "Mei", [3])
    assert await look(team, "Bob", 3) is None


async def test_home_shows_each_their_own_and_the_manager_none(team: Team) -> None:
    await lived(team, "Mei", [2, 3])
    async with team.transaction(reading=True) as tx:
        mine = await home.access_home(tx, await team.person(tx, "Mei"), OPENS + 2 * WEEK - HOUR)
        toms = await home.access_home(tx, await team.person(tx, "Tom"), OPENS + 2 * WEEK - HOUR)
    assert mine.moods == Moods([2, 3], None)
    assert toms.moods is None
