"""The figures of many managers' teams at once, and to whom of them it is time to talk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from bot.domain import cycle_summaries_talk_to as talking
from bot.domain.cadence import DAY
from bot.domain.closed_loop import Rate
from bot.domain.cycle_summaries import Counted, Figures, Records
from bot.domain.cycle_summaries_talk_to import TalkTo
from bot.usecases import closed_loop
from storage import cycle_summaries_counts as counts
from storage import cycle_summaries_facts as facts
from storage import cycle_summaries_groups as groups
from storage import people
from storage.cycle_summaries_groups import Groups
from storage.cycle_summaries_waiting import Over
from storage.database import Tx


@dataclass(frozen=True)
class Counts:
    """What is counted of a team for its manager, with the records behind it, and to whom it is time to talk."""

    figures: Figures = field(default_factory=Figures)
    records: Records = field(default_factory=dict)
    talk_to: list[TalkTo] = field(default_factory=list)


async def count(
    tx: Tx, managers: Sequence[int], first: date, last: date, cycle_id: int | None, now: datetime
) -> dict[int, Counts]:
    """The teams of these managers from the first to the last day, by the manager's id: as many statements, however many they are.

    Nothing in it speaks for one to three people whom the manager may not read.
    """
    return await _count(tx, managers, groups.of_managers(managers, first, last), cycle_id, now)


async def count_over(tx: Tx, managers: Sequence[int], over: Over, first: date, now: datetime) -> dict[int, Counts]:
    """The same of those of their teams alone of whom this part of a cycle is over.

    What the manager may not read is left out: beside the whole team's it would speak for too few; and so is how soon the manager
    answers, whoever asks.
    """
    counted = await _count(tx, managers, groups.of_managers_over(managers, over, first), over.cycle_id, now)
    alone = {
        manager: replace(one.figures.read_alone(), loop_asked=0, loop_in_time=0) for manager, one in counted.items()
    }
    return {manager: replace(one, figures=alone[manager]) for manager, one in counted.items()}


async def _count(
    tx: Tx, managers: Sequence[int], teams: Groups, cycle_id: int | None, now: datetime
) -> dict[int, Counts]:
    first, last = teams.first, teams.last
    counted = await counts.count(tx, teams, now, cycle_id=cycle_id)
    known = await facts.facts(tx, teams, now)
    until = min(now, datetime.combine(last + DAY, time(), UTC))
    weeks = await people.weeks(tx, managers)
    rates = await closed_loop.closed_loop_of_many(tx, weeks, datetime.combine(first, time(), UTC), until, now)
    found = {}
    for manager in managers:
        one = counted.get(manager, Counted())
        loop = rates.get(manager, Rate())
        figures = replace(one.figures.for_reader(), loop_asked=loop.asked, loop_in_time=loop.in_time)
        found[manager] = Counts(figures, one.records, talking.chosen(known.get(manager, ()), last))
    return found
