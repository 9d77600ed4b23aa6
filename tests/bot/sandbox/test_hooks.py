"""A response URL works five times in thirty minutes, and never makes public what was private."""

import json
from datetime import timedelta
from urllib.parse import parse_qs

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Json, Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, actions, button, section


async def use(url: str, body: Json) -> int:
    async with aiohttp.ClientSession() as http, http.post(url, json=body) as answer:
        return answer.status


@pytest.fixture
async def url(sandbox: Sandbox, raw: Raw, slack: AsyncWebClient, mei: Person) -> str:
    """The response URL of a button that Mei pressed."""
    await slack.chat_postMessage(channel=mei.id, text="old", blocks=[section("old"), actions(button("go"))])
    me = sandbox.as_(mei)
    await me.press(me.dm[0], "go")
    payload = json.loads(parse_qs(raw.got[-1][1].decode())["payload"][0])
    return str(payload["response_url"])


async def test_it_says_something_for_one_person_replaces_and_deletes(sandbox: Sandbox, url: str, mei: Person) -> None:
    me = sandbox.as_(mei)
    assert await use(url, {"text": "for you"}) == 200
    assert me.dm[-1].ephemeral_to == mei.id
    assert await use(url, {"text": "for all", "response_type": "in_channel"}) == 200
    assert me.dm[-1].ephemeral_to is None
    assert await use(url, {"text": "new", "replace_original": True}) == 200
    assert (me.dm[0].text, me.dm[0].blocks) == ("new", [])
    assert await use(url, {"delete_original": True}) == 200
    assert [message.text for message in me.dm] == ["for you", "for all"]


async def test_it_works_five_times(url: str) -> None:
    assert [await use(url, {"text": "x"}) for _ in range(6)] == [200] * 5 + [404]


async def test_it_works_for_thirty_minutes(sandbox: Sandbox, url: str) -> None:
    await sandbox.clock.move_to(sandbox.clock.now() + timedelta(minutes=30))
    assert await use(url, {"text": "x"}) == 200
    await sandbox.clock.move_to(sandbox.clock.now() + timedelta(seconds=1))
    assert await use(url, {"text": "x"}) == 404


async def test_wrong_bodies_and_unknown_addresses_are_refused(sandbox: Sandbox, url: str) -> None:
    assert await use(url, {"text": " "}) == 400
    assert await use(url, {"text": "x", "blocks": [section("")]}) == 400
    assert await use(f"{sandbox.base_url}/hooks/unknown", {"text": "x"}) == 404
    async with aiohttp.ClientSession() as http, http.post(url, data=b"{") as answer:
        assert answer.status == 400


async def test_an_ephemeral_message_stays_ephemeral(
    sandbox: Sandbox, raw: Raw, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    channel = sandbox.workspace.add_channel("team", [mei, max_, sandbox.bot_user])
    await slack.chat_postEphemeral(channel=channel.id, user=mei.id, text="psst", blocks=[actions(button("go"))])
    me = sandbox.as_(mei)
    await me.press(me.channel("team")[0], "go")
    payload = json.loads(parse_qs(raw.got[-1][1].decode())["payload"][0])
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    await use(payload["response_url"], {"text": "still psst", "replace_original": True, "response_type": "in_channel"})
    assert [message.text for message in me.channel("team")] == ["still psst"]
    assert sandbox.as_(max_).channel("team") == []
