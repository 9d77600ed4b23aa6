"""Whose public holidays hold for somebody: they say it themselves, or HR does."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import cadence
from bot.domain.countries import COUNTRIES
from bot.domain.errors import RuleBroken
from bot.domain.roles import Source
from bot.usecases import holidays, leave, roles
from bot.usecases.holidays import NOWHERE
from storage import audit
from storage.database import Tx
from storage.people import Person

SHOWN = 3
"""Coming holidays that the form names, so that people see whether it is right."""


@dataclass(frozen=True)
class Rest:
    """Whose holidays hold for somebody now: `country` None where nobody knows or none do, and the next days that come of it."""

    country: str | None
    region: str
    guessed: bool
    coming: list[date]


async def access_rest(tx: Tx, me: Person, now: datetime) -> Rest:
    """One's own public holidays, and which come next."""
    place = holidays.place_of(me)
    today = now.astimezone(cadence.zone_of(me.zone)).date()
    days: frozenset[date] = holidays.NO_DAYS
    if place:
        days = (await holidays.public([place], today, today.replace(year=today.year + 1, day=1)))[place]
    coming = sorted(day for day in days if day >= today)[:SHOWN]
    country, region = place or (None, "")
    return Rest(country, region, me.country is None, coming)


async def regions_of(country: str) -> dict[str, str]:
    """The regions of a country with holidays of their own, their names by code; none for no country."""
    return await asyncio.to_thread(holidays.regions, country) if country in COUNTRIES else {}


async def set_country(tx: Tx, actor: Person, person: Person, country: str, region: str, now: datetime) -> None:
    """From now on the holidays of this country and region hold for this person; NOWHERE: none do. It is kept who said so.

    Raises NotAllowed for anybody but the person and HR, RuleBroken at "country" or "region".
    """
    if actor.id != person.id:
        await roles.require_hr(tx, actor)
    if not Source.APP.beats(person.country_from):
        raise RuleBroken("import_beats", field="country")
    if country not in COUNTRIES and country != NOWHERE:
        raise RuleBroken("country_unknown", field="country")
    if region and region not in await regions_of(country):
        raise RuleBroken("region_unknown", field="region")
    was = (person.country, person.region)
    person.country, person.region, person.country_from = country, region or None, Source.APP
    tx.add(person)
    await tx.flush()
    if was == (country, region or None):
        return
    await audit.note(
        tx,
        person.workspace_id,
        "country.set",
        "person",
        person.id,
        actor_id=actor.id,
        now=now,
        country=country,
        region=region,
        was=was[0],
    )
    await leave.replanned(tx, [person], now)
