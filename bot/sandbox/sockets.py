"""Socket Mode: the bot holds a connection, and what it would get by HTTP comes as envelopes (SLACK.md §5.5)."""

import asyncio
import json
import secrets
from typing import TYPE_CHECKING, Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.answer import Answer
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

CONNECTIONS_MAX = 10
CONNECTION_SECONDS = 3600


class Sockets:
    """The connections of the app; each envelope goes to one of them in turn."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._turn = 0
        self.routes = [WebSocketRoute("/link/{ticket}", self.endpoint)]

    @property
    def connected(self) -> bool:
        """Whether any connection is up."""
        return bool(self._open)

    @property
    def count(self) -> int:
        """How many connections are up."""
        return len(self._open)

    def ticket(self) -> str:
        """A one-time address to connect to."""
        if not self._sandbox.base_url.startswith("http://"):
            raise SlackError("internal_error")
        key = secrets.token_urlsafe(16)
        self._tickets.add(key)
        return f"ws://{self._sandbox.base_url.removeprefix('http://')}/link/{key}"

    async def endpoint(self, socket: WebSocket) -> None:
        """One connection, from hello to its end."""
        key = socket.path_params["ticket"]
        if key not in self._tickets or self._sandbox.uninstalled:
            await socket.close(4401)
            return
        self._tickets.discard(key)
        await socket.accept()
        if len(self._open) >= CONNECTIONS_MAX:
            await self._goodbye(socket, "too_many_websockets")
            return
        self._open.append(socket)
        await socket.send_text(json.dumps(self._hello()))
        try:
            while True:
                self._acked(await socket.receive_text())
        except WebSocketDisconnect:
            return
        finally:
            if socket in self._open:
                self._open.remove(socket)

    async def send(self, kind: str, payload: Json, headers: dict[str, str], deadline: float) -> Answer:
        """One envelope to one connection, and its acknowledgement."""
        if not self._open:
            return Answer(0, "", 0.0, "connection_failed")
        self._turn += 1
        socket = self._open[self._turn % len(self._open)]
        envelope = self._envelope(kind, payload, headers)
        acked: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = acked
        try:
            async with asyncio.timeout(deadline):
                await socket.send_text(json.dumps(envelope))
                ack = await acked
        except TimeoutError:
            return Answer(0, "", 0.0, "http_timeout")
        except (RuntimeError, WebSocketDisconnect):
            return Answer(0, "", 0.0, "connection_failed")
        finally:
            del self._waiting[envelope["envelope_id"]]
        if "payload" not in ack or not envelope["accepts_response_payload"]:
            return Answer(200, "", 0.0)
        answer = ack["payload"]
        return Answer(200, answer if isinstance(answer, str) else json.dumps(answer), 0.0)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """End all connections as Slack does when it refreshes them; the bot should come back."""
        for socket in list(self._open):
            self._open.remove(socket)
            await self._goodbye(socket, reason)

    async def warn(self) -> None:
        """Say on every connection that it will end soon."""
        for socket in list(self._open):
            await socket.send_text(json.dumps({"type": "disconnect", "reason": "warning", "debug_info": {}}))

    async def _goodbye(self, socket: WebSocket, reason: str) -> None:
        await socket.send_text(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}))
        await socket.close()

    def _hello(self) -> Json:
        return {
            "type": "hello", "num_connections": len(self._open), "connection_info": {"app_id": self._sandbox.app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": CONNECTION_SECONDS},
        }  # fmt: skip

    def _envelope(self, kind: str, payload: Json, headers: dict[str, str]) -> Json:
        envelope: Json = {
            "envelope_id": secrets.token_hex(16), "type": kind, "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }  # fmt: skip
        if kind == "events_api":
            envelope["retry_attempt"] = int(headers.get("x-slack-retry-num", "0"))
            envelope["retry_reason"] = headers.get("x-slack-retry-reason", "")
        return envelope

    def _acked(self, text: str) -> None:
        try:
            ack: Any = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(str(ack.get("envelope_id"))) if isinstance(ack, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(ack)
