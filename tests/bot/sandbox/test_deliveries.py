"""How what reaches the bot is proved, and what happens when the bot fails, is late, or was taken out."""

import asyncio
import json
from datetime import UTC, datetime

import httpx
import pytest
from slack_sdk.signature import Clock, SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox import bolt_out
from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw
from tests.bot.sandbox.got import events


async def test_every_request_is_signed_over_its_raw_body_at_the_time_of_the_clock(
    sandbox: Sandbox, raw: Raw, mei: Person
) -> None:
    class Now(Clock):
        def now(self) -> float:
            return sandbox.clock.now().timestamp()

    me = sandbox.as_(mei)
    await me.say("grüß dich 你好")
    await me.command("/checkin", "away & home")
    await me.shortcut("start")
    verifier = SignatureVerifier(sandbox.signing_secret, Now())
    assert len(raw.got) == 3
    for headers, body in raw.got:
        assert verifier.is_valid(body, headers["x-slack-request-timestamp"], headers["x-slack-signature"])
        assert not verifier.is_valid(body + b" ", headers["x-slack-request-timestamp"], headers["x-slack-signature"])


def test_the_signature_is_the_one_of_slack_s_own_example() -> None:
    clock = MovableClock(datetime.fromtimestamp(1531420618, UTC), running=False)
    sandbox = Sandbox(clock, signing_secret="8f742231b10e8888abcd99yyyzzz85a5", with_page=False)
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
        b"803a0bc887a14d10d2c447fce8b6703c"
    )
    assert sandbox.deliveries.signature(body) == {
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }


async def test_the_challenge_of_a_new_url_can_be_sent(sandbox: Sandbox, raw: Raw) -> None:
    assert (await sandbox.verify_url()).ok
    assert json.loads(raw.got[0][1])["type"] == "url_verification"


async def test_a_bot_that_fails_is_said_to_have_failed(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    raw.status = 500
    outcome = await sandbox.as_(mei).command("/checkin")
    assert (outcome.ok, outcome.status) == (False, 500)
    assert "dispatch_failed" in str(outcome.said)


async def test_a_bot_that_takes_too_long_is_not_waited_for_but_goes_on(
    sandbox: Sandbox, mei: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[bool] = []

    async def slow(request: Request) -> Response:
        await asyncio.sleep(0.1)
        done.append(True)
        return Response("")

    monkeypatch.setattr(bolt_out, "DEADLINE_SECONDS", 0.02)
    web = Starlette(routes=[Route("/slack/events", slow, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web)) as client:
        sandbox.connect("http://bot/slack/events", client)
        outcome = await sandbox.as_(mei).command("/checkin")
        assert (outcome.ok, outcome.status, done) == (False, 0, [])
        assert "operation_timeout" in str(outcome.said)
        await sandbox.settle()
        assert done == [True]


async def test_a_bot_that_breaks_in_this_process_counts_as_a_500(sandbox: Sandbox, mei: Person) -> None:
    async def broken(request: Request) -> Response:
        raise RuntimeError("broken")

    web = Starlette(routes=[Route("/slack/events", broken, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web)) as client:
        sandbox.connect("http://bot/slack/events", client)
        assert (await sandbox.as_(mei).command("/checkin")).status == 500


async def test_a_failed_event_is_repeated_at_once_after_a_minute_and_after_five_and_then_given_up(
    sandbox: Sandbox, raw: Raw, mei: Person
) -> None:
    raw.status = 500
    await sandbox.as_(mei).say("hello")
    assert [headers.get("x-slack-retry-num") for headers, _ in raw.got] == [None, "1"]
    assert raw.got[1][0]["x-slack-retry-reason"] == "http_error"
    await sandbox.clock.move_by(seconds=59)
    assert len(raw.got) == 2
    await sandbox.clock.move_by(seconds=1)
    assert raw.got[-1][0]["x-slack-retry-num"] == "2"
    await sandbox.clock.move_by(minutes=5)
    assert raw.got[-1][0]["x-slack-retry-num"] == "3"
    await sandbox.clock.move_by(hours=9)
    assert len(raw.got) == 4
    assert len({json.loads(body)["event_id"] for _, body in raw.got}) == 1


async def test_a_bot_can_say_that_it_wants_no_repeats(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    raw.status, raw.headers = 500, {"x-slack-no-retry": "1"}
    await sandbox.as_(mei).say("hello")
    await sandbox.clock.move_by(hours=1)
    assert len(raw.got) == 1


async def test_with_a_running_clock_a_repeat_comes_when_the_clock_gets_there(
    raw: Raw, mei: Person, sandbox: Sandbox
) -> None:
    sandbox.clock.running = True
    raw.status = 500
    await sandbox.as_(mei).say("hello")
    raw.status = 200
    await sandbox.clock.move_by(minutes=2)
    await asyncio.sleep(0.01)
    assert [headers.get("x-slack-retry-num") for headers, _ in raw.got] == [None, "1", "2"]


async def test_interactions_are_never_repeated(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    raw.status = 500
    await sandbox.as_(mei).shortcut("start")
    await sandbox.clock.move_by(hours=1)
    assert len(raw.got) == 1


async def test_a_bot_that_was_taken_out_hears_that_and_nothing_more(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    sandbox.uninstall()
    await sandbox.as_(mei).say("hello")
    await sandbox.settle()
    assert [event["type"] for event in events(raw)] == ["app_uninstalled"]
    assert not (await sandbox.as_(mei).command("/checkin")).ok
