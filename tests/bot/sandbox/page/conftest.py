"""The page through its routes, with a bot beside it that answers what the test says."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Json, Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, modal

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
HERE = "/as/mei/messages"


@pytest.fixture
async def sandbox(clock: MovableClock) -> AsyncIterator[Sandbox]:
    made = Sandbox(clock)
    made.register(
        commands=["/checkin"],
        shortcuts=[{"callback_id": "note", "type": "message", "name": "Keep it"}],
        events=["message.im", "app_home_opened"],
    )
    async with made.serve():
        yield made


@pytest.fixture
async def browser(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(sandbox.app), base_url="http://127.0.0.1") as client:
        yield client


async def do(browser: httpx.AsyncClient, here: str = HERE, **fields: str) -> httpx.Response:
    """Send a form as a browser without script does, and follow to the page."""
    sent = {key.replace("_", "-", 1) if key.startswith("sb_") else key: value for key, value in fields.items()}
    return await browser.post(here, data=sent, follow_redirects=True)


async def live(browser: httpx.AsyncClient, have: Json | None = None, here: str = HERE) -> Json:
    answer = await browser.get(f"/page/live{here}", params={"have": json.dumps(have or {})})
    found: Json = answer.json()
    return found


def payload(raw: Raw) -> Json:
    """The last interaction; the page that is shown after it greets the bot once more."""
    body = next(body for _, body in reversed(raw.got) if b"payload=" in body)
    found: Json = json.loads(parse_qs(body.decode())["payload"][0])
    return found


async def open_modal(sandbox: Sandbox, slack: AsyncWebClient, person: Person, *blocks: Json, **more: Any) -> str:
    trigger = sandbox.workspace.give_trigger(person.id)
    opened = await slack.views_open(trigger_id=trigger, view=modal(*blocks, **more))
    return f"view:{opened['view']['id']}"
