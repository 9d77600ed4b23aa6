"""The loser of two inserts learns it, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.domain.roles import Role, Source
from storage import inbound
from storage.database import Database, Tx
from storage.inserting import insert_new, insert_once, insert_row
from storage.leave import Leave
from storage.pace import Pace
from storage.people import Person
from storage.roles import RoleGrant
from storage.words import Cipher, use_cipher
from storage.workspaces import Workspace
from tests import company

NOW = datetime(2027, 1, 13, tzinfo=UTC)


async def test_whether_a_row_is_new_is_known_with_a_key_that_the_database_numbers(database: Database) -> None:
    async with database.transaction() as tx:
        workspace = await company.workspace(tx)
        mei = await company.person(tx, workspace, "Mei")
        row = {"workspace_id": workspace.id, "person_id": mei.id, "role": Role.HR, "granted_at": NOW}
        assert [await insert_once(tx, RoleGrant, row) for _ in range(3)] == [True, False, False]
        await insert_new(tx, RoleGrant, [row, row])


async def test_whether_a_row_is_new_is_known_with_a_key_of_its_own(database: Database) -> None:
    async with database.transaction() as tx:
        workspace = await company.workspace(tx)
        seen = [await inbound.first_time(tx, "Ev1", workspace.id, "team_join", NOW) for _ in range(2)]
        assert seen == [True, False]


@pytest.mark.parametrize("rows", [1, 2])
async def test_new_rows_are_added_and_old_ones_stay_whatever_the_key_of_their_table(
    database: Database, rows: int
) -> None:
    paces = [{"key": f"1:{n}", "rate": 1.0, "free_at": NOW} for n in range(rows)]
    async with database.transaction() as tx:
        await insert_new(tx, Pace, paces)
        await insert_new(tx, Pace, [pace | {"rate": 2.0} for pace in paces])
        assert [pace.rate for pace in await tx.exec(select(Pace))] == [1.0] * rows


async def test_words_are_sealed_with_the_key_of_the_database_they_go_to(database: Database, sqlite_url: str) -> None:
    async with database.transaction() as tx:
        await insert_row(tx, Leave, await on_leave(tx))
    sealing = Database(sqlite_url)
    use_cipher(sealing.engine.sync_engine, Cipher("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="))
    async with sealing.transaction() as tx:
        leave_id = await insert_row(tx, Leave, (await on_leave(tx)) | {"first": date(2027, 3, 1)})
        words = text("SELECT words FROM leave WHERE id = :id")
        kept = (await (await tx.connection()).execute(words, {"id": leave_id})).scalar_one()
        assert kept.startswith("e1:")
        assert (await tx.get_one(Leave, leave_id)).words == "A trip"
    await sealing.close()


async def on_leave(tx: Tx) -> dict[str, object]:
    workspace = (await tx.exec(select(Workspace))).first() or await company.workspace(tx)
    mei = (await tx.exec(select(Person))).first() or await company.person(tx, workspace, "Mei")
    day = date(2027, 2, 1)
    whose = {"workspace_id": workspace.id, "person_id": mei.id, "source": Source.APP, "greeted": False}
    return whose | {"first": day, "last": day, "words": "A trip", "noted_at": NOW}
