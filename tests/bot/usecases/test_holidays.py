"""Public holidays: whose hold for whom, what they do to a week, and days on which the company is closed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import checkins
from bot.domain.checkins import Outcome
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.roles import Source
from bot.usecases import countries, holidays
from bot.usecases import working as hours
from bot.usecases.holidays import NOWHERE
from storage.audit import AuditEntry
from storage.days_off import DayOff
from storage.reporting import Department, Membership
from tests.clock import START
from tests.team import OPENS, Team

DAY = timedelta(days=1)
NEW_YEARS_EVE = date(2027, 2, 5)
"""A Friday, free in China."""
GOLDEN_WEEK = date(2027, 10, 1)


@pytest.mark.parametrize(
    ("locale", "zone", "country"),
    [
        ("zh-TW", "Asia/Taipei", "TW"),
        ("zh-TW", "Asia/Shanghai", "TW"),
        ("zh-Hant-TW", "Asia/Taipei", "TW"),
        ("en-GB", "Europe/London", "GB"),
        ("en-GB", "Asia/Shanghai", "CN"),
        ("en-US", "America/Chicago", "US"),
        ("en-US", "Asia/Tokyo", "JP"),
        ("en-US", "Europe/Berlin", "DE"),
        ("de-DE", "Europe/Amsterdam", "DE"),
        ("es-LA", "America/Mexico_City", "MX"),
        ("en", "Asia/Calcutta", "IN"),
        ("fr", "UTC", None),
        ("fr-FR", "UTC", "FR"),
        ("", "Mars/Olympus", None),
    ],
)
def test_a_country_is_guessed_from_language_and_zone_each_correcting_the_other(
    locale: str, zone: str, country: str | None
) -> None:
    assert holidays.guess(locale, zone) == country


async def test_a_region_has_holidays_of_its_own() -> None:
    corpus_christi = date(2027, 5, 27)
    found = await holidays.public([("DE", ""), ("DE", "BY")], date(2027, 5, 1), date(2027, 6, 1))
    assert corpus_christi in found["DE", "BY"]
    assert corpus_christi not in found["DE", ""]
    assert holidays.regions("DE")["BY"] == "Bayern"


@pytest.mark.parametrize("place", [("DE", "XX"), ("XX", ""), ("--", "")])
async def test_a_place_that_nobody_knows_has_no_holidays(place: tuple[str, str]) -> None:
    assert (await holidays.public([place], START.date(), START.date()))[place] == frozenset()


async def test_a_holiday_brings_the_prompt_forward_where_it_is_one(team: Team) -> None:
    thursday = OPENS + 20 * DAY
    now = OPENS
    while now <= thursday:
        await team.change("Mei", now, country=None)
        await team.open_due(now)
        now += DAY
    assert (await team.period("Mei", "2027-W05")).opens_at == thursday
    turn = await team.turn("Bob")
    assert turn is not None
    assert (turn.slot, turn.due_at) == ("2027-W05", thursday + DAY)


async def test_a_week_of_holidays_alone_is_no_week_and_nobody_is_asked(team: Team) -> None:
    """2027's golden week: 1 to 7 October; the company closes on the Friday after it."""
    await team.change("Mei", START, country="CN")
    async with team.transaction() as tx:
        tx.add(DayOff(workspace_id=team.workspace_id, day=date(2027, 10, 8), name="Bridge", noted_at=START))
    now = datetime(2027, 9, 27, tzinfo=UTC)
    await team.change("Mei", START, active=False)
    await team.change("Mei", now, active=True)
    for _ in range(16):
        now += DAY
        await team.open_due(now)
    found = {one.slot: one for one in await team.periods("Mei")}
    assert found["2027-W39"].opens_at.date() == date(2027, 9, 30)
    off = await working_off(team, datetime(2027, 10, 4, tzinfo=UTC))
    workdays = [date(2027, 10, 4) + n * DAY for n in range(5)]
    expected = Outcome.NONE if all(day in off for day in workdays) else None
    assert found["2027-W40"].outcome == expected


async def working_off(team: Team, now: datetime) -> frozenset[date]:
    async with team.transaction(reading=True) as tx:
        return (await hours.of_one(tx, await team.person(tx, "Mei"), now)).off


