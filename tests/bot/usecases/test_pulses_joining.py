"""Nobody can know who said what: whoever tries to join answers to their authors fails, and would not if anything leaked."""

import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from bot.domain import checkins
from bot.usecases import notices
from storage import audit, drafts, jobs
from storage.database import Database, Tx
from storage.people import Person
from tests import pulse_team
from tests.joining import Evidence, Joiner, gather
from tests.pulse_team import LOOKS, WITHIN, Pulse

pytestmark = pytest.mark.own_database

LATER = timedelta(minutes=7)


@dataclass(frozen=True)
class Said:
    """Who answered, in the order in which they did, and the words of each."""

    pulse: Pulse
    order: list[Person]

    @property
    def truth(self) -> dict[str, int]:
        return {words(one): one.id for one in self.order}

    async def keys(self) -> dict[int, str]:
        """The key of each person's words: what only a leak can know."""
        return {self.truth[one.words]: one.key for one in await self.pulse.answers() if one.words}

    async def findings(self, more: Callable[[Evidence], Evidence] = lambda evidence: evidence) -> list[str]:
        names = {one.id: [one.slack_id, one.name] for one in self.order}
        return Joiner(more(await gather(self.pulse.team.database)), names, self.truth).findings()


def words(person: Person) -> str:
    """Different for each, and telling nothing by themselves."""
    return f"opinion {person.id * 7_919 % 104_729}"


@pytest.fixture
async def said(database: Database) -> Said:
    """Everybody has answered, in random order and some minutes apart; the slot is still open."""
    pulse = await pulse_team.found(database)
    await pulse.open()
    async with pulse.team.transaction(reading=True) as tx:
        order = [await pulse.team.person(tx, name) for name in pulse.team.ids]
    random.SystemRandom().shuffle(order)
    for number, one in enumerate(order):
        await pulse.answer(one.name, WITHIN + number * LATER, words=words(one))
    return Said(pulse, order)


@pytest.fixture
async def closed(said: Said) -> Said:
    """The slot has closed, and the answers are mixed."""
    assert await said.pulse.close() == 1
    assert len(await said.keys()) == len(said.order)
    return said


async def test_nothing_in_the_database_joins_an_answer_to_its_author(closed: Said) -> None:
    assert await closed.findings() == []


async def test_while_it_is_open_only_postgresqls_own_marks_on_rows_would(said: Said) -> None:
    """As README says: where a row lies, and which transaction wrote it. SQLite keeps these rows by their random keys."""
    found = await said.findings()
    assert bool(found) is not said.pulse.team.database.is_sqlite
    assert [one for one in found if "by_write" not in one and "at_place" not in one and "as they lie" not in one] == []


Plant = Callable[[Tx, Person, str, int], Awaitable[None]]


async def author_column(tx: Tx, person: Person, key: str, number: int) -> None:
    await _set(tx, "author", person.id, key, "INTEGER")


async def author_name(tx: Tx, person: Person, key: str, number: int) -> None:
    await _set(tx, "said_by", person.slack_id, key, "TEXT")


async def times(tx: Tx, person: Person, key: str, number: int) -> None:
    """Both rows say when, as naive ones would."""
    at = WITHIN + number * LATER
    await _set(tx, "said_at", at.isoformat(), key, "TEXT")
    period = text("UPDATE period SET settled_at = :at WHERE person_id = :person")
    moment = at.strftime("%Y-%m-%d %H:%M:%S.%f") if _sqlite(tx) else at
    await (await tx.connection()).execute(period, {"at": moment, "person": person.id})


async def counting_key(tx: Tx, person: Person, key: str, number: int) -> None:
    """Answers are numbered as they come, and receipts are owed as they come: no value is shared, the order is."""
    await _set(tx, "number_of_row", number, key, "INTEGER")
    at = {
        "workspace_id": person.workspace_id,
        "subject_id": 1,
        "recipient_id": person.id,
        "due_at": LOOKS,
        "now": LOOKS,
    }
    await notices.owe(tx, checkins.RECEIPT, **at)  # type: ignore[arg-type]


async def job(tx: Tx, person: Person, key: str, number: int) -> None:
    await jobs.add(tx, "pulses.thank", args={"person": person.id, "answer": key})


async def notice(tx: Tx, person: Person, key: str, number: int) -> None:
    at = {
        "workspace_id": person.workspace_id,
        "subject_id": 1,
        "recipient_id": person.id,
        "due_at": LOOKS,
        "now": LOOKS,
    }
    await notices.owe(tx, checkins.RECEIPT, **at, occurrence=key)  # type: ignore[arg-type]


async def audit_entry(tx: Tx, person: Person, key: str, number: int) -> None:
    await audit.note(tx, person.workspace_id, "pulse.answer", "pulse", 1, actor_id=person.id, now=LOOKS, answer=key)


