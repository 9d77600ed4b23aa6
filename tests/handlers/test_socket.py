"""Socket Mode: the same handlers through a connection that the bot opens, kept up, and closed without losing anything."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from slack_bolt.async_app import AsyncAck

from bot.domain.errors import RuleBroken
from bot.main import Bot, StartFailed
from bot.process import Role, running
from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.views import kit
from handlers import acting
from tests.app import COMMANDS, EVENTS

FORM = kit.modal("try.form", "Try", [kit.text_input("first", "First")], close="Close", submit="Send")


@dataclass(frozen=True)
class Linked:
    bot: Bot
    sandbox: Sandbox
    http: httpx.AsyncClient

    async def ready(self) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.http.get("/readyz")).json()
        return answer


@asynccontextmanager
async def linked(url: str, *, app_token: str | None = None) -> AsyncIterator[Linked]:
    """A web process in Socket Mode, connected to a sandbox that knows no other way to it."""
    acting.forget()
    sandbox = Sandbox(
        MovableClock(datetime(2027, 1, 13, 9, tzinfo=UTC), running=True), socket_mode=True, with_page=False
    )
    sandbox.register([*COMMANDS, "/try"], (), EVENTS)
    async with sandbox.serve() as address:
        settings = Settings.load(
            port=free_port(),
            GROWLOOP_DATABASE_URL=url,
            slack_bot_token=sandbox.bot_token,
            slack_app_token=app_token or sandbox.app_token,
            slack_api_url=f"{address}/api/",
        )
        async with (
            running(settings, Role.WEB, clock=sandbox.clock) as bot,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.port}", trust_env=False) as http,
        ):
            await until(lambda: sandbox.sockets.connected)
            yield Linked(bot, sandbox, http)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - another process's state has no event
            await asyncio.sleep(0.02)


async def test_a_command_is_answered_through_the_socket(sqlite_url: str) -> None:
    async with linked(sqlite_url) as link:

        async def answer(ack: AsyncAck) -> None:
            await ack("Heard.")

        link.bot.bridge.bolt.command("/try")(answer)
        mei = link.sandbox.as_(link.sandbox.workspace.add_person("Mei Lin"))

        outcome = await mei.command("/try")

        assert outcome.ok
        assert mei.dm[-1].text == "Heard."


async def test_a_broken_rule_reaches_its_field_through_the_socket(sqlite_url: str) -> None:
    async with linked(sqlite_url) as link:

        async def opens(ack: AsyncAck, body: dict[str, Any]) -> None:
            await link.bot.deps.slack.open_view(body["trigger_id"], FORM)
            await ack()

        async def refuses() -> None:
            raise RuleBroken("words_needed", field="first")

        link.bot.bridge.bolt.command("/try")(opens)
        link.bot.bridge.bolt.view("try.form")(refuses)
        mei = link.sandbox.as_(link.sandbox.workspace.add_person("Mei Lin"))
        await mei.command("/try")

        assert (await mei.submit({"first": "x"})).errors == {"first": "Please write something first."}


async def test_an_event_that_failed_is_not_acknowledged_and_comes_again(sqlite_url: str) -> None:
    async with linked(sqlite_url) as link:
        attempts = 0

        async def fails_once(ack: AsyncAck) -> None:
            nonlocal attempts
            attempts += 1
            if attempts == 1:
                raise RuntimeError
            await ack()

        link.bot.bridge.bolt._async_listeners.clear()
        link.bot.bridge.bolt.event("app_home_opened")(fails_once)
        await link.sandbox.as_(link.sandbox.workspace.add_person("Mei Lin")).open_home()
        await link.sandbox.settle()

        assert attempts == 2


async def test_slack_takes_the_connection_away_and_the_bot_comes_back(sqlite_url: str) -> None:
    async with linked(sqlite_url) as link:
        await link.sandbox.sockets.disconnect()
        await until(lambda: link.sandbox.sockets.connected)

        assert link.sandbox.sockets.count == 1


async def test_readiness_tells_whether_the_socket_is_connected(sqlite_url: str) -> None:
    async with linked(sqlite_url) as link:
        assert link.bot.readiness.socket is not None
        await until(link.bot.readiness.socket)

        assert await link.ready() == {"ready": True, "waits_for": []}
        link.bot.readiness.socket = lambda: False
        assert await link.ready() == {"ready": False, "waits_for": ["the socket to Slack is not connected"]}


async def test_in_socket_mode_nothing_from_slack_is_taken_over_http(sqlite_url: str) -> None:
    async with linked(sqlite_url) as link:
        assert (await link.http.post("/slack/events", content=b"command=x")).status_code == 404


async def test_a_wrong_app_token_is_told_at_start(sqlite_url: str) -> None:
    with pytest.raises(StartFailed, match="GROWLOOP_SLACK_APP_TOKEN"):
        async with linked(sqlite_url, app_token="xapp-wrong"):
            pass


async def test_a_request_under_way_is_answered_before_the_process_ends(sqlite_url: str) -> None:
    begun, asked = asyncio.Event(), None
    async with linked(sqlite_url) as link:

        async def slow(ack: AsyncAck) -> None:
            begun.set()
            await asyncio.sleep(0.3)
            await ack("Done.")

        link.bot.bridge.bolt.command("/try")(slow)
        mei = link.sandbox.as_(link.sandbox.workspace.add_person("Mei Lin"))
        asked = asyncio.create_task(mei.command("/try"))
        await begun.wait()
        link.bot.readiness.stopping.set()

        assert (await asked).ok
        assert mei.dm[-1].text == "Done."
