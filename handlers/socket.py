"""Socket Mode: Slack's requests through a connection that the bot opens, for installations without a public address."""

import asyncio
import json

import structlog
from slack_bolt import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from handlers.bridge import Bridge
from handlers.payload import clean

LOOK_SECONDS = 0.2
"""How often it is looked whether the connection is up."""
LOST_SECONDS = 60.0
"""Slack's own client tries the same one-time address again and again: after so long without a connection it is replaced."""
DRAIN_SECONDS = 10.0
"""How long requests under way may take when the process ends; Slack gives each three seconds."""

log = structlog.stdlib.get_logger("growloop.socket")


class Socket:
    """One connection to Slack, kept up until `run` is told to stop. The same handlers and the same error edge as over HTTP."""

    def __init__(self, bridge: Bridge, web: AsyncWebClient, app_token: str) -> None:
        self._bridge = bridge
        self._web = web
        self._app_token = app_token
        self._client: SocketModeClient | None = None
        self._connected = False
        self._under_way: set[str] = set()

    def connected(self) -> bool:
        """Whether Slack can reach the bot now; as of a moment ago."""
        return self._connected

    async def run(self, stop: asyncio.Event) -> None:
        """Keep connected until `stop` is set; then take nothing new, and finish what is under way."""
        try:
            while not stop.is_set():
                await self._one_client(stop)
        finally:
            self._connected = False

    async def _one_client(self, stop: asyncio.Event) -> None:
        client = self._client = self._make()
        # It tries for ever and tells nobody (SLACK.md §5.5): so it gets a task of its own, and we look at the result.
        connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]
        lost = 0.0
        try:
            while not stop.is_set() and lost < LOST_SECONDS:
                was, self._connected = self._connected, bool(await client.is_connected())
                if was != self._connected:
                    log.info("socket connected" if self._connected else "socket lost")
                lost = 0.0 if self._connected else lost + LOOK_SECONDS
                await _pause(stop)
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            client.socket_mode_request_listeners.clear()
            await self._finish()
            await client.close()  # type: ignore[no-untyped-call]
            await client.aiohttp_client_session.close()

    def _make(self) -> SocketModeClient:
        client = SocketModeClient(app_token=self._app_token, web_client=self._web, ping_interval=10)
        client.proxy = self._web.proxy
        client.socket_mode_request_listeners.append(self._receive)
        return client

    async def _receive(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Answer one envelope. What failed is not acknowledged: Slack repeats an event, and shows a person that it failed."""
        self._under_way.add(request.envelope_id)
        try:
            body = clean(request.payload) if isinstance(request.payload, dict) else {}
            answer = await self._bridge.dispatch(body, _headers(request))
            if answer.status == 200:
                await client.send_socket_mode_response(_response(request.envelope_id, answer))
        finally:
            self._under_way.discard(request.envelope_id)

    async def _finish(self) -> None:
        waited = 0.0
        while self._under_way and waited < DRAIN_SECONDS:
            await asyncio.sleep(0.05)
            waited += 0.05


def _headers(request: SocketModeRequest) -> dict[str, str]:
    """What HTTP would say of a repeat."""
    headers = {}
    if request.retry_attempt is not None:
        headers["x-slack-retry-num"] = str(request.retry_attempt)
    if request.retry_reason is not None:
        headers["x-slack-retry-reason"] = request.retry_reason
    return headers


def _response(envelope_id: str, answer: BoltResponse) -> SocketModeResponse:
    if not answer.body:
        return SocketModeResponse(envelope_id=envelope_id)
    payload = json.loads(answer.body) if answer.body.startswith("{") else {"text": answer.body}
    return SocketModeResponse(envelope_id=envelope_id, payload=payload)


async def _pause(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await stop.wait()
    except TimeoutError:
        return
