"""The calendar's side of check-ins: each tick asks who is due, in batches small enough that a click never waits for one."""

from bot.deps import Deps
from bot.domain import checkins, nudges, talks
from bot.domain.checkins import SeriesKind
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases import acting, dm
from bot.usecases import checkins_notices as notices
from bot.usecases import checkins_schedule as usecases
from bot.usecases import help as helping
from bot.usecases import talks as talking
from bot.usecases.checkins_notices import Asked
from bot.views import checkins as views
from bot.views import digests, pulses
from bot.views import dm as dm_views
from bot.views import help as help_views
from bot.views import talks as talk_views
from schedules.registry import NIGHTLY, Registry


def register(registry: Registry) -> None:
    registry.tick("checkins.open", open_due)
    registry.tick("checkins.remind", remind_due)
    registry.tick("checkins.close", close_due)
    registry.tick("checkins.replan", replan, every=NIGHTLY)
    registry.telling(checkins.PROMPT, notices.access_prompt, _prompt)
    registry.telling(checkins.RECEIPT, notices.access_receipt, views.receipt)
    registry.telling(checkins.REMINDER, notices.access_reminder, _reminder)
    registry.telling(nudges.AGAIN, notices.access_prompt, _prompt)
    registry.telling(checkins.DIGEST, notices.access_digest, digests.digest)
    registry.telling(checkins.HELP, helping.access_help, help_views.request)
    registry.telling(checkins.HELP_ACCEPTED, helping.access_accepted, help_views.accepted)
    registry.telling(checkins.OFFER, dm.access_offer, dm_views.offer)
    registry.telling(talks.MESSAGE, talking.access_message, talk_views.message)


def _prompt(reader: Reader, asked: Asked) -> Message:
    return (pulses.prompt if asked.series.kind is SeriesKind.PULSE else views.prompt)(reader, asked)


def _reminder(reader: Reader, asked: Asked) -> Message:
    return (pulses.reminder if asked.series.kind is SeriesKind.PULSE else views.reminder)(reader, asked)


async def open_due(deps: Deps) -> None:
    """Start every period that is due at this moment."""
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if await usecases.open_due(tx, now) < usecases.BATCH:
                return


async def remind_due(deps: Deps) -> None:
    now = deps.clock.now()
    while True:
        async with deps.transaction() as tx:
            if await usecases.remind_due(tx, now) < usecases.BATCH:
                return


async def close_due(deps: Deps) -> None:
    async with deps.transaction() as tx:
        await usecases.close_due(tx, deps.clock.now())


async def replan(deps: Deps) -> None:
    """Each night: who begins or ends on this day is taken in or left out."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        everyone = await acting.everyone(tx)
    for at in range(0, len(everyone), usecases.BATCH):
        async with deps.transaction() as tx:
            await usecases.replan(tx, everyone[at : at + usecases.BATCH], now)
