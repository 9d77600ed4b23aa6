"""A company in teams of ten on a Friday, and in it one manager of sixty people with three years of history."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Column as TableColumn
from sqlalchemy import ColumnElement, Integer, MetaData, Table, and_, case, cast, insert, literal, or_, select
from sqlalchemy.orm import QueryableAttribute
from sqlmodel import SQLModel, col

from bot.domain import cadence, checkins
from bot.domain.checkins import HelpState, ItemKind, Outcome
from bot.domain.goals import Confidence, GoalState, Level, ProgressFrom
from bot.domain.notices import State
from bot.domain.roles import Source
from bot.usecases import series as series_usecases
from bot.usecases import workspaces
from storage import series
from storage.checkins import Blocker, CheckIn, CheckInItem, Mood
from storage.database import Database, Tx
from storage.goals import Goal
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period, Turn
from storage.readers import Reader, Why
from storage.reporting import ReportingLine
from storage.talks import Talk, TalkMessage
from tests.benchmarks.table import SHORT

OPENS = datetime(2027, 1, 15, 14, tzinfo=UTC)
NOW = OPENS + timedelta(hours=2)
ZONE = "Europe/Berlin"
MANAGER, TEAM, TEAMS = 1, 60, 10
"""The manager's id, how many report to them, and to everybody else who leads."""
WEEKS, HISTORY = (4, 8) if SHORT else (13, 156)
AT_ONCE = 5_000
UNREAD_EACH, OPEN_EACH, STUCK_EACH, TALKS_EACH = 7, 3, 9, 10
GOALS_EACH = 4
"""Goals of each person."""

Json = dict[str, Any]

_weeks = Table(
    "bench_week",
    MetaData(),
    TableColumn("n", Integer, primary_key=True),
    TableColumn("slot", SQLModel.metadata.tables["period"].c.slot.type),
    TableColumn("opens_at", SQLModel.metadata.tables["period"].c.opens_at.type),
    TableColumn("closes_at", SQLModel.metadata.tables["period"].c.closes_at.type),
)


async def fill(database: Database, people: int) -> None:
    """So many people asked for thirteen weeks, and sixty of them for three years. This week's check-in is open; two of three answered."""
    async with database.transaction() as tx:
        at = await workspaces.install(
            tx,
            {"team_id": "T0BENCH", "user_id": "U0BOT", "bot_id": "B0BOT"},
            {"name": "Company"},
            guests=False,
            now=NOW,
        )
        weekly = await series_usecases.ensure_default(tx, at, NOW - timedelta(days=1_100), started=True)
        rule = series.rule(weekly)
        await _add_weeks(tx, rule)
        due = cadence.slot_after(rule, cadence.slot_at(rule, NOW.date()))
    for first in range(1, people + 1, AT_ONCE):
        async with database.transaction() as tx:
            numbers = range(first, min(first + AT_ONCE, people + 1))
            await _add_people(tx, {"workspace_id": at.id}, weekly.id, numbers, due)
    for step in (_periods, _checkins, _words, _readers, _notices, _talks, _goals):
        async with database.transaction() as tx:
            await step(tx)


async def _add_weeks(tx: Tx, rule: cadence.Rule) -> None:
    connection = await tx.connection()
    await connection.run_sync(_weeks.metadata.create_all)
    rows = []
    for n in range(HISTORY):
        opens = OPENS - timedelta(weeks=n)
        slot = cadence.slot_at(rule, opens.date())
        rows.append({"n": n, "slot": slot, "opens_at": opens, "closes_at": opens + timedelta(days=3)})
    await connection.execute(insert(_weeks), rows)


async def _add_people(tx: Tx, here: Json, series_id: int, numbers: range, due: str) -> None:
    people = [here | {"id": n, "slack_id": f"U{n:08}", "name": f"Person {n}", "zone": ZONE} for n in numbers]
    later = OPENS + timedelta(days=7)
    turns = [here | {"series_id": series_id, "person_id": n, "slot": due, "due_at": later} for n in numbers]
    lines = [
        here | {"person_id": n, "manager_id": lead, "since": date(2020, 1, 1), "source": Source.IMPORT}
        for n in numbers
        if (lead := manager_of(n)) is not None
    ]
    connection = await tx.connection()
    for table, rows in ((Person, people), (Turn, turns), (ReportingLine, lines)):
        await connection.execute(insert(table), rows)


def manager_of(number: int) -> int | None:
    """The first sixty report to the manager; below them and all others, ten to each."""
    if number == MANAGER:
        return None
    return MANAGER if number <= MANAGER + TEAM else (number - MANAGER - TEAM - 1) // TEAMS + 2


async def _insert(tx: Tx, table: type[SQLModel], values: Mapping[str, Any], source: Any) -> None:
    """INSERT … SELECT: the rows never leave the database."""
    kinds = SQLModel.metadata.tables[str(table.__tablename__)].c
    columns = [
        one if isinstance(one, ColumnElement | QueryableAttribute) else literal(one, kinds[name].type)
        for name, one in values.items()
    ]
    await (await tx.connection()).execute(insert(table).from_select(list(values), source.with_only_columns(*columns)))


def _every(number: Any, each: int) -> ColumnElement[bool]:
    found: ColumnElement[bool] = number % each == 0
    return found


