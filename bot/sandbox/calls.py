"""One call of the Web API: who calls, with which arguments, and the table of methods that answer."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Json, Person

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

PAGE_MAX = 1000


@dataclass
class Call:
    """The arguments of one call, as strings or as JSON values, and the sandbox that answers."""

    sandbox: "Sandbox"
    method: str
    args: Json

    def text(self, name: str, default: str = "") -> str:
        """An argument as a string."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def need(self, *names: str) -> None:
        """Refuse a call without these arguments."""
        missing = [name for name in names if self.args.get(name) in (None, "")]
        if missing:
            raise SlackError("invalid_arguments", *(f"[ERROR] missing required field: {name}" for name in missing))

    def flag(self, name: str, default: bool = False) -> bool:
        """An argument as true or false; forms send words."""
        value = self.args.get(name)
        return default if value is None else str(value).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        """An argument as a whole number."""
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError as error:
            raise SlackError("invalid_arguments", f"[ERROR] must be an integer [json-pointer:/{name}]") from error

    def value(self, name: str, wrong: str = "invalid_arguments") -> Any:
        """An argument that is JSON: as it is, or parsed where a form sent it as a string."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise SlackError(wrong, f"[ERROR] must be valid JSON [json-pointer:/{name}]") from error

    def person(self, name: str, error: str = "user_not_found") -> Person:
        """The person whose id the argument holds."""
        person = self.sandbox.workspace.people.get(self.text(name))
        if person is None:
            raise SlackError(error)
        return person

    def channel(self, name: str = "channel") -> Channel:
        """The conversation whose id the argument holds, as far as the bot can see it."""
        channel = self.sandbox.workspace.channels.get(self.text(name))
        bot = self.sandbox.bot_user_id
        if channel is None or (bot not in channel.members and (channel.private or channel.kind == "dm")):
            raise SlackError("channel_not_found")
        return channel

    def need_scope(self, *one_of: str) -> None:
        """Refuse a call whose token holds none of these scopes."""
        if not self.sandbox.scopes.intersection(one_of):
            provided = ",".join(sorted(self.sandbox.scopes))
            raise SlackError("missing_scope", needed=one_of[0], provided=provided)

    def page(self, items: list[Any], default: int) -> tuple[list[Any], Json]:
        """One page of `items` and the metadata with the cursor of the next; an empty cursor ends."""
        limit = self.number("limit", default) or default
        if not 1 <= limit <= PAGE_MAX:
            raise SlackError("invalid_limit")
        start = self._start()
        if start > len(items):
            raise SlackError("invalid_cursor")
        following = start + limit
        cursor = base64.b64encode(f"next:{following}".encode()).decode() if following < len(items) else ""
        return items[start:following], {"next_cursor": cursor}

    def _start(self) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        try:
            word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
            if word != "next":
                raise SlackError("invalid_cursor")
            return int(number)
        except (binascii.Error, ValueError) as error:
            raise SlackError("invalid_cursor") from error


Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """A method of the Web API: its handler, the scopes of which one is needed, its calls a minute, and the kind of token."""

    handler: Handler
    scopes: tuple[str, ...]
    per_minute: int
    kind: str = "bot"


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, per_minute: int, kind: str = "bot") -> Callable[[Handler], Handler]:
    """Register a handler under the method's name; rates are those of SLACK.md §3.2."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(handler, scopes, per_minute, kind)
        return handler

    return register
