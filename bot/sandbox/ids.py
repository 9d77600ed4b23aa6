"""Ids that look like Slack's: the same workspace gives the same ids in the same order."""

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta


class Ids:
    """Gives out ids; those of people and channels follow from the workspace's name alone, so a restarted demo knows them again."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0
        self._last_ts = 0

    def named(self, prefix: str, name: str) -> str:
        """The id of the thing called `name`: `U07K3…`."""
        digest = hashlib.sha256(f"{self._seed}/{prefix}/{name}".encode()).digest()
        return prefix + "0" + base64.b32encode(digest).decode()[:9]

    def next(self, prefix: str) -> str:
        """An id that was not given out before in this run."""
        self._count += 1
        return (
            prefix
            + "0"
            + base64.b32encode(hashlib.sha256(f"{secrets.token_hex(8)}{self._count}".encode()).digest()).decode()[:9]
        )

    def ts(self, now: datetime) -> str:
        """A message's timestamp: seconds of the clock with six decimals, always greater than the one before."""
        moment = (now.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=100) * 100
        self._last_ts = max(moment, self._last_ts + 100)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def trigger(self) -> str:
        """A trigger id, in three parts."""
        self._count += 1
        return f"{secrets.randbelow(10**12)}.{self._count}.{secrets.token_hex(16)}"


def secret(prefix: str) -> str:
    """A token that nobody can guess."""
    return f"{prefix}-{secrets.randbelow(10**12):012d}-{secrets.token_hex(12)}"
