"""What gets past the guard, and what does not: every row of SLACK.md §2.2 to §2.4."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.clock import MovableClock
from handlers.guard import BODY_MAX, PATH, Guard, sign

SECRET = "shh"
NOW = datetime(2027, 1, 13, 9, 0, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"
URL = f"http://bot{PATH}"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """The guard in front of an app that gives back the parsed body, and the body that is left to read."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        parsed = getattr(request.state, "slack", None)
        response: Response = JSONResponse({"parsed": parsed, "left": (await request.body()).decode()})
        await response(scope, receive, send)

    guard = Guard(app, secret=SECRET, clock=MovableClock(NOW, running=False))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(guard)) as made:
        yield made


def headers(body: bytes, *, at: float | None = None, kind: str = FORM, **more: str) -> dict[str, str]:
    stamp = str(int(NOW.timestamp() if at is None else at))
    signed = sign(SECRET.encode(), stamp.encode(), body).decode()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed, "Content-Type": kind, **more}


async def post(client: httpx.AsyncClient, body: bytes, **changed: Any) -> httpx.Response:
    return await client.post(URL, content=body, headers=headers(body, **changed))


def test_the_signature_is_the_one_of_slacks_documentation() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
        b"803a0bc887a14d10d2c447fce8b6703c"
    )
    signed = sign(b"8f742231b10e8888abcd99yyyzzz85a5", b"1531420618", body)

    assert signed == b"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def test_a_signed_command_gets_through_with_its_fields(client: httpx.AsyncClient) -> None:
    answer = await post(client, urlencode({"command": "/checkin", "text": "a b+c&d"}).encode())

    assert answer.json() == {"parsed": {"command": "/checkin", "text": "a b+c&d"}, "left": ""}


@pytest.mark.parametrize("field", ["text", "channel_name", "user_name"])
async def test_a_command_with_the_word_payload_in_it_stays_a_command(client: httpx.AsyncClient, field: str) -> None:
    answer = await post(client, urlencode({"command": "/checkin", field: "payload-team payload=1"}).encode())

    assert answer.json()["parsed"] == {"command": "/checkin", field: "payload-team payload=1"}


async def test_an_interaction_is_what_its_payload_says(client: httpx.AsyncClient) -> None:
    payload = {"type": "block_actions", "text": "你好 payload"}

    answer = await post(client, urlencode({"payload": json.dumps(payload)}).encode())

    assert answer.json()["parsed"] == payload


async def test_an_event_is_its_json(client: httpx.AsyncClient) -> None:
    answer = await post(client, b'{"type": "event_callback"}', kind="application/json; charset=utf-8")

    assert answer.json()["parsed"] == {"type": "event_callback"}


@pytest.mark.parametrize(
    "changed",
    [
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": "v0=0000"},
        {"X-Slack-Signature": "v1=" + "0" * 64},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": "-1799830800"},
        {"X-Slack-Request-Timestamp": "9" * 40},
        {"X-Slack-Request-Timestamp": "1799830801"},
    ],
)
async def test_what_is_not_signed_gets_401(client: httpx.AsyncClient, changed: dict[str, str]) -> None:
    body = b"command=%2Fcheckin"

    answer = await client.post(URL, content=body, headers=headers(body) | changed)

    assert answer.status_code == 401


async def test_a_signature_that_is_not_ascii_gets_401(client: httpx.AsyncClient) -> None:
    body = b"command=%2Fcheckin"
    odd = [(name.encode(), value.encode()) for name, value in headers(body).items() if name != "X-Slack-Signature"]

    answer = await client.post(URL, content=body, headers=[*odd, (b"X-Slack-Signature", "v0=你好".encode())])

    assert answer.status_code == 401


async def test_missing_headers_get_401(client: httpx.AsyncClient) -> None:
    assert (await client.post(URL, content=b"command=x")).status_code == 401


async def test_a_changed_body_gets_401(client: httpx.AsyncClient) -> None:
    assert (await client.post(URL, content=b"text=two", headers=headers(b"text=one"))).status_code == 401


@pytest.mark.parametrize(("seconds", "status"), [(-301, 401), (-300, 200), (0, 200), (300, 200), (301, 401)])
async def test_a_request_may_be_five_minutes_off(client: httpx.AsyncClient, seconds: int, status: int) -> None:
    assert (await post(client, b"command=x", at=NOW.timestamp() + seconds)).status_code == status


async def test_a_body_that_is_too_long_gets_413(client: httpx.AsyncClient) -> None:
    assert (await post(client, b"text=" + b"x" * BODY_MAX)).status_code == 413


async def test_a_body_that_says_nothing_of_its_length_is_cut_off_too(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 3 * BODY_MAX:
            sent += 64 * 1024
            yield b"x" * 64 * 1024

    answer = await client.post(URL, content=endless(), headers=headers(b""))

    assert answer.status_code == 413


async def test_a_body_of_the_longest_size_gets_through(client: httpx.AsyncClient) -> None:
    assert (await post(client, b"text=" + b"x" * (BODY_MAX - 5))).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"\xff\xfe", FORM),
        (b"text=%FF%FE", FORM),
        (b"payload=", FORM),
        (b"payload=%7B", FORM),
        (b"payload=%5B%5D", FORM),
        (b"payload=" + b"%5B" * 100_000, FORM),
        (b"&".join(b"f%d=1" % number for number in range(300)), FORM),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b'{"text": "\xff"}', "application/json"),
        (b'{"n": ' + b"9" * 10_000 + b"}", "application/json"),
    ],
)
async def test_what_cannot_be_read_gets_400(client: httpx.AsyncClient, body: bytes, kind: str) -> None:
    assert (await post(client, body, kind=kind)).status_code == 400


async def test_what_no_database_stores_is_left_out(client: httpx.AsyncClient) -> None:
    raw = rb'{"a": "x\u0000y", "b": ["half \ud83d", "whole \ud83d\ude00"], "c": {"d": 1}}'

    answer = await post(client, raw, kind="application/json")

    assert answer.json()["parsed"] == {"a": "xy", "b": ["half \ufffd", "whole 😀"], "c": {"d": 1}}


async def test_only_post_is_answered(client: httpx.AsyncClient) -> None:
    assert [(await client.request(method, URL)).status_code for method in ("GET", "PUT", "DELETE")] == [405] * 3


async def test_other_paths_pass_by(client: httpx.AsyncClient) -> None:
    assert (await client.get("http://bot/healthz")).json() == {"parsed": None, "left": ""}
