"""A Slack-shaped workspace on this machine, for any bot: what `demo` shows and what tests talk to."""

import contextlib
import copy
import importlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.sandbox import methods_files
from bot.sandbox.actor import Actor
from bot.sandbox.answer import Answer
from bot.sandbox.bolt_out import Deliveries
from bot.sandbox.clock import MovableClock
from bot.sandbox.faults import Faults
from bot.sandbox.hooks import Hooks
from bot.sandbox.ids import secret
from bot.sandbox.model import Channel, Json, Message, Person, WireRecord
from bot.sandbox.page_guide import Groups, Note
from bot.sandbox.page_texts import Said
from bot.sandbox.payloads import App, Payloads
from bot.sandbox.rates import Rates
from bot.sandbox.screens import Screens
from bot.sandbox.server import LoopbackOnly, serving
from bot.sandbox.sockets import Sockets
from bot.sandbox.webapi import WebApi
from bot.sandbox.workspace import Workspace

ALL_SCOPES = frozenset({
    "app_mentions:read", "channels:history", "channels:read", "chat:write", "chat:write.customize", "chat:write.public",
    "commands", "files:read", "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write",
    "mpim:history", "mpim:read", "mpim:write", "reactions:read", "reactions:write", "team:read", "usergroups:read",
    "users.profile:read", "users:read", "users:read.email",
})  # fmt: skip
WIRE_MAX = 2000
CALLS_MAX = 20_000
SETTLE_SECONDS = 20.0


