"""The Web API believes nobody: tokens, scopes, arguments, cursors, pace."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox


async def call(sandbox: Sandbox, method: str, *, token: str | None = None, **request: Any) -> tuple[int, Any, Any]:
    headers = {"Authorization": f"Bearer {sandbox.bot_token if token is None else token}"}
    headers |= request.pop("headers", {})
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{sandbox.base_url}/api/{method}", headers=headers, **request) as answer,
    ):
        return answer.status, await answer.json(), answer.headers


async def refused(sandbox: Sandbox, method: str, **request: Any) -> str:
    _, body, _ = await call(sandbox, method, **request)
    assert body["ok"] is False
    return str(body["error"])


async def test_it_says_whose_token_it_is(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    me = await slack.auth_test()
    assert (me["team_id"], me["user_id"], me["bot_id"]) == (sandbox.team_id, sandbox.bot_user_id, sandbox.bot_id)


async def test_only_tokens_it_issued_are_taken(sandbox: Sandbox) -> None:
    assert await refused(sandbox, "auth.test", token="") == "not_authed"
    assert await refused(sandbox, "auth.test", token="xoxb-1-2") == "invalid_auth"
    assert await refused(sandbox, "auth.test", token=sandbox.app_token) == "not_allowed_token_type"
    assert await refused(sandbox, "apps.connections.open") == "not_allowed_token_type"
    sandbox.revoke_token()
    assert await refused(sandbox, "auth.test") == "token_revoked"
    sandbox.uninstall()
    assert await refused(sandbox, "auth.test") == "account_inactive"


async def test_a_token_in_a_form_is_taken_too(sandbox: Sandbox) -> None:
    address, form = f"{sandbox.base_url}/api/auth.test", {"token": sandbox.bot_token}
    async with aiohttp.ClientSession() as http, http.post(address, data=form) as answer:
        assert (await answer.json())["ok"]


async def test_a_method_needs_its_scope_and_says_which(sandbox: Sandbox) -> None:
    sandbox.revoke_scope("users:read")
    _, body, headers = await call(sandbox, "users.list")
    assert (body["error"], body["needed"]) == ("missing_scope", "users:read")
    assert "users:read" not in body["provided"].split(",")
    assert "chat:write" in headers["x-oauth-scopes"].split(",")


async def test_addresses_are_shown_only_to_a_token_that_may_read_them(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    assert (await slack.users_info(user=mei.id))["user"]["profile"]["email"] == "mei@example.com"
    sandbox.revoke_scope("users:read.email")
    assert "email" not in (await slack.users_info(user=mei.id))["user"]["profile"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        await slack.users_lookupByEmail(email="mei@example.com")


async def test_arguments_come_in_the_query_in_a_form_or_as_json(sandbox: Sandbox, mei: Person) -> None:
    blocks = [{"type": "divider"}]
    for request in (
        {"params": {"channel": mei.id, "text": "x", "blocks": json.dumps(blocks)}},
        {"data": {"channel": mei.id, "text": "x", "blocks": json.dumps(blocks)}},
        {"json": {"channel": mei.id, "text": "x", "blocks": blocks}},
    ):
        _, body, _ = await call(sandbox, "chat.postMessage", **request)
        assert body["ok"], body
        assert body["message"]["blocks"][0]["type"] == "divider"


async def test_bodies_that_cannot_be_read_are_refused_by_name(sandbox: Sandbox) -> None:
    as_json = {"Content-Type": "application/json"}
    assert await refused(sandbox, "chat.postMessage", data=b"{", headers=as_json) == "invalid_json"
    assert await refused(sandbox, "chat.postMessage", data=b"[1]", headers=as_json) == "json_not_object"
    assert (
        await refused(sandbox, "chat.postMessage", data=b"x", headers={"Content-Type": "text/xml"})
        == "invalid_post_type"
    )
    assert await refused(sandbox, "chat.bePolite") == "unknown_method"


async def test_lists_come_in_pages_with_a_cursor(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    for number in range(7):
        sandbox.workspace.add_person(f"Person {number}", f"p{number}@example.com")
    seen: list[str] = []
    cursor, pages = "", 0
    while pages == 0 or cursor:
        page = await slack.users_list(limit=3, cursor=cursor)
        seen += [member["id"] for member in page["members"]]
        cursor, pages = page["response_metadata"]["next_cursor"], pages + 1
    assert pages == 3
    assert seen == list(sandbox.workspace.people)
    for bad in ("nonsense", "bmV4dDo5OTk5"):
        with pytest.raises(SlackApiError, match="invalid_cursor"):
            await slack.users_list(limit=3, cursor=bad)


async def test_a_large_workspace_is_not_listed_without_a_limit(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    for number in range(1000):
        sandbox.workspace.add_person(f"Person {number}", f"p{number}@example.com")
    with pytest.raises(SlackApiError, match="limit_required"):
        await slack.users_list()


async def test_the_rate_table_stops_who_is_too_fast_until_the_clock_has_moved(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    sandbox.rates.on = True
    for _ in range(3):
        await slack.chat_postMessage(channel=mei.id, text="x")
    status, body, headers = await call(sandbox, "chat.postMessage", json={"channel": mei.id, "text": "x"})
    assert (status, body["error"], headers["Retry-After"]) == (429, "ratelimited", "1")
    await sandbox.clock.sleep(1)
    assert (await slack.chat_postMessage(channel=mei.id, text="x"))["ok"]


async def test_a_fault_is_met_as_often_as_asked_and_no_more(sandbox: Sandbox, mei: Person) -> None:
    sandbox.faults.add("chat.postMessage", retry_after=7, times=2)
    sandbox.faults.add("chat.postMessage", error="fatal_error")
    message = {"channel": mei.id, "text": "x"}
    answers = [await call(sandbox, "chat.postMessage", json=message) for _ in range(4)]
    assert [(status, body.get("error")) for status, body, _ in answers] == [
        (429, "ratelimited"), (429, "ratelimited"), (200, "fatal_error"), (200, None),
    ]  # fmt: skip
    assert answers[0][2]["Retry-After"] == "7"
    assert len(sandbox.as_(mei).dm) == 1


async def test_a_fault_after_the_effect_loses_only_the_answer(sandbox: Sandbox, mei: Person) -> None:
    sandbox.faults.add("chat.postMessage", status=503, after_effect=True)
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {sandbox.bot_token}"}) as http:
        address = f"{sandbox.base_url}/api/chat.postMessage"
        async with http.post(address, json={"channel": mei.id, "text": "x"}) as answer:
            assert answer.status == 503
        assert len(sandbox.as_(mei).dm) == 1
        sandbox.faults.add("chat.postMessage", drop=True, after_effect=True)
        with pytest.raises(aiohttp.ClientConnectionError):
            await http.post(address, json={"channel": mei.id, "text": "y"})
        sandbox.faults.add("chat.postMessage", hang=True, after_effect=True)
        with pytest.raises(TimeoutError):
            await http.post(address, json={"channel": mei.id, "text": "z"}, timeout=aiohttp.ClientTimeout(total=0.1))
    assert [message.text for message in sandbox.as_(mei).dm] == ["x", "y", "z"]


async def test_calls_and_the_wire_are_remembered_without_the_token(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    await slack.chat_postMessage(channel=mei.id, text="one")
    with pytest.raises(SlackApiError):
        await slack.chat_postMessage(channel="C0NONE", text="two")
    assert [args["text"] for args in sandbox.calls("chat.postMessage")] == ["one", "two"]
    last = sandbox.wire[-1]
    assert (last.direction, last.what, last.status) == ("in", "chat.postMessage", 200)
    assert last.response["error"] == "channel_not_found"
    assert sandbox.bot_token not in str(sandbox.wire)
