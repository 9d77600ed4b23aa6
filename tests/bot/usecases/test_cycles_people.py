"""Who is in a cycle: taken in by stated rules, let go, back again, in one at a time, with days of their own where it is rolling."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain.cycles import Phase, Stage
from bot.domain.cycles_people import EMPTY
from bot.domain.roles import Source
from bot.usecases import cycles_people as usecases
from storage import cycles_people
from storage.reporting import Department, Membership
from storage.roles import RoleGrant
from tests.clock import START
from tests.cycles import EARLY, ENDS, QUARTER, STARTS, Running, run
from tests.team import Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EVERYBODY = {"Mei", "Bob", "Tom", "Ann", "Una"}
JAN = date(2027, 1, 13)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people in one transaction."""
    monkeypatch.setattr(usecases, "BATCH", 2)


async def member(team: Team, department: int, name: str, since: date, until: date | None = None) -> None:
    async with team.transaction() as tx:
        row = {"workspace_id": team.workspace_id, "person_id": team.ids[name], "department_id": department}
        tx.add(Membership(**row, since=since, until=until, source=Source.IMPORT))


async def department(team: Team, *names: str) -> int:
    async with team.transaction() as tx:
        made = Department(workspace_id=team.workspace_id, name=f"Pumps {len(names)}")
        tx.add(made)
        await tx.flush()
    for name in names:
        await member(team, made.id, name, date(2020, 1, 1))
    return int(made.id)


async def test_everybody_meant_is_taken_in_once_in_batches_however_often_it_is_looked(team: Team) -> None:
    one = await run(team)
    await one.tick(EARLY)
    await one.tick(EARLY)
    await one.tick(EARLY + HOUR)
    parts = await one.parts()
    assert set(parts) == EVERYBODY
    assert {(part.begins, part.joined_on, part.left_on) for part in parts.values()} == {(STARTS, STARTS, None)}
    async with team.transaction(reading=True) as tx:
        ids = list(team.ids.values())
        assert await cycles_people.current(tx, ids, STARTS - DAY) == {}
        assert len(await cycles_people.current(tx, ids, STARTS)) == len(ids)
        assert await cycles_people.current(tx, ids, ENDS + DAY) == {}


async def test_who_joins_is_taken_in_on_their_first_day_and_who_leaves_is_let_go_on_their_last(team: Team) -> None:
    one = await run(team)
    await one.tick(START)
    await team.join("Kim", zone="Asia/Shanghai", employed_from=date(2027, 2, 1))
    await one.tick(datetime(2027, 1, 31, 15, 30, tzinfo=UTC))
    assert "Kim" not in await one.parts()
    await one.tick(datetime(2027, 1, 31, 16, tzinfo=UTC))
    kim = (await one.parts())["Kim"]
    assert (kim.joined_on, kim.begins) == (date(2027, 2, 1), STARTS)
    assert await one.told("Kim") == ["do"]

    await team.change("Mei", START, employed_until=date(2027, 2, 12))
    left = datetime(2027, 2, 20, tzinfo=UTC)
    await team.change("Bob", left, active=False, left_at=left)
    assert (await one.parts())["Bob"].left_on == date(2027, 2, 20)
    await one.tick(left)
    assert (await one.parts())["Mei"].left_on == date(2027, 2, 12)
    assert await one.inside() == {"Tom", "Ann", "Una", "Kim"}

    await team.change("Bob", left + DAY, active=True, left_at=None)
    bob = (await one.parts())["Bob"]
    assert (bob.left_on, bob.joined_on) == (None, JAN)
    assert bob.due_at is not None


