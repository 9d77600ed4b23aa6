"""An import: all or nothing, dated, and the second time nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlmodel import select

from bot.domain import imports as rules
from bot.domain.imports import ImportBroken
from bot.domain.roles import Role, Source
from bot.usecases import imports, people, roster
from bot.usecases.imports_plan import Plan
from storage import reporting, roles
from storage.audit import AuditEntry
from storage.database import Database, Tx
from storage.people import Person
from storage.reporting import Department, Membership, ReportingLine
from storage.workspaces import Workspace
from tests import company
from tests.clock import START

TODAY = START.date()
LATER = date(2027, 3, 1)
FILE = """email,manager_email,department,title,start_date,roles
ann@example.com,,Board,CEO,2019-01-01,hr
tom@example.com,ann@example.com,Sales,,2020-01-01,
mei@example.com,tom@example.com,sales,Seller,2021-01-01,
"""


@dataclass
class Cast:
    workspace: Workspace
    ids: dict[str, int]
    names: dict[int, str]


@pytest.fixture
async def cast(database: Database) -> Cast:
    async with database.transaction() as tx:
        workspace = await company.workspace(tx, locale="de-DE")
        made = [await company.person(tx, workspace, name) for name in ("Ann", "Tom", "Mei", "Hana")]
        await roles.add(tx, workspace.id, made[3].id, Role.HR, granted_by=None, now=START)
        return Cast(workspace, {one.name: one.id for one in made}, {one.id: one.name for one in made})


async def bring(database: Database, cast: Cast, text: str, since: date = TODAY, told: list[int] | None = None) -> Plan:
    async def on_changed(_tx: Tx, person_ids: Sequence[int], _now: datetime) -> None:
        (told if told is not None else []).extend(person_ids)

    async with database.transaction() as tx:
        planned = await imports.plan(tx, cast.workspace, rules.read(text.encode()), since)
        await imports.apply(tx, cast.workspace, planned, START, on_changed)
    return planned


async def refused(database: Database, cast: Cast, text: str) -> list[tuple[int, str]]:
    with pytest.raises(ImportBroken) as broken:
        await bring(database, cast, text)
    return [(problem.line, problem.why) for problem in broken.value.problems]


async def chart(database: Database, cast: Cast) -> list[tuple[str, str | None, date, date | None]]:
    async with database.transaction(reading=True) as tx:
        found = await tx.exec(select(ReportingLine).order_by("person_id", "since"))
        return [(cast.names[one.person_id], cast.names.get(one.manager_id or 0), one.since, one.until) for one in found]


async def person(database: Database, email: str) -> Person:
    async with database.transaction(reading=True) as tx:
        return (await tx.exec(select(Person).where(Person.email == email))).one()


async def test_the_file_sets_managers_departments_values_and_roles(database: Database, cast: Cast) -> None:
    told: list[int] = []
    planned = await bring(database, cast, FILE, told=told)
    assert await chart(database, cast) == [("Tom", "Ann", TODAY, None), ("Mei", "Tom", TODAY, None)]
    mei = await person(database, "mei@example.com")
    assert (mei.title, mei.title_from, mei.employed_from) == ("Seller", Source.IMPORT, date(2021, 1, 1))
    assert mei.locale == "en"
    async with database.transaction(reading=True) as tx:
        assert [one.name for one in await tx.exec(select(Department).order_by("id"))] == ["Board", "Sales"]
        assert len(list(await tx.exec(select(Membership)))) == 3
        assert await roles.has(tx, cast.ids["Ann"], Role.HR)
        acts = [entry.act for entry in await tx.exec(select(AuditEntry).order_by("id"))]
    assert acts == ["role.granted", "people.imported"]
    assert sorted(told) == sorted(cast.ids[name] for name in ("Ann", "Tom", "Mei"))
    assert planned.counts() == {"lines": 3, "new": 0, "changed": 3, "managers": 2, "departments": 3, "roles": 1}


async def test_a_second_import_changes_nothing(database: Database, cast: Cast) -> None:
    await bring(database, cast, FILE)
    for since in (TODAY, LATER):
        assert not await bring(database, cast, FILE, since)


async def test_planning_alone_writes_nothing(database: Database, cast: Cast) -> None:
    async with database.transaction(reading=True) as tx:
        planned = await imports.plan(tx, cast.workspace, rules.read(FILE.encode()), TODAY)
    assert planned
    assert [(one.line, one.what, one.was, one.will) for one in planned.changes if one.line == 4] == [
        (4, "start_date", "–", "2021-01-01"),
        (4, "title", "–", "Seller"),
        (4, "manager", "–", "tom@example.com"),
        (4, "department", "–", "sales"),
    ]
    assert await chart(database, cast) == []


async def test_an_import_changes_lines_from_its_day_on(database: Database, cast: Cast) -> None:
    await bring(database, cast, FILE)
    await bring(database, cast, FILE.replace("tom@example.com,sales", "ann@example.com,sales"), LATER)
    assert (await chart(database, cast))[1:] == [("Mei", "Tom", TODAY, LATER), ("Mei", "Ann", LATER, None)]


async def test_a_blank_cell_takes_back_what_an_import_said_and_leaves_what_others_said(
    database: Database, cast: Cast
) -> None:
    await bring(database, cast, FILE)
    async with database.transaction() as tx:
        hana, tom = await tx.get_one(Person, cast.ids["Hana"]), await tx.get_one(Person, cast.ids["Tom"])
        await people.set_manager(tx, hana, hana, tom, TODAY, Source.APP, START)
    blank = "email,manager_email,title,start_date\nmei@example.com,,,\nhana@example.com,,,\n"
    await bring(database, cast, blank, LATER)
    assert (await chart(database, cast))[1:] == [("Mei", "Tom", TODAY, LATER), ("Hana", "Tom", TODAY, None)]
    mei = await person(database, "mei@example.com")
    assert (mei.title, mei.title_from, mei.employed_from) == ("Seller", None, None)


async def test_a_column_that_is_not_there_changes_nothing(database: Database, cast: Cast) -> None:
    await bring(database, cast, FILE)
    assert not await bring(database, cast, "email\nmei@example.com\ntom@example.com\n")


async def test_an_import_overrides_what_hr_set_on_home(database: Database, cast: Cast) -> None:
    async with database.transaction() as tx:
        hana, mei = await tx.get_one(Person, cast.ids["Hana"]), await tx.get_one(Person, cast.ids["Mei"])
        await people.set_manager(tx, hana, mei, hana, date(2027, 1, 4), Source.APP, START)
    await bring(database, cast, FILE)
    assert [line for line in await chart(database, cast) if line[0] == "Mei"] == [
        ("Mei", "Hana", date(2027, 1, 4), TODAY),
        ("Mei", "Tom", TODAY, None),
    ]


async def test_whoever_has_no_account_yet_waits_for_it_and_gets_nothing(database: Database, cast: Cast) -> None:
    told: list[int] = []
    text = (
        "email,manager_email,title,start_date\nnew@example.com,boss@example.com,Chef,2027-01-01\nboss@example.com,,,\n"
    )
    planned = await bring(database, cast, text, told=told)
    assert (planned.counts()["new"], told) == (2, [])
    assert not await bring(database, cast, text)
    new, boss = await person(database, "new@example.com"), await person(database, "boss@example.com")
    assert (new.waits, new.active, new.title, new.locale) == (True, False, "Chef", "de-DE")
    async with database.transaction() as tx:
        workspace = await tx.get_one(Workspace, cast.workspace.id)
        joined = company.user("new", profile_display_name="Nea")

        async def nobody(_tx: Tx, _ids: Sequence[int], _now: datetime) -> None: ...

        await roster.take_in(tx, workspace, [joined], roster.run_id(START), START, nobody)
        manager = await reporting.manager_of(tx, new.id, TODAY)
    assert manager is not None
    assert manager.id == boss.id
    new = await person(database, "new@example.com")
    assert (new.name, new.active, new.slack_id, new.title) == ("Nea", True, "U0NEW", "Chef")


async def test_a_changed_address_is_known_by_the_employee_id(database: Database, cast: Cast) -> None:
    await bring(database, cast, "email,employee_id\nmei@example.com,E1\n")
    planned = await bring(database, cast, "email,employee_id,title\nmei.lin@example.com,E1,Lead\n")
    assert planned.counts()["new"] == 0
    assert (await person(database, "mei@example.com")).title == "Lead"


async def test_one_problem_is_enough_and_nothing_is_written(database: Database, cast: Cast) -> None:
    broken = FILE.replace("tom@example.com,sales", "nobody@example.com,sales")
    assert await refused(database, cast, broken) == [
        (4, "The manager nobody@example.com is neither in this file nor in the workspace.")
    ]
    assert await chart(database, cast) == []
    assert (await person(database, "ann@example.com")).title == ""


async def test_managers_in_a_circle_are_named_by_their_lines(database: Database, cast: Cast) -> None:
    found = await refused(database, cast, FILE.replace("com,,Board", "com,mei@example.com,Board"))
    assert [line for line, _ in found] == [2, 3, 4]
    assert "ann@example.com → mei@example.com → tom@example.com → ann@example.com" in found[0][1]


async def test_a_circle_that_closes_outside_the_file_is_seen_too(database: Database, cast: Cast) -> None:
    await bring(database, cast, FILE)
    found = await refused(database, cast, "email,manager_email\nann@example.com,mei@example.com\n")
    assert [line for line, _ in found] == [2]


async def test_nobody_is_their_own_manager(database: Database, cast: Cast) -> None:
    found = await refused(database, cast, "email,manager_email\nmei@example.com,mei@example.com\n")
    assert found == [(2, "manager_email names the person themselves.")]


async def test_a_manager_who_left_is_named(database: Database, cast: Cast) -> None:
    async with database.transaction() as tx:
        (await tx.get_one(Person, cast.ids["Tom"])).active = False
    found = await refused(database, cast, "email,manager_email\nmei@example.com,tom@example.com\n")
    assert found == [(2, "The manager tom@example.com has left the workspace.")]


async def test_an_employee_id_belongs_to_one_person(database: Database, cast: Cast) -> None:
    await bring(database, cast, "email,employee_id\nmei@example.com,E1\n")
    found = await refused(database, cast, "email,employee_id\ntom@example.com,E1\n")
    assert found == [(2, "employee_id E1 belongs to mei@example.com, who is not in the file.")]
    swapped = "email,employee_id\ntom@example.com,E1\nmei@example.com,E2\n"
    assert (await bring(database, cast, swapped)).counts()["changed"] == 2


async def test_two_lines_that_are_one_person_are_named(database: Database, cast: Cast) -> None:
    await bring(database, cast, "email,employee_id\nmei@example.com,E1\n")
    found = await refused(database, cast, "email,employee_id\nmei@example.com,\nlin@example.com,E1\n")
    assert found == [(3, "This is the same person as in line 2, by their employee_id.")]


async def test_thousands_of_lines_are_a_few_statements(sqlite: Database) -> None:
    async with sqlite.transaction() as tx:
        workspace = await company.workspace(tx)
    cast = Cast(workspace, {}, {})
    lines = ["email,manager_email,department,title", "p0@example.com,,D0,Head"]
    lines += [f"p{n}@example.com,p{n // 10}@example.com,D{n % 50},Title {n}" for n in range(1, 5_000)]
    planned = await bring(sqlite, cast, "\n".join(lines))
    assert planned.counts() | {"roles": 0} == {
        "lines": 5_000, "new": 5_000, "changed": 0, "managers": 4_999, "departments": 5_000, "roles": 0
    }  # fmt: skip
    assert not await bring(sqlite, cast, "\n".join(lines))
