"""response_url: a way to answer an interaction without a token, five times in thirty minutes (SLACK.md §1.3)."""

import json
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.errors import SlackError
from bot.sandbox.methods_chat import checked_content
from bot.sandbox.model import Channel, Json, Message

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

USES = 5
LIFE = timedelta(minutes=30)
REFUSED = 404


@dataclass
class Hook:
    """An address that was given out: for whom, where, and for which message."""

    channel: Channel
    user: str
    message: Message | None
    at: datetime
    used: int = 0


class Hooks:
    """Gives out response URLs and does what is posted to them."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._given: dict[str, Hook] = {}
        self.routes = [Route("/hooks/{key}", self.endpoint, methods=["POST"])]

    def give(self, channel: Channel, user: str, message: Message | None = None) -> str:
        """A response URL for what `user` just did in `channel` (with `message`)."""
        key = secrets.token_urlsafe(18)
        self._given[key] = Hook(channel, user, message, self._sandbox.clock.now())
        return f"{self._sandbox.base_url}/hooks/{key}"

    async def endpoint(self, request: Request) -> Response:
        """One use of a response URL."""
        began = time.perf_counter()
        text = (await request.body()).decode("utf-8", "replace")
        shown: Any = text
        try:
            shown = json.loads(text)
            answer = self._use(self._given.get(request.path_params["key"]), shown)
        except ValueError:
            answer = PlainTextResponse("invalid_payload", 400)
        except SlackError as error:
            answer = JSONResponse(error.answer(), REFUSED if error.error.endswith("_url") else 400)
        body = bytes(answer.body).decode()
        self._sandbox.record(
            "in", "response_url", answer.status_code, (time.perf_counter() - began) * 1000, shown, body
        )
        return answer

    def _use(self, hook: Hook | None, payload: Any) -> Response:
        if hook is None:
            raise SlackError("invalid_url")
        if self._sandbox.clock.now() - hook.at > LIFE:
            raise SlackError("expired_url")
        if hook.used >= USES:
            raise SlackError("used_url")
        if not isinstance(payload, dict):
            raise SlackError("invalid_payload")
        hook.used += 1
        self.respond(hook.channel, hook.user, hook.message, payload)
        return PlainTextResponse("ok")

    def respond(self, channel: Channel, user: str, original: Message | None, payload: Json) -> Message | None:
        """Do what a response says: delete or replace the original, or say something, ephemeral unless it asks otherwise."""
        if payload.get("delete_original"):
            if original is not None:
                self._sandbox.erase(original)
            return None
        content = checked_content(payload)
        if not content["text"].strip() and not content["blocks"] and not content["attachments"]:
            raise SlackError("no_text")
        if payload.get("replace_original") and original is not None:
            self._sandbox.edit(original, **content)
            return original
        to = None if payload.get("response_type") == "in_channel" else user
        return self._sandbox.post(channel, thread_ts=payload.get("thread_ts"), ephemeral_to=to, **content)
