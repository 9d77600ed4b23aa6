"""Sends in doubt: before anything is sent again, the bot looks whether its message is there.

Slack has no key against doubles, so every message carries its notice's id in its metadata, and the recent history of that one
DM of the bot's own tells (SLACK.md §3.5).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.domain.notices import DOUBT_SECONDS, UNREADABLE, OnDoubt
from bot.slack import InDoubt, Passing, Permanent, Posted, WorkspaceStopped
from bot.usecases import delivery, pace
from bot.usecases.delivery import Owed
from schedules import pacing
from schedules.registry import Telling, TryAgain

SKEW = timedelta(minutes=5)
"""How far Slack's clock and ours may be apart: the most that its signatures allow."""
LATER_SECONDS = 30.0
"""When to look again where the history could not be read for the moment."""
NO_SCOPE = "missing_scope"


async def settle(deps: Deps, tellings: Mapping[str, Telling], owed: Owed) -> bool:
    """Find out what became of a send. Whether it is to be sent now; what is not yet old enough is left alone.

    Raises TryAgain when Slack cannot be asked now, WorkspaceStopped when it cannot be asked at all.
    """
    now = deps.clock.now()
    began_at = owed.notice.sending_at
    if began_at is None or now - began_at < timedelta(seconds=DOUBT_SECONDS):
        return False
    if owed.notice.ts is not None:
        return await _repeat(deps, owed)  # the same edit twice changes nothing
    try:
        posted = await _look(deps, owed, began_at)
    except Permanent:
        return await _unreadable(deps, tellings, owed)
    except WorkspaceStopped as error:
        if error.code != NO_SCOPE:
            raise
        return await _unreadable(deps, tellings, owed)
    except Passing as error:
        raise TryAgain(error.retry_after) from error
    except InDoubt as error:
        raise TryAgain(LATER_SECONDS) from error
    if posted is None:
        return await _repeat(deps, owed)
    async with deps.transaction() as tx:
        await delivery.found(tx, owed, posted, now)
    return False


async def _look(deps: Deps, owed: Owed, began_at: datetime) -> Posted | None:
    """Our message, if it is there."""
    notice, person = owed.notice, owed.person
    slots = await pacing.calls(deps, notice.workspace_id, pace.READ)
    await slots.next()
    channel = notice.channel or person.dm_channel or await deps.slack.open_dm(person.slack_id)
    oldest = f"{(began_at - SKEW).timestamp():.6f}"
    async for message in deps.slack.recent(channel, oldest=oldest, thread_ts=notice.thread_ts):
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("notice") == str(notice.id):
            return Posted(channel, str(message["ts"]))
    return None


async def _repeat(deps: Deps, owed: Owed) -> bool:
    async with deps.transaction() as tx:
        return await delivery.not_found(tx, owed)


async def _unreadable(deps: Deps, tellings: Mapping[str, Telling], owed: Owed) -> bool:
    """The rule of each kind says what happens where history cannot be read."""
    telling = tellings.get(owed.notice.kind)
    if telling is not None and telling.kind.on_doubt is OnDoubt.REPEAT:
        return await _repeat(deps, owed)
    async with deps.transaction() as tx:
        await delivery.unreadable(tx, owed, UNREADABLE)
    return False
