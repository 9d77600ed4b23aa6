"""Prepared statements say the same as SQLAlchemy would, and fail as it would."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from storage.database import Database, DatabaseUnavailable
from storage.prepared import Prepared
from storage.workspaces import Workspace, WorkspaceState
from tests.clock import START

STOP = Prepared(
    update(Workspace)
    .where(col(Workspace.id) == bindparam("this"))
    .values(state=WorkspaceState.STOPPED, stopped_at=bindparam("at"), stopped_why=bindparam("words"))
    .returning(col(Workspace.state), col(Workspace.stopped_at), col(Workspace.stopped_why), col(Workspace.guests))
)


async def workspace(database: Database) -> int:
    async with database.transaction() as tx:
        made = Workspace(team_id="T1", name="One")
        tx.add(made)
        await tx.flush()
        return made.id


async def test_values_and_columns_are_converted_as_the_tables_say(database: Database) -> None:
    this = await workspace(database)
    async with database.transaction() as tx:
        row = await STOP.run(tx, this=this, at=START, words="100 % 'über'")
    assert row == (WorkspaceState.STOPPED, START, "100 % 'über'", False)
    async with database.transaction(reading=True) as tx:
        found = await tx.get_one(Workspace, this)
    assert (found.state, found.stopped_at) == (WorkspaceState.STOPPED, datetime(2027, 1, 13, 9, tzinfo=UTC))


NAMED = Prepared(
    select(col(Workspace.id), col(Workspace.name))
    .where(col(Workspace.team_id) > bindparam("after"))
    .order_by(col(Workspace.id))
)


async def test_all_rows_come_back_in_their_order(database: Database) -> None:
    async with database.transaction() as tx:
        made = [Workspace(team_id=f"T{number}", name=f"Number {number}") for number in (1, 2, 3)]
        tx.add_all(made)
        await tx.flush()
        assert await NAMED.rows(tx, after="T1") == [(one.id, one.name) for one in made[1:]]
        assert await NAMED.rows(tx, after="T3") == []


async def test_nothing_found_is_none(database: Database) -> None:
    async with database.transaction() as tx:
        assert await STOP.run(tx, this=404, at=START, words="") is None


async def test_it_is_undone_with_its_transaction(database: Database) -> None:
    this = await workspace(database)
    with pytest.raises(KeyError):
        await _stop_and_stumble(database, this)
    async with database.transaction(reading=True) as tx:
        assert (await tx.get_one(Workspace, this)).state is WorkspaceState.ACTIVE


async def _stop_and_stumble(database: Database, this: int) -> None:
    async with database.transaction() as tx:
        await STOP.run(tx, this=this, at=START, words="")
        raise KeyError


async def test_a_mistake_is_told_as_sqlalchemy_tells_it(database: Database) -> None:
    async with database.transaction(reading=True) as tx:
        await tx.connection()
    with pytest.raises(DBAPIError) as refused:
        await _write_while_reading(database)
    assert not isinstance(refused.value, DatabaseUnavailable)


async def _write_while_reading(database: Database) -> None:
    this = await workspace(database)
    async with database.transaction(reading=True) as tx:
        await STOP.run(tx, this=this, at=START, words=str(date(2027, 1, 13)))
