"""How soon `/summary` shows that it is coming, against a Bolt app that opens a fixed modal: by turns, each a process of its own."""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import update
from sqlmodel import col

from bot.sandbox.actor import Actor
from bot.sandbox.sandbox import Sandbox
from handlers.guard import PATH
from storage.database import Database
from storage.people import Person
from tests.benchmarks import ack_data
from tests.benchmarks.databases import upgrade
from tests.benchmarks.processes import baseline, web, workspace
from tests.benchmarks.table import SHORT, Row

ROUNDS, EACH = (1, 3) if SHORT else (8, 10)
"""Fewer in all than Slack takes of `views.open` in a minute."""
WARM_UP = 1 if SHORT else 5
PEOPLE, MANAGER = 30, 20
RATIO_MAX = 2.0
COMMAND = "/summary"
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Summary"},
    "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "One moment."}}],
}


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        ours, fixed = asyncio.run(_measure(Path(folder)))
    ratio = ours / fixed
    name = "opening of /summary, to a fixed modal of a Bolt app"
    return [Row(name, ours, "ms", fixed, ratio, f"<= {RATIO_MAX:g}", ratio <= RATIO_MAX)]


async def _measure(folder: Path) -> tuple[float, float]:
    """The medians in milliseconds, from the command to the modal on the screen: ours, and the fixed one."""
    async with AsyncExitStack() as stack:
        screens = [await stack.enter_async_context(started(folder)) for started in (_ours, _fixed)]
        for screen in screens:
            for _ in range(WARM_UP):
                await _opened(screen)
        took: list[list[float]] = [[], []]
        for _ in range(ROUNDS):
            for screen, mine in zip(screens, took, strict=True):
                mine += [await _opened(screen) for _ in range(EACH)]
        return median(took[0]), median(took[1])


async def _opened(screen: Actor) -> float:
    """Type it, and look until a modal is there."""
    begun = time.perf_counter()
    typed = asyncio.create_task(screen.command(COMMAND))
    while screen.modal is None:
        if typed.done() and not typed.result().ok:
            raise RuntimeError(typed.result().said)
        await asyncio.sleep(0)
    took = (time.perf_counter() - begun) * 1000
    await typed
    screen.sandbox.workspace.modals.clear()
    return took


@asynccontextmanager
async def _ours(folder: Path) -> AsyncIterator[Actor]:
    url = f"sqlite:///{folder}/growloop.db"
    await asyncio.to_thread(upgrade, url)
    async with workspace() as (sandbox, slack):
        auth = {"team_id": sandbox.team_id, "user_id": sandbox.bot_user_id, "bot_id": sandbox.bot_id}
        screen, database = _screen(sandbox), Database(url)
        await ack_data.fill(database, auth, PEOPLE, database.clock.now())
        async with database.transaction() as tx:
            mine = update(Person).where(col(Person.id) == MANAGER).values(slack_id=screen.person.id)
            await (await tx.connection()).execute(mine)
        await database.close()
        async with web(sandbox, slack, url, folder) as port:
            sandbox.connect(f"http://127.0.0.1:{port}{PATH}")
            yield screen


@asynccontextmanager
async def _fixed(folder: Path) -> AsyncIterator[Actor]:
    async with workspace() as (sandbox, slack):
        screen, view = _screen(sandbox), folder / "view.json"
        view.write_text(json.dumps(MODAL))
        given = (COMMAND, sandbox.signing_secret, sandbox.bot_token, f"{slack}/api/", str(view))
        async with baseline("opening_baseline", *given, folder=folder) as port:
            sandbox.connect(f"http://127.0.0.1:{port}{PATH}")
            yield screen


def _screen(sandbox: Sandbox) -> Actor:
    sandbox.register([COMMAND])
    return Actor(sandbox, next(one for one in sandbox.workspace.people.values() if not one.is_bot))