async def test_who_moves_inside_the_audience_keeps_their_part_and_who_moves_out_of_it_is_let_go(team: Team) -> None:
    pumps = await department(team, "Mei", "Bob")
    valves = await department(team, "Tom")
    one = await run(team, audience={"departments": [pumps, valves]})
    await one.tick(START)
    assert await one.inside() == {"Mei", "Bob", "Tom"}
    before = (await one.parts())["Mei"].id
    async with team.transaction() as tx:
        for row in await tx.exec(Membership.__table__.select()):  # type: ignore[attr-defined]
            kept = await tx.get_one(Membership, row[0])
            kept.until = date(2027, 2, 1) if kept.person_id in (team.ids["Mei"], team.ids["Bob"]) else None
            tx.add(kept)
    await member(team, valves, "Mei", date(2027, 2, 1))
    await team.led_by("Mei", "Ann", date(2027, 2, 1))
    await one.tick(datetime(2027, 2, 1, 5, tzinfo=UTC))
    parts = await one.parts()
    assert (parts["Mei"].id, parts["Mei"].left_on) == (before, None)
    assert parts["Bob"].left_on == date(2027, 1, 31)
    assert parts["Bob"].due_at is None


async def test_who_is_in_another_cycle_is_taken_in_on_the_day_after_that_one(team: Team) -> None:
    first = await run(team, "Short", ends=date(2027, 1, 24), phased=QUARTER[:1])
    second = await run(team)
    await second.tick(START)
    assert await first.inside() == EVERYBODY
    assert await second.parts() == {}
    await first.change(stage=Stage.PAUSED)
    # The 25th has begun in Shanghai, and nowhere else.
    await second.tick(datetime(2027, 1, 24, 17, tzinfo=UTC))
    assert await second.inside() == {"Mei", "Bob", "Una"}
    assert (await second.parts())["Mei"].joined_on == date(2027, 1, 25)
    await second.tick(datetime(2027, 1, 25, 6, tzinfo=UTC))
    assert await second.inside() == EVERYBODY
    assert {part.left_on for part in (await first.parts()).values()} == {date(2027, 1, 24)}

    # Extended, it takes nobody back who is in another one now.
    await first.change(ends=date(2027, 3, 1), stage=Stage.RUNNING)
    await second.tick(datetime(2027, 1, 25, 7, tzinfo=UTC))
    assert await first.inside() == set()


async def test_a_cycle_that_is_yet_to_begin_keeps_nobody_from_one_that_is_over_by_then(team: Team) -> None:
    later = await run(team, "Later", starts=date(2027, 2, 1), phased=())
    await later.tick(START)
    assert await later.inside() == EVERYBODY
    sooner = await run(team, "Sooner", ends=date(2027, 1, 31), phased=QUARTER[:1])
    too_long = await run(team, "Too long", ends=date(2027, 2, 1), phased=QUARTER[:1])
    await sooner.tick(START)
    assert await sooner.inside() == EVERYBODY
    assert await too_long.inside() == set()


async def test_a_cycle_that_is_closed_lets_all_go_and_opened_again_takes_back_who_is_free(team: Team) -> None:
    first = await run(team)
    await first.tick(START)
    closed = datetime(2027, 2, 1, 9, tzinfo=UTC)
    await first.change(stage=Stage.CLOSED, closed_at=closed)
    second = await run(team, "Pumps", audience={"people": [team.ids["Mei"]]})
    await second.tick(closed)
    assert {(part.left_on, part.due_at) for part in (await first.parts()).values()} == {(date(2027, 2, 1), None)}
    assert await second.parts() == {}
    await second.tick(closed + DAY)
    assert await second.inside() == {"Mei"}
    await first.change(stage=Stage.RUNNING, closed_at=None)
    await first.tick(closed + DAY)
    assert await first.inside() == EVERYBODY - {"Mei"}


async def test_an_extended_cycle_takes_back_those_for_whom_it_was_over(team: Team) -> None:
    one = await run(team)
    await one.tick(START)
    over = datetime(2027, 4, 10, 6, tzinfo=UTC)
    await one.tick(over)
    assert {part.left_on for part in (await one.parts()).values()} == {ENDS}
    await one.change(ends=ENDS + 7 * DAY)
    await one.move(Phase.ACT, date(2027, 4, 5), ENDS + 7 * DAY)
    await one.tick(over + timedelta(minutes=1))
    assert await one.inside() == EVERYBODY


