"""The HTTP side: what those who run it can ask, and what becomes of requests of every shape."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from slack_bolt.async_app import AsyncAck

from bot.deps import Deps
from handlers.guard import PATH
from storage import jobs
from tests.app import Bot

URL = f"http://bot{PATH}"
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def send(bot: Bot, body: bytes, **headers: str) -> int:
    signed = {**FORM, **bot.sandbox.deliveries.signature(body), **headers}
    return (await bot.http.post(URL, content=body, headers=signed)).status_code


async def test_a_process_that_lives_says_so(bot: Bot) -> None:
    assert (await bot.http.get("http://bot/healthz")).text == "ok"


async def test_it_is_ready_when_database_and_workspace_are_there(bot_on_both: Bot) -> None:
    answer = await bot_on_both.http.get("http://bot/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "waits_for": []})


async def test_a_process_that_stops_is_not_ready_any_more(bot: Bot) -> None:
    bot.parts.readiness.stopping.set()

    answer = await bot.http.get("http://bot/readyz")

    assert (answer.status_code, answer.json()["waits_for"]) == (503, ["the process is stopping"])


async def test_without_its_database_it_lives_but_is_not_ready(bot: Bot) -> None:
    await bot.deps.database.close()
    take_away(Path(bot.deps.database.url.database or ""))

    assert (await bot.http.get("http://bot/readyz")).json()["waits_for"] == ["the database does not answer"]
    assert (await bot.http.get("http://bot/healthz")).status_code == 200
    assert (await bot.http.get("http://bot/metrics")).status_code == 503


def take_away(file: Path) -> None:
    """A folder in its place: SQLite cannot open it, and cannot make it anew."""
    file.unlink()
    file.mkdir()


async def test_metrics_count_what_waits_and_hold_no_names(bot_on_both: Bot) -> None:
    bot = bot_on_both
    async with bot.deps.transaction() as tx:
        await jobs.add(tx, "try.later", args={"ids": [1]}, at=bot.clock.now() + timedelta(days=1))

    text = (await bot.http.get("http://bot/metrics")).text

    assert 'growloop_jobs{state="todo"} 1\n' in text
    assert 'growloop_notices{state="pending"} 0\n' in text
    assert "growloop_oldest_due_seconds 0\n" in text
    assert "try.later" not in text


async def test_other_addresses_are_not_found(bot: Bot) -> None:
    for path in ("/", "/docs", "/openapi.json", "/slack", "/slack/events/"):
        assert (await bot.http.get(f"http://bot{path}")).status_code in {307, 404}


async def test_slacks_challenge_is_answered(bot: Bot) -> None:
    answer = await bot.sandbox.verify_url()

    assert (answer.status, "challenge" in answer.text) == (200, True)


async def test_slacks_check_of_the_certificate_is_answered_when_signed(bot: Bot) -> None:
    assert await send(bot, b"ssl_check=1&token=x") == 200


@pytest.mark.parametrize(
    "body",
    [
        {"type": "event_callback", "authorizations": 5},
        {"type": "block_actions", "user": 5, "team": 7},
        {"type": "view_submission", "view": [1], "team": "T1"},
        {"type": "event_callback", "event": "x", "team_id": "T1"},
        {"type": "view_submission", "view": {"id": "V1"}, "team": {"id": "T1"}},
        {"type": "block_actions", "actions": "x", "response_urls": 5},
    ],
)
async def test_a_request_of_an_unknown_shape_is_refused_without_an_error(bot: Bot, body: dict[str, object]) -> None:
    assert await send(bot, urlencode({"payload": json.dumps(body)}).encode()) in {400, 404}


async def test_a_command_in_a_channel_named_payload_reaches_its_handler(bot: Bot) -> None:
    seen: list[str] = []

    async def note(ack: AsyncAck, command: dict[str, str], deps: Deps) -> None:
        seen.append(command["channel_name"])
        await ack()

    bot.sandbox.register(["/try"])
    bot.parts.bridge.bolt.command("/try")(note)
    mei = bot.sandbox.workspace.add_person("Mei Lin")
    bot.sandbox.workspace.add_channel("payload-team", [mei])

    outcome = await bot.as_(mei).command("/try", "payload=1&x", channel="payload-team")

    assert (outcome.ok, seen) == (True, ["payload-team"])


async def test_headers_that_slack_does_not_sign_cannot_choose_the_function(bot: Bot) -> None:
    ran: list[str] = []

    async def note(ack: AsyncAck) -> None:
        ran.append("ack")
        await ack()

    async def lazily() -> None:
        ran.append("lazy")

    bot.parts.bridge.bolt.command("/try")(ack=note, lazy=[lazily])
    body = urlencode({"command": "/try", "team_id": bot.sandbox.team_id, "user_id": "U1"}).encode()

    status = await send(bot, body, **{"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "lazily"})
    await bot.settle()

    assert (status, ran[0]) == (200, "ack")


async def test_an_event_that_nobody_wants_is_taken_and_dropped(bot: Bot) -> None:
    envelope = bot.sandbox.payloads.event({"type": "reaction_added", "user": "U1"}, "Ev1", bot.clock.now())

    assert (await bot.sandbox.deliveries.envelope(envelope)).status == 200
