"""Somebody's own summary of a cycle: the same facts that their manager's has, all of their own, and what they added."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from bot.domain.cadence import DAY
from bot.domain.cycle_summaries import Figures, dumped, dumped_records, loaded
from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.own_summaries import RECORD, Part, Sort
from bot.usecases.people import local_day
from storage import cycle_summaries_counts as counting
from storage import cycle_summaries_groups as groups
from storage import goal_causes, inserting, people, readers
from storage import own_summaries as store
from storage import own_summaries_behind as behind
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.own_summaries import OwnAddition, OwnSummary
from storage.own_summaries_behind import Entry
from storage.people import Person

PAGE = 10
HIGHLIGHTS = 5
SHOWN = 3
"""Additions on the summary itself; the others are a press away."""
FOUND: Mapping[Sort, Callable[[Tx, int, Sequence[int]], Awaitable[list[Entry]]]] = {
    Sort.CHECKINS: behind.checkins,
    Sort.GOALS: behind.goals,
    Sort.BLOCKERS: behind.blockers,
    Sort.RECEIVED: behind.received,
    Sort.GIVEN: behind.given,
    Sort.RECOGNITION: behind.recognition,
    Sort.TALKS: behind.talks,
    Sort.ACTIONS: behind.actions,
}

Ids = Mapping[str, Sequence[int]]
"""The ids of what was counted, by the name of the figure."""


@dataclass(frozen=True)
class Counted:
    """What was counted of one person, and the records behind it."""

    figures: Figures = field(default_factory=Figures)
    records: Ids = field(default_factory=dict)

    @property
    def actions(self) -> int:
        """How much they did of what they had said they would."""
        return len(self.records.get(Sort.ACTIONS, ()))

    @property
    def mood(self) -> float | None:
        """Their own mood on average: to them alone it speaks for nobody else."""
        said = sum(one.moods for one in self.figures.weeks)
        return sum(one.mood_sum for one in self.figures.weeks) / said if said else None


@dataclass(frozen=True)
class Added:
    """An addition with the title of its goal (None: it has none), and who else reads it."""

    addition: OwnAddition
    goal: str | None = None
    readers: Sequence[Person] = ()


@dataclass(frozen=True)
class Own:
    """The summary. `part`: in which state; `counted_at`: when it was kept, None: it is of now. `states`: those there are.

    `highlights`: first lines of the last check-ins. `count`: of all `additions`. `open`: they can be added and changed.
    """

    me: Person
    cycle: Cycle
    cycles: Sequence[Cycle]
    first: date
    last: date
    counted: Counted
    part: Part = Part.NOW
    counted_at: datetime | None = None
    states: Sequence[Part] = ()
    highlights: Sequence[Entry] = ()
    additions: Sequence[Added] = ()
    count: int = 0
    open: bool = False
    leads: bool = False


@dataclass(frozen=True)
class Behind:
    """One page of what a figure counts, the newest first. `gone`: so many of the page that are not there any more."""

    sort: Sort
    cycle: Cycle
    part: Part
    entries: Sequence[Entry]
    additions: Sequence[Added]
    who: Mapping[int, Person]
    page: int
    pages: int
    gone: int = 0
    open: bool = False


def span(cycle: Cycle, mine: CyclePerson, today: date) -> tuple[date, date]:
    """The first and last day that are counted of somebody's part, as of today."""
    last = mine.left_on if mine.left_on is not None else cycle.ends + (mine.begins - cycle.starts)
    return mine.joined_on, max(mine.joined_on, min(last, today))


def is_open(cycle: Cycle, mine: CyclePerson) -> bool:
    return cycle.stage is not Stage.CLOSED and mine.left_on is None


async def access_part(tx: Tx, me: Person, cycle_id: int | None = None) -> tuple[Cycle, CyclePerson, list[Cycle]]:
    """My part in that cycle, or in the one that goes on or was the last; and all that I was in.

    Raises RuleBroken("no_cycle") for who was never in one, NotAllowed where it is not one of mine.
    """
    every = await store.parts(tx, me.id)
    if not every:
        raise RuleBroken("no_cycle")
    running = [one for one in every if is_open(*one)] or every
    named = [one for one in every if one[0].id == cycle_id] if cycle_id is not None else running
    if not named:
        raise NotAllowed("not_found")
    return *named[0], [cycle for cycle, _ in every]


async def access_own(tx: Tx, me: Person, now: datetime, cycle_id: int | None = None, part: Part | None = None) -> Own:
    """My summary; of a cycle that is over for me, as it was kept then. Raises as `access_part`."""
    cycle, mine, cycles = await access_part(tx, me, cycle_id)
    kept = await store.kept(tx, me.id, cycle.id)
    row = _chosen(kept, mine, part)
    first, last, counted = await _counted(tx, me, cycle, mine, row, now)
    ids = sorted(counted.records.get(Sort.CHECKINS, ()))[-HIGHLIGHTS:]
    lines = [one for one in await behind.checkins(tx, me.id, ids) if one.words]
    additions = await store.additions(tx, me.id, cycle.id)
    return Own(
        me=me,
        cycle=cycle,
        cycles=cycles,
        first=first,
        last=last,
        counted=counted,
        part=row.part if row is not None else Part.NOW,
        counted_at=row.counted_at if row is not None else None,
        states=_states(kept, mine),
        highlights=_newest(lines),
        additions=await added(tx, additions[:SHOWN], me),
        count=len(additions),
        open=is_open(cycle, mine),
        leads=bool(await store.for_reader(tx, me.id, page=0, most=1)),
    )


