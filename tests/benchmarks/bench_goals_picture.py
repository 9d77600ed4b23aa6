"""What drawing pictures of goals in a worker does to the answers that a web process gives beside it, by turns on one machine."""

import asyncio
import tempfile
import time
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from bot import pictures
from schedules.drawing import MOST
from storage.database import Database
from tests.benchmarks import ack_data, goals_drawing
from tests.benchmarks.bench_ack import FIRST, WARM_UP
from tests.benchmarks.databases import upgrade
from tests.benchmarks.processes import loaded, python, web, workspace
from tests.benchmarks.table import SHORT, Row

ROUNDS = 1 if SHORT else 6
MANY = 16 if SHORT else 1_500
CLIENTS = 4
PACE = 60 / MOST
"""Seconds between two pictures: as many as the clock hands out in a minute."""
P99_MAX = 1.25


def run() -> list[Row]:
    if not pictures.fonts("en"):
        return []
    goals_drawing.draw()
    begun = time.perf_counter()
    for _ in range(5):
        goals_drawing.draw()
    took = (time.perf_counter() - begun) * 200
    with tempfile.TemporaryDirectory() as folder:
        alone, beside = asyncio.run(_measure(Path(folder)))
    ratio = beside / alone
    name = f"goals picture, p99 of acks to {CLIENTS} clients beside a worker that draws {MOST} a minute"
    return [
        Row(name, beside, "ms", alone, ratio, f"<= {P99_MAX:g}", ratio <= P99_MAX),
        Row("goals picture, drawn", took, "ms"),
    ]


async def _measure(folder: Path) -> tuple[float, float]:
    """The median of the rounds' p99 in milliseconds: without drawing, and with it."""
    url = f"sqlite:///{folder}/growloop.db"
    await asyncio.to_thread(upgrade, url)
    people = FIRST + (ROUNDS * 2 + 1) * MANY + WARM_UP
    async with workspace() as (sandbox, slack):
        auth = {"team_id": sandbox.team_id, "user_id": sandbox.bot_user_id, "bot_id": sandbox.bot_id}
        database = Database(url)
        form = await ack_data.fill(database, auth, people, database.clock.now())
        await database.close()
        numbers, file = count(FIRST), folder / "bodies"
        async with web(sandbox, slack, url, folder) as port:

            async def p99(number: int) -> float:
                first = [next(numbers) for _ in range(number)]
                file.write_bytes(b"\n".join(ack_data.bodies(form, range(first[0], first[-1] + 1))))
                told = await loaded(port, CLIENTS, sandbox.signing_secret, file)
                found: float = quantiles(told["ms"], n=100)[98]
                return found

            await p99(WARM_UP)
            alone, beside = [], []
            for _ in range(ROUNDS):
                alone.append(await p99(MANY))
                async with python("-m", "tests.benchmarks.goals_drawing", f"{PACE}", folder=folder):
                    beside.append(await p99(MANY))
    return median(alone), median(beside)