async def test_an_audience_that_empties_is_told_once_and_fills_again(team: Team) -> None:
    one = await run(team, audience={"people": [team.ids["Mei"]]})
    await one.tick(START)
    await team.change("Mei", START, active=False, left_at=START)
    for hours in (1, 2, 3):
        await one.tick(START + hours * HOUR)
    assert len(await team.notices(EMPTY, "Ann")) == 1
    await one.change(audience={"people": [team.ids["Bob"]]})
    await one.tick(START + 4 * HOUR)
    assert await one.inside() == {"Bob"}
    # Its last day is over for Bob before it is in the west: nobody is missing from it.
    await one.tick(datetime(ENDS.year, ENDS.month, ENDS.day, 17, tzinfo=UTC))
    assert (await one.parts())["Bob"].left_on == ENDS
    assert len(await team.notices(EMPTY, "Ann")) == 1


async def test_an_audience_that_empties_is_told_to_hr_where_its_maker_is_in_hr_no_more(team: Team) -> None:
    one = await run(team, audience={"people": [team.ids["Mei"]]})
    async with team.transaction() as tx:
        [grant] = await tx.exec(select(RoleGrant))
        grant.person_id = team.ids["Una"]
        tx.add(grant)
    await one.tick(START)
    await team.change("Mei", START, active=False, left_at=START)
    await one.tick(START + HOUR)
    assert [notice.recipient_id for notice in await team.notices(EMPTY)] == [team.ids["Una"]]


async def test_a_rolling_cycle_counts_from_the_own_first_day_and_goes_before_another(team: Team) -> None:
    quarter = await run(team)
    trial = (
        (Phase.PLAN, date(2027, 1, 1), date(2027, 1, 14)),
        (Phase.DO, date(2027, 1, 15), date(2027, 3, 31)),
    )
    days = {"starts": date(2027, 1, 1), "ends": date(2027, 3, 31)}
    rolling = await run(team, "Probation", rolling=True, phased=trial, **days)
    await team.join("Kim", zone="Asia/Shanghai", employed_from=date(2027, 1, 4))
    await team.join("Lou", zone="Asia/Shanghai", employed_from=date(2026, 9, 1))
    await rolling.tick(START)
    assert await rolling.inside() == {"Kim"}
    assert "Kim" not in await quarter.parts()
    kim = (await rolling.parts())["Kim"]
    assert (kim.begins, kim.joined_on) == (date(2027, 1, 4), JAN)
    assert kim.due_at == datetime(2027, 1, 17, 16, tzinfo=UTC)
    # Her ninety days are over on 3 April: then the quarter takes her in.
    await rolling.tick(datetime(2027, 4, 3, 17, tzinfo=UTC))
    assert (await rolling.parts())["Kim"].left_on == date(2027, 4, 3)
    await rolling.tick(datetime(2027, 4, 3, 18, tzinfo=UTC))
    assert (await quarter.parts())["Kim"].joined_on == date(2027, 4, 4)


async def test_a_first_day_that_is_corrected_moves_the_days_of_a_rolling_cycle(team: Team) -> None:
    days = {"starts": date(2027, 1, 1), "ends": date(2027, 3, 31)}
    one = await run(team, "Probation", rolling=True, phased=((Phase.PLAN, *days.values()),), **days)
    await team.join("Kim", zone="Asia/Shanghai", employed_from=date(2027, 1, 4))
    await one.tick(START)
    await team.change("Kim", START, employed_from=date(2027, 1, 11))
    assert (await one.parts())["Kim"].begins == date(2027, 1, 11)


async def test_a_paused_cycle_takes_nobody_in_and_lets_go_who_leaves(team: Team) -> None:
    one: Running = await run(team)
    await one.tick(START)
    await one.change(stage=Stage.PAUSED)
    await one.tick(START)
    await team.join("Kim", zone="Asia/Shanghai")
    await team.change("Mei", START, active=False, left_at=START)
    await one.tick(START + HOUR)
    assert await one.inside() == EVERYBODY - {"Mei"}
    await one.change(stage=Stage.RUNNING)
    await one.tick(START + 2 * HOUR)
    assert await one.inside() == EVERYBODY - {"Mei"} | {"Kim"}
