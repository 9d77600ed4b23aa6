"""Nobody can know who wrote what to their manager: whoever tries to join words to authors fails, and would not if anything leaked."""

import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

from bot.domain import upward as rules
from bot.usecases import notices
from storage import audit, drafts, jobs
from storage.database import Database, Tx
from storage.people import Person
from tests import upward_team
from tests.joining import Evidence, Joiner, gather
from tests.upward_team import DAY, WROTE, Upward

pytestmark = pytest.mark.own_database

LATER = timedelta(minutes=7)
MANY = 19
BACK = WROTE + 2 * DAY
"""When they answer back."""


@dataclass(frozen=True)
class Said:
    """Who wrote, in the order in which they did, with the words and the ticket of each."""

    upward: Upward
    order: list[Person]
    tickets: dict[int, str]
    table: str = "upward_words"

    @property
    def truth(self) -> dict[str, int]:
        return {words(one): one.id for one in self.order}

    async def keys(self) -> dict[int, str]:
        """The key of each person's words: what only a leak can know."""
        rows = await (self.upward.words() if self.table == "upward_words" else self.upward.replies())
        return {self.truth[one.words]: one.key for one in rows if one.words}

    async def findings(self, more: Callable[[Evidence], Evidence] = lambda evidence: evidence) -> list[str]:
        names = {one.id: [one.slack_id, one.name] for one in self.order}
        evidence = more(await gather(self.upward.team.database))
        return Joiner(evidence, names, self.truth, said=self.table).findings()


def words(person: Person) -> str:
    """Different for each, and telling nothing by themselves."""
    return f"opinion {person.id * 7_919 % 104_729}"


@pytest.fixture
async def said(database: Database) -> Said:
    """All who report to Tom have written, in random order and some minutes apart; it waits to be delivered."""
    upward = await upward_team.founded(database, many=MANY)
    async with upward.team.transaction(reading=True) as tx:
        order = [await upward.team.person(tx, name) for name in upward.team.ids if name[:3] == "Tom" and name != "Tom"]
    random.SystemRandom().shuffle(order)
    tickets = {}
    for number, one in enumerate(order):
        tickets[one.id] = (await upward.send(one.name, words(one), WROTE + number * LATER)).ticket
    return Said(upward, order, tickets)


@pytest.fixture
async def delivered(said: Said) -> Said:
    """The manager has it."""
    await said.upward.deliver(WROTE + MANY * LATER)
    assert len(await said.keys()) == MANY
    return said


@pytest.fixture
async def answered_back(delivered: Said) -> Said:
    """All of them have answered back, in the same order, and the manager has that as well."""
    upward = delivered.upward
    await upward.read("Tom", now=BACK)
    await upward.answer("Tom", "Thank you", now=BACK)
    for number, one in enumerate(delivered.order):
        await upward.reply(one.name, delivered.tickets[one.id], words(one), BACK + number * LATER)
    await upward.deliver(BACK + MANY * LATER)
    return replace(delivered, table="upward_reply")


async def test_nothing_in_the_database_joins_words_to_their_author(delivered: Said) -> None:
    assert await delivered.findings() == []


async def test_nothing_joins_what_was_answered_back_to_its_author(answered_back: Said) -> None:
    assert await answered_back.findings() == []
    assert await replace(answered_back, table="upward_words").findings() == []


async def test_while_it_waits_only_postgresqls_own_marks_on_rows_would(said: Said) -> None:
    """As README says: where a row lies, and which transaction wrote it. SQLite keeps these rows by their random keys."""
    found = await said.findings()
    assert bool(found) is not said.upward.team.database.is_sqlite
    assert [one for one in found if "by_write" not in one and "at_place" not in one and "as they lie" not in one] == []


Plant = Callable[[Tx, Said, Person, str, int], Awaitable[None]]


def at(person: Person) -> dict[str, Any]:
    """What any notice to this person has."""
    here = {"workspace_id": person.workspace_id, "subject_id": 1, "recipient_id": person.id}
    return here | {"due_at": WROTE + DAY, "now": WROTE + DAY}


async def author_column(tx: Tx, said: Said, person: Person, key: str, number: int) -> None:
    await _set(tx, said.table, "author", person.id, key, "INTEGER")


async def author_name(tx: Tx, said: Said, person: Person, key: str, number: int) -> None:
    await _set(tx, said.table, "said_by", person.slack_id, key, "TEXT")


async def times(tx: Tx, said: Said, person: Person, key: str, number: int) -> None:
    """The words say when they came, and so does something about the person: their seat in the team was looked at then."""
    await _set(tx, said.table, "said_at", (WROTE + number * LATER).isoformat(), key, "TEXT")
    await audit.note(
        tx, person.workspace_id, "upward.form", "person", person.id, actor_id=person.id, now=WROTE + number * LATER
    )


async def ordered_keys(tx: Tx, said: Said, person: Person, key: str, number: int) -> None:
    """Keys count up as words come, and receipts are owed as they come: no value is shared, the order is."""
    statement = text(f"UPDATE {said.table} SET key = :new WHERE key = :key")  # noqa: S608 - our own names
    await (await tx.connection()).execute(statement, {"new": f"{number:032d}", "key": key})
    await notices.owe(tx, rules.REPLIED, **at(person))


async def receipt(tx: Tx, said: Said, person: Person, key: str, number: int) -> None:
    await notices.owe(tx, rules.REPLIED, **at(person), occurrence=key)


async def job(tx: Tx, said: Said, person: Person, key: str, number: int) -> None:
    await jobs.add(tx, "upward.thank", args={"person": person.id, "words": key})


