"""The dry run: who would get it when in the next two weeks, and that is what happens."""

from collections import Counter
from datetime import date, timedelta

import pytest

from bot.domain.errors import NotAllowed
from bot.usecases import series, series_dry_run
from bot.usecases.series_dry_run import DryRun
from storage import series as store
from storage.database import Database
from tests import team as teams
from tests.clock import START
from tests.team import BERLIN_OPENS, OPENS, Team

NEW_YORK_OPENS = BERLIN_OPENS + timedelta(hours=6)
WEEK = timedelta(days=7)


@pytest.fixture
async def paused(database: Database) -> Team:
    """The team before HR has pressed Start."""
    return await teams.found(database, running=False)


async def dry_run(team: Team, name: str = "Ann") -> DryRun:
    async with team.transaction(reading=True) as tx:
        return await series_dry_run.access_dry_run(tx, await team.person(tx, name), team.series_id, START)


async def test_it_counts_by_moment_and_zone_with_names_for_two_weeks_and_asks_nobody(paused: Team) -> None:
    await paused.join("Lin", zone="Asia/Shanghai", employed_from=date(2027, 6, 1))
    await paused.join("Ned", zone="Europe/Berlin", employed_from=date(2027, 1, 20))
    await paused.away("Bob", date(2027, 1, 15), date(2027, 1, 15))
    await paused.away("Una", date(2027, 1, 18), date(2027, 1, 22))
    shown = await dry_run(paused)
    assert [(one.zone, one.at, one.people, one.names) for one in shown.waves] == [
        ("Asia/Shanghai", OPENS - timedelta(days=1), 1, ["Bob"]),
        ("Asia/Shanghai", OPENS, 2, ["Mei", "Una"]),
        ("Europe/Berlin", BERLIN_OPENS, 1, ["Tom"]),
        ("America/New_York", NEW_YORK_OPENS, 1, ["Ann"]),
        ("Asia/Shanghai", OPENS + WEEK, 2, ["Bob", "Mei"]),
        ("Europe/Berlin", BERLIN_OPENS + WEEK, 2, ["Ned", "Tom"]),
        ("America/New_York", NEW_YORK_OPENS + WEEK, 1, ["Ann"]),
    ]
    assert (shown.people, shown.names) == (6, ["Ann", "Bob", "Mei", "Ned", "Tom", "Una"])
    assert await paused.turn("Mei") is None


async def test_what_hr_was_shown_is_what_happens(paused: Team) -> None:
    shown = await dry_run(paused)
    async with paused.transaction() as tx:
        await series.start(tx, await paused.person(tx, "Ann"), paused.series_id, START)
    for wave in shown.waves:
        assert await paused.open_due(wave.at - timedelta(seconds=1)) == 0
        assert await paused.open_due(wave.at) == wave.people


async def test_a_turn_later_than_two_weeks_ahead_is_shown_too(paused: Team) -> None:
    async with paused.transaction() as tx:
        one = await store.get(tx, paused.series_id)
        one.every, one.anchor = 4, START.date() - WEEK
        tx.add(one)
    at = Counter(one.at.date() for one in (await dry_run(paused)).waves)
    assert at == {date(2027, 2, 5): 3}


async def test_it_is_counted_in_parts_as_in_one(paused: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = await dry_run(paused)
    monkeypatch.setattr(series_dry_run, "AT_ONCE", 2)
    parts = await dry_run(paused)
    assert [(one.at, one.people) for one in parts.waves] == [(one.at, one.people) for one in whole.waves]


async def test_nobody_but_hr_sees_it(paused: Team) -> None:
    with pytest.raises(NotAllowed, match="hr_only"):
        await dry_run(paused, "Mei")
