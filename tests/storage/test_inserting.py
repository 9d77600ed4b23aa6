"""The loser of two inserts learns it, on both databases."""

from datetime import UTC, datetime

from bot.domain.roles import Role
from storage import inbound
from storage.database import Database
from storage.inserting import insert_new, insert_once
from storage.roles import RoleGrant
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
