"""What belongs to a cycle, as its summaries count it: the check-ins of some series, and 1:1s where a pair has agreed on nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, distinct, exists, func, or_, select
from sqlmodel import col

from bot.domain.cadence import DAY
from bot.domain.cycle_summaries import TalkTurn
from bot.domain.cycles_parts import Belongs, belongs, talk_turns
from storage.cycle_summaries_groups import Groups
from storage.cycles import Cycle
from storage.database import Tx
from storage.one_on_ones import Pairing
from storage.reporting import ReportingLine

Turns = dict[int, tuple[TalkTurn, ...]]


async def of_cycle(tx: Tx, cycle_id: int | None) -> Belongs:
    """What belongs to it; without a cycle, every check-in counts and no talk is expected."""
    found = await tx.get(Cycle, cycle_id) if cycle_id is not None else None
    return belongs(found.belongs) if found is not None else Belongs()


def unpaired(groups: Groups) -> Select[Any]:
    """How many people of each group somebody leads on which days, without a rhythm of 1:1s of their own, nor one that they ended."""
    g = groups.rows.c
    mine = or_(g.reader_id.is_(None), col(Pairing.manager_id) == g.reader_id)
    paired = exists().where(col(Pairing.person_id) == g.person_id, mine)
    led = exists().where(
        col(ReportingLine.person_id) == g.person_id,
        col(ReportingLine.since) < g.until,
        or_(col(ReportingLine.until).is_(None), col(ReportingLine.until) > g.since),
    )
    return (
        select(g.group_id, g.since, g.until, func.count(distinct(g.person_id)).label("people"))
        .where(and_(led, ~paired))
        .group_by(g.group_id, g.since, g.until)
    )


def expected(turns: Turns, rows: Iterable[Any], every: int, now: datetime) -> tuple[Turns, dict[int, int]]:
    """The turns with what that cadence expects of those people up to now, and how many talks these are, by group."""
    made = {group: {one.day: one for one in those} for group, those in turns.items()}
    counts: dict[int, int] = {}
    for group, since, until, people in rows:
        last = min(_day(until) - DAY, now.date())
        for day in talk_turns(every, _day(since), last):
            one = made.setdefault(group, {}).get(day, TalkTurn(day))
            made[group][day] = TalkTurn(day, one.agreed + people, one.held)
            counts[group] = counts.get(group, 0) + people
    return {group: tuple(those[day] for day in sorted(those)) for group, those in made.items()}, counts


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
