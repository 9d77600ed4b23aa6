"""From a parsed request to Bolt and back, the same for HTTP and for Socket Mode."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.logs import told_apart

Json = dict[str, Any]

RETRIES = ("x-slack-retry-num", "x-slack-retry-reason")
"""The only headers that Bolt is shown: others, such as its own for lazy listeners, are not covered by the signature."""

log = structlog.stdlib.get_logger("growloop.requests")


@dataclass(frozen=True)
class Bridge:
    """Bolt, and what every handler is given by its name: `deps`, and `installed` (handlers/installed.py)."""

    bolt: AsyncApp
    given: Mapping[str, object]

    async def dispatch(self, body: Json, headers: Mapping[str, str]) -> BoltResponse:
        """Bolt's answer. The body is handed over as it was parsed, which Bolt takes in its mode for sockets."""
        with told_apart(request=named(body)):
            if body.get("type") == "url_verification":
                return BoltResponse(status=200, body={"challenge": str(body.get("challenge", ""))})
            if body.get("ssl_check") == "1":
                return BoltResponse(status=200)
            try:
                request = self._request(body, headers)
            except (AttributeError, KeyError, TypeError, ValueError):
                log.warning("request of an unknown shape")
                return BoltResponse(status=400, body="The request cannot be read.")
            answer = await self.bolt.async_dispatch(request)
            return _unhandled(body) if answer.status == 404 else answer

    def _request(self, body: Json, headers: Mapping[str, str]) -> AsyncBoltRequest:
        shown: dict[str, str | Sequence[str]] = {name: headers[name] for name in RETRIES if name in headers}
        return AsyncBoltRequest(body=body, headers=shown, context=dict(self.given), mode="socket_mode")


def named(body: Json) -> str:
    """What kind of request it is, by our own names for it, without anything that a person wrote."""
    event = body.get("event")
    if isinstance(event, dict):
        return f"event {event.get('type')}"[:80]
    if "command" in body:
        return f"command {body['command']}"[:80]
    actions = body.get("actions")
    if isinstance(actions, list) and actions and isinstance(actions[0], dict):
        return f"action {actions[0].get('action_id')}"[:80]
    view = body.get("view")
    callback = view.get("callback_id") if isinstance(view, dict) else body.get("callback_id")
    return f"{body.get('type')} {callback or ''}".strip()[:80]


def _unhandled(body: Json) -> BoltResponse:
    """Nobody answers to it. Of events and closed views that is no failure; a person must learn that nothing happened."""
    if "event" in body or body.get("type") == "view_closed":
        return BoltResponse(status=200)
    log.warning("nobody handles this")
    return BoltResponse(status=404)
