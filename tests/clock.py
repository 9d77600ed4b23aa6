"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

START = datetime(2027, 1, 13, 9, 0, tzinfo=UTC)
"""A Wednesday without a holiday."""


class HandClock:
    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, when: datetime) -> None:
        self._now = when.astimezone(UTC)

    def advance(self, **amount: float) -> None:
        """Move on, for example `advance(minutes=5)`."""
        self._now += timedelta(**amount)