async def test_a_day_off_holds_for_the_company_a_country_or_a_department(team: Team) -> None:
    async with team.transaction() as tx:
        sales = Department(workspace_id=team.workspace_id, name="Sales")
        tx.add(sales)
        await tx.flush()
        line: dict[str, Any] = {"workspace_id": team.workspace_id, "source": Source.IMPORT, "since": date(2020, 1, 1)}
        tx.add(Membership(person_id=team.ids["Bob"], department_id=sales.id, **line))
        closed: list[tuple[int, dict[str, Any]]] = [(20, {}), (21, {"country": "TW"}), (22, {"department": "sales"})]
        for day, more in closed:
            made: dict[str, Any] = {"workspace_id": team.workspace_id, "name": "Closed", "noted_at": START, **more}
            tx.add(DayOff(day=date(2027, 1, day), **made))
    await team.change("Una", START, country="TW")
    async with team.transaction(reading=True) as tx:
        who = {name: await team.person(tx, name) for name in ("Mei", "Bob", "Una")}
        found = await hours.of(tx, list(who.values()), START)
    january = {
        name: [day.day for day in sorted(found[one.id].off) if date(2027, 1, 14) < day < date(2027, 2, 1)]
        for name, one in who.items()
    }
    assert january == {"Mei": [20], "Bob": [20, 22], "Una": [20, 21]}


async def test_people_and_hr_correct_the_country_and_what_is_due_follows(team: Team) -> None:
    async with team.transaction() as tx:
        mei, ann = await team.person(tx, "Mei"), await team.person(tx, "Ann")
        await countries.set_country(tx, mei, mei, "DE", "BY", START)
        assert (mei.country, mei.region, mei.country_from) == ("DE", "BY", Source.APP)
        await countries.set_country(tx, ann, mei, NOWHERE, "", START)
        await countries.set_country(tx, ann, mei, NOWHERE, "", START)
        assert (mei.country, mei.region) == (NOWHERE, None)
        assert holidays.place_of(mei) is None
        assert [one.act for one in await tx.exec(select(AuditEntry))] == ["country.set"] * 2


@pytest.mark.parametrize(
    ("country", "region", "code"),
    [("XX", "", "country_unknown"), ("", "", "country_unknown"), ("DE", "XX", "region_unknown")],
)
async def test_a_country_or_region_that_is_none_is_refused_at_its_field(
    team: Team, country: str, region: str, code: str
) -> None:
    async with team.transaction() as tx:
        mei = await team.person(tx, "Mei")
        with pytest.raises(RuleBroken) as broken:
            await countries.set_country(tx, mei, mei, country, region, START)
    assert (broken.value.code, broken.value.field) == (code, code.removesuffix("_unknown"))


async def test_nobody_but_hr_sets_somebody_elses_country_and_an_import_stays(team: Team) -> None:
    async with team.transaction() as tx:
        mei, bob = await team.person(tx, "Mei"), await team.person(tx, "Bob")
        with pytest.raises(NotAllowed):
            await countries.set_country(tx, bob, mei, "DE", "", START)
        mei.country_from = Source.IMPORT
        with pytest.raises(RuleBroken, match="import_beats"):
            await countries.set_country(tx, mei, mei, "DE", "", START)


async def test_home_names_the_holidays_that_come_next(team: Team) -> None:
    await team.change("Mei", START, country="CN")
    async with team.transaction(reading=True) as tx:
        rest = await countries.access_rest(tx, await team.person(tx, "Mei"), START)
    assert (rest.country, rest.coming[0]) == ("CN", NEW_YEARS_EVE)


async def test_nobody_is_reminded_on_a_holiday(team: Team) -> None:
    """Martin Luther King's day is the Monday after the first Friday of these tests."""
    await team.change("Ann", START, country="US")
    friday = datetime(2027, 1, 15, 20, tzinfo=UTC)
    await team.open_due(friday)
    period = await team.period("Ann")
    assert period.reminds_at == datetime(2027, 1, 19, 14, tzinfo=UTC)
    assert await team.notices(checkins.REMINDER, "Ann") == []


async def test_the_places_of_all_who_take_part_are_looked_up_beforehand(team: Team) -> None:
    await team.change("Mei", START, country="DE", region="BY")
    await team.change("Bob", START, country=None)
    await team.change("Una", START, country="TW", active=False)
    async with team.transaction(reading=True) as tx:
        assert await holidays.places(tx) == {("DE", "BY"), ("CN", "")}