def _chosen(kept: Mapping[Part, OwnSummary], mine: CyclePerson, part: Part | None) -> OwnSummary | None:
    """The kept state that is asked for; of what is over, the last one."""
    if part is not None and part in kept:
        return kept[part]
    return kept[Part.END] if _is_over(kept, mine) else None


def _is_over(kept: Mapping[Part, OwnSummary], mine: CyclePerson) -> bool:
    """Whether the end that is kept is the end: a cycle that was extended afterwards goes on."""
    return Part.END in kept and kept[Part.END].last == mine.left_on


def _states(kept: Mapping[Part, OwnSummary], mine: CyclePerson) -> list[Part]:
    over = _is_over(kept, mine)
    there = {Part.NOW: not over, Part.CHECK: Part.CHECK in kept, Part.END: over}
    return [one for one in Part if there[one]]


async def _counted(
    tx: Tx, me: Person, cycle: Cycle, mine: CyclePerson, row: OwnSummary | None, now: datetime
) -> tuple[date, date, Counted]:
    if row is not None:
        return row.first, row.last, Counted(loaded(row.figures), row.records)
    first, last = span(cycle, mine, local_day(me, now))
    found = await count(tx, cycle, [me.id], first, last, now)
    return first, last, found[me.id]


async def count(
    tx: Tx, cycle: Cycle, person_ids: Sequence[int], first: date, last: date, now: datetime
) -> dict[int, Counted]:
    """What is counted of each of these people over the same days: one set of statements for all of them."""
    made = await counting.count(tx, groups.of_people(person_ids, first, last), now, cycle_id=cycle.id)
    done = await store.actions_done(tx, person_ids, first, last + DAY)
    found = {}
    for one in person_ids:
        counted = made.get(one)
        records: dict[str, Sequence[int]] = dict(dumped_records(counted.records)) if counted is not None else {}
        if done[one]:
            records[Sort.ACTIONS] = done[one]
        found[one] = Counted(counted.figures if counted is not None else Figures(), records)
    return found


async def keep(
    tx: Tx, cycle: Cycle, counted: Mapping[int, Counted], part: Part, first: date, last: date, now: datetime
) -> dict[int, int]:
    """Keep what was counted of these people over the same days; the ids of what is new, by person. Kept before, they stay, but for an
    end that was followed by a later one.
    """
    before = await store.ends(tx, list(counted), cycle.id) if part is Part.END else {}
    made: dict[int, int] = {}
    for person_id, found in counted.items():
        values = {"first": first, "last": last, "figures": dumped(found.figures), "counted_at": now}
        values["records"] = {name: list(ids) for name, ids in found.records.items()}
        row = before.get(person_id)
        if row is not None:
            for name, value in values.items():
                setattr(row, name, value)
            tx.add(row)
            continue
        key = {"workspace_id": cycle.workspace_id, "cycle_id": cycle.id, "person_id": person_id, "part": part}
        new = await inserting.insert_row(tx, OwnSummary, key | values)
        made |= {person_id: new} if new is not None else {}
    await tx.flush()
    return made


async def access_behind(
    tx: Tx, me: Person, sort: Sort, now: datetime, cycle_id: int | None = None, part: Part | None = None, page: int = 0
) -> Behind:
    """What a figure of my summary counts, as it is there today. Raises as `access_part`."""
    cycle, mine, _ = await access_part(tx, me, cycle_id)
    row = _chosen(await store.kept(tx, me.id, cycle.id), mine, part)
    shown = row.part if row is not None else Part.NOW
    if sort is Sort.ADDITIONS:
        every = await store.additions(tx, me.id, cycle.id)
        page, pages = _pages(len(every), page)
        some = await added(tx, every[page * PAGE : (page + 1) * PAGE], me)
        return Behind(sort, cycle, shown, (), some, {}, page, pages, open=is_open(cycle, mine))
    _, _, counted = await _counted(tx, me, cycle, mine, row, now)
    ids = sorted(counted.records.get(sort, ()), reverse=True)
    page, pages = _pages(len(ids), page)
    wanted = ids[page * PAGE : (page + 1) * PAGE]
    entries = _newest(await FOUND[sort](tx, me.id, wanted))
    who = await people.by_ids(tx, sorted({one.other_id for one in entries if one.other_id is not None}))
    return Behind(sort, cycle, shown, entries, (), who, page, pages, len(wanted) - len(entries))


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    def moment(one: Entry) -> datetime:
        return one.at or datetime.combine(one.day or date.min, time(), UTC)

    return sorted(entries, key=lambda one: (moment(one), one.record), reverse=True)


def _pages(count_: int, page: int) -> tuple[int, int]:
    pages = max(-(-count_ // PAGE), 1)
    return min(max(page, 0), pages - 1), pages


async def added(tx: Tx, some: Sequence[OwnAddition], me: Person) -> list[Added]:
    """These with their goals and readers; the viewer is not named among these."""
    titles = await goal_causes.titles(tx, sorted({one.goal_id for one in some if one.goal_id is not None}))
    reads = await readers.of_many(tx, RECORD, [one.id for one in some])
    who = await people.by_ids(tx, sorted({row.person_id for rows in reads.values() for row in rows} - {me.id}))
    return [
        Added(
            one,
            (titles.get(one.goal_id) or "") if one.goal_id is not None else None,
            [who[row.person_id] for row in reads[one.id] if row.person_id in who],
        )
        for one in some
    ]
