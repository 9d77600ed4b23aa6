"""One notice on its way: marked, sent, and marked again, with a transaction on each side of the call."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.deps import Deps
from bot.domain.notices import EDIT_REFUSED, EDITS_REFUSED, MOST_TRIES, pause
from bot.domain.pace import Limits
from bot.logs import unexpected
from bot.slack import InDoubt, Passing, Permanent, Posted, SlackTrouble
from bot.usecases import delivery, pace
from bot.usecases.delivery import Owed, Ready, Stopped
from schedules.registry import Telling, TryAgain
from storage.database import DatabaseUnavailable

UNREACHABLE = "unreachable"
"""The code of a call that found nobody (bot/slack.py)."""


@dataclass(frozen=True)
class Desk:
    """What a sender needs at hand."""

    deps: Deps
    tellings: Mapping[str, Telling]
    limits: Limits


async def deliver(desk: Desk, owed: Owed) -> bool:
    """Send one notice, for which a slot was taken. False: it is unclear whether it arrived.

    Raises TryAgain when Slack wants a pause, Stopped or WorkspaceStopped when the workspace takes nothing any more.
    """
    ready = await _prepare(desk, owed)
    if ready is None:
        await _give_back(desk, owed)
        return True
    try:
        posted = await _call(desk.deps, ready)
    except Passing as trouble:
        await _passing(desk, ready, trouble)
    except InDoubt as trouble:
        return await _in_doubt(desk, ready, trouble)
    except Permanent as trouble:
        why = EDIT_REFUSED if ready.edit_of and trouble.code in EDITS_REFUSED else trouble.code
        async with desk.deps.transaction() as tx:
            await delivery.refused(tx, ready, why)
    except SlackTrouble:
        async with desk.deps.transaction() as tx:
            await delivery.not_sent(tx, ready, attempts=ready.notice.attempts)
        raise
    else:
        async with desk.deps.transaction() as tx:
            await delivery.sent(tx, ready, posted, desk.deps.clock.now())
    return True


async def _prepare(desk: Desk, owed: Owed) -> Ready | None:
    """A notice that cannot be rendered fails by itself; those after it are still sent."""
    try:
        async with desk.deps.transaction() as tx:
            return await delivery.prepare(tx, owed, desk.tellings.get(owed.notice.kind), desk.deps.clock.now())
    except (DatabaseUnavailable, Stopped):
        raise
    except Exception as error:
        reference = unexpected(error, "notice cannot be rendered", kind=owed.notice.kind, notice=owed.notice.id)
    async with desk.deps.transaction() as tx:
        await delivery.give_up(tx, owed.notice.id, f"bug:{reference}")
    return None


async def _call(deps: Deps, ready: Ready) -> Posted:
    edited = ready.edit_of
    if edited is not None:
        await deps.slack.update(edited.channel, edited.ts, ready.message)
        return edited
    notice = ready.notice
    target = notice.channel or ready.person.slack_id
    return await deps.slack.post(target, ready.message, thread_ts=notice.thread_ts, metadata={"notice": str(notice.id)})


async def _passing(desk: Desk, ready: Ready, trouble: Passing) -> None:
    """Nothing happened. Raises TryAgain: after what Slack asks for, or in growing steps while it cannot be reached."""
    attempts = ready.notice.attempts
    if trouble.code == UNREACHABLE:
        async with desk.deps.transaction() as tx:
            await delivery.not_sent(tx, ready, attempts=attempts + 1)
        raise TryAgain(pause(attempts)) from trouble
    method = pace.EDIT if ready.edit_of else None
    now = desk.deps.clock.now()
    async with desk.deps.transaction() as tx:
        await delivery.not_sent(tx, ready, attempts=attempts)
        await pace.slow_down(tx, desk.limits, ready.notice.workspace_id, method, now, trouble.retry_after)
    raise TryAgain(trouble.retry_after) from trouble


async def _in_doubt(desk: Desk, ready: Ready, trouble: InDoubt) -> bool:
    """A new message is settled later; the same edit twice changes nothing, so that it is simply repeated."""
    attempts = ready.notice.attempts
    repeated = ready.edit_of is not None and attempts + 1 < MOST_TRIES
    async with desk.deps.transaction() as tx:
        if repeated:
            await delivery.not_sent(tx, ready, attempts=attempts + 1)
        elif ready.edit_of:
            await delivery.refused(tx, ready, trouble.code)
        else:
            await delivery.in_doubt(tx, ready, trouble.code)
    if repeated:
        raise TryAgain(pause(attempts)) from trouble
    return False


async def _give_back(desk: Desk, owed: Owed) -> None:
    now, notice = desk.deps.clock.now(), owed.notice
    async with desk.deps.transaction() as tx:
        if notice.ts:
            await pace.give_back_call(tx, notice.workspace_id, pace.EDIT, now)
        else:
            await pace.give_back(
                tx, desk.limits, notice.workspace_id, notice.lane, notice.channel or notice.recipient_id, now
            )
