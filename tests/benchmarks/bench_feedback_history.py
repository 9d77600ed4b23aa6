"""What a page of the feedback somebody received and gave costs a person with 50 items, and one with 5,000."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert

from bot.domain import feedback as rules
from bot.domain.feedback import Aim, Form, Part
from bot.domain.feedback_history import Direction, Wanted
from bot.domain.history import Place
from bot.locales.reader import Reader as ReadBy
from bot.usecases import feedback_history as usecases
from bot.usecases import workspaces
from bot.views import feedback_history as views
from storage import people
from storage.database import Database
from storage.feedback import Feedback, FeedbackPart
from storage.people import Person
from storage.readers import Reader, Why
from tests.benchmarks.databases import upgrade
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

FEW, MANY = (50, 100) if SHORT else (50, 5_000)
WARM, RUNS = (2, 5) if SHORT else (20, 200)
RATIO_MAX = 1.5
NOW = datetime(2027, 1, 15, 15, tzinfo=UTC)
SHORT_ONE, LONG_ONE, OTHERS = 1, 2, range(3, 43)
"""Whoever has few, whoever has many, and their colleagues."""
LOOKED_FOR = {
    "first page": Wanted(),
    "page in the middle": Wanted(),
    "what was given": Wanted(Direction.GIVEN),
    "of one form": Wanted(form=Form.SANDWICH),
    "of one colleague": Wanted(colleague=f"U{OTHERS[0]}"),
}


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(_measure("SQLite", f"sqlite:///{Path(folder) / 'history.db'}", judged=True))
    if SHORT:
        return rows
    with postgres_server() as server:
        return rows + asyncio.run(_measure("PostgreSQL", server.create(), judged=False))


async def _measure(engine: str, url: str, *, judged: bool) -> list[Row]:
    await asyncio.to_thread(upgrade, url)
    database = Database(url)
    try:
        await _fill(database)
        return [await _row(database, engine, what, judged=judged) for what in LOOKED_FOR]
    finally:
        await database.close()


async def _row(database: Database, engine: str, what: str, *, judged: bool) -> Row:
    took: dict[int, list[float]] = {SHORT_ONE: [], LONG_ONE: []}
    for number in range(WARM + RUNS):
        # By turns, so that a busy machine is busy for both.
        for person, items in ((SHORT_ONE, FEW), (LONG_ONE, MANY)):
            place = Place(_at(person, items // 2), items // 2) if what == "page in the middle" else None
            begun = time.perf_counter()
            await _page(database, person, LOOKED_FOR[what], place)
            if number >= WARM:
                took[person].append((time.perf_counter() - begun) * 1000)
    few, many = (median(one) for one in took.values())
    limit, holds = (f"<= {RATIO_MAX:g}", many <= few * RATIO_MAX) if judged else ("", None)
    name = f"feedback history, {engine}: {what}, {MANY:,} items against {FEW}"
    return Row(name, many, "ms", few, many / few, limit, holds)


async def _page(database: Database, person_id: int, wanted: Wanted, place: Place | None) -> None:
    """Looked up in one transaction and drawn, as the handler does it."""
    async with database.transaction(reading=True) as tx:
        me = await people.get(tx, person_id)
        shown = await usecases.access_history(tx, me, NOW, wanted, place)
    if not shown.entries:
        raise RuntimeError("this is not the page that was to be measured")
    views.history_of(ReadBy(me.locale, me.zone), shown)


def _at(person: int, number: int) -> datetime:
    """When an item of that person became due: one every two hours, the last one shortly before now."""
    return NOW - timedelta(hours=2 * ((FEW if person == SHORT_ONE else MANY) - number), minutes=30)


async def _fill(database: Database) -> None:
    async with database.transaction() as tx:
        install = {"team_id": "T0BENCH", "user_id": "U0BOT", "bot_id": "B0BOT"}
        at = await workspaces.install(tx, install, {"name": "Company"}, guests=False, now=NOW)
        here = {"workspace_id": at.id}
        numbers = (SHORT_ONE, LONG_ONE, *OTHERS)
        rows: dict[Any, list[dict[str, Any]]] = {Person: [], Feedback: [], FeedbackPart: [], Reader: []}
        rows[Person] = [here | {"id": n, "slack_id": f"U{n}", "name": f"Person {n}", "zone": "UTC"} for n in numbers]
        for person, items in ((SHORT_ONE, FEW), (LONG_ONE, MANY)):
            for number in range(items):
                _add(rows, here, person, number)
        connection = await tx.connection()
        for table, given in rows.items():
            await connection.execute(insert(table), given)
    if not database.is_sqlite:
        async with database.transaction() as tx:  # as an hour of PostgreSQL's own housekeeping would
            await (await tx.connection()).exec_driver_sql("ANALYZE")


def _add(rows: dict[Any, list[dict[str, Any]]], here: dict[str, Any], person: int, number: int) -> None:
    """One in three was given, the others received; one in four is not read."""
    one, other, at = len(rows[Feedback]) + 1, OTHERS[number % len(OTHERS)], _at(person, number)
    author, subject = (person, other) if number % 3 == 0 else (other, person)
    form = Form.SANDWICH if number % 2 else Form.BEHAVIOUR
    aim = None if number % 2 else (Aim.KEEP if number % 4 else Aim.CHANGE)
    given = {"author_id": author, "subject_id": subject, "form": form, "aim": aim, "source": f"bench:{one}"}
    rows[Feedback].append(here | given | {"id": one, "given_at": at, "due_at": at})
    for part in (Part.PRAISE, Part.SUGGESTION, Part.ENCOURAGEMENT):
        rows[FeedbackPart].append(here | {"feedback_id": one, "part": part, "words": "The handover was clear. " * 8})
    read = {"kind": rules.RECORD, "record_id": one, "person_id": subject, "why": Why.SUBJECT, "granted_at": at}
    rows[Reader].append(here | read | {"read_at": at if number % 4 else None})
