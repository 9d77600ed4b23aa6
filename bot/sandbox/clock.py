"""The time of the sandbox: a clock that a person or a test moves by hand."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

OnMove = Callable[[datetime], Awaitable[None]]


class MovableClock:
    """One time for everything that shares it, moved forward on request and never by accident.

    Times are aware and in UTC. A running clock goes on with real time from where it was last put; a stopped one stands still.
    """

    def __init__(self, start: datetime, *, running: bool) -> None:
        """Raises ValueError for a start without a zone."""
        self.running = running
        self._base = _aware(start)
        self._since = time.monotonic()
        self._listeners: list[OnMove] = []
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The present moment, in UTC."""
        if not self.running:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    def start_at(self, at: datetime) -> None:
        """Begin at another time than the one it was made with, before anything has happened. Raises ValueError without a zone."""
        self._base, self._since = _aware(at), time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Return when the clock shows `seconds` more than now.

        Running: waits for it, and wakes early when the clock is moved past the end. Stopped: moves the clock to the end and
        lets others run; two sleepers of a second each move it by one second, not by two. Listeners of moves are not told.
        """
        until = self.now() + timedelta(seconds=seconds)
        if not self.running:
            await asyncio.sleep(0)  # whoever else goes to sleep now, does so at the same time
            self._base = max(self._base, until)
            await asyncio.sleep(0)
            return
        while (left := (until - self.now()).total_seconds()) > 0:
            moved = self._moved
            try:
                async with asyncio.timeout(left):
                    await moved.wait()
            except TimeoutError:
                continue

    async def move_to(self, at: datetime) -> None:
        """Put the clock to `at`, wake who slept until then, and wait until every listener has done what is due.

        Raises ValueError when `at` lies before now: what was sent cannot be unsent.
        """
        at = _aware(at)
        if at < self.now():
            raise ValueError(f"The clock only moves forward: it is {self.now():%Y-%m-%d %H:%M} UTC already.")
        self._base, self._since = at, time.monotonic()
        woken, self._moved = self._moved, asyncio.Event()
        woken.set()
        for listener in list(self._listeners):
            await listener(self.now())

    async def move_by(self, **span: float) -> None:
        """Move forward by a timedelta's keywords (`hours=1`)."""
        await self.move_to(self.now() + timedelta(**span))

    def on_move(self, listener: OnMove) -> Callable[[], None]:
        """Call `listener` with the new time after each move, in the order of registration; the answer takes it off again."""
        self._listeners.append(listener)

        def forget() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return forget


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A time needs its zone.")
    return at.astimezone(UTC)
