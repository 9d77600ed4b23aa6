"""What HR sets about people: who reports to whom, and in which zone somebody lives."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import people as rules
from bot.domain import reporting as line_rules
from bot.domain.cadence import zone_of
from bot.domain.errors import RuleBroken
from bot.domain.roles import Source
from bot.usecases import roles
from bot.usecases.checkins_schedule import replan
from bot.usecases.roster import Changed
from storage import audit, lines, people, reporting
from storage.database import Tx
from storage.people import Person
from storage.reporting import ReportingLine

SHOWN = 10
"""Names in one list on Home; the rest is a count."""


@dataclass(frozen=True)
class Gaps:
    """What HR has to fill in: some of the names, and how many there are in all."""

    without_manager: list[Person]
    manager_count: int
    without_zone: list[Person]
    zone_count: int


async def access_gaps(tx: Tx, actor: Person, now: datetime) -> Gaps:
    """Raises NotAllowed for those who are not HR."""
    await roles.require_hr(tx, actor)
    today = local_day(actor, now)
    return Gaps(
        without_manager=await reporting.without_manager(tx, actor.workspace_id, today, SHOWN),
        manager_count=await reporting.count_without_manager(tx, actor.workspace_id, today),
        without_zone=await people.without_zone(tx, actor.workspace_id, SHOWN),
        zone_count=await people.count_without_zone(tx, actor.workspace_id),
    )


async def access_person(tx: Tx, actor: Person, slack_id: str, field: str) -> Person:
    """Somebody whom HR chose in a form. Raises RuleBroken at that field for bots, guests and strangers, NotAllowed to others."""
    await roles.require_hr(tx, actor)
    person = await people.find(tx, actor.workspace_id, slack_id)
    if person is None or not person.active:
        raise RuleBroken("person_inactive", field=field)
    return person


async def set_manager(
    tx: Tx, actor: Person, person: Person, manager: Person | None, since: date, source: Source, now: datetime
) -> None:
    """From that day on this person reports to `manager` (None: to nobody, on purpose). The same day again replaces the line.

    Raises NotAllowed for those who are not HR, RuleBroken for oneself, a circle, a manager who left, and where a
    stronger source says something else ("import_beats").
    """
    await roles.require_hr(tx, actor)
    if manager is not None:
        above = await reporting.above(tx, manager.id, since)
        ours = manager.active and manager.workspace_id == person.workspace_id
        rules.check_manager(person.id, manager.id, active=ours, above=above)
    known = (await lines.of_people(tx, ReportingLine, [person.id])).get(person.id, [])
    edit = line_rules.change(known, manager.id if manager else None, since, source)
    if not edit:
        return
    await lines.write(tx, ReportingLine, person.workspace_id, {person.id: edit})
    await audit.note(
        tx,
        person.workspace_id,
        "manager.set",
        "person",
        person.id,
        actor_id=actor.id,
        now=now,
        manager=manager.id if manager else None,
        was=edit.was,
        since=since.isoformat(),
        source=source.value,
    )


async def set_zone(
    tx: Tx, actor: Person, person: Person, zone: str, now: datetime, on_changed: Changed = replan
) -> None:
    """HR names the zone in which this person lives; it stays, whatever Slack says. What is due next moves with it.

    Raises NotAllowed for those who are not HR, RuleBroken for a zone that nobody knows or that an import has set.
    """
    await roles.require_hr(tx, actor)
    known = rules.known_zone(zone)
    if known is None:
        raise RuleBroken("zone_unknown", {"zone": zone[:64]}, field="zone")
    if not Source.APP.beats(person.zone_from):
        raise RuleBroken("zone_import_beats", field="zone")
    was = person.zone
    person.zone, person.zone_from = known, Source.APP
    tx.add(person)
    await tx.flush()
    if known == was:
        return
    await audit.note(
        tx, person.workspace_id, "zone.set", "person", person.id, actor_id=actor.id, now=now, zone=known, was=was
    )
    await on_changed(tx, [person.id], now)


def local_day(person: Person, now: datetime) -> date:
    """The day that it is for this person."""
    return day_in(person.zone, now)


def day_in(zone: str, now: datetime) -> date:
    """The day that it is in that zone."""
    return now.astimezone(zone_of(zone)).date()
