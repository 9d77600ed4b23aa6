"""One of many keys, on both databases."""

from sqlmodel import col, select

from storage.among import among
from storage.database import Database
from storage.workspaces import Workspace

MANY = 40_000
"""More than SQLite takes values in one statement."""


async def test_those_whose_key_is_among_them_are_found_however_many_they_are(database: Database) -> None:
    async with database.transaction() as tx:
        made = [Workspace(team_id=f"T{number}", name="One") for number in range(3)]
        tx.add_all(made)
        await tx.flush()
        first, _, last = (one.id for one in made)
        found = select(Workspace.id).order_by(col(Workspace.id))
        assert list(await tx.exec(found.where(among(col(Workspace.id), [last, first, last])))) == [first, last]
        assert list(await tx.exec(found.where(among(col(Workspace.id), range(last, last + MANY))))) == [last]
        assert list(await tx.exec(found.where(among(col(Workspace.id), [])))) == []
