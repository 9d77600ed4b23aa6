"""Reports of cycles: the view that is open is filled, files are sent, and the figures of a cycle that is over are kept."""

from datetime import datetime
from typing import Any

from bot.deps import Deps
from bot.domain import cycle_reports as rules
from bot.domain.cycle_reports import Scope
from bot.domain.exporting import ExportStage
from bot.locales.reader import Reader
from bot.usecases import cycle_reports as usecases
from bot.usecases import cycle_reports_files as files
from bot.views import cycle_reports as views
from bot.views import cycle_reports_files as file_views
from schedules import filling, sending_files
from schedules.registry import Registry
from schedules.sending_files import File
from storage.database import Tx


def register(registry: Registry) -> None:
    registry.tick("cycle_reports.keep", look)
    registry.task(rules.SHOW, show)
    registry.task(rules.KEEP, keep)
    registry.task(rules.SEND, send)
    registry.telling(rules.TEXT, files.access_part, views.part)
    registry.telling(rules.DOUBT, files.access_doubt, file_views.doubtful)


async def look(deps: Deps) -> None:
    """What is over is handed to the workers, to be counted."""
    async with deps.transaction(reading=True) as tx:
        over = await usecases.access_to_keep(tx, deps.clock.now())
    if over:
        async with deps.transaction() as tx:
            await usecases.keep_later(tx, over)


async def keep(deps: Deps, cycle: int) -> None:
    """Counted while others write, kept in a short transaction."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        found = await usecases.access_kept(tx, cycle, now)
    if found is not None:
        async with deps.transaction() as tx:
            await usecases.keep(tx, *found, now)


async def show(deps: Deps, view: str, person: int, cycle: int | None, scope: str) -> None:
    """Fill the view, as `filling.fill`."""

    async def made(tx: Tx, now: datetime) -> dict[str, Any]:
        me, report = await usecases.access_for(tx, person, cycle, Scope(scope), now)
        return views.modal(Reader(me.locale, me.zone), report)

    await filling.fill(deps, view, None, made)


async def send(deps: Deps, file: int) -> None:
    """Send one file. Raises TryAgain while Slack is busy."""
    now = deps.clock.now()

    async def mark(was: ExportStage, became: ExportStage) -> bool:
        async with deps.transaction() as tx:
            return await files.mark(tx, file, was, became, now)

    async with deps.transaction(reading=True) as tx:
        wanted = await files.access_wanted(tx, file, now)
    if wanted is None:
        await sending_files.settle(mark)
        return
    reader = Reader(wanted.me.locale, wanted.me.zone)
    content = file_views.made(reader, wanted.report, wanted.sort)
    title = file_views.title(reader, wanted.report, wanted.sort)
    if not await sending_files.send(deps, File(file_views.NAMES[wanted.sort], content, title, wanted.me), mark):
        async with deps.transaction() as tx:
            await files.as_text(tx, file, views.parts(reader, wanted.report), now)
