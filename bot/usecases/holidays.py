"""Public holidays and company days off: where somebody lives, and on which days work rests for them.

The days come from the package `holidays`, a year of a country at a time, and are kept: the first look takes seconds, so it is
made in a thread, and never twice.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from babel.core import get_global

from bot.domain import cadence
from bot.domain.countries import COUNTRIES
from storage import days_off
from storage import people as people_store
from storage.database import Tx
from storage.people import Person, Week

NOWHERE = "--"
"""In place of a country: no country's holidays hold for this person. Two characters, as the column takes."""

Place = tuple[str, str]
"""A country and a region of it, by their codes; an empty region is the whole country."""
NO_DAYS: frozenset[date] = frozenset()
WINTER, SUMMER = datetime(2027, 1, 1), datetime(2027, 7, 1)  # noqa: DTZ001 - local times, of no zone in particular

_known: dict[tuple[Place, int], frozenset[date]] = {}


def place_of(person: Person | Week) -> Place | None:
    """Where this person's holidays are those of: as somebody said, else by their language and zone. None: nobody knows.

    The language is that of Slack: who chooses another one to read in here does not move.
    """
    return _place(person.country, person.region, person.slack_locale or person.locale, person.zone)


def _place(country: str | None, region: str | None, locale: str, zone: str) -> Place | None:
    if country == NOWHERE:
        return None
    if country:
        return country, region or ""
    guessed = guess(locale, zone)
    return (guessed, "") if guessed else None


async def places(tx: Tx) -> set[Place]:
    """All places whose holidays hold for somebody."""
    found = (_place(*home) for home in await people_store.homes(tx))
    return {place for place in found if place}


@lru_cache(maxsize=4096)
def guess(locale: str, zone: str) -> str | None:
    """The country of a locale (BCP 47) where its clocks show the time of the zone; else the country of the zone.

    "en-US" is what Slack gives to many who never saw America, and one zone stands for its neighbours: each corrects the other.
    """
    region = locale.replace("_", "-").rpartition("-")[2].upper()
    there = _territories().get(get_global("zone_aliases").get(zone, zone))
    if region not in COUNTRIES or "-" not in locale.replace("_", "-"):
        return there
    if there is None or _clock(zone) in {_clock(one) for one, country in _territories().items() if country == region}:
        return region
    return there


@cache
def _territories() -> dict[str, str]:
    """The country of each zone; zones of no country in particular are left out."""
    return {zone: country for zone, country in get_global("zone_territories").items() if country in COUNTRIES}


@lru_cache(maxsize=1024)
def _clock(zone: str) -> tuple[timedelta | None, ...]:
    """How far that zone's clocks are ahead of UTC in winter and summer."""
    there = cadence.zone_of(zone)
    return tuple(moment.replace(tzinfo=there).utcoffset() for moment in (WINTER, SUMMER))


async def public(places: Iterable[Place], first: date, last: date) -> dict[Place, frozenset[date]]:
    """The public holidays of these places, at least those from `first` to `last`. A place that nobody knows has none."""
    wanted = set(places)
    years = range(first.year, last.year + 1)
    missing = [(place, year) for place in wanted for year in years if (place, year) not in _known]
    if missing:
        _known.update(await asyncio.to_thread(_look_up, missing))
    return {place: NO_DAYS.union(*(_known[place, year] for year in years)) for place in wanted}


def _look_up(wanted: Sequence[tuple[Place, int]]) -> dict[tuple[Place, int], frozenset[date]]:
    import holidays  # noqa: PLC0415 - a second to load, and not needed to start

    found = {}
    for (country, region), year in wanted:
        try:
            there = holidays.country_holidays(country, subdiv=region or None, years=year)
        except NotImplementedError:
            found[(country, region), year] = NO_DAYS
        else:
            found[(country, region), year] = frozenset(there)
    return found


@cache
def regions(country: str) -> dict[str, str]:
    """The regions of a country with holidays of their own: their codes, each with its name, in the order of the names."""
    import holidays  # noqa: PLC0415 - as above

    try:
        there = holidays.country_holidays(country)
    except NotImplementedError:
        return {}
    names = {code: code for code in there.subdivisions}
    names |= {code: name for name, code in there.subdivisions_aliases.items()}
    return dict(sorted(names.items(), key=lambda one: one[1]))


async def off(tx: Tx, people: Sequence[Person | Week], first: date, last: date) -> dict[int, frozenset[date]]:
    """The days on which work rests for each of these people between `first` and `last`, by person id."""
    places = {one.id: place_of(one) for one in people}
    resting = await public({place for place in places.values() if place}, first, last)
    found = {one.id: resting[place] if (place := places[one.id]) else NO_DAYS for one in people}
    for workspace_id in {one.workspace_id for one in people}:
        closed = await days_off.between(tx, workspace_id, first, last)
        if closed:
            colleagues = [one for one in people if one.workspace_id == workspace_id]
            found |= await _with_company(tx, colleagues, closed, places, found)
    return found


async def _with_company(
    tx: Tx,
    people: Sequence[Person | Week],
    closed: Sequence[days_off.DayOff],
    places: dict[int, Place | None],
    resting: dict[int, frozenset[date]],
) -> dict[int, frozenset[date]]:
    """The days with those on which the company is closed for each of these people."""
    named = any(day.department for day in closed)
    departments = await days_off.departments_of(tx, [one.id for one in people], closed[0].day) if named else {}

    @cache
    def days(country: str, department: str) -> frozenset[date]:
        return frozenset(
            one.day for one in closed if one.country in ("", country) and one.department.casefold() in ("", department)
        )

    return {
        one.id: resting[one.id] | days((places[one.id] or ("", ""))[0], departments.get(one.id, "").casefold())
        for one in people
    }
