"""Nobody hears more unasked from the bot than they said they can take, whatever is owed, wherever they are, whenever they work."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import col, select

from bot.domain.cadence import zone_of
from bot.domain.notices import Kind, State
from bot.domain.profiles import Profile
from bot.usecases import checkins_schedule
from schedules import register
from schedules.registry import Registry
from storage.database import Database
from storage.notices import Notice
from storage.people import Person
from tests.office import OPENS, office
from tests.schedules.desk import PROMPT, START, SUMMARY, Desk, open_desk, view

HOURS = 4 * 24 + 6
JOURNEYS = {
    0: ["UTC", "Asia/Shanghai", "America/New_York"],
    30: ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Shanghai"],
    55: ["Pacific/Pago_Pago", "Asia/Tokyo", "Europe/Berlin"],
    80: ["Pacific/Kiritimati", "Pacific/Honolulu", "UTC"],
}
"""Where the three are, from so many hours on: over the date line and back, and into zones where today has been already."""


def product_kinds() -> list[Kind]:
    """Every kind of message that the product knows."""
    registry = Registry()
    register.register(registry)
    return [one.kind for one in registry.tellings.values()]


async def _everything(desk: Desk) -> None:
    """What the tick hands out, sent as a worker sends it."""
    for ids in await desk.tick():
        await desk.send_all(*ids)


async def _zones(desk: Desk, names: list[str]) -> None:
    for at, (person, zone) in enumerate(zip(desk.people, names, strict=True)):
        await desk.change(person, zone=zone, profile=list(Profile)[at])


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_is_owed_nobody_gets_more_unasked_messages_a_day_than_their_profile_allows(
    sqlite: Database, seed: int
) -> None:
    draw = random.Random(seed)  # noqa: S311 - what is drawn is no secret
    async with open_desk(sqlite) as desk:
        kinds = product_kinds()
        for kind in kinds:
            desk.registry.telling(kind, desk.access, view)
        owed = 0
        for hour in range(HOURS):
            if hour in JOURNEYS:
                await _zones(desk, JOURNEYS[hour])
            for _ in range(draw.randrange(6)):
                due = desk.clock.now() + timedelta(minutes=draw.randrange(1, 600))
                owed += 1
                await desk.owe(draw.choice(kinds), owed, draw.randrange(3), due_at=due)
            await _everything(desk)
            await desk.clock.move_by(hours=1)
        told = await _told(desk)
        allowed = {person.id: list(Profile)[at].budget for at, person in enumerate(desk.people)}
        assert {key: count for key, count in told.items() if count > allowed[key[0]]} == {}
        reached = {person for (person, _), count in told.items() if count == allowed[person]}
        assert reached == set(allowed)


async def _told(desk: Desk) -> Counter[tuple[int, date]]:
    """How many unasked messages each had on each day of theirs, by the zone that they were in."""
    told: Counter[tuple[int, date]] = Counter()
    at = [person.id for person in desk.people]
    async with desk.deps.transaction(reading=True) as tx:
        for notice in await tx.exec(select(Notice).where(Notice.state == State.SENT, col(Notice.unasked))):
            assert notice.sent_at is not None
            hours = (notice.sent_at - START).total_seconds() / 3600
            zones = next(JOURNEYS[since] for since in sorted(JOURNEYS, reverse=True) if since <= hours)
            zone = zone_of(zones[at.index(notice.recipient_id)])
            told[notice.recipient_id, notice.sent_at.astimezone(zone).date()] += 1
    return told


async def test_two_workers_at_once_keep_one_budget(desk: Desk) -> None:
    await desk.change(desk.people[0], profile=Profile.LIGHT)
    ids = [await desk.owe(PROMPT, subject) for subject in range(6)]
    await asyncio.gather(desk.send_all(*ids[:3]), desk.send_all(*ids[3:]))
    assert len(desk.got()) == Profile.LIGHT.budget


async def test_what_did_not_fit_comes_on_the_next_working_day(desk: Desk) -> None:
    await desk.change(desk.people[0], profile=Profile.LIGHT)
    await desk.send_all(*[await desk.owe(SUMMARY, subject) for subject in range(3)])
    assert len(desk.got()) == 2
    await desk.clock.move_to(datetime(2027, 1, 14, 9, 0, tzinfo=UTC))
    await _everything(desk)
    assert len(desk.got()) == 3


NIGHT = {"works_from": time(22), "works_until": time(6)}


async def test_who_works_by_night_is_asked_when_their_shift_begins(sqlite: Database) -> None:
    async with office(sqlite) as at:
        await _works(sqlite, await at.person(at.mei), NIGHT)
        shift = OPENS + timedelta(hours=7)
        await at.bot.move_to(shift - timedelta(minutes=30))
        assert at.mei.dm == []
        await at.bot.move_to(shift)
        assert [one.text.partition(":")[0] for one in at.mei.dm] == ["Weekly check-in"]


async def test_who_asked_for_quiet_in_their_shift_is_left_alone(sqlite: Database) -> None:
    quiet = {"quiet_from": time(19), "quiet_until": time(8), "quiet_own": True}
    async with office(sqlite) as at:
        await _works(sqlite, await at.person(at.mei), {**NIGHT, **quiet})
        await at.bot.move_to(OPENS + timedelta(hours=12))
        assert at.mei.dm == []


async def _works(database: Database, person: Person, how: Mapping[str, object]) -> None:
    async with database.transaction() as tx:
        found = await tx.get_one(Person, person.id)
        for name, value in how.items():
            setattr(found, name, value)
        tx.add(found)
        await tx.flush()
        await checkins_schedule.replan(tx, [found.id], OPENS - timedelta(hours=1))