async def audit_entry(tx: Tx, said: Said, person: Person, key: str, number: int) -> None:
    await audit.note(tx, person.workspace_id, "upward.sent", "batch", 1, actor_id=person.id, now=WROTE, key=key)


async def draft(tx: Tx, said: Said, person: Person, key: str, number: int) -> None:
    """The words are kept with their author in another place."""
    await drafts.keep(tx, person.workspace_id, person.id, "upward", str(number), words(person), WROTE)


async def ticket_beside_author(tx: Tx, said: Said, person: Person, key: str, number: int) -> None:
    """Who took part stays, with what is kept of the ticket."""
    connection = await tx.connection()
    made = "CREATE TABLE IF NOT EXISTS shown (person_id BIGINT REFERENCES person (id), proof TEXT)"
    await connection.execute(text(made))
    proof = rules.proof(said.tickets[person.id], person.workspace_id)
    await connection.execute(text("INSERT INTO shown VALUES (:who, :proof)"), {"who": person.id, "proof": proof})


PLANTS = [author_column, author_name, times, ordered_keys, receipt, job, audit_entry, draft, ticket_beside_author]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
async def test_a_planted_leak_is_found(delivered: Said, plant: Plant) -> None:
    keys = await delivered.keys()
    for number, person in enumerate(delivered.order):
        async with delivered.upward.team.transaction() as tx:
            await plant(tx, delivered, person, keys[person.id], number)
    assert await delivered.findings() != []


@pytest.mark.parametrize("plant", [author_column, times, ordered_keys], ids=lambda plant: plant.__name__)
async def test_a_leak_planted_beside_what_was_answered_back_is_found(answered_back: Said, plant: Plant) -> None:
    keys = await answered_back.keys()
    for number, person in enumerate(answered_back.order):
        async with answered_back.upward.team.transaction() as tx:
            await plant(tx, answered_back, person, keys[person.id], number)
    assert await answered_back.findings() != []


@pytest.mark.parametrize("source", ["the log", "what was sent"])
@pytest.mark.parametrize("leak", ["both in a line", "each in a line", "words in a line"])
async def test_a_planted_line_is_found(delivered: Said, source: str, leak: str) -> None:
    keys = await delivered.keys()
    lines = []
    for one in delivered.order:
        if leak == "each in a line":
            lines += [f"form of {one.slack_id}", f"stored {keys[one.id]}"]
        else:
            lines.append(json.dumps({"user": one.slack_id, "stored": keys[one.id] if leak[0] == "b" else words(one)}))
    found = await delivered.findings(lambda evidence: replace(evidence, lines={source: lines}))
    assert found != []


async def test_a_sending_leaves_that_somebody_wrote_and_what_was_said_and_nothing_else(database: Database) -> None:
    upward = await upward_team.founded(database)
    await upward.send("Tom1", "hello")
    before = (await gather(database)).tables
    ticket = (await upward.send("Tom2", "hello too")).ticket
    after = (await gather(database)).tables
    changed = {table for table, rows in after.items() if _values(rows) != _values(before[table])}
    assert changed == {"upward_author", "upward_words"}
    assert _columns(after["upward_author"]) == {"batch_id", "person_id"}
    assert _columns(after["upward_words"]) == {"key", "batch_id", "proof", "words"}
    assert ticket not in json.dumps(after, default=str)


async def test_answering_back_leaves_what_was_said_and_nothing_else(delivered: Said) -> None:
    upward, person = delivered.upward, delivered.order[0]
    before = (await gather(upward.team.database)).tables
    await upward.reply(person.name, delivered.tickets[person.id], "thanks", BACK)
    after = (await gather(upward.team.database)).tables
    assert {table for table, rows in after.items() if _values(rows) != _values(before[table])} == {"upward_reply"}
    (row,) = after["upward_reply"]
    assert _columns([row]) == {"key", "batch_id", "proof", "delivered", "words"}
    assert row["proof"] not in json.dumps(before, default=str)


async def test_after_the_delivery_no_old_key_and_no_author_is_left_in_sqlites_files(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    upward = await upward_team.founded(database)
    for name in ("Tom1", "Tom2", "Tom3"):
        await upward.send(name, "hello")
    old = [one.key for one in await upward.words()]
    assert any(key in _bytes(sqlite_url) for key in old)
    await upward.deliver()
    assert await database.empty_log()
    left, new = _bytes(sqlite_url), [one.key for one in await upward.words()]
    assert all(key in left for key in new)
    assert [key for key in old if key in left] == []
    await database.close()


def _bytes(url: str) -> str:
    """Everything that stands in the database's files."""
    file = Path(url.removeprefix("sqlite:///"))
    return "".join(one.read_bytes().decode("latin-1") for one in sorted(file.parent.glob(f"{file.name}*")))


def _columns(rows: list[dict[str, object]]) -> set[str]:
    return {name for row in rows for name in row} - {"at_place", "by_write"}


def _values(rows: list[dict[str, object]]) -> list[tuple[tuple[str, str], ...]]:
    """The rows without PostgreSQL's marks on them."""
    marks = ("at_place", "by_write")
    return sorted(tuple((name, str(value)) for name, value in row.items() if name not in marks) for row in rows)


async def _set(tx: Tx, table: str, column: str, value: object, key: str, kind: str) -> None:
    """A column that should not be there, with that value in one row."""
    connection = await tx.connection()
    there = await connection.run_sync(lambda sync: _has(sync, table, column))
    if not there:
        await connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} {kind}"))
    statement = f"UPDATE {table} SET {column} = :value WHERE key = :key"  # noqa: S608 - our own names
    await connection.execute(text(statement), {"value": value, "key": key})


def _has(connection: Connection, table: str, column: str) -> bool:
    return column in {one["name"] for one in inspect(connection).get_columns(table)}
