"""The machine's clock in a simulated year: it stands still between two moments, and can be set back."""

import asyncio
from datetime import UTC, datetime, timedelta


class YearClock:
    def __init__(self, start: datetime) -> None:
        self._now = start
        self._ahead = timedelta()

    def now(self) -> datetime:
        """What the machine shows."""
        return self._now

    def true(self) -> datetime:
        """What Slack's clocks show, which nobody sets back."""
        return self._now + self._ahead

    async def sleep(self, seconds: float) -> None:
        """Whoever else goes to sleep now, does so at the same time."""
        until = self._now + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        self._now = max(self._now, until)
        await asyncio.sleep(0)

    def go_on_to(self, at: datetime) -> None:
        self._now = max(self._now, at.astimezone(UTC))

    def set_back(self, span: timedelta) -> None:
        self._now -= span
        self._ahead += span


def rounded(at: datetime) -> datetime:
    """The next half of an hour: the clock of this year is up to so much late, and twice as fast to simulate."""
    past = timedelta(minutes=at.minute % 30, seconds=at.second, microseconds=at.microsecond)
    return at if not past else at - past + timedelta(minutes=30)
