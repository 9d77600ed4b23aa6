"""What goes to the bot: signed requests or envelopes over a socket, three seconds to answer, events repeated when they fail."""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx

from bot.sandbox.answer import Answer
from bot.sandbox.model import Json
from bot.sandbox.payloads import form

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

logger = logging.getLogger(__name__)
DEADLINE_SECONDS = 3.0
RETRY_AFTER = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""When an event that failed is sent again, each counted from the failure before it (SLACK.md §1.6)."""

FORM = "application/x-www-form-urlencoded"
EVENT_SCOPES: dict[str, str] = {
    "message.im": "im:history", "message.channels": "channels:history", "message.groups": "groups:history",
    "app_mention": "app_mentions:read", "team_join": "users:read", "user_change": "users:read",
    "reaction_added": "reactions:read",
}  # fmt: skip
"""Events that reach only an app with this scope."""


@dataclass
class Repeat:
    """An event that waits for another attempt."""

    due: datetime
    envelope: Json
    number: int
    reason: str


LAST_WORDS = {"app_uninstalled", "tokens_revoked"}
"""What an app that was taken out is still told."""


class Deliveries:
    """Sends to the bot by HTTP, or by a socket where one is connected."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._url = ""
        self._client: httpx.AsyncClient | None = None
        self._own_client: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._sleepers: set[asyncio.Task[Any]] = set()
        self._repeats: list[Repeat] = []
        sandbox.clock.on_move(self._fire_due)

    def connect(self, url: str, client: httpx.AsyncClient | None) -> None:
        """Send to this address from now on."""
        self._url, self._client = url, client

    @property
    def reachable(self) -> bool:
        """Whether there is anywhere to send to."""
        return bool(self._url) or self._sandbox.sockets.connected or self._sandbox.socket_mode

    async def command(self, fields: Json) -> Answer:
        """A slash command."""
        return await self._send("slash_commands", fields["command"], fields, form(fields).encode(), FORM)

    async def interaction(self, payload: Json) -> Answer:
        """A button, a submission, a shortcut."""
        body = form({"payload": json.dumps(payload, ensure_ascii=False)}).encode()
        return await self._send("interactive", payload["type"], payload, body, FORM)

    def event(self, kind: str, event: Json) -> asyncio.Task[Any] | None:
        """Send an event in the background when the app has asked for its kind and may have it."""
        scope = EVENT_SCOPES.get(kind)
        sandbox = self._sandbox
        if sandbox.uninstalled and kind not in LAST_WORDS:
            return None
        if kind not in sandbox.events or (scope and scope not in sandbox.scopes) or not self.reachable:
            return None
        event_id = sandbox.workspace.ids.next("Ev")
        return self.spawn(self._deliver(sandbox.payloads.event(event, event_id, sandbox.clock.now()), 0, ""))

    async def envelope(self, envelope: Json, headers: dict[str, str] | None = None) -> Answer:
        """One attempt at an event's envelope, or a url_verification."""
        what = envelope["event"]["type"] if "event" in envelope else envelope["type"]
        body = json.dumps(envelope, ensure_ascii=False).encode()
        return await self._send("events_api", what, envelope, body, "application/json", headers or {})

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any] | None:
        """Do something in the background that `settle` waits for; nothing where no loop runs."""
        try:
            task = asyncio.get_running_loop().create_task(work)
        except RuntimeError:
            work.close()
            return None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def settle(self, seconds: float) -> None:
        """Wait until everything that is under way is done. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self._tasks:
                await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """Stop everything."""
        self._repeats.clear()
        pending = self._tasks | self._sleepers
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.wait(pending)
        if self._own_client is not None:
            await self._own_client.aclose()

    async def _deliver(self, envelope: Json, number: int, reason: str) -> None:
        headers = {"x-slack-retry-num": str(number), "x-slack-retry-reason": reason} if number else {}
        answer = await self.envelope(envelope, headers)
        if 200 <= answer.status < 300 or answer.final or number >= len(RETRY_AFTER):
            return
        if number == 0:
            await self._deliver(envelope, 1, answer.reason)
            return
        self._repeat_later(Repeat(self._sandbox.clock.now() + RETRY_AFTER[number], envelope, number + 1, answer.reason))

    def _repeat_later(self, repeat: Repeat) -> None:
        self._repeats.append(repeat)
        if self._sandbox.clock.running:
            task = asyncio.get_running_loop().create_task(self._fire_at(repeat.due))
            self._sleepers.add(task)
            task.add_done_callback(self._sleepers.discard)

    async def _fire_at(self, due: datetime) -> None:
        clock = self._sandbox.clock
        await clock.sleep((due - clock.now()).total_seconds())
        await self._fire_due(clock.now())

    async def _fire_due(self, now: datetime) -> None:
        due = [repeat for repeat in self._repeats if repeat.due <= now]
        self._repeats = [repeat for repeat in self._repeats if repeat.due > now]
        for repeat in due:
            await self._deliver(repeat.envelope, repeat.number, repeat.reason)

    async def _send(
        self, kind: str, what: str, shown: Json, body: bytes, content_type: str, headers: dict[str, str] | None = None
    ) -> Answer:
        began = time.perf_counter()
        sockets = self._sandbox.sockets
        if sockets.connected or self._sandbox.socket_mode:
            answer = await sockets.send(kind, shown, headers or {}, DEADLINE_SECONDS)
        else:
            answer = await self._post(body, content_type, headers or {})
        answer.ms = (time.perf_counter() - began) * 1000
        self._sandbox.record("out", what, answer.status, answer.ms, shown, answer.body or answer.reason)
        return answer

    async def _post(self, body: bytes, content_type: str, headers: dict[str, str]) -> Answer:
        if not self._url:
            return Answer(0, "", 0.0, "connection_failed")
        signed = {"content-type": content_type, **self.signature(body), **headers}
        task = self.spawn(self._http().post(self._url, content=body, headers=signed))
        if task is None:
            raise RuntimeError("No loop is running.")
        done, _ = await asyncio.wait({task}, timeout=DEADLINE_SECONDS)
        if not done:
            return Answer(0, "", 0.0, "http_timeout")
        if error := task.exception():
            if isinstance(error, httpx.TransportError):
                return Answer(0, "", 0.0, "connection_failed")
            logger.warning("The bot broke while it answered.", exc_info=error)
            return Answer(500, "", 0.0, "http_error")
        response: httpx.Response = task.result()
        final = response.headers.get("x-slack-no-retry") == "1"
        return Answer(response.status_code, response.text, 0.0, "" if response.is_success else "http_error", final)

    def signature(self, body: bytes) -> dict[str, str]:
        """The headers that prove a body (SLACK.md §2.1); the time is the clock's."""
        timestamp = str(int(self._sandbox.clock.now().timestamp()))
        digest = hmac.new(self._sandbox.signing_secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
        return {"x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={digest.hexdigest()}"}

    def _http(self) -> httpx.AsyncClient:
        if self._client is not None:
            return self._client
        if self._own_client is None:
            self._own_client = httpx.AsyncClient(timeout=None, trust_env=False)  # noqa: S113  # the deadline is ours
        return self._own_client
