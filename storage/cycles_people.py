"""Who is in which cycle, and the phases of cycles: what every capability that a cycle touches asks."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from bot.domain.cycles import Phased, Stage
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.database import Tx

OUT = (Stage.RUNNING, Stage.PAUSED)
"""A cycle that people are in."""


async def phases(tx: Tx, cycle_ids: Sequence[int]) -> dict[int, list[Phased]]:
    """The phases of cycles in their order, as HR set them, by cycle id; every one asked for has an entry."""
    made: dict[int, list[Phased]] = {one: [] for one in cycle_ids}
    found = select(CyclePhase).where(col(CyclePhase.cycle_id).in_(cycle_ids)).order_by(col(CyclePhase.starts))
    for row in await tx.exec(found):
        made[row.cycle_id].append(Phased(row.phase, row.starts, row.ends))
    return made


async def part(tx: Tx, cycle_id: int, person_id: int) -> CyclePerson | None:
    """Somebody's part in that cycle, whether it goes on or is over."""
    found = select(CyclePerson).where(CyclePerson.cycle_id == cycle_id, CyclePerson.person_id == person_id)
    return (await tx.exec(found)).one_or_none()


async def current(tx: Tx, person_ids: Sequence[int], day: date) -> dict[int, tuple[Cycle, CyclePerson]]:
    """The cycle that each of these people is in on that day, running or paused, by person id; the one that began last.

    One whose last day is over for somebody is theirs no longer, whether or not it was closed.
    """
    found = (
        select(Cycle, CyclePerson)
        .join(CyclePerson, col(CyclePerson.cycle_id) == col(Cycle.id))
        .where(
            col(CyclePerson.person_id).in_(person_ids),
            col(Cycle.stage).in_(OUT),
            col(CyclePerson.joined_on) <= day,
            col(CyclePerson.left_on).is_(None) | (col(CyclePerson.left_on) >= day),
        )
        .order_by(col(CyclePerson.begins), col(Cycle.id))
    )
    return {mine.person_id: (cycle, mine) for cycle, mine in await tx.exec(found) if day <= last_day(cycle, mine)}


def last_day(cycle: Cycle, mine: CyclePerson) -> date:
    """The cycle's last day as it is for this person."""
    return cycle.ends + (mine.begins - cycle.starts)


def phases_for(mine: CyclePerson, cycle: Cycle, set_by_hr: Sequence[Phased]) -> list[Phased]:
    """The phases as their days are for this person."""
    later = mine.begins - cycle.starts
    return [one.moved(later) for one in set_by_hr]
