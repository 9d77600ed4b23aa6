"""A workspace with a small Bolt app beside it, for the tests of the sandbox."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import httpx
import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.actor import Actor
from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Json, Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.opening import trigger

START = datetime(2027, 1, 8, 7, 0, tzinfo=UTC)


def text(words: str, kind: str = "plain_text") -> Json:
    return {"type": kind, "text": words}


def section(words: str, **more: Any) -> Json:
    return {"type": "section", "text": text(words, "mrkdwn"), **more}


def button(action_id: str, words: str = "Press", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": text(words), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def field_of(block_id: str, element: Json | None = None, **more: Any) -> Json:
    made = {"action_id": "value", **(element or {"type": "plain_text_input"})}
    return {"type": "input", "block_id": block_id, "label": text(block_id), "element": made, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "title": text("A form"),
        "submit": text("Send"),
        "callback_id": "form",
        "blocks": list(blocks),
        **more,
    }


@dataclass
class Raw:
    """A bot without a framework: it answers what the test puts into `answer` and keeps what it was sent."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        self.got.append((dict(request.headers), await request.body()))
        return Response(self.body, self.status, self.headers)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(START, running=False)


@pytest.fixture
async def sandbox(clock: MovableClock) -> AsyncIterator[Sandbox]:
    made = Sandbox(clock, with_page=False)
    made.register(
        commands=["/checkin"],
        shortcuts=[{"callback_id": "note", "type": "message"}, {"callback_id": "start", "type": "global"}],
        events=[
            "message.im",
            "message.channels",
            "app_home_opened",
            "team_join",
            "user_change",
            "app_mention",
            "app_uninstalled",
        ],
    )
    async with made.serve():
        yield made


@pytest.fixture
def mei(sandbox: Sandbox) -> Person:
    return sandbox.workspace.add_person("Mei Lin", "mei@example.com", tz="Asia/Shanghai", locale="zh-CN")


@pytest.fixture
def max_(sandbox: Sandbox) -> Person:
    return sandbox.workspace.add_person("Max Weber", "max@example.com", tz="Europe/Berlin", locale="de-DE")


@pytest.fixture
async def slack(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(sandbox.bot_token, base_url=f"{sandbox.base_url}/api/", session=session, retry_handlers=[])


@pytest.fixture
async def raw(sandbox: Sandbox) -> AsyncIterator[Raw]:
    bot = Raw()
    web = Starlette(routes=[Route("/slack/events", bot.answer, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web)) as client:
        sandbox.connect("http://bot/slack/events", client)
        yield bot


@pytest.fixture
async def bolt(sandbox: Sandbox, slack: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    """A real Bolt app whose signature check is off, since it reads the wall clock; the proof of signatures is a test of its own."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=sandbox.team_id, bot_token=sandbox.bot_token,
            bot_id=sandbox.bot_id, bot_user_id=sandbox.bot_user_id,
        )  # fmt: skip

    app = AsyncApp(
        client=slack, authorize=authorize, signing_secret=sandbox.signing_secret, process_before_response=True,
        request_verification_enabled=False,
    )  # fmt: skip
    handler = AsyncSlackRequestHandler(app)
    web = Starlette(routes=[Route("/slack/events", handler.handle, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web)) as client:
        sandbox.connect("http://bot/slack/events", client)
        yield app


@pytest.fixture
async def form(sandbox: Sandbox, slack: AsyncWebClient, raw: Raw, mei: Person) -> Actor:
    """Mei with a form open, and a bot that answers what the test says."""
    await slack.views_open(
        trigger_id=trigger(sandbox, mei),
        view=modal(field_of("done"), field_of("idea", optional=True), section("text", block_id="s")),
    )
    return sandbox.as_(mei)
