"""Journeys: whoever travels, over the date line too, is asked once for each week, and what is open stays as it was."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.domain import cadence, checkins
from bot.domain.cadence import Rule
from storage.database import Database
from tests import team as teams
from tests.clock import START
from tests.team import NEXT, OPENS, SLOT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEKS = 6
ZONES = [
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/St_Johns",
    "Europe/Berlin",
    "Asia/Kathmandu",
    "Asia/Shanghai",
    "Australia/Lord_Howe",
]


def slots(first: str, many: int) -> list[str]:
    rule, found = Rule(anchor=START.date()), [first]
    while len(found) < many:
        found.append(cadence.slot_after(rule, found[-1]))
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_however_somebody_travels_each_week_asks_once_and_none_is_left_out(sqlite: Database, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - what is drawn is no secret
    team = await teams.found(sqlite)
    now = START
    planned: dict[str, tuple[datetime, datetime]] = {}
    while now < START + WEEKS * 7 * DAY:
        if draw.random() < 0.15:
            await team.change("Mei", now, zone=draw.choice(ZONES))
        await team.open_due(now)
        for one in await team.periods("Mei"):
            assert planned.setdefault(one.slot, (one.opens_at, one.closes_at)) == (one.opens_at, one.closes_at)
        now += 4 * HOUR
    found = [one.slot for one in await team.periods("Mei")]
    assert found == slots(SLOT, len(found))
    assert len(found) >= WEEKS
    asked = Counter(one.subject_id for one in await team.notices(checkins.PROMPT, "Mei"))
    assert max(asked.values()) == 1


@pytest.mark.parametrize(
    ("home", "away", "leaves"),
    [
        ("Pacific/Kiritimati", "Pacific/Honolulu", OPENS - 5 * HOUR),
        ("Pacific/Honolulu", "Pacific/Kiritimati", OPENS + 8 * HOUR),
        ("Pacific/Honolulu", "Pacific/Kiritimati", OPENS + 17 * HOUR),
        ("Pacific/Pago_Pago", "Pacific/Auckland", OPENS + 12 * HOUR),
        ("Pacific/Auckland", "Pacific/Pago_Pago", OPENS - 6 * HOUR),
    ],
)
async def test_over_the_date_line_around_the_prompt_the_week_is_neither_repeated_nor_skipped(
    sqlite: Database, home: str, away: str, leaves: datetime
) -> None:
    team = await teams.found(sqlite)
    await team.change("Mei", START, zone=home)
    now = START
    while now < OPENS + 8 * DAY:
        if now <= leaves < now + HOUR:
            await team.change("Mei", leaves, zone=away)
        await team.open_due(now)
        now += HOUR
    assert [one.slot for one in await team.periods("Mei")] == [SLOT, NEXT]
    assert len(await team.notices(checkins.PROMPT, "Mei")) == 2


async def test_a_new_zone_holds_from_the_next_period_on(sqlite: Database) -> None:
    team = await teams.found(sqlite)
    await team.open_due(OPENS)
    before = await team.period("Mei")
    await team.change("Mei", OPENS + HOUR, zone="America/Los_Angeles")
    await team.open_due(OPENS + 9 * DAY)
    first, second = await team.periods("Mei")
    assert (first.opens_at, first.reminds_at, first.closes_at) == (before.opens_at, before.reminds_at, before.closes_at)
    assert second.opens_at == OPENS + 7 * DAY + 16 * HOUR
