"""In front of everything that comes from Slack: size, signature and age are checked on the raw bytes, before any parsing.

It closes what Bolt 1.30 leaves open (SLACK.md §2.2 to §2.4): no cap on the body, 500 for odd headers, bodies parsed and logged
before they are verified, headers that are not signed but obeyed.
"""

import hashlib
import hmac

import structlog
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.deps import Clock
from handlers.payload import Malformed, parse

PATH = "/slack/events"
BODY_MAX = 1024 * 1024
"""Bytes. Slack's largest view is 250 kB (SLACK.md §1.4)."""
AGE_MAX = 300
"""Seconds that a request may be old, or ahead of our clock (SLACK.md §2.1)."""
PARSED = "slack"
"""Where in `request.state` the parsed body waits for the endpoint."""

log = structlog.stdlib.get_logger("growloop.guard")


class _Refuse(Exception):
    """Turn the request away with that status; `why` is for the log."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


class Guard:
    """ASGI middleware: what gets through was signed by Slack a moment ago, and is parsed."""

    def __init__(self, app: ASGIApp, *, secret: str, clock: Clock) -> None:
        self._app = app
        self._secret = secret.encode()
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        try:
            scope.setdefault("state", {})[PARSED] = await self._admit(scope, receive)
        except _Refuse as refused:
            log.warning("request refused", status=refused.status, why=refused.why)
            await PlainTextResponse(_SAID[refused.status], refused.status)(scope, receive, send)
            return
        await self._app(scope, _spent, send)

    async def _admit(self, scope: Scope, receive: Receive) -> dict[str, object]:
        if scope["method"] != "POST":
            raise _Refuse(405, "method")
        headers: dict[bytes, bytes] = dict(scope["headers"])
        raw = await _read(headers, receive)
        self._check(headers, raw)
        try:
            return parse(raw, headers.get(b"content-type", b"").decode("latin-1"))
        except Malformed as error:
            raise _Refuse(400, str(error)) from None

    def _check(self, headers: dict[bytes, bytes], raw: bytes) -> None:
        stamp = headers.get(b"x-slack-request-timestamp", b"")
        given = headers.get(b"x-slack-signature", b"")
        if not (stamp.isdigit() and len(stamp) < 16 and given):
            raise _Refuse(401, "unsigned")
        if not hmac.compare_digest(sign(self._secret, stamp, raw), given):
            raise _Refuse(401, "signature")
        if abs(self._clock.now().timestamp() - int(stamp)) > AGE_MAX:
            raise _Refuse(401, "age")


def sign(secret: bytes, stamp: bytes, raw: bytes) -> bytes:
    """Slack's signature, version 0, of a raw body and its timestamp."""
    return b"v0=" + hmac.new(secret, b"v0:" + stamp + b":" + raw, hashlib.sha256).hexdigest().encode()


async def _read(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """The whole body, as long as it is not too long: by what it says of itself, and by what comes."""
    said = headers.get(b"content-length", b"0")
    if not said.isdigit():
        raise _Refuse(400, "length")
    if len(said) > 9 or int(said) > BODY_MAX:
        raise _Refuse(413, "size")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Refuse(400, "disconnected")
        body += message.get("body", b"")
        if len(body) > BODY_MAX:
            raise _Refuse(413, "size")
        if not message.get("more_body", False):
            return bytes(body)


async def _spent() -> Message:
    """The body was read here; nobody behind needs it."""
    return {"type": "http.request", "body": b"", "more_body": False}


_SAID = {
    400: "The request cannot be read.",
    401: "The request is not signed by Slack, or too old.",
    405: "Only POST is answered here.",
    413: "The request is too large.",
}
