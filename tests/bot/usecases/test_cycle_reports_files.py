"""A cycle's report as files: asked for once, and given to those who may see them."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.domain import cycle_reports as rules
from bot.domain.cycle_reports import Scope, Sort, Table
from bot.domain.errors import NotAllowed
from bot.domain.exporting import ExportStage
from bot.usecases import cycle_reports_files as files
from storage import cycle_reports as store
from storage import notices
from storage.cycle_reports import CycleReportFile
from storage.notices import Notice
from tests import cycle_company as company
from tests.cycle_reports import NOW, living
from tests.team import Team


async def test_files_are_asked_for_once_in_a_minute_and_only_who_may_see_them_gets_them(team: Team) -> None:
    cycle = await living(team)
    async with team.transaction() as tx:
        una = await team.person(tx, "Una")
        for _ in range(2):
            await files.ask(tx, una, cycle, Scope.BELOW, NOW)
        with pytest.raises(NotAllowed, match="report_above"):
            await files.ask(tx, await team.person(tx, "Mei"), cycle, Scope.COMPANY, NOW)
        with pytest.raises(NotAllowed, match="not_found"):
            await files.ask(tx, una, cycle + 99, Scope.BELOW, NOW)
        rows = list(await tx.exec(select(CycleReportFile).order_by(col(CycleReportFile.id))))
        assert [row.sort for row in rows] == [Sort.PAGE, Sort.TABLE]
        assert await files.access_wanted(tx, rows[0].id, NOW) is not None
        assert await files.mark(tx, rows[0].id, ExportStage.WANTED, ExportStage.SENDING, NOW)
        assert not await files.mark(tx, rows[0].id, ExportStage.WANTED, ExportStage.SENDING, NOW)
        assert await files.access_wanted(tx, rows[0].id, NOW) is None, "somebody else sends it"
        # Where files are not allowed the words come once for both of them.
        await store.mark(tx, rows[0].id, ExportStage.SENDING, ExportStage.WANTED)
        assert await files.access_wanted(tx, rows[1].id, NOW) is not None
        for row in (*rows, *rows):
            await files.as_text(tx, row.id, 2, NOW)
        owed = list(await tx.exec(select(Notice).where(Notice.kind == rules.TEXT.name)))
        assert sorted(one.occurrence for one in owed) == ["1 2", "2 2"]
        part = await files.access_part(tx, owed[0], una, NOW)
        assert part.report.scope is Scope.BELOW
        with pytest.raises(NotAllowed, match="not_found"):
            await files.access_part(tx, owed[0], await team.person(tx, "Ann"), NOW)
    # One of the two may be missing, and is asked for alone: the words come for it as well, once, whichever it is.
    for seconds, row in enumerate(rows, 1):
        later = NOW + timedelta(seconds=seconds)
        async with team.transaction() as tx:
            await store.mark(tx, row.id, ExportStage.SENT, ExportStage.DOUBT)
            await files.ask(tx, una, cycle, Scope.BELOW, later)
            [alone] = await tx.exec(select(CycleReportFile).where(CycleReportFile.asked_at == later))
            assert alone.sort is row.sort
            for _ in range(2):
                await files.as_text(tx, alone.id, 2, later)
            assert [one.occurrence for one in await notices.of_subject(tx, rules.TEXT.name, alone.id, una.id)] == [
                "1 2",
                "2 2",
            ]
    for name in ("Lea", "Max"):
        # From yesterday on they report to somebody else, so that Una leads no managers.
        await team.led_by(name, "Ann", NOW.date() - timedelta(days=1))
    async with team.transaction() as tx:
        await store.mark(tx, rows[1].id, ExportStage.DOUBT, ExportStage.WANTED)
        assert await files.access_wanted(tx, rows[1].id, NOW) is None


async def test_a_double_press_over_the_end_of_a_minute_asks_for_the_files_once(team: Team) -> None:
    async with team.transaction() as tx:
        cycle = await company.cycle(tx, team.workspace_id, team.ids["Ann"], "Q1 2027")
        ann = await team.person(tx, "Ann")
        for seconds in (0, 1):
            last = NOW + timedelta(seconds=59 + seconds)
            await files.ask(tx, ann, cycle.id, Scope.COMPANY, last)
        rows = list(await tx.exec(select(CycleReportFile)))
        assert len(rows) == len(Sort)
    # Nobody knows whether the first one arrived: Ann is told, and asks once more.
    for _ in range(2):
        async with team.transaction() as tx:
            await files.mark(tx, rows[0].id, ExportStage.WANTED, ExportStage.SENDING, NOW)
            await files.mark(tx, rows[0].id, ExportStage.SENDING, ExportStage.DOUBT, NOW)
    [notice] = await team.notices(rules.DOUBT)
    async with team.transaction() as tx:
        doubt = await files.access_doubt(tx, notice, await team.person(tx, "Ann"), NOW)
        assert (doubt.sort, doubt.report.table) == (rows[0].sort, Table())
        with pytest.raises(NotAllowed):
            await files.access_doubt(tx, notice, await team.person(tx, "Una"), NOW)
        every = select(CycleReportFile).order_by(col(CycleReportFile.id))
        for _ in range(2):
            await files.ask(tx, await team.person(tx, "Ann"), cycle.id, Scope.COMPANY, NOW + timedelta(seconds=70))
        assert [row.sort for row in list(await tx.exec(every))[2:]] == [rows[0].sort], "the other one is on its way"
        # A clock that is set back holds nobody up.
        for _ in range(2):
            await files.ask(tx, await team.person(tx, "Ann"), cycle.id, Scope.COMPANY, NOW - timedelta(hours=1))
        assert len(list(await tx.exec(every))) == 2 * len(Sort) + 1