class Sandbox:
    """The workspace, the Web API that the bot calls, and the platform that calls the bot.

    Nothing reaches the bot before `connect` (or a socket), and no command, shortcut or event that `register` did not name.
    `home_tab` and `messages_tab` ("on", "read_only" or "" for off) are what the app's settings would say.
    """

    def __init__(
        self,
        clock: MovableClock,
        signing_secret: str | None = None,
        scopes: Iterable[str] = ALL_SCOPES,
        socket_mode: bool = False,
        *,
        name: str = "Sandbox",
        bot_name: str = "growloop",
        with_page: bool = True,
    ) -> None:
        self.clock = clock
        self.workspace = Workspace(clock, name)
        self.signing_secret = signing_secret or secret("sandbox").replace("-", "")
        self.bot_token, self.app_token = secret("xoxb"), secret("xapp")
        self.scopes = set(scopes)
        self.socket_mode = socket_mode
        self.home_tab, self.messages_tab = True, "on"
        self.uninstalled = self.revoked = False
        self.base_url = "http://127.0.0.1"
        self.commands: dict[str, Json] = {}
        self.shortcuts: dict[str, Json] = {}
        self.events: set[str] = set()
        self.wire: list[WireRecord] = []
        self._calls: dict[str, list[Json]] = {}
        self._app = App(self.workspace)
        self.bot_user = self.workspace.add_person(bot_name.capitalize(), handle=bot_name, is_bot=True, locale=None)
        self._app.user_id = self.bot_user.id
        self.payloads = Payloads(self.workspace, self._app)
        self.screens = Screens(self.workspace)
        self.hooks = Hooks(self)
        self.faults, self.rates = Faults(), Rates()
        self.sockets = Sockets(self)
        self.deliveries = Deliveries(self)
        self.webapi = WebApi(self)
        self.workspace.on_event = self._about_people
        self.title: Said = name
        self.notes: list[Note | Said] = []
        self.people_groups: Groups = {}
        self.opening = False
        """Whether the host is still preparing the workspace: the page asks for patience, all else works."""
        self.on_reset: Callable[[], Awaitable[None]] | None = None
        self._with_page = with_page
        self._asgi: LoopbackOnly | None = None

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.workspace.team_id

    @property
    def bot_user_id(self) -> str:
        """The bot's user id (U…)."""
        return self._app.user_id

    @property
    def bot_id(self) -> str:
        """The bot's id (B…)."""
        return self._app.bot_id

    @property
    def app_id(self) -> str:
        """The app's id (A…)."""
        return self._app.id

    @property
    def app(self) -> LoopbackOnly:
        """The ASGI app: Web API, response URLs, uploads, sockets, and the page."""
        if self._asgi is None:
            routes: list[BaseRoute] = [
                *self.webapi.routes,
                *self.hooks.routes,
                *methods_files.routes(self),
                *self.sockets.routes,
            ]
            if self._with_page:
                routes += importlib.import_module("bot.sandbox.page").routes(self)
            self._asgi = LoopbackOnly(Starlette(routes=routes), check_host=False)
        return self._asgi

    @contextlib.asynccontextmanager
    async def serve(self, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator[str]:
        """Serve on this machine alone, in the running loop; the answer is the address without a slash at the end.

        Raises OSError when the port is taken, ValueError for a host that is not this machine.
        """
        async with serving(self.app, port, host) as url:
            self.base_url = url
            try:
                yield url
            finally:
                await self.aclose()

    async def aclose(self) -> None:
        """Stop all that is under way to the bot, and its sockets."""
        await self.sockets.disconnect("link_disabled")
        await self.deliveries.close()

    # The bot

    def connect(self, url: str, client: httpx.AsyncClient | None = None) -> None:
        """Say where the bot listens; a client with an ASGI transport reaches a bot in this process."""
        self.deliveries.connect(url, client)

    def register(
        self, commands: Iterable[str | Json] = (), shortcuts: Iterable[Json] = (), events: Iterable[str] = ()
    ) -> None:
        """Take over what the app's manifest declares: slash commands, shortcuts, events."""
        for command in commands:
            entry: Json = {"command": command, "should_escape": True} if isinstance(command, str) else command
            self.commands[str(entry["command"])] = entry
        self.shortcuts |= {entry["callback_id"]: entry for entry in shortcuts}
        self.events |= set(events)

    async def verify_url(self) -> Answer:
        """Send the challenge that Slack sends when a request URL is entered."""
        challenge = secret("challenge")
        token = self._app.verification_token
        return await self.deliveries.envelope({"type": "url_verification", "token": token, "challenge": challenge})

    def revoke_scope(self, name: str) -> None:
        """The token no longer holds this scope."""
        self.scopes.discard(name)

    def revoke_token(self) -> None:
        """The bot's token stops to work, and the app is told when it asked for that."""
        self.revoked = True
        self.deliveries.event(
            "tokens_revoked", {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot_user_id]}}
        )

    def uninstall(self) -> None:
        """The app is taken out of the workspace, and told when it asked for that."""
        self.uninstalled = True
        self.deliveries.event("app_uninstalled", {"type": "app_uninstalled"})

    async def settle(self, seconds: float = SETTLE_SECONDS) -> None:
        """Wait until everything under way to the bot is done. Repeats that wait for the clock are not under way."""
        await self.deliveries.settle(seconds)

    # What happened

    def calls(self, method: str) -> list[Json]:
        """The arguments of every accepted-or-refused call of a method, in their order."""
        return list(self._calls.get(method, []))

    def note_call(self, method: str, args: Json) -> None:
        """Remember a call."""
        calls = self._calls.setdefault(method, [])
        calls.append(args)
        del calls[:-CALLS_MAX]

    def record(self, direction: Any, what: str, status: int, ms: float, request: Any, response: Any) -> None:
        """Remember an exchange for the panel."""
        self.wire.append(WireRecord(direction, what, status, round(ms, 2), request, response, self.clock.now()))
        del self.wire[:-WIRE_MAX]
        self.workspace.changed()

    # What the bot says

    def post(self, channel: Channel, text: str, **fields: Any) -> Message:
        """A message of the bot."""
        message = self.workspace.add_message(channel, self.bot_user_id, text, bot=self.bot_id, **fields)
        if message.ephemeral_to is None:
            self.tell(message)
        return message

    def edit(self, message: Message, **content: Any) -> None:
        """Change a message in place and tell the app about it."""
        before = self.payloads.message(message)
        if content.get("blocks") is not None and content["blocks"] != message.blocks:
            message.earlier.append(copy.deepcopy(message.blocks))
        for key, value in content.items():
            setattr(message, key, value)
        message.edited = self.clock.now()
        self.workspace.changed()
        if message.ephemeral_to is None:
            after = self.payloads.message(message)
            self._tell_change(message, {"subtype": "message_changed", "message": after, "previous_message": before})

    def erase(self, message: Message) -> None:
        """Take a message away and tell the app about it."""
        message.deleted = True
        self.workspace.changed()
        if message.ephemeral_to is None:
            before = self.payloads.message(message)
            self._tell_change(
                message, {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": before}
            )

    # Events

    def tell(self, message: Message, subtype: str = "") -> list[Any]:
        """Send the events of a new message; the answers are the deliveries under way."""
        channel = self.workspace.channels[message.channel]
        event = self.payloads.message(message) | {"channel": channel.id, "event_ts": message.ts}
        event |= {"subtype": subtype} if subtype else {}
        sent = [self._to_members(channel, event | {"channel_type": "im" if channel.kind == "dm" else "channel"})]
        if channel.kind != "dm" and f"<@{self.bot_user_id}" in message.text and message.user != self.bot_user_id:
            sent.append(self.deliveries.event("app_mention", event | {"type": "app_mention"}))
        return [task for task in sent if task is not None]

    def _tell_change(self, message: Message, change: Json) -> Any:
        channel = self.workspace.channels[message.channel]
        ts = self.workspace.ids.ts(self.clock.now())
        event = {"type": "message", "hidden": True, "channel": channel.id, "ts": ts, "event_ts": ts, **change}
        return self._to_members(channel, event | {"channel_type": "im" if channel.kind == "dm" else "channel"})

    def _to_members(self, channel: Channel, event: Json) -> Any:
        if self.bot_user_id not in channel.members:
            return None
        kind = "message.im" if channel.kind == "dm" else "message.groups" if channel.private else "message.channels"
        return self.deliveries.event(kind, event)

    def _about_people(self, change: Json) -> None:
        user = self.payloads.user(change["person"], locale=True, email="users:read.email" in self.scopes)
        event: Json = {"type": change["type"], "user": user, "event_ts": f"{self.clock.now().timestamp():.6f}"}
        self.deliveries.event(change["type"], event)

    # People

    def as_(self, who: Person | str) -> Actor:
        """Be somebody: what they see and what they can do."""
        return Actor(self, self.workspace.person(who))
