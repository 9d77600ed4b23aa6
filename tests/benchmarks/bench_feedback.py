"""How long it takes from `/give-feedback @somebody` until the form is open, beside a Bolt app that opens a modal that never changes.

Each server is a process on uvicorn; both open the same blocks, at the same Slack, and are asked in turns by one client.
"""

import asyncio
import json
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import httpx

from bot.sandbox.sandbox import Sandbox
from handlers.guard import PATH, sign
from storage.clock import SystemClock
from storage.database import Database
from tests.benchmarks import ack_data
from tests.benchmarks.databases import upgrade
from tests.benchmarks.processes import baseline, web, workspace
from tests.benchmarks.table import SHORT, Row

ROUNDS, EACH = (1, 10) if SHORT else (5, 60)
"""Turns of each server, and commands in a turn."""
WARM_UP = 5 if SHORT else 20
RATIO_MAX = 2.0
COMMAND = "/give-feedback"
GIVER, RECEIVER, PEOPLE = 12, 13, 30


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = asyncio.run(_measure(Path(folder)))
    ratio = ours / bare
    name = "feedback, SQLite: command to modal, p50, to a modal that never changes"
    return [Row(name, ours, "ms", bare, ratio, f"<= {RATIO_MAX:g}", ratio <= RATIO_MAX)]


async def _measure(folder: Path) -> tuple[float, float]:
    url = f"sqlite:///{folder}/growloop.db"
    await asyncio.to_thread(upgrade, url)
    async with workspace() as (sandbox, slack), AsyncExitStack() as stack:
        database = Database(url)
        stack.push_async_callback(database.close)
        auth = {"team_id": sandbox.team_id, "user_id": sandbox.bot_user_id, "bot_id": sandbox.bot_id}
        await ack_data.fill(database, auth, PEOPLE, database.clock.now())
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
        ours = await stack.enter_async_context(web(sandbox, slack, url, folder))
        await _ask(sandbox, client, ours, 1)
        view = folder / "view.json"
        view.write_text(json.dumps(sandbox.calls("views.open")[-1]["view"]))
        told = (COMMAND, sandbox.signing_secret, sandbox.bot_token, f"{slack}/api/", str(view))
        bare = await stack.enter_async_context(baseline("opening_baseline", *told, folder=folder))
        return await _turns(sandbox, client, ours, bare)


async def _turns(sandbox: Sandbox, client: httpx.AsyncClient, ours: int, bare: int) -> tuple[float, float]:
    took: dict[int, list[float]] = {ours: [], bare: []}
    for port in took:
        await _ask(sandbox, client, port, WARM_UP)
    for _ in range(ROUNDS):
        for port in took:
            took[port] += await _ask(sandbox, client, port, EACH)
    return median(took[ours]), median(took[bare])


async def _ask(sandbox: Sandbox, client: httpx.AsyncClient, port: int, number: int) -> list[float]:
    """So many commands one after the other; the milliseconds until each was answered, when its modal is open."""
    took = []
    for _ in range(number):
        opened = len(sandbox.calls("views.open"))
        body, headers = _command(sandbox)
        begun = time.perf_counter()
        answer = await client.post(f"http://127.0.0.1:{port}{PATH}", content=body, headers=headers)
        took.append((time.perf_counter() - begun) * 1000)
        assert (answer.status_code, answer.text) == (200, ""), answer.text
        assert len(sandbox.calls("views.open")) == opened + 1
    return took


def _command(sandbox: Sandbox) -> tuple[bytes, dict[str, str]]:
    """The command as Slack sends it, with a trigger of its own; nothing is open on that person's screen."""
    who = ack_data.slack_id(GIVER)
    sandbox.workspace.modals.pop(who, None)
    fields = {
        "team_id": sandbox.team_id, "team_domain": "company", "user_id": who, "user_name": "giver", "command": COMMAND,
        "text": f"<@{ack_data.slack_id(RECEIVER)}|receiver>", "api_app_id": sandbox.app_id, "channel_id": "D1", "channel_name": "dm",
        "is_enterprise_install": "false", "response_url": f"{sandbox.base_url}/none", "trigger_id": sandbox.workspace.give_trigger(who),
    }  # fmt: skip
    body = urlencode(fields).encode()
    stamp = f"{SystemClock().now().timestamp():.0f}"
    signature = sign(sandbox.signing_secret.encode(), stamp.encode(), body).decode()
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature}
    return body, {**headers, "content-type": "application/x-www-form-urlencoded"}