async def draft(tx: Tx, person: Person, key: str, number: int) -> None:
    """The words are kept with their author in another place."""
    await drafts.keep(tx, person.workspace_id, person.id, "period", str(number), words(person), LOOKS)


async def table_between(tx: Tx, person: Person, key: str, number: int) -> None:
    """A third table knows both."""
    connection = await tx.connection()
    await connection.execute(
        text("CREATE TABLE IF NOT EXISTS receipt (person_id INTEGER REFERENCES person (id), proof TEXT)")
    )
    await connection.execute(text("INSERT INTO receipt VALUES (:person, :proof)"), {"person": person.id, "proof": key})


@pytest.mark.parametrize(
    "plant",
    [author_column, author_name, times, counting_key, job, notice, audit_entry, draft, table_between],
    ids=lambda plant: plant.__name__,
)
async def test_a_planted_leak_is_found(closed: Said, plant: Plant) -> None:
    keys = await closed.keys()
    for number, person in enumerate(closed.order):
        async with closed.pulse.team.transaction() as tx:
            await plant(tx, person, keys[person.id], number)
    assert await closed.findings() != []


@pytest.mark.parametrize("source", ["the log", "what was sent"])
@pytest.mark.parametrize("leak", ["both in a line", "each in a line", "words in a line"])
async def test_a_planted_line_is_found(closed: Said, source: str, leak: str) -> None:
    keys = await closed.keys()
    lines = []
    for one in closed.order:
        if leak == "each in a line":
            lines += [f"form of {one.slack_id}", f"stored {keys[one.id]}"]
        else:
            lines.append(json.dumps({"user": one.slack_id, "stored": keys[one.id] if leak[0] == "b" else words(one)}))
    found = await closed.findings(lambda evidence: replace(evidence, lines={source: lines}))
    assert found != []


async def test_a_submit_leaves_that_somebody_took_part_and_what_was_said_and_nothing_else(database: Database) -> None:
    pulse = await pulse_team.found(database)
    await pulse.open()
    before = (await gather(database)).tables
    await pulse.answer("Tom1", number=2, words="hello")
    after = (await gather(database)).tables
    changed = {table for table, rows in after.items() if _values(rows) != _values(before[table])}
    assert changed == {"period", "pulse_answer"}
    (old,) = [row for row in _values(before["period"]) if row not in _values(after["period"])]
    (new,) = [row for row in _values(after["period"]) if row not in _values(before["period"])]
    assert {name for name, value in new if (name, value) not in old} == {"outcome"}
    assert len(after["pulse_answer"]) == 2
    assert {name for row in after["pulse_answer"] for name in row} - {"at_place", "by_write"} == {
        "key", "series_id", "slot", "question_id", "team_id", "number", "chosen", "words",
    }  # fmt: skip


async def test_after_the_close_no_old_key_is_left_in_sqlites_files(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    pulse = await pulse_team.found(database)
    await pulse.open()
    for name in pulse.members:
        await pulse.answer(name, words="hello")
    old = [one.key for one in await pulse.answers()]
    assert any(key in _bytes(sqlite_url) for key in old)
    await pulse.close()
    assert await database.empty_log()
    left, new = _bytes(sqlite_url), [one.key for one in await pulse.answers()]
    assert all(key in left for key in new)
    assert [key for key in old if key in left] == []
    await database.close()


def _bytes(url: str) -> str:
    """Everything that stands in the database's files."""
    file = Path(url.removeprefix("sqlite:///"))
    return "".join(one.read_bytes().decode("latin-1") for one in sorted(file.parent.glob(f"{file.name}*")))


def _values(rows: list[dict[str, object]]) -> list[tuple[tuple[str, str], ...]]:
    """The rows without PostgreSQL's marks on them."""
    marks = ("at_place", "by_write")
    return sorted(tuple((name, str(value)) for name, value in row.items() if name not in marks) for row in rows)


async def _set(tx: Tx, column: str, value: object, key: str, kind: str) -> None:
    """A column that should not be there, with that value in one answer."""
    connection = await tx.connection()
    there = await connection.run_sync(lambda sync: _has(sync, column))
    if not there:
        await connection.execute(text(f"ALTER TABLE pulse_answer ADD COLUMN {column} {kind}"))
    statement = f"UPDATE pulse_answer SET {column} = :value WHERE key = :key"  # noqa: S608 - our own names
    await connection.execute(text(statement), {"value": value, "key": key})


def _has(connection: Connection, column: str) -> bool:
    return column in {one["name"] for one in inspect(connection).get_columns("pulse_answer")}


def _sqlite(tx: Tx) -> bool:
    return tx.get_bind().dialect.name == "sqlite"
