"""The roster: who is in the workspace, page by page, and who left."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.roles import Role, Source
from bot.usecases import roster, roster_runs
from storage import people, roles, workspaces
from storage.audit import AuditEntry
from storage.database import Database, Tx
from storage.people import Person
from tests import company
from tests.clock import HandClock


class Told:
    """Notes whom the calendar would hear of."""

    def __init__(self) -> None:
        self.ids: list[int] = []

    async def __call__(self, _tx: Tx, person_ids: Sequence[int], _now: datetime) -> None:
        self.ids += person_ids


async def sync(database: Database, clock: HandClock, *users: dict[str, Any], told: Told | None = None) -> roster.Taken:
    """One complete run with one page."""
    told = told or Told()
    clock.advance(minutes=1)
    now = clock.now()
    async with database.transaction() as tx:
        workspace = await workspaces.find(tx, company.TEAM) or await company.workspace(tx, zone="Europe/Berlin")
        taken = await roster.take_in(tx, workspace, users, roster.run_id(now), now, told)
        await roster.sweep(tx, workspace, roster.run_id(now), now, told)
    return taken


async def everybody(database: Database) -> dict[str, Person]:
    async with database.transaction(reading=True) as tx:
        return {person.slack_id: person for person in await tx.exec(select(Person))}


async def test_who_joins_is_kept_with_name_address_zone_and_language(database: Database, clock: HandClock) -> None:
    told = Told()
    taken = await sync(database, clock, company.user("Mei", is_owner=True), company.user("bot", is_bot=True), told=told)
    mei = (await everybody(database))["U0MEI"]
    assert (mei.name, mei.email, mei.zone, mei.zone_from) == ("Mei", "mei@example.com", "Asia/Shanghai", Source.SLACK)
    assert (mei.locale, mei.locale_from, mei.owner, mei.active) == ("zh-CN", Source.SLACK, True, True)
    assert (taken, told.ids) == (roster.Taken(1, joined=1), [mei.id])


async def test_a_second_run_changes_nothing(database: Database, clock: HandClock) -> None:
    await sync(database, clock, company.user("Mei"), company.user("Tom"))
    before = {key: person.model_dump(exclude={"seen_run"}) for key, person in (await everybody(database)).items()}
    told = Told()
    assert await sync(database, clock, company.user("Mei"), company.user("Tom"), told=told) == roster.Taken(2)
    after = {key: person.model_dump(exclude={"seen_run"}) for key, person in (await everybody(database)).items()}
    assert (before, told.ids) == (after, [])


async def test_a_zone_that_slack_does_not_say_is_the_workspaces_until_somebody_knows(
    database: Database, clock: HandClock
) -> None:
    await sync(database, clock, company.user("Mei", tz=None, locale=None))
    mei = (await everybody(database))["U0MEI"]
    assert (mei.zone, mei.zone_from, mei.locale_from) == ("Europe/Berlin", None, None)


async def test_a_journey_moves_what_is_due(database: Database, clock: HandClock) -> None:
    await sync(database, clock, company.user("Mei"), company.user("Tom"))
    told = Told()
    await sync(database, clock, company.user("Mei", tz="America/New_York"), company.user("Tom"), told=told)
    mei = (await everybody(database))["U0MEI"]
    assert (mei.zone, told.ids) == ("America/New_York", [mei.id])


async def test_what_hr_or_an_import_set_is_not_overwritten_by_slack(database: Database, clock: HandClock) -> None:
    await sync(database, clock, company.user("Mei"))
    async with database.transaction() as tx:
        mei = (await people.by_slack_ids(tx, 1, ["U0MEI"]))["U0MEI"]
        mei.zone, mei.zone_from = "Asia/Tokyo", Source.APP
        mei.locale, mei.locale_from = "ja-JP", Source.IMPORT
        mei.title, mei.title_from = "Lead", Source.IMPORT
    await sync(database, clock, company.user("Mei", profile_title="Boss"))
    mei = (await everybody(database))["U0MEI"]
    assert (mei.zone, mei.locale, mei.title) == ("Asia/Tokyo", "ja-JP", "Lead")


async def test_who_is_deactivated_leaves_and_keeps_their_record(database: Database, clock: HandClock) -> None:
    await sync(database, clock, company.user("Mei"))
    told = Told()
    taken = await sync(database, clock, company.user("Mei", deleted=True), company.user("Tom"), told=told)
    mei = (await everybody(database))["U0MEI"]
    assert (mei.active, mei.left_at, taken.left) == (False, clock.now(), 1)
    assert mei.id in told.ids


async def test_who_is_no_longer_listed_has_left(database: Database, clock: HandClock) -> None:
    await sync(database, clock, company.user("Mei"), company.user("Tom"))
    told = Told()
    await sync(database, clock, company.user("Tom"), told=told)
    found = await everybody(database)
    assert [found["U0MEI"].active, found["U0TOM"].active] == [False, True]
    assert told.ids == [found["U0MEI"].id]


async def test_who_comes_back_takes_part_again(database: Database, clock: HandClock) -> None:
    await sync(database, clock, company.user("Mei"), company.user("Tom"))
    await sync(database, clock, company.user("Tom"))
    told = Told()
    await sync(database, clock, company.user("Mei"), company.user("Tom"), told=told)
    mei = (await everybody(database))["U0MEI"]
    assert (mei.active, mei.left_at, told.ids) == (True, None, [mei.id])


async def test_without_a_sweep_nobody_leaves(database: Database, clock: HandClock) -> None:
    await sync(database, clock, company.user("Mei"), company.user("Tom"))
    clock.advance(days=1)
    async with database.transaction() as tx:
        workspace = await workspaces.get(tx, 1)
        now = clock.now()
        await roster.take_in(tx, workspace, [company.user("Tom")], roster.run_id(now), now, Told())
    assert all(person.active for person in (await everybody(database)).values())


async def test_an_older_run_that_ends_late_lets_nobody_go_whom_a_newer_one_saw(
    database: Database, clock: HandClock
) -> None:
    await sync(database, clock, company.user("Mei"))
    older = clock.now()
    await sync(database, clock, company.user("Mei"), company.user("Tom"))
    async with database.transaction() as tx:
        workspace = await workspaces.get(tx, 1)
        await roster.take_in(tx, workspace, [company.user("Mei")], roster.run_id(older), clock.now(), Told())
        assert await roster.sweep(tx, workspace, roster.run_id(older), clock.now(), Told()) == 0


async def test_whoever_an_import_named_before_is_known_when_they_join(database: Database, clock: HandClock) -> None:
    await sync(database, clock, company.user("Tom"))
    async with database.transaction() as tx:
        workspace = await workspaces.get(tx, 1)
        fields = {"slack_id": "import:abc", "active": False, "employee_id": "E7", "email": "mei@example.com"}
        waiting = await company.person(tx, workspace, "mei", **fields)
    await sync(database, clock, company.user("Tom"), company.user("Mei"))
    found = await everybody(database)
    assert set(found) == {"U0TOM", "U0MEI"}
    mei = found["U0MEI"]
    assert (mei.id, mei.employee_id, mei.active, mei.name) == (waiting.id, "E7", True, "Mei")


async def test_the_bot_itself_is_nobody(database: Database, clock: HandClock) -> None:
    await sync(database, clock, company.user("bot"))
    assert await everybody(database) == {}


async def test_whom_the_settings_name_gets_the_hr_role_once_and_it_is_written_down(
    database: Database, clock: HandClock
) -> None:
    await sync(database, clock, company.user("Mei"), company.user("Tom"))
    for _ in range(2):
        async with database.transaction() as tx:
            await roster_runs.finish(tx, 1, {"mei@example.com", "nobody@example.com"}, clock.now(), clock.now())
    async with database.transaction(reading=True) as tx:
        assert [person.name for person in await roles.holders(tx, 1, Role.HR)] == ["Mei"]
        entries = list(await tx.exec(select(AuditEntry)))
        assert [(entry.act, entry.actor_id, entry.details) for entry in entries] == [
            ("role.granted", None, {"role": "hr"})
        ]
        assert (await workspaces.get(tx, 1)).roster_synced_at == clock.now()


async def test_a_thousand_people_on_one_page_are_taken_in_at_once(database: Database, clock: HandClock) -> None:
    users = [company.user(f"p{n}") for n in range(1_000)]
    assert (await sync(database, clock, *users)).joined == 1_000
    assert (await sync(database, clock, *users)).joined == 0


@pytest.mark.parametrize(
    ("user", "news"),
    [
        (company.user("Mei"), False),
        (company.user("Mei", profile_status_text="Lunch"), False),
        (company.user("Mei", tz="Asia/Tokyo"), True),
        (company.user("Mei", deleted=True), True),
        (company.user("Tom"), True),
        (company.user("Tom", deleted=True), False),
    ],
)
async def test_only_what_matters_here_is_news(
    sqlite: Database, clock: HandClock, user: dict[str, Any], news: bool
) -> None:
    await sync(sqlite, clock, company.user("Mei"))
    async with sqlite.transaction(reading=True) as tx:
        assert await roster.is_news(tx, await workspaces.get(tx, 1), user) is news


async def test_the_roster_is_due_at_once_and_then_each_night_by_the_workspaces_clock(sqlite: Database) -> None:
    async with sqlite.transaction() as tx:
        workspace = await company.workspace(tx, zone="Asia/Shanghai")
        evening = datetime(2027, 1, 13, 12, tzinfo=UTC)
        assert [since for _, since in await roster_runs.due(tx, (), evening)] == [evening]
        await roster_runs.finish(tx, workspace.id, (), evening, evening)
        assert await roster_runs.due(tx, {workspace.id}, evening + timedelta(hours=5, minutes=59)) == []
        night = evening + timedelta(hours=6)
        assert [since for _, since in await roster_runs.due(tx, {workspace.id}, night)] == [night]
        assert await roster_runs.unfinished(tx, workspace.id, evening) is None
        assert await roster_runs.unfinished(tx, workspace.id, night) is not None
