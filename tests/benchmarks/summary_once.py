"""What Monday's summaries cost (summaries_once.py); bare is one GROUP BY over one week."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from bot.deps import Deps
from bot.domain import summaries as rules
from bot.domain.checkins import Outcome
from bot.usecases import summaries, summaries_schedule
from bot.views import summaries as views
from schedules import summaries as ticks
from storage import series
from storage.database import Tx
from storage.periods import Period
from storage.reporting import ReportingLine, holds
from storage.summaries_counts import Turn
from tests.benchmarks import summaries_once
from tests.benchmarks.summaries_once import Summaries
from tests.benchmarks.summary_data import NOW, SLOT


async def measured(deps: Deps) -> dict[str, Any]:
    async with deps.transaction(reading=True) as tx:
        weekly = (await series.of_workspace(tx, 1))[0]
        turn = Turn(weekly.id, SLOT, rules.day_of(series.rule(weekly), SLOT))

    async def bare(tx: Tx) -> None:
        answered = func.count().filter(col(Period.outcome) == Outcome.ANSWERED)
        found = (
            select(col(ReportingLine.manager_id), func.count(), answered)
            .join(Period, col(Period.person_id) == col(ReportingLine.person_id))
            .where(col(Period.series_id) == turn.series_id, col(Period.slot) == turn.slot, *holds(turn.day))
            .group_by(col(ReportingLine.manager_id))
        )
        (await (await tx.connection()).execute(found)).all()

    async def counts(deps: Deps, managers: list[int]) -> None:
        async with deps.transaction(reading=True) as tx:
            for at in range(0, len(managers), summaries_schedule.BATCH):
                await summaries_schedule._counted(tx, turn, managers[at : at + summaries_schedule.BATCH], NOW)

    of = Summaries(rules.SUMMARY, NOW, bare, counts, ticks.owe_due, summaries.access_summary, views.summary)
    return await summaries_once.measure(deps, of)
