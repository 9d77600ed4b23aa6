"""Serving the sandbox on this machine alone."""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

NAMES = {"localhost", "127.0.0.1", "::1", "[::1]"}
STEP_SECONDS, GRACE_STEPS = 0.005, 100
KEPT_SECONDS = 60
"""A connection without requests is kept for longer than any client here keeps it (aiohttp: 15 s), so that none writes into one
that is just being closed."""


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine alone."""
    if host in NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class LoopbackOnly:
    """Turns away callers from other machines, and pages of other sites that point a name of theirs at this machine."""

    def __init__(self, app: ASGIApp, *, check_host: bool) -> None:
        self._app = app
        self._check_host = check_host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from this machine, answer 403 to the rest."""
        if scope["type"] not in ("http", "websocket") or self._is_ours(scope):
            transport = getattr(getattr(send, "__self__", None), "transport", None)
            if transport is not None:
                scope["sandbox.hang_up"] = transport.abort
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"The sandbox serves this machine alone."})

    def _is_ours(self, scope: Scope) -> bool:
        client = scope.get("client")
        if client and not is_loopback(client[0]):
            return False
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        return not self._check_host or is_loopback(urlsplit(f"//{host}").hostname or "")


class _Server(uvicorn.Server):
    """A uvicorn inside somebody else's loop: no signal handlers, and it stops at once."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready, self.stop = asyncio.Event(), asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the host."""
        yield

    async def main_loop(self) -> None:
        """Serve until told to stop."""
        self.ready.set()
        await self.stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let requests end for a moment, then break off what still runs."""
        state = self.server_state
        for server in self.servers:
            server.close()
        for connection in list(state.connections):
            connection.shutdown()
        for _ in range(GRACE_STEPS):
            if not state.connections and not state.tasks:
                break
            await asyncio.sleep(STEP_SECONDS)
        for task in list(state.tasks):
            task.cancel()
        for connection in list(state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def serving(app: Any, port: int, host: str = "127.0.0.1") -> AsyncIterator[str]:
    """Serve an ASGI app in the running loop; the answer is its address.

    Raises ValueError for a host that is not this machine, OSError for a port that is taken.
    """
    if not is_loopback(host):
        raise ValueError(f"The sandbox serves this machine alone, not {host}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio lets small answers go at once; without, each waits for the other side (40 ms on Linux).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    guarded = LoopbackOnly(app, check_host=True)
    config = uvicorn.Config(
        guarded,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        ws="websockets-sansio",
        timeout_keep_alive=KEPT_SECONDS,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    await server.ready.wait()
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    finally:
        server.stop.set()
        await running
        listener.close()
