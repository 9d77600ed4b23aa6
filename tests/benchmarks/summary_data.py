"""A company with thirteen weeks of answers, in teams of ten over forty zones, on the Tuesday after the last windows closed."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, text

from bot.domain import cadence
from bot.domain.roles import Source
from bot.usecases import series as series_usecases
from bot.usecases import workspaces
from storage import series
from storage.database import Database, Tx
from storage.people import Person
from storage.reporting import ReportingLine
from storage.words import _PLAIN
from tests.benchmarks.tick_data import AT_ONCE, ZONES

NOW = datetime(2027, 1, 19, 12, tzinfo=UTC)
"""It has been half past four on Monday everywhere."""
SLOT = "2027-W02"
TEAM, WEEKS = 10, 13

# Written by the database itself: four million rows one by one would take longer than everything that is measured.
PERIODS = """INSERT INTO period (workspace_id, series_id, person_id, slot, opens_at, reminded, closes_at, short, outcome, settled_at)
SELECT workspace_id, :series, id, :slot, :opens, {yes}, :closes, {no},
CASE id % 20 WHEN 0 THEN 'away' WHEN 1 THEN 'missed' WHEN 2 THEN 'skipped' ELSE 'answered' END, :closes FROM person"""
CHECKINS = """INSERT INTO checkin (workspace_id, period_id, person_id, late, sent_at, version)
SELECT workspace_id, id, person_id, {no}, opens_at, 1 FROM period WHERE slot = :slot AND outcome = 'answered'"""
MOODS = """INSERT INTO mood (workspace_id, checkin_id, value)
SELECT c.workspace_id, c.id, 1 + (c.id * 7) % 5 FROM checkin c JOIN period p ON p.id = c.period_id WHERE p.slot = :slot"""
READERS = """INSERT INTO reader (workspace_id, kind, record_id, person_id, why, granted_at, read_at)
SELECT c.workspace_id, 'checkin', c.id, l.manager_id, 'manager', c.sent_at, CASE WHEN :last AND c.id % 3 = 0 THEN NULL ELSE c.sent_at END
FROM checkin c JOIN period p ON p.id = c.period_id JOIN reportingline l ON l.person_id = c.person_id
WHERE p.slot = :slot"""
BLOCKERS = """INSERT INTO blocker (workspace_id, checkin_id, person_id, position, words, opened_at, closed_at,
help_from, help_state, help_asked_at)
SELECT c.workspace_id, c.id, c.person_id, 0, :words, c.sent_at, CASE WHEN :last THEN NULL ELSE c.sent_at END,
CASE WHEN c.id % 5 = 0 THEN l.manager_id END, CASE WHEN c.id % 5 = 0 THEN 'asked' END, CASE WHEN c.id % 5 = 0 THEN c.sent_at END
FROM checkin c JOIN period p ON p.id = c.period_id JOIN reportingline l ON l.person_id = c.person_id
WHERE p.slot = :slot AND c.person_id % 10 = 3"""
HELP = """INSERT INTO reader (workspace_id, kind, record_id, person_id, why, granted_at)
SELECT workspace_id, 'blocker', id, help_from, 'helper', opened_at FROM blocker WHERE help_from IS NOT NULL"""


async def fill(database: Database, managers: int) -> None:
    """So many managers with teams of ten, each person asked in each of the thirteen weeks, most of whom answered."""
    auth = {"team_id": "T0BENCH", "user_id": "U0BOT", "bot_id": "B0BOT"}
    async with database.transaction() as tx:
        workspace = await workspaces.install(tx, auth, {"name": "Company"}, guests=False, now=NOW)
        weekly = await series_usecases.ensure_default(tx, workspace, NOW - timedelta(weeks=WEEKS + 1), started=True)
    for first in range(1, managers * TEAM + 1, AT_ONCE):
        async with database.transaction() as tx:
            await _people(tx, workspace.id, range(first, min(first + AT_ONCE, managers * TEAM + 1)))
    slot, slots = SLOT, [SLOT]
    for _ in range(WEEKS - 1):
        monday, _ = cadence.span(series.rule(weekly), slot)
        slot = cadence.slot_at(series.rule(weekly), monday - timedelta(days=7))
        slots.insert(0, slot)
    for one in slots:
        async with database.transaction() as tx:
            await _week(tx, database, weekly.id, one, cadence.nominal_day(series.rule(weekly), one))
    async with database.transaction() as tx:
        connection = await tx.connection()
        await connection.execute(text(HELP))
        await connection.exec_driver_sql("ANALYZE")  # as an hour of PostgreSQL's own housekeeping would


async def _people(tx: Tx, workspace_id: int, numbers: range) -> None:
    """The first tenth leads all: person n reports to person (n + 9) / 10, and the first to nobody."""
    here = {"workspace_id": workspace_id}
    people = [
        here | {"id": n, "slack_id": f"U{n:08}", "name": f"Person {n}", "zone": ZONES[n % len(ZONES)]} for n in numbers
    ]
    lines = [
        here
        | {"person_id": n, "manager_id": (n + TEAM - 1) // TEAM, "since": date(2020, 1, 1), "source": Source.IMPORT}
        for n in numbers
        if n > 1
    ]
    connection = await tx.connection()
    await connection.execute(insert(Person), people)
    await connection.execute(insert(ReportingLine), lines)


async def _week(tx: Tx, database: Database, series_id: int, slot: str, day: date) -> None:
    opens = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
    words = {"yes": "1", "no": "0"} if database.is_sqlite else {"yes": "true", "no": "false"}
    moment = str(opens.replace(tzinfo=None)) + ".000000" if database.is_sqlite else opens
    closes = opens + timedelta(days=2, hours=22)
    end = str(closes.replace(tzinfo=None)) + ".000000" if database.is_sqlite else closes
    given = {
        "words": f"{_PLAIN}The belt comes on Wednesday.",
        "series": series_id,
        "slot": slot,
        "opens": moment,
        "closes": end,
        "last": slot == SLOT,
    }
    connection = await tx.connection()
    for statement in (PERIODS, CHECKINS, MOODS, READERS, BLOCKERS):
        sql = statement.format(**words)
        await connection.execute(text(sql), {name: value for name, value in given.items() if f":{name}" in sql})
