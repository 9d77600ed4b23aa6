"""What the summaries at a cycle's end cost (summaries_once.py); bare is a statement for each figure."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bot.deps import Deps
from bot.domain import cycle_summaries_told as rules
from bot.usecases import cycle_summaries, cycle_summaries_counting, cycle_summaries_schedule
from bot.views import cycle_summaries as views
from schedules import cycle_summaries as ticks
from storage.database import Tx
from tests.benchmarks import summaries_once
from tests.benchmarks.cycle_summary_data import ENDS, NOW, STARTS
from tests.benchmarks.summaries_once import Summaries

CYCLE = 1
_LED = (
    "FROM reportingline l JOIN {table} r ON r.{whose} = l.person_id {more} WHERE r.{day} >= :first AND r.{day} < :last"
)
_MAY = "LEFT JOIN reader m ON m.kind = '{kind}' AND m.record_id = {id} AND m.person_id = l.manager_id"
_CHECKIN = "LEFT JOIN checkin c ON c.period_id = r.id LEFT JOIN mood o ON o.checkin_id = c.id " + _MAY


def _counting(what: str, table: str, whose: str, day: str, more: str = "", by: str = "") -> str:
    led = _LED.format(table=table, whose=whose, day=day, more=more)
    return f"SELECT l.manager_id, {what} {led} GROUP BY l.manager_id{by}"


_KEPT = "sum(CASE WHEN r.aim = 'change' THEN 0 ELSE 1 END), sum(CASE WHEN r.aim = 'keep' THEN 0 ELSE 1 END)"
_MINE = "count(*), sum(CASE WHEN m.id IS NULL THEN 1 ELSE 0 END), count(DISTINCT l.person_id)"
BARE = (
    _counting(
        "min(r.opens_at), sum(CASE WHEN r.outcome = 'answered' THEN 1 ELSE 0 END), count(*), count(o.id), sum(o.value), count(m.id)",
        "period", "person_id", "opens_at", _CHECKIN.format(kind="checkin", id="c.id"), ", r.series_id, r.slot",
    ),
    _counting(
        "count(*), sum(CASE WHEN r.closed_at IS NULL THEN 0 ELSE 1 END), min(r.opened_at)",
        "blocker", "person_id", "opened_at", _MAY.format(kind="checkin", id="r.checkin_id"),
    ),
    _counting(f"{_MINE}, {_KEPT}", "feedback", "subject_id", "due_at", _MAY.format(kind="feedback", id="r.id")),
    _counting(f"{_MINE}, {_KEPT}", "feedback", "author_id", "due_at", _MAY.format(kind="feedback", id="r.id")),
    _counting("count(m.id)", "recognition_of", "person_id", "said_at", _MAY.format(kind="recognition", id="r.id")),
    _counting("count(*), sum(CASE WHEN r.state = 'held' THEN 1 ELSE 0 END)", "one_on_one", "person_id", "at", "", ", r.slot"),
    _counting(
        "l.person_id, sum(o.value), count(m.id)", "checkin", "person_id", "sent_at",
        "LEFT JOIN mood o ON o.checkin_id = r.id " + _MAY.format(kind="checkin", id="r.id"), ", l.person_id",
    ),
    _counting("l.person_id, count(*), max(r.at)", "one_on_one", "person_id", "at", "", ", l.person_id"),
    _counting("l.person_id, max(r.given_at)", "feedback", "subject_id", "given_at", "AND r.author_id = l.manager_id", ", l.person_id"),
    _counting("count(*), count(u.id)", "goal", "owner_id", "made_at", "LEFT JOIN goal_update u ON u.goal_id = r.id", ", r.confidence"),
)  # fmt: skip


async def _bare(tx: Tx) -> None:
    given: dict[str, Any] = {"first": STARTS, "last": ENDS + timedelta(days=1)}
    connection = await tx.connection()
    for statement in BARE:
        (await connection.execute(text(statement), given)).all()


async def _counts(deps: Deps, managers: list[int]) -> None:
    for at in range(0, len(managers), cycle_summaries_schedule.BATCH):
        some = managers[at : at + cycle_summaries_schedule.BATCH]
        async with deps.transaction(reading=True) as tx:
            await cycle_summaries_counting.count(tx, some, STARTS, ENDS, CYCLE, NOW)


async def measured(deps: Deps) -> dict[str, Any]:
    of = Summaries(rules.READY, NOW, _bare, _counts, ticks.tell_due, cycle_summaries.access_told, views.ready)
    return await summaries_once.measure(deps, of)
