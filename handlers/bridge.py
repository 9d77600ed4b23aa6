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

OBJECTS = ("container", "event", "message", "view")
NAMED = ("channel", "enterprise", "team", "user")
"""An object, or its id alone."""
LISTS = ("actions", "authorizations", "response_urls")

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
            if not is_shaped(body):
                log.warning("request of an unknown shape")
                return BoltResponse(status=400, body="The request cannot be read.")
            answer = await self.bolt.async_dispatch(self._request(body, headers))
            return _unhandled(body) if answer.status == 404 else answer

    def _request(self, body: Json, headers: Mapping[str, str]) -> AsyncBoltRequest:
        shown: dict[str, str | Sequence[str]] = {name: headers[name] for name in RETRIES if name in headers}
        return AsyncBoltRequest(body=body, headers=shown, context=dict(self.given), mode="socket_mode")


def is_shaped(body: Json) -> bool:
    """Whether the parts that Bolt and we look into are what Slack makes them: else Bolt stumbles over them, with a 500."""
    view = body.get("view")
    return (
        all(isinstance(body.get(name) or {}, dict) for name in OBJECTS)
        and all(isinstance(body.get(name) or {}, dict | str) for name in NAMED)
        and all(_is_list_of_objects(body.get(name) or []) for name in LISTS)
        and (not view or isinstance(view.get("type"), str))
    )


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


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
