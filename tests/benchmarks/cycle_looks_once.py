"""What it costs to look at a cycle at its end, in seconds of work (once.py): the dry run, the gates and the report for HR, and the summary
of a manager with as many reports as there can be.
"""

from typing import Any

from sqlalchemy import update
from sqlmodel import col

from bot.deps import Deps
from bot.domain.cycle_reports import Scope
from bot.domain.gates import Gate
from bot.domain.roles import Role
from bot.locales.reader import Reader
from bot.usecases import cycle_reports, cycle_summaries, cycles_dry_run, gates_hr
from bot.views import cycle_reports as report_views
from bot.views import cycle_summaries as summary_views
from bot.views import cycles_dry_run as dry_run_views
from bot.views import gates_hr as gate_views
from schedules import leave
from storage import people
from storage.cycles import Cycle
from storage.reporting import ReportingLine
from storage.roles import RoleGrant
from tests.benchmarks.cycle_summary_data import NOW
from tests.benchmarks.cycle_summary_once import CYCLE
from tests.benchmarks.summaries_once import worked
from tests.benchmarks.table import SHORT

HR, MANAGER = 1, 2
REPORTS = 20 if SHORT else 800


async def measured(deps: Deps) -> dict[str, Any]:
    await leave.look_up(deps)
    async with deps.transaction() as tx:
        tx.add(RoleGrant(workspace_id=1, person_id=HR, role=Role.HR, granted_at=NOW))
        connection = await tx.connection()
        await connection.execute(update(Cycle).where(col(Cycle.id) == CYCLE).values(gates=[one.value for one in Gate]))
        theirs = col(ReportingLine.person_id).between(MANAGER + 1, MANAGER + REPORTS)
        await connection.execute(update(ReportingLine).where(theirs).values(manager_id=MANAGER))
    looks = {"dry run": _dry_run, "gates": _gates, "report": _report, "summary of 800": _summary}
    return {name: (await worked(deps, look(deps)))[1] for name, look in looks.items()}


async def _dry_run(deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        shown = await cycles_dry_run.access_dry_run(tx, await people.get(tx, HR), CYCLE, NOW)
    assert shown.people
    dry_run_views.dry_run(Reader(), shown)


async def _gates(deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        shown = await gates_hr.access_overview(tx, await people.get(tx, HR), CYCLE, NOW)
    assert len(shown.figures) == len(Gate)
    gate_views.overview(Reader(), shown)


async def _report(deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        shown = await cycle_reports.access_report(tx, await people.get(tx, HR), CYCLE, Scope.COMPANY, NOW)
    assert shown.table.total is not None
    report_views.modal(Reader(), shown)


async def _summary(deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        shown = await cycle_summaries.access_team(tx, await people.get(tx, MANAGER), NOW)
    assert shown.reports >= REPORTS
    summary_views.team(Reader(), shown)