async def _periods(tx: Tx) -> None:
    person, week = col(Person.id), _weeks.c
    open_still = and_(week.n == 0, _every(person, OPEN_EACH))
    values: Json = {
        "workspace_id": col(Person.workspace_id),
        "series_id": 1,
        "person_id": person,
        "slot": week.slot,
        "opens_at": week.opens_at,
        "closes_at": week.closes_at,
        "reminded": False,
        "short": False,
        "outcome": case((open_still, None), else_=literal(Outcome.ANSWERED.value)),
    }
    history = or_(week.n < WEEKS, person.between(MANAGER + 1, MANAGER + TEAM))
    await _insert(tx, Period, values, select(Person).join(_weeks, history).order_by(week.n.desc(), person))


async def _checkins(tx: Tx) -> None:
    values: Json = {
        "workspace_id": col(Period.workspace_id),
        "period_id": col(Period.id),
        "person_id": col(Period.person_id),
    }
    values |= {"late": False, "sent_at": col(Period.opens_at), "version": 1}
    answered = select(Period).where(col(Period.outcome) == Outcome.ANSWERED).order_by(col(Period.id))
    await _insert(tx, CheckIn, values, answered)


async def _words(tx: Tx) -> None:
    here: Json = {"workspace_id": col(CheckIn.workspace_id), "checkin_id": col(CheckIn.id)}
    item: Json = {"kind": ItemKind.PROGRESS.value, "position": 0, "words": "Shipped the importer"}
    await _insert(tx, CheckInItem, here | item, select(CheckIn))
    await _insert(tx, Mood, here | {"value": col(CheckIn.person_id) % 5 + 1}, select(CheckIn))
    lead = col(ReportingLine.manager_id)
    stuck: Json = {
        "person_id": col(CheckIn.person_id),
        "position": 0,
        "words": "The build",
        "opened_at": col(CheckIn.sent_at),
    }
    asked: Json = {"help_from": lead, "help_state": HelpState.ASKED.value, "help_asked_at": col(CheckIn.sent_at)}
    of_them = _with_lines().where(col(CheckIn.sent_at) == OPENS, _every(col(CheckIn.person_id), STUCK_EACH))
    await _insert(tx, Blocker, here | stuck | asked, of_them)


def _with_lines() -> Any:
    return select(CheckIn).join(ReportingLine, col(ReportingLine.person_id) == col(CheckIn.person_id))


async def _readers(tx: Tx) -> None:
    read = case((_every(col(CheckIn.id), UNREAD_EACH), None), else_=col(CheckIn.sent_at))
    values: Json = {"workspace_id": col(CheckIn.workspace_id), "kind": checkins.RECORD, "record_id": col(CheckIn.id)}
    values |= {"person_id": col(ReportingLine.manager_id), "why": Why.MANAGER.value}
    await _insert(tx, Reader, values | {"granted_at": col(CheckIn.sent_at), "read_at": read}, _with_lines())


async def _notices(tx: Tx) -> None:
    values: Json = {
        "workspace_id": col(Period.workspace_id),
        "kind": checkins.PROMPT.name,
        "subject_id": col(Period.id),
    }
    values |= {"recipient_id": col(Period.person_id), "occurrence": "", "lane": int(checkins.PROMPT.lane)}
    values |= {"unasked": True, "state": State.SENT.value, "due_at": col(Period.opens_at), "attempts": 0}
    values |= {"sent_at": col(Period.opens_at), "made_at": col(Period.opens_at)}
    await _insert(tx, Notice, values, select(Period).where(col(Period.opens_at) == OPENS))


async def _talks(tx: Tx) -> None:
    """Some check-ins were talked about; every second talk waits for the manager."""
    at, lead = col(CheckIn.sent_at), col(ReportingLine.manager_id)
    waits = case((_every(col(CheckIn.person_id), 2), at), else_=None)
    values: Json = {"workspace_id": col(CheckIn.workspace_id), "about": checkins.RECORD, "about_id": col(CheckIn.id)}
    values |= {
        "owner_id": col(CheckIn.person_id),
        "other_id": lead,
        "opened_at": at,
        "last_at": at,
        "waits_since": waits,
    }
    await _insert(tx, Talk, values, _with_lines().where(_every(col(CheckIn.id), TALKS_EACH)))
    said: Json = {"workspace_id": col(Talk.workspace_id), "talk_id": col(Talk.id), "author_id": col(Talk.owner_id)}
    said |= {"words": "Tuesday suits me.", "said_at": col(Talk.opened_at), "let_be": False}
    source = literal("bench:") + _text(col(Talk.id))
    await _insert(tx, TalkMessage, said | {"source": source}, select(Talk))


async def _goals(tx: Tx) -> None:
    """Everybody has as many goals, each for the same share, half of them told lately."""
    here: Json = {"workspace_id": col(Person.workspace_id), "owner_id": col(Person.id), "made_by": col(Person.id)}
    stands: Json = {"level": Level.PERSON.value, "state": GoalState.CONFIRMED.value, "version": 1, "due": NOW.date()}
    told = case((_every(col(Person.id), 2), literal(NOW)), else_=None)
    stands |= {"progress_from": ProgressFrom.OWN.value, "made_at": OPENS, "told_at": told}
    stands |= {"confidence": Confidence.ON_TRACK.value}
    for number in range(GOALS_EACH):
        own = {"source": literal(f"bench:{number}:") + _text(col(Person.id)), "progress": col(Person.id) % 101}
        await _insert(tx, Goal, here | stands | own, select(Person))


def _text(number: Any) -> ColumnElement[str]:
    return cast(number, SQLModel.metadata.tables["period"].c.slot.type)
