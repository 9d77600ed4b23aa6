"""A report to take along: a page and a table in the asker's own DM, or text where files are not allowed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain import cycle_reports as rules
from bot.domain.cycle_reports import Scope, Sort
from bot.domain.errors import NotAllowed
from bot.domain.exporting import ExportStage, on_its_way
from bot.domain.notices import NoLonger
from bot.usecases import acting, notices
from bot.usecases import cycle_reports as reports
from bot.usecases.cycle_reports import Report
from storage import cycle_reports as store
from storage import inserting, jobs
from storage import notices as notice_store
from storage.cycle_reports import CycleReportFile
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person


@dataclass(frozen=True)
class Wanted:
    """A file that somebody waits for, and what stands in it."""

    me: Person
    sort: Sort
    report: Report


@dataclass(frozen=True)
class Part:
    """Part `number` of `count` of a report, as text."""

    report: Report
    number: int
    count: int


async def ask(tx: Tx, me: Person, cycle_id: int, scope: Scope, now: datetime) -> None:
    """Have both files sent to whoever asks. Pressed twice, they come once, but for one that may be missing.

    Raises NotAllowed for whoever may not see them.
    """
    cycle = await reports.access_cycle(tx, me, cycle_id, scope, now)
    row = {"workspace_id": me.workspace_id, "cycle_id": cycle.id, "person_id": me.id, "scope": scope}
    for sort in Sort:
        before = await store.last_file(tx, cycle.id, me.id, scope, sort)
        if before is not None and on_its_way(before.stage, before.asked_at, now):
            continue
        key = str(before.id) if before is not None else ""
        wanted = {**row, "sort": sort, "key": key, "stage": ExportStage.WANTED, "asked_at": now}
        made = await inserting.insert_row(tx, CycleReportFile, wanted)
        if made is not None:
            await jobs.add(tx, rules.SEND, args={"file": made}, priority=int(rules.TEXT.lane))


async def access_wanted(tx: Tx, file_id: int, now: datetime) -> Wanted | None:
    """What is to be sent; None: it was, or they may not see it any more."""
    wanted = await store.find_file(tx, file_id)
    if wanted is None or wanted.stage is not ExportStage.WANTED:
        return None
    me = await acting.access_self(tx, wanted.person_id, now)
    if me is None or wanted.scope not in await reports.scopes(tx, me, now):
        return None
    return Wanted(me, wanted.sort, await reports.access_report(tx, me, wanted.cycle_id, wanted.scope, now))


async def mark(tx: Tx, file_id: int, was: ExportStage, became: ExportStage, now: datetime) -> bool:
    """Whether it was in that stage, and is in the other one now. Who asked is told where that is in doubt."""
    moved = await store.mark(tx, file_id, was, became)
    if moved and became is ExportStage.DOUBT and (wanted := await store.find_file(tx, file_id)) is not None:
        await notices.owe(
            tx,
            rules.DOUBT,
            workspace_id=wanted.workspace_id,
            subject_id=file_id,
            recipient_id=wanted.person_id,
            due_at=now,
            now=now,
        )
    return moved


async def access_doubt(tx: Tx, notice: Notice, me: Person, now: datetime) -> Wanted:
    """Which file may be missing, without its figures, for whoever asked for it."""
    wanted = await store.find_file(tx, notice.subject_id) if notice.kind == rules.DOUBT.name else None
    if wanted is None or wanted.person_id != me.id:
        raise NotAllowed("not_found")
    cycle = await reports.access_cycle(tx, me, wanted.cycle_id, wanted.scope, now)
    return Wanted(me, wanted.sort, Report(wanted.scope, (wanted.scope,), cycle))


async def as_text(tx: Tx, file_id: int, parts: int, now: datetime) -> None:
    """Files are not allowed here: owe the report as so many messages, once for the files of one press."""
    wanted = await store.find_file(tx, file_id)
    if wanted is None or not await store.mark(tx, file_id, ExportStage.WANTED, ExportStage.SENT):
        return
    subject = await store.asked_together(tx, wanted)
    if await notice_store.of_subject(tx, rules.TEXT.name, subject, wanted.person_id):
        return
    of: dict[str, Any] = {"workspace_id": wanted.workspace_id, "subject_id": subject, "recipient_id": wanted.person_id}
    rows = [{**of, "occurrence": f"{number} {parts}"} for number in range(1, parts + 1)]
    await notices.owe_in_order(tx, rules.TEXT, rows, now=now)


async def access_part(tx: Tx, notice: Notice, me: Person, now: datetime) -> Part:
    """One message of the report, for whoever asked for it. Raises NotAllowed where they may not see it any more."""
    wanted = await store.find_file(tx, notice.subject_id) if notice.kind == rules.TEXT.name else None
    if wanted is None or wanted.person_id != me.id:
        raise NotAllowed("not_found")
    report = await reports.access_report(tx, me, wanted.cycle_id, wanted.scope, now)
    if report.cycle is None:
        raise NoLonger("gone")
    number, count = notice.occurrence.split()
    return Part(report, int(number), int(count))
