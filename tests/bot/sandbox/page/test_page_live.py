"""What a page asks for again and again: only what has changed."""

import html
import json
import re

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from tests.bot.sandbox.page.conftest import HERE, live


async def test_a_look_brings_only_what_has_changed(
    browser: httpx.AsyncClient, slack: AsyncWebClient, mei: Person
) -> None:
    first = await live(browser)
    assert set(first["parts"]) == {"nav", "people", "main", "modal", "wire", "clock"}
    assert await live(browser, first["hashes"]) == {}
    await slack.chat_postMessage(channel=mei.id, text="news")
    second = await live(browser, first["hashes"])
    assert set(second["parts"]) == {"main", "wire"}
    assert "news" in second["parts"]["main"]


async def test_the_page_carries_the_same_marks_as_the_first_look(browser: httpx.AsyncClient, mei: Person) -> None:
    """So that the first look after a page has loaded changes nothing under somebody's hands."""
    page = (await browser.get(HERE)).text
    found = re.search(r'data-hashes="([^"]*)"', page)
    assert found is not None
    assert await live(browser, json.loads(html.unescape(found[1]))) == {}


@pytest.mark.parametrize("have", ["", "{", "[]", "7"])
async def test_a_look_with_nonsense_brings_everything(browser: httpx.AsyncClient, mei: Person, have: str) -> None:
    answer = await browser.get(f"/page/live{HERE}", params={"have": have})
    assert len(answer.json()["parts"]) == 6
