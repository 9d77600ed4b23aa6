"""The wire on the page: both ways, opened, and without any token."""

import re

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw
from tests.bot.sandbox.page.conftest import EVIL, HERE, do


async def test_the_wire_shows_both_ways_newest_first_and_filters(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    await slack.chat_postMessage(channel=mei.id, text="x")
    await do(browser, sb_act="say", sb_text="hello")
    page = (await browser.get(HERE)).text
    assert page.index("wire-row out") < page.index("chat.postMessage")
    page = (await browser.get(f"{HERE}?wire=postmess")).text
    assert "chat.postMessage" in page
    assert "wire-row out" not in page


async def test_an_exchange_is_opened_and_shows_both_sides_without_any_token(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    await slack.chat_postMessage(channel=mei.id, text=EVIL)
    found = re.search(r'data-load="([^"]+)"', (await browser.get(HERE)).text)
    assert found is not None
    shown = (await browser.get(found[1])).text
    assert "&#34;ok&#34;: true" in shown
    assert "<script>" not in shown
    assert sandbox.bot_token not in shown
    assert (await browser.get("/page/wire/none")).status_code == 404


async def test_the_wire_names_a_refusal_and_never_shows_a_token(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    sandbox.faults.add("chat.postMessage", error="channel_not_found")
    with pytest.raises(Exception, match="channel_not_found"):
        await slack.chat_postMessage(channel=mei.id, text="x")
    page = (await browser.get(HERE)).text
    assert '<span class="status">channel_not_found</span>' in page
    assert sandbox.bot_token not in page
