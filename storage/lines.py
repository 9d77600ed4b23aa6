"""Dated lines in bulk: read as values for the rules of bot/domain/reporting.py, and written back as these say."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, delete, insert, select, update
from sqlmodel import SQLModel, col
from sqlmodel import select as model_select

from bot.domain.reporting import Edit, Line
from storage.database import Tx
from storage.reporting import Department, Membership, ReportingLine

MANY = 500
"""Ids in one condition: SQLite once took no more than 999 values in a statement, and long lists gain nothing."""

Kept = type[ReportingLine] | type[Membership]


def _kept(table: Kept) -> tuple[Table, str]:
    """The table, and its column that says to whom or what the line goes."""
    to = "manager_id" if table is ReportingLine else "department_id"
    return SQLModel.metadata.tables[str(table.__tablename__)], to


async def of_people(tx: Tx, table: Kept, person_ids: Sequence[int]) -> dict[int, list[Line]]:
    """All lines of these people, by person id, the oldest first."""
    found: dict[int, list[Line]] = {}
    for at in range(0, len(person_ids), MANY):
        some = col(table.person_id).in_(person_ids[at : at + MANY])
        _gather(found, await _rows(tx, table, some))
    return found


async def of_workspace(tx: Tx, table: Kept, workspace_id: int) -> dict[int, list[Line]]:
    """All lines of the workspace, by person id, the oldest first."""
    found: dict[int, list[Line]] = {}
    _gather(found, await _rows(tx, table, col(table.workspace_id) == workspace_id))
    return found


async def _rows(tx: Tx, table: Kept, condition: ColumnElement[bool]) -> Iterable[Any]:
    kept, to = _kept(table)
    wanted = select(kept.c.person_id, kept.c[to], kept.c.since, kept.c.until, kept.c.source, kept.c.id)
    return await (await tx.connection()).execute(wanted.where(condition).order_by(kept.c.person_id, kept.c.since))


def _gather(found: dict[int, list[Line]], rows: Iterable[Any]) -> None:
    for person_id, to, since, until, source, line_id in rows:
        found.setdefault(person_id, []).append(Line(to, since, until, source, line_id))


async def write(tx: Tx, table: Kept, workspace_id: int, edits: Mapping[int, Edit]) -> None:
    """Do what the edits say, by person id: a handful of statements, however many people."""
    (kept, to), connection = _kept(table), await tx.connection()
    gone = [{"gone": line_id} for edit in edits.values() for line_id in edit.remove]
    if gone:
        await connection.execute(delete(kept).where(kept.c.id == bindparam("gone")), gone)
    rewritten = [{"line": line.id, **_values(line, to)} for edit in edits.values() for line in edit.rewrite]
    if rewritten:
        await connection.execute(update(kept).where(kept.c.id == bindparam("line")), rewritten)
    added = [
        {"workspace_id": workspace_id, "person_id": person_id, **_values(line, to)}
        for person_id, edit in edits.items()
        for line in edit.add
    ]
    if added:
        await connection.execute(insert(kept), added)


def _values(line: Line, to: str) -> dict[str, object]:
    return {to: line.to, "since": line.since, "until": line.until, "source": line.source}


async def departments(tx: Tx, workspace_id: int) -> dict[str, int]:
    """The ids of all departments, by name."""
    rows = await tx.exec(model_select(Department.name, Department.id).where(Department.workspace_id == workspace_id))
    return dict(rows.all())
