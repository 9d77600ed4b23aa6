"""Notices on their way: each is marked, sent, and marked again, with a commit before its call and one after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.deps import Deps
from bot.domain.notices import DOUBT_SECONDS, EDIT_REFUSED, EDITS_REFUSED, MOST_TRIES, pause
from bot.domain.pace import Limits
from bot.logs import unexpected
from bot.slack import InDoubt, Passing, Permanent, Posted, SlackTrouble
from bot.usecases import delivery, pace
from bot.usecases.delivery import Owed, Ready
from schedules.registry import Telling, TryAgain
from storage.database import DatabaseUnavailable, Tx

UNREACHABLE = "unreachable"
"""The code of a call that found nobody (bot/slack.py)."""
DOUBTS_IN_A_ROW = 3
"""After so many lost answers Slack is in trouble: the rest of the batch waits until the doubts can be settled."""


@dataclass(frozen=True)
class Arrived:
    """A message that Slack has, and that is not marked yet."""

    ready: Ready
    posted: Posted
    at: datetime


@dataclass
class Sender:
    """Sends the notices of one batch, one after another.

    Where the next one may go at once, the mark of the last one is written in the transaction that begins it: one commit instead
    of two between two calls. A crash still leaves one message in doubt, never two.
    """

    deps: Deps
    tellings: Mapping[str, Telling]
    limits: Limits
    _arrived: Arrived | None = field(default=None, init=False)
    _doubts: int = field(default=0, init=False)

    async def send(self, owed: Owed, *, more: bool = False) -> None:
        """Send one notice, for which a slot was taken. `more`: the next one follows at once, by this sender.

        Raises TryAgain when Slack wants a pause, Stopped or WorkspaceStopped when the workspace takes nothing any more.
        """
        ready = await self._prepare(owed)
        if ready is None:
            await self._give_back(owed)
            return
        try:
            posted = await _call(self.deps, ready)
        except SlackTrouble as trouble:
            await self._in_trouble(ready, trouble)
            return
        self._doubts = 0
        self._arrived = Arrived(ready, posted, self.deps.clock.now())
        if not more:
            await self.finish()

    async def finish(self) -> None:
        """Mark what arrived and is not marked yet."""
        if self._arrived:
            async with self.deps.transaction() as tx:
                await self._mark(tx)
            self._arrived = None

    async def _mark(self, tx: Tx) -> None:
        if self._arrived:
            await delivery.sent(tx, self._arrived.ready, self._arrived.posted, self._arrived.at)

    async def _prepare(self, owed: Owed) -> Ready | None:
        """A notice that cannot be rendered fails by itself; the one before it is marked, and those after it are still sent."""
        notice = owed.notice
        try:
            async with self.deps.transaction() as tx:
                await self._mark(tx)
                ready = await delivery.prepare(tx, owed, self.tellings.get(notice.kind), self.deps.clock.now())
        except DatabaseUnavailable:
            raise
        except delivery.Stopped:
            await self.finish()
            raise
        except Exception as error:
            reference = unexpected(error, "notice cannot be rendered", kind=notice.kind, notice=notice.id)
        else:
            self._arrived = None
            return ready
        await self.finish()
        async with self.deps.transaction() as tx:
            await delivery.give_up(tx, notice.id, f"bug:{reference}")
        return None

    async def _in_trouble(self, ready: Ready, trouble: SlackTrouble) -> None:
        if isinstance(trouble, Passing):
            await self._passing(ready, trouble)
        elif isinstance(trouble, InDoubt):
            await self._in_doubt(ready, trouble)
        elif isinstance(trouble, Permanent):
            self._doubts = 0
            why = EDIT_REFUSED if ready.edit_of and trouble.code in EDITS_REFUSED else trouble.code
            async with self.deps.transaction() as tx:
                await delivery.refused(tx, ready, why)
        else:
            async with self.deps.transaction() as tx:
                await delivery.not_sent(tx, ready, attempts=ready.notice.attempts)
            raise trouble

    async def _passing(self, ready: Ready, trouble: Passing) -> None:
        """Nothing happened. Raises TryAgain: after what Slack asks for, or in growing steps while it cannot be reached."""
        attempts = ready.notice.attempts
        if trouble.code == UNREACHABLE:
            async with self.deps.transaction() as tx:
                await delivery.not_sent(tx, ready, attempts=attempts + 1)
            raise TryAgain(pause(attempts)) from trouble
        method = pace.EDIT if ready.edit_of else None
        now, workspace_id = self.deps.clock.now(), ready.notice.workspace_id
        async with self.deps.transaction() as tx:
            await delivery.not_sent(tx, ready, attempts=attempts)
            await pace.slow_down(tx, self.limits, workspace_id, method, now, trouble.retry_after)
        raise TryAgain(trouble.retry_after) from trouble

    async def _in_doubt(self, ready: Ready, trouble: InDoubt) -> None:
        """A new message is settled later; the same edit twice changes nothing, so that it is simply repeated."""
        attempts = ready.notice.attempts
        repeated = ready.edit_of is not None and attempts + 1 < MOST_TRIES
        async with self.deps.transaction() as tx:
            if repeated:
                await delivery.not_sent(tx, ready, attempts=attempts + 1)
            elif ready.edit_of:
                await delivery.refused(tx, ready, trouble.code)
            else:
                await delivery.in_doubt(tx, ready, trouble.code)
        self._doubts += 1
        if repeated:
            raise TryAgain(pause(attempts)) from trouble
        if self._doubts == DOUBTS_IN_A_ROW:
            raise TryAgain(DOUBT_SECONDS) from trouble

    async def _give_back(self, owed: Owed) -> None:
        now, notice = self.deps.clock.now(), owed.notice
        async with self.deps.transaction() as tx:
            if notice.ts:
                await pace.give_back_call(tx, notice.workspace_id, pace.EDIT, now)
            else:
                recipient = notice.channel or notice.recipient_id
                await pace.give_back(tx, self.limits, notice.workspace_id, notice.lane, recipient, now)


async def _call(deps: Deps, ready: Ready) -> Posted:
    edited = ready.edit_of
    if edited is not None:
        await deps.slack.update(edited.channel, edited.ts, ready.message)
        return edited
    notice = ready.notice
    target = notice.channel or ready.person.slack_id
    return await deps.slack.post(target, ready.message, thread_ts=notice.thread_ts, metadata={"notice": str(notice.id)})
