"""What HR sets about people, and what it is told is missing."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlmodel import select

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.roles import Role, Source
from bot.usecases import people
from storage import reporting, roles
from storage.audit import AuditEntry
from storage.database import Database, Tx
from storage.people import Person
from storage.reporting import ReportingLine
from storage.workspaces import Workspace
from tests import company
from tests.clock import START

TODAY = START.date()


@dataclass
class Cast:
    workspace: Workspace
    hr: Person
    mei: Person
    tom: Person
    ann: Person


@pytest.fixture
async def tx(database: Database) -> AsyncIterator[Tx]:
    async with database.transaction() as tx:
        yield tx


@pytest.fixture
async def cast(tx: Tx) -> Cast:
    workspace = await company.workspace(tx)
    hr, mei, tom, ann = [
        await company.person(tx, workspace, name, zone_from=Source.SLACK) for name in ("Hana", "Mei", "Tom", "Ann")
    ]
    await roles.add(tx, workspace.id, hr.id, Role.HR, granted_by=None, now=START)
    return Cast(workspace, hr, mei, tom, ann)


async def set_manager(tx: Tx, cast: Cast, person: Person, manager: Person | None, since: date = TODAY) -> None:
    await people.set_manager(tx, cast.hr, person, manager, since, Source.APP, START)


async def lines_of(tx: Tx, person: Person) -> list[tuple[int | None, date, date | None]]:
    found = await tx.exec(select(ReportingLine).where(ReportingLine.person_id == person.id).order_by("since"))
    return [(line.manager_id, line.since, line.until) for line in found]


async def test_a_new_manager_ends_the_line_to_the_one_before(tx: Tx, cast: Cast) -> None:
    monday = date(2027, 1, 11)
    await set_manager(tx, cast, cast.mei, cast.tom, monday)
    await set_manager(tx, cast, cast.mei, cast.ann)
    await set_manager(tx, cast, cast.mei, cast.ann)
    assert await lines_of(tx, cast.mei) == [(cast.tom.id, monday, TODAY), (cast.ann.id, TODAY, None)]
    manager = await reporting.manager_of(tx, cast.mei.id, TODAY)
    assert manager is not None
    assert manager.id == cast.ann.id
    assert [entry.act for entry in await tx.exec(select(AuditEntry))] == ["manager.set", "manager.set"]


async def test_a_second_change_on_the_same_day_replaces_the_first(tx: Tx, cast: Cast) -> None:
    await set_manager(tx, cast, cast.mei, cast.tom)
    await set_manager(tx, cast, cast.mei, cast.ann)
    assert await lines_of(tx, cast.mei) == [(cast.ann.id, TODAY, None)]


async def test_circles_oneself_and_people_who_left_are_refused(tx: Tx, cast: Cast) -> None:
    await set_manager(tx, cast, cast.mei, cast.tom)
    await set_manager(tx, cast, cast.tom, cast.ann)
    with pytest.raises(RuleBroken, match="manager_circle"):
        await set_manager(tx, cast, cast.ann, cast.mei)
    with pytest.raises(RuleBroken, match="manager_self"):
        await set_manager(tx, cast, cast.ann, cast.ann)
    cast.hr.active = False
    with pytest.raises(RuleBroken, match="manager_inactive"):
        await set_manager(tx, cast, cast.ann, cast.hr)


async def test_what_an_import_said_is_changed_in_the_import(tx: Tx, cast: Cast) -> None:
    await people.set_manager(tx, cast.hr, cast.mei, cast.tom, TODAY, Source.IMPORT, START)
    with pytest.raises(RuleBroken, match="import_beats"):
        await set_manager(tx, cast, cast.mei, cast.ann)


async def test_only_hr_sets_managers_and_zones(tx: Tx, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        await people.set_manager(tx, cast.tom, cast.mei, cast.tom, TODAY, Source.APP, START)
    with pytest.raises(NotAllowed):
        await people.set_zone(tx, cast.tom, cast.mei, "Asia/Tokyo", START)
    with pytest.raises(NotAllowed):
        await people.access_gaps(tx, cast.tom, START)


async def test_hr_sees_who_has_no_manager_and_who_reports_to_nobody_on_purpose_is_not_among_them(
    tx: Tx, cast: Cast
) -> None:
    await set_manager(tx, cast, cast.mei, cast.tom)
    await set_manager(tx, cast, cast.ann, None)
    gaps = await people.access_gaps(tx, cast.hr, START)
    assert ([person.name for person in gaps.without_manager], gaps.manager_count) == (["Hana", "Tom"], 2)
    cast.tom.active = False
    await tx.flush()
    gaps = await people.access_gaps(tx, cast.hr, START)
    assert [person.name for person in gaps.without_manager] == ["Hana", "Mei"]


async def test_a_zone_that_hr_sets_moves_what_is_due_and_stays(tx: Tx, cast: Cast) -> None:
    told: list[int] = []

    async def on_changed(_tx: Tx, person_ids: Sequence[int], _now: datetime) -> None:
        told.extend(person_ids)

    cast.mei.zone_from = None
    await tx.flush()
    assert (await people.access_gaps(tx, cast.hr, START)).zone_count == 1
    for _ in range(2):
        await people.set_zone(tx, cast.hr, cast.mei, "Asia/Tokyo", START, on_changed)
    known = await tx.get_one(Person, cast.mei.id)
    assert (known.zone, known.zone_from, told) == ("Asia/Tokyo", Source.APP, [cast.mei.id])
    assert (await people.access_gaps(tx, cast.hr, START)).zone_count == 0


async def test_a_zone_that_nobody_knows_is_refused_at_its_field(tx: Tx, cast: Cast) -> None:
    with pytest.raises(RuleBroken) as broken:
        await people.set_zone(tx, cast.hr, cast.mei, "Mars/Olympus", START)
    assert (broken.value.code, broken.value.field) == ("zone_unknown", "zone")


async def test_somebody_who_does_not_take_part_cannot_be_chosen(tx: Tx, cast: Cast) -> None:
    cast.tom.active = False
    await tx.flush()
    for slack_id in ("U0TOM", "U0NOBODY"):
        with pytest.raises(RuleBroken, match="person_inactive"):
            await people.access_person(tx, cast.hr, slack_id, "person")
