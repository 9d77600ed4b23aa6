"""Slack in a simulated year: it answers at once, remembers who got what, and goes wrong in every way that it can."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from typing_extensions import override

from bot.slack import InDoubt, Json, Passing, Permanent, Slack
from tests.year.clock import YearClock

TROUBLE = 0.05
"""How often a call goes wrong on an ordinary day."""


class Killed(Exception):
    """The process was killed here."""


class Outage(StrEnum):
    GONE = "gone"
    SILENT = "silent"
    BUSY = "busy"


@dataclass(frozen=True)
class Post:
    """A new message as it reached somebody, with what held for them at that moment."""

    notice_id: int
    slack_id: str
    at: datetime
    held: Any


class YearSlack(Slack):
    """`look(slack_id, at)` says what holds for somebody."""

    def __init__(self, chance: random.Random, clock: YearClock, look: Callable[[str, datetime], Any]) -> None:
        self._chance, self._clock, self._look = chance, clock, look
        self.posts: list[Post] = []
        self.troubles: Counter[str] = Counter()
        self.outage: Outage | None = None
        self.healthy = False
        self._left = 0
        self._then: Callable[[], None] = lambda: None
        self._said: dict[str, list[Json]] = {}

    def after_posts(self, number: int, then: Callable[[], None]) -> None:
        """When so many more messages have arrived, this happens, and the process that sent the last one is no more."""
        self._left, self._then = number, then

    @override
    async def _call(self, method: str, *, seconds: float = 0, query: bool = False, **args: object) -> Json:
        await asyncio.sleep(0)
        trouble = self._trouble(method)
        if trouble and not self._after_effect(trouble):
            raise trouble
        answer = self._do(method, args)
        if trouble:
            raise trouble
        return answer

    @override
    async def auth(self) -> Json:
        """Whoever installed this bot gave it no right to upload pictures: they would only take time."""
        return {"scopes": ["chat:write", "im:history", "im:write", "users:read"]}

    def _do(self, method: str, args: dict[str, Any]) -> Json:
        if method == "chat.postMessage":
            return self._post(args)
        if method == "conversations.open":
            return {"channel": {"id": f"D{args['users']}"}}
        if method in ("conversations.history", "conversations.replies"):
            since = [one for one in self._said.get(args["channel"], []) if one["ts"] >= args["oldest"]]
            return {"messages": since[::-1]}
        return {"ok": True}

    def _post(self, args: dict[str, Any]) -> Json:
        to = str(args["channel"])
        slack_id = to.removeprefix("D")
        number, at = len(self.posts), self._clock.now()
        ts = f"{self._clock.true().timestamp() + number * 1e-6:.6f}"
        notice_id = int(args["metadata"]["event_payload"]["notice"])
        self.posts.append(Post(notice_id, slack_id, at, self._look(slack_id, at)))
        said = self._said.setdefault(f"D{slack_id}", [])
        said.append({"ts": ts, "metadata": args["metadata"]})
        self._left -= 1
        if self._left == 0:
            self._then()
            raise Killed
        return {"channel": f"D{slack_id}", "ts": ts}

    def _trouble(self, method: str) -> Exception | None:
        if self.outage is not None and not self.healthy:
            found = self._in_outage(method)
        elif self.healthy or self._chance.random() > TROUBLE:
            return None
        else:
            found = self._of_the_day(method)
        self.troubles[type(found).__name__] += 1
        return found

    def _in_outage(self, method: str) -> Exception:
        if self.outage is Outage.GONE:
            return Passing(method, "unreachable", 30)
        if self.outage is Outage.BUSY:
            return Passing(method, "ratelimited", 60)
        return InDoubt(method, "no_answer")

    def _of_the_day(self, method: str) -> Exception:
        kinds: list[Callable[[], Exception]] = [
            lambda: Passing(method, "ratelimited", self._chance.randint(1, 30)),
            lambda: Passing(method, "unreachable", 30),
            lambda: InDoubt(method, "http_503"),
            Killed,
            lambda: Permanent(method, "message_not_found" if method == "chat.update" else "channel_not_found"),
        ]
        return self._chance.choices(kinds, [6, 3, 5, 5, 0.3])[0]()

    def _after_effect(self, trouble: Exception) -> bool:
        """Whether Slack did what was asked, and only its answer was lost, or nobody was there to hear it."""
        return isinstance(trouble, InDoubt | Killed) and self._chance.random() < 0.5
