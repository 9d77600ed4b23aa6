"""Socket Mode with the real client: hello, envelopes, answers, repeats, several connections, refresh."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import bolt_out
from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import START, Raw, field_of, modal


class Bot:
    """A bot on a socket: acknowledges everything, with `answer` where an answer is taken."""

    def __init__(self) -> None:
        self.got: list[SocketModeRequest] = []
        self.answer: dict[str, Any] | None = None
        self.silent = False

    async def hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.got.append(request)
        if not self.silent:
            payload = self.answer if request.accepts_response_payload else None
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=payload))


async def until(true: Any) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.005)
    pytest.fail("It did not come to pass.")


@pytest.fixture
async def bot() -> Bot:
    return Bot()


@pytest.fixture
async def clients(sandbox: Sandbox, slack: AsyncWebClient, bot: Bot) -> AsyncIterator[list[SocketModeClient]]:
    """One connected client."""
    made = [connected(sandbox, slack, bot)]
    await made[0].connect()  # type: ignore[no-untyped-call]  # the SDK has no types here
    await until(lambda: sandbox.sockets.count == 1)
    yield made
    for client in made:
        await client.disconnect()  # type: ignore[no-untyped-call]
        await client.close()  # type: ignore[no-untyped-call]


def connected(sandbox: Sandbox, slack: AsyncWebClient, bot: Bot) -> SocketModeClient:
    client = SocketModeClient(app_token=sandbox.app_token, web_client=slack)
    client.socket_mode_request_listeners.append(bot.hear)
    return client


async def test_commands_interactions_and_events_come_over_the_socket_instead_of_http(
    sandbox: Sandbox, slack: AsyncWebClient, raw: Raw, bot: Bot, clients: list[SocketModeClient], mei: Person
) -> None:
    me = sandbox.as_(mei)
    bot.answer = {"text": "Just for you"}
    assert (await me.command("/checkin")).texts == ["Just for you"]
    bot.answer = None
    await me.say("hello")
    await me.shortcut("start")
    assert [request.type for request in bot.got] == ["slash_commands", "events_api", "interactive"]
    assert bot.got[0].payload["command"] == "/checkin"
    assert bot.got[1].payload["event"]["text"] == "hello"
    assert raw.got == []


async def test_an_answer_to_a_submission_goes_with_the_acknowledgement(
    sandbox: Sandbox, slack: AsyncWebClient, bot: Bot, clients: list[SocketModeClient], mei: Person
) -> None:
    await slack.views_open(trigger_id=sandbox.workspace.give_trigger(mei.id), view=modal(field_of("done")))
    me = sandbox.as_(mei)
    bot.answer = {"response_action": "errors", "errors": {"done": "More"}}
    assert (await me.submit({"done": "x"})).errors == {"done": "More"}
    bot.answer = None
    assert (await me.submit()).ok
    assert me.modal is None


async def test_what_is_not_acknowledged_in_time_counts_as_failed_and_events_are_repeated(
    sandbox: Sandbox, bot: Bot, clients: list[SocketModeClient], mei: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bolt_out, "DEADLINE_SECONDS", 0.05)
    bot.silent = True
    me = sandbox.as_(mei)
    assert "operation_timeout" in str((await me.command("/checkin")).said)
    await me.say("hello")
    assert [(r.retry_attempt, r.retry_reason) for r in bot.got[1:]] == [(0, ""), (1, "http_timeout")]


async def test_several_connections_share_the_work(
    sandbox: Sandbox, slack: AsyncWebClient, bot: Bot, clients: list[SocketModeClient], mei: Person
) -> None:
    other = Bot()
    clients.append(connected(sandbox, slack, other))
    await clients[1].connect()  # type: ignore[no-untyped-call]
    await until(lambda: sandbox.sockets.count == 2)
    for _ in range(4):
        await sandbox.as_(mei).shortcut("start")
    assert (len(bot.got), len(other.got)) == (2, 2)


async def test_a_client_comes_back_after_a_refresh(
    sandbox: Sandbox, bot: Bot, clients: list[SocketModeClient], mei: Person
) -> None:
    await sandbox.sockets.disconnect()
    assert sandbox.sockets.count == 0
    await until(lambda: sandbox.sockets.count == 1)
    # Slack's client may change its new connection once more, and never hears what came over the one in between: Mei presses again.
    async with asyncio.timeout(30):
        while not (await sandbox.as_(mei).shortcut("start")).ok:
            continue


async def test_an_address_works_once(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    address = (await slack.apps_connections_open(app_token=sandbox.app_token))["url"]
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(address) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(address)


async def test_there_are_ten_connections_and_no_more(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    async with aiohttp.ClientSession() as http:
        held = [
            await http.ws_connect((await slack.apps_connections_open(app_token=sandbox.app_token))["url"])
            for _ in range(10)
        ]
        await until(lambda: sandbox.sockets.count == 10)
        async with http.ws_connect((await slack.apps_connections_open(app_token=sandbox.app_token))["url"]) as socket:
            assert (await socket.receive_json())["reason"] == "too_many_websockets"
        assert not any(socket.closed for socket in held)


async def test_only_the_app_token_opens_a_connection(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await slack.apps_connections_open(app_token=sandbox.bot_token)


async def test_with_socket_mode_on_nothing_goes_by_http() -> None:
    sandbox = Sandbox(MovableClock(START, running=False), socket_mode=True, with_page=False)
    sandbox.register(commands=["/checkin"])
    mei = sandbox.workspace.add_person("Mei Lin", "mei@example.com")
    sandbox.connect("http://127.0.0.1:9/slack/events")
    outcome = await sandbox.as_(mei).command("/checkin")
    assert (outcome.ok, sandbox.wire[-1].response) == (False, "connection_failed")
