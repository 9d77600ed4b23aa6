"""Waiting until Slack may be called again."""

from collections.abc import Sequence
from datetime import timedelta

from bot.deps import Deps
from bot.domain.pace import HOLD_SECONDS, Limits
from bot.usecases import pace
from bot.usecases.pace import Turn
from schedules.registry import TryAgain


async def posts(
    deps: Deps, limits: Limits, workspace_id: int, lane: int, recipients: Sequence[int | str], *, yielding: bool
) -> "Slots":
    """Slots for the next posts. Raises TryAgain when it takes long, or (`yielding`) when others go first."""
    while True:
        now = deps.clock.now()
        async with deps.transaction() as tx:
            if yielding and await pace.others_go_first(tx, lane, now):
                raise TryAgain(0)
            turn = await pace.take(tx, limits, workspace_id, lane, recipients, now)
        if turn.slots:
            return Slots(deps, turn)
        await _pause(deps, turn.wait)


async def calls(deps: Deps, workspace_id: int, method: str) -> "Slots":
    """A slot for the next edit, or look at history. Raises TryAgain when it takes long."""
    async with deps.transaction() as tx:
        turn = await pace.take_call(tx, workspace_id, method, deps.clock.now())
    if not turn.slots:
        raise TryAgain(turn.wait)
    return Slots(deps, turn)


async def _pause(deps: Deps, seconds: float) -> None:
    if seconds > HOLD_SECONDS:
        raise TryAgain(seconds)
    await deps.clock.sleep(seconds)


class Slots:
    """Slots that were taken, used one after another."""

    def __init__(self, deps: Deps, turn: Turn) -> None:
        self._clock = deps.clock
        now = deps.clock.now()
        self._times = [now + timedelta(seconds=slot) for slot in turn.slots]

    def __len__(self) -> int:
        return len(self._times)

    @property
    def one_is_due(self) -> bool:
        """Whether another slot is there, and need not be waited for."""
        return bool(self._times) and self._times[0] <= self._clock.now()

    async def next(self) -> None:
        """Wait for the time of the next slot."""
        wait = (self._times.pop(0) - self._clock.now()).total_seconds()
        # A clock that was put back meanwhile would have the sender sit there until it is that late again.
        if 0 < wait <= HOLD_SECONDS:
            await self._clock.sleep(wait)
