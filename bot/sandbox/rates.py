"""How often a method may be called: off to begin with, Slack's own pace when switched on (SLACK.md §3)."""

import math
from datetime import datetime

CHANNEL_BURST = 3


class Rates:
    """Buckets by method, and for chat.postMessage one by channel that fills once a second.

    `burst` is the share of a minute's calls that may come at once. Slack gives no figure for it.
    """

    def __init__(self) -> None:
        self.on = False
        self.burst = 0.25
        self._left: dict[str, tuple[float, datetime]] = {}

    def wait(self, method: str, per_minute: int, now: datetime, channel: str = "") -> int:
        """Take one call; 0 when it may go on, else the seconds to wait, at least one."""
        if not self.on:
            return 0
        waits = [self._take(method, per_minute / 60, max(1.0, per_minute * self.burst), now)]
        if method == "chat.postMessage" and channel and not waits[0]:
            waits.append(self._take(f"{method}/{channel}", 1.0, CHANNEL_BURST, now))
        return max(waits)

    def _take(self, bucket: str, per_second: float, size: float, now: datetime) -> int:
        left, since = self._left.get(bucket, (size, now))
        left = min(size, left + (now - since).total_seconds() * per_second)
        if left < 1:
            self._left[bucket] = (left, now)
            return max(1, math.ceil((1 - left) / per_second))
        self._left[bucket] = (left - 1, now)
        return 0
