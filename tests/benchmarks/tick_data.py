"""A company over forty zones on a Friday, of which an eighth is asked at the same moment."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, DateTime, insert, literal, select
from sqlmodel import col

from bot.domain import cadence, checkins
from bot.domain.checkins import Outcome
from bot.domain.cycles import Phase, Stage
from bot.domain.notices import State
from bot.domain.working import Working
from bot.usecases import series as series_usecases
from bot.usecases import workspaces
from storage import series
from storage.cycles import Cycle, CycleLook, CyclePerson, CyclePhase
from storage.database import Database, Tx
from storage.leave import Leave
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period, Turn

DUE = datetime(2027, 1, 15, 14, tzinfo=UTC)
"""Friday, three in the afternoon in the first five zones."""
BEFORE = DUE - timedelta(minutes=1)
SLOT_BEFORE, SLOT = "2027-W01", "2027-W02"
ZONES = (
    "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw", "Europe/London", "Europe/Lisbon",
    "Europe/Athens", "Europe/Helsinki", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Sao_Paulo", "America/Bogota", "America/Lima", "America/Santiago", "America/Argentina/Buenos_Aires",
    "America/Halifax", "America/Phoenix", "America/Anchorage", "America/Mexico_City", "America/Toronto", "Asia/Shanghai",
    "Asia/Tokyo", "Asia/Seoul", "Asia/Singapore", "Asia/Hong_Kong", "Asia/Kolkata", "Asia/Dubai", "Asia/Karachi", "Asia/Dhaka",
    "Asia/Bangkok", "Asia/Jakarta", "Asia/Manila", "Asia/Kathmandu", "Asia/Riyadh", "Australia/Sydney", "Australia/Perth",
    "Pacific/Auckland",
)  # fmt: skip
AWAY_EACH = 50
"""One of so many is on leave next week."""
AT_ONCE = 5_000


async def fill(database: Database, people: int) -> None:
    """The company, everybody asked last week, and due again when it is three on Friday where they are.

    One more in each zone is due a minute earlier: what is done but once in a process, such as looking up holidays, is done then.
    """
    auth = {"team_id": "T0BENCH", "user_id": "U0BOT", "bot_id": "B0BOT"}
    async with database.transaction() as tx:
        workspace = await workspaces.install(tx, auth, {"name": "Company"}, guests=False, now=DUE)
        weekly = await series_usecases.ensure_default(tx, workspace, DUE - timedelta(days=30), started=True)
        due = {zone: _next(series.rule(weekly), zone) for zone in ZONES}
    for first in range(1, people + 1, AT_ONCE):
        async with database.transaction() as tx:
            await _add(tx, workspace.id, weekly.id, range(first, min(first + AT_ONCE, people + 1)), due)
    early = dict.fromkeys(ZONES, (SLOT, BEFORE))
    async with database.transaction() as tx:
        await _add(tx, workspace.id, weekly.id, range(people + 1, people + 1 + len(ZONES)), early)
        await _run_a_cycle(tx, workspace.id)


async def _run_a_cycle(tx: Tx, workspace_id: int) -> None:
    """Everybody is in the middle of a cycle, was told of its phase, and is due the next in April."""
    here: dict[str, Any] = {"workspace_id": workspace_id}
    first, last = date(2027, 1, 4), date(2027, 4, 30)
    one = Cycle(**here, name="Q1", starts=first, ends=last, made_by=1, made_at=BEFORE, stage=Stage.RUNNING)
    tx.add(one)
    await tx.flush()
    tx.add(CyclePhase(**here, cycle_id=one.id, phase=Phase.DO, starts=first, ends=date(2027, 4, 1)))
    tx.add(CyclePhase(**here, cycle_id=one.id, phase=Phase.CHECK, starts=date(2027, 4, 2), ends=last))
    look: dict[str, Any] = {"stage": one.stage, "revision": one.revision, "began_at": DUE, "running_since": BEFORE}
    tx.add(CycleLook(**here, cycle_id=one.id, **look))
    await tx.flush()
    next_at = literal(datetime(2027, 4, 2, tzinfo=UTC), DateTime(timezone=True))
    day, told = literal(first, Date), literal(Phase.DO.value)
    names = ["workspace_id", "cycle_id", "person_id", "begins", "joined_on", "told", "due_at"]
    here_id, cycle_id = literal(workspace_id), literal(one.id)
    everybody = select(here_id, cycle_id, col(Person.id), day, day, told, next_at)
    await (await tx.connection()).execute(insert(CyclePerson).from_select(names, everybody))


def _next(rule: cadence.Rule, name: str) -> tuple[str, datetime]:
    """What somebody there is due next: this week's slot, or, where it is later than that, next week's."""
    zone, usual = cadence.zone_of(name), Working(name)
    slot = cadence.first_slot(rule, DUE - timedelta(seconds=1), zone, usual.hours, usual.on)
    return slot, cadence.due_at(rule, slot, zone, usual.hours, usual.on)


async def _add(tx: Tx, workspace_id: int, series_id: int, numbers: range, due: dict[str, tuple[str, datetime]]) -> None:
    here, before = {"workspace_id": workspace_id}, DUE - timedelta(days=7)
    asked = {"opens_at": before, "reminds_at": None, "closes_at": before + timedelta(days=3), "reminded": True}
    settled = {"outcome": Outcome.ANSWERED, "settled_at": before, "slot": SLOT_BEFORE, "series_id": series_id}
    told = {"kind": checkins.PROMPT.name, "lane": int(checkins.PROMPT.lane), "state": State.SENT, "due_at": before}
    people, turns, periods, notices, away = [], [], [], [], []
    for n in numbers:
        zone = ZONES[n % len(ZONES)]
        slot, at = due[zone]
        people.append(here | {"id": n, "slack_id": f"U{n:08}", "name": f"Person {n}", "zone": zone})
        turns.append(here | {"series_id": series_id, "person_id": n, "slot": slot, "due_at": at})
        periods.append(here | asked | settled | {"person_id": n})
        notices.append(here | told | {"subject_id": n, "recipient_id": n, "sent_at": before, "made_at": before})
        if n // len(ZONES) % AWAY_EACH == 0:
            span = {"first": date(2027, 1, 18), "last": date(2027, 1, 22)}
            away.append(here | span | {"person_id": n, "noted_at": before})
    connection = await tx.connection()
    for table, rows in ((Person, people), (Turn, turns), (Period, periods), (Notice, notices), (Leave, away)):
        if rows:
            await connection.execute(insert(table), rows)
