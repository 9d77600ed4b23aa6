"""Announcements on their way: those whose time has come begin, everybody is meant batch by batch, changes and reminders follow."""

from bot.deps import Deps
from bot.domain import announcements as rules
from bot.domain.announcements import LIST, REVISE, SPREAD
from bot.domain.exporting import ExportStage
from bot.locales.reader import Reader
from bot.usecases import announcements_changing as changing
from bot.usecases import announcements_exports as exports
from bot.usecases import announcements_reminding as reminding
from bot.usecases import announcements_sending as sending
from bot.usecases import announcements_telling as telling
from bot.views import announcements as views
from bot.views import announcements_progress as lists
from schedules import sending_files
from schedules.registry import Registry
from schedules.sending_files import File

FILE = "announcement.csv"


def register(registry: Registry) -> None:
    registry.tick("announcements.look", look)
    registry.tick("announcements.remind", remind)
    registry.task(SPREAD, spread)
    registry.task(REVISE, revise)
    registry.task(LIST, send_list)
    registry.telling(rules.TOLD, telling.access_told, views.told)
    registry.telling(rules.POST, telling.access_post, views.post)
    registry.telling(rules.CHANGED, telling.access_changed, views.changed)
    registry.telling(rules.REMINDER, telling.access_reminder, views.reminder)
    registry.telling(rules.TEST, telling.access_test, views.told)
    registry.telling(rules.UNPOSTED, telling.access_note, views.unposted)
    registry.telling(rules.EMPTY, telling.access_note, views.empty)
    registry.telling(rules.EXPORT, exports.access_part, lists.export)
    registry.telling(rules.EXPORT_DOUBT, exports.access_doubt, lists.doubtful)


async def look(deps: Deps) -> None:
    """What is due begins; what was killed goes on; what is told to all ends."""
    now = deps.clock.now()
    async with deps.transaction() as tx:
        await sending.start_due(tx, now)
        await sending.look_for_joiners(tx, now)
    async with deps.transaction() as tx:
        await sending.look_after(tx, now)
        await changing.revise_unfinished(tx)
        await sending.tell_unposted(tx, now)


async def remind(deps: Deps) -> None:
    while True:
        async with deps.transaction() as tx:
            if await reminding.remind_due(tx, deps.clock.now()) < reminding.MOST:
                return


async def spread(deps: Deps, announcement: int) -> None:
    """One short transaction for each batch: a click waits for one of them at the most."""
    more = True
    while more:
        async with deps.transaction() as tx:
            more = await sending.spread(tx, announcement, deps.clock.now())


async def revise(deps: Deps, announcement: int) -> None:
    more = True
    while more:
        async with deps.transaction() as tx:
            more = await changing.revise(tx, announcement, deps.clock.now())


async def send_list(deps: Deps, export: int) -> None:
    """Send the list to whoever asked. Raises TryAgain while Slack is busy."""
    now = deps.clock.now()

    async def mark(was: ExportStage, became: ExportStage) -> bool:
        async with deps.transaction() as tx:
            return await exports.mark(tx, export, was, became, now)

    async with deps.transaction(reading=True) as tx:
        found = await exports.access_wanted(tx, export, now)
    if found is None:
        await sending_files.settle(mark)
        return
    hr, listing = found
    reader = Reader(hr.locale, hr.zone)
    made = File(FILE, lists.file(reader, listing), lists.file_title(reader, listing), hr)
    if not await sending_files.send(deps, made, mark):
        async with deps.transaction() as tx:
            await exports.as_text(tx, export, lists.parts(reader, listing), now)
