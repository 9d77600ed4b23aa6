"""A company at the end of a cycle: thirteen weeks of answers (summary_data.py), and goals, feedback, thanks and 1:1s beside them."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from bot.domain.cycles import Phase, Stage
from storage.cycles import Cycle, CyclePhase
from storage.database import Database, Tx
from storage.words import _PLAIN
from tests.benchmarks import summary_data

STARTS, ENDS = date(2026, 10, 19), date(2027, 1, 17)
NOW = datetime(2027, 1, 19, 12, tzinfo=UTC)
"""It has been half past four on Monday everywhere."""
AT = [datetime(2026, 11, 2, 9, tzinfo=UTC) + timedelta(weeks=2 * number) for number in range(5)]

# Written by the database itself: a hundred thousand people have a million of these.
GOALS = """INSERT INTO goal (workspace_id, source, level, owner_id, due, state, version, progress_from, progress, confidence, told_at,
made_by, made_at)
SELECT workspace_id, 'g' || :n || ':' || id, 'person', id, :due, 'confirmed', 1, 'own', 40,
CASE (id + :n) % 9 WHEN 0 THEN 'off_track' WHEN 1 THEN 'at_risk' ELSE 'on_track' END, :at, id, :at FROM person"""
VERSIONS = """INSERT INTO goal_version (workspace_id, goal_id, number, source, title, measure, unit, due, written_by, written_at,
proposed_at, owner_agreed_at, other_agreed_at)
SELECT workspace_id, id, 1, source, :words, 'yes_no', '', due, owner_id, made_at, made_at, made_at, made_at FROM goal"""
UPDATES = """INSERT INTO goal_update (workspace_id, goal_id, source, progress, confidence, said_by, said_at)
SELECT workspace_id, id, source || :at, 40, CASE id % 5 WHEN 0 THEN 'at_risk' ELSE 'on_track' END, owner_id, :at FROM goal"""
FEEDBACK = """INSERT INTO feedback (workspace_id, author_id, subject_id, form, aim, source, given_at, due_at)
SELECT workspace_id, id, 1 + (id * 7 + :n) % :people, CASE WHEN id % 2 = 0 THEN 'sandwich' ELSE 'behaviour' END,
CASE WHEN id % 2 = 0 THEN NULL WHEN id % 3 = 0 THEN 'keep' ELSE 'change' END, 'f' || :n || ':' || id, :at, :at FROM person"""
FEEDBACK_READ = """INSERT INTO reader (workspace_id, kind, record_id, person_id, why, granted_at)
SELECT f.workspace_id, 'feedback', f.id, l.manager_id, 'manager', f.due_at FROM feedback f
JOIN reportingline l ON l.person_id = f.subject_id WHERE f.id % 2 = 0"""
THANKS = """INSERT INTO recognition (workspace_id, author_id, source, words, "where", day, said_at)
SELECT workspace_id, id, 't' || id, :words, 'only_them', :day, :at FROM person"""
THANKED = """INSERT INTO recognition_of (workspace_id, recognition_id, person_id, said_at)
SELECT workspace_id, id, 1 + (author_id * 3) % :people, said_at FROM recognition"""
THANKS_READ = """INSERT INTO reader (workspace_id, kind, record_id, person_id, why, granted_at)
SELECT r.workspace_id, 'recognition', r.id, l.manager_id, 'manager', r.said_at FROM recognition_of r
JOIN reportingline l ON l.person_id = r.person_id"""
PAIRINGS = """INSERT INTO pairing (workspace_id, person_id, manager_id, cadence, minutes, made_by, made_at)
SELECT workspace_id, person_id, manager_id, 'fortnightly', 30, manager_id, :at FROM reportingline"""
TALKS = """INSERT INTO one_on_one (workspace_id, pairing_id, person_id, manager_id, slot, state, at, minutes, sequence)
SELECT workspace_id, id, person_id, manager_id, :slot, CASE (id + :n) % 6 WHEN 0 THEN 'not_held' ELSE 'held' END, :at, 30, 0 FROM pairing"""

JOINED = """INSERT INTO cycle_person (workspace_id, cycle_id, person_id, begins, joined_on)
SELECT workspace_id, :cycle, id, :day, :day FROM person"""


async def fill(database: Database, managers: int) -> int:
    """So many managers with teams of ten at the end of a cycle; the cycle's id."""
    await summary_data.fill(database, managers)
    people = managers * summary_data.TEAM
    for number, at in enumerate(AT):
        moment = str(at.replace(tzinfo=None)) + ".000000" if database.is_sqlite else at
        given: dict[str, object] = {
            "n": number,
            "at": moment,
            "due": ENDS,
            "people": people,
            "day": at.date(),
            "slot": f"{at:%G-W%V}",
        }
        given["words"] = f"{_PLAIN}The belt comes on Wednesday."
        once = (PAIRINGS, THANKS, THANKED, THANKS_READ) if number == 0 else ()
        several = (GOALS, FEEDBACK) if number < 2 else ()
        last = (VERSIONS, UPDATES, FEEDBACK_READ) if number == 2 else ()
        for statement in (*once, *several, *last, TALKS):
            async with database.transaction() as tx:
                await _run(tx, statement, given)
    return await _cycle(database)


async def _run(tx: Tx, statement: str, given: dict[str, object]) -> None:
    connection = await tx.connection()
    await connection.execute(text(statement), {name: one for name, one in given.items() if f":{name}" in statement})


async def _cycle(database: Database) -> int:
    async with database.transaction() as tx:
        row = Cycle(workspace_id=1, name="Q4", starts=STARTS, ends=ENDS, made_by=1, made_at=AT[0], stage=Stage.RUNNING)
        tx.add(row)
        await tx.flush()
        tx.add(CyclePhase(workspace_id=1, cycle_id=row.id, phase=Phase.DO, starts=STARTS, ends=ENDS))
        await _run(tx, JOINED, {"cycle": row.id, "day": STARTS})
        await (await tx.connection()).exec_driver_sql("ANALYZE")
    return int(row.id)
