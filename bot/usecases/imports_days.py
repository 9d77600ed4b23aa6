"""Leave and company days off from HR's files: all or nothing, and the second time nothing changes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.imports import Problem, broken
from bot.domain.imports_days import DayRow, LeaveRow
from bot.domain.roles import Source
from bot.usecases import leave as leaving
from storage import audit, days_off, imports, leave, lines, people, workspaces
from storage.database import Tx
from storage.days_off import DayOff
from storage.leave import Leave
from storage.workspaces import Workspace

EVER = timedelta(days=3_650)


async def bring_leave(tx: Tx, place: Workspace, rows: Sequence[LeaveRow], now: datetime, *, dry_run: bool) -> list[str]:
    """Note the leave of the file, a sentence for each line that is new. What the file told before and moves is replaced.

    Who came back early stays back. Raises ImportBroken for people whom nobody knows.
    """
    known = {one.email: one.id for one in await imports.everybody(tx, place.id) if one.email and not one.left}
    unknown = [Problem(one.line, f"{one.email} is not in the workspace.") for one in rows if one.email not in known]
    if unknown:
        raise broken(*unknown)
    if not dry_run:
        await workspaces.lock(tx, place.id)
    told = await leave.imported(tx, sorted({known[one.email] for one in rows}))
    changed: dict[int, str] = {}
    said = []
    for row in rows:
        person_id = known[row.email]
        before = told.get(person_id, [])
        if any((one.first, one.told_last) == (row.first, row.last) for one in before):
            continue
        said.append(f"line {row.line}: {row.email}: away from {row.first} to {row.last}")
        changed[person_id] = row.email
        if not dry_run:
            await _note(tx, place, person_id, row, before, now)
    if changed and not dry_run:
        await _noted(tx, place, "leave.imported", len(said), now)
        await leaving.replanned(tx, list((await people.by_ids(tx, list(changed))).values()), now)
    return said


async def _note(
    tx: Tx, place: Workspace, person_id: int, row: LeaveRow, before: Sequence[Leave], now: datetime
) -> None:
    for one in before:
        if one.first <= row.last and row.first <= (one.told_last or one.last):
            await tx.delete(one)
    await tx.flush()
    tx.add(
        Leave(
            workspace_id=place.id,
            person_id=person_id,
            first=row.first,
            last=row.last,
            told_last=row.last,
            source=Source.IMPORT,
            noted_at=now,
        )
    )
    await tx.flush()


async def bring_days_off(
    tx: Tx, place: Workspace, rows: Sequence[DayRow], now: datetime, *, dry_run: bool
) -> list[str]:
    """Note the days on which the company is closed, a sentence for each that is new. Raises ImportBroken for an unknown department."""
    departments = {name.casefold() for name in await lines.departments(tx, place.id)}
    unknown = [
        Problem(one.line, f"There is no department {one.department}.")
        for one in rows
        if one.department and one.department.casefold() not in departments
    ]
    if unknown:
        raise broken(*unknown)
    if not dry_run:
        await workspaces.lock(tx, place.id)
    today: date = now.date()
    known = await days_off.between(tx, place.id, today - EVER, today + EVER)
    there = {(one.day, one.country, one.department.casefold()) for one in known}
    new = [one for one in rows if one.key not in there]
    if new and not dry_run:
        for one in new:
            row = DayOff(workspace_id=place.id, day=one.day, name=one.name, noted_at=now)
            row.country, row.department = one.country, one.department
            tx.add(row)
        await _noted(tx, place, "days_off.imported", len(new), now)
        await leaving.replanned(tx, await people.active(tx, place.id), now)
    return [f"line {one.line}: {one.day}: {one.name}" for one in new]


async def _noted(tx: Tx, place: Workspace, act: str, count: int, now: datetime) -> None:
    await audit.note(tx, place.id, act, "workspace", place.id, actor_id=None, now=now, lines=count)
    await tx.flush()
