"""After an edit of a series, everybody's next turn is brought up to date, a batch at a time; and HR sees who would get what when."""

from datetime import datetime
from typing import Any

from bot.deps import Deps
from bot.domain.checkins import SeriesState
from bot.domain.series import DRY_RUN, REPLAN
from bot.locales.reader import Reader
from bot.usecases import checkins_schedule as schedule
from bot.usecases import series as usecases
from bot.usecases import series_dry_run
from bot.views import series as views
from schedules import filling
from schedules.registry import Registry
from storage.database import Tx


def register(registry: Registry) -> None:
    registry.task(REPLAN, replan)
    registry.task(DRY_RUN, count)


async def replan(deps: Deps, series: int) -> None:
    """Twice does no harm: a turn that is up to date stays as it is. What is moved depends on the moment alone."""
    async with deps.transaction(reading=True) as tx:
        everyone = await usecases.everyone_of(tx, series)
    for at in range(0, len(everyone), schedule.BATCH):
        async with deps.transaction() as tx:
            await schedule.replan(tx, everyone[at : at + schedule.BATCH], deps.clock.now(), edited=series)


async def count(deps: Deps, person: int, series: int, view: str, waits: str) -> None:
    """Who would get what when, in the modal that waits for it; as `filling.fill`."""

    async def made(tx: Tx, now: datetime) -> dict[str, Any]:
        hr, shown = await series_dry_run.access_for(tx, person, series, now)
        return views.preview(Reader(hr.locale, hr.zone), shown, can_start=shown.series.state == SeriesState.PAUSED)

    await filling.fill(deps, view, waits, made)
