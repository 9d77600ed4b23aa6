"""The quarter's review page: why each goal that was missed or is at risk went so, chosen by its owner and by who leads them, each for
themselves; both see both once both have chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import goal_causes as rules
from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed
from bot.domain.goal_causes import Cause
from bot.usecases import acting, roles
from bot.usecases.people import local_day
from storage import goal_causes as store
from storage import people, reporting
from storage.cycles import Cycle
from storage.database import Tx
from storage.goal_causes import GoalCause
from storage.goals import Goal
from storage.people import Person

PAGE = 10
"""Goals, or people, on a page."""


@dataclass(frozen=True)
class Chosen:
    """A cause as somebody chose it. `words` None: they were erased."""

    author: Person
    cause: Cause
    words: str | None
    at: datetime


@dataclass(frozen=True)
class Asked:
    """A goal with what the viewer may see. `counted`: its cause is asked for now. `others`: what the others chose, once the viewer has.

    `waits`: the other one has chosen, and the viewer has not yet. `unread`: the viewer chose while somebody else was the other one,
    who so does not read it. `apart`: the two name different causes.
    """

    goal: Goal
    title: str | None
    counted: bool
    mine: Chosen | None = None
    others: list[Chosen] = field(default_factory=list)
    waits: bool = False
    unread: bool = False
    apart: bool = False


@dataclass(frozen=True)
class Review:
    """One page of a person's goals that were missed or are at risk. `other`: who the viewer compares with, if anybody.

    `cycle` None: there are no goals in any. `cycles`: those to choose from. `open`: it can still be changed.
    """

    person: Person
    viewer: Person
    other: Person | None
    cycle: Cycle | None
    cycles: list[Cycle] = field(default_factory=list)
    goals: list[Asked] = field(default_factory=list)
    open: bool = False
    at: int = 0
    more: bool = False

    @property
    def own(self) -> bool:
        return self.person.id == self.viewer.id


@dataclass(frozen=True)
class Row:
    """Of how many goals somebody's causes are asked for, and how many the viewer chose."""

    person: Person
    goals: int
    chosen: int


@dataclass(frozen=True)
class Team:
    """The viewer's own, and a page of those who report to them and have such goals. `hr`: the sums are open to the viewer."""

    viewer: Person
    cycle: Cycle | None
    cycles: list[Cycle] = field(default_factory=list)
    mine: Row | None = None
    rows: list[Row] = field(default_factory=list)
    leads: bool = False
    hr: bool = False
    at: int = 0
    more: bool = False


async def access_review(
    tx: Tx, me: Person, person_id: int, now: datetime, cycle_id: int | None = None, at: int = 0
) -> Review:
    """Somebody's page, for themselves and for who leads them now. Raises NotAllowed for everybody else."""
    person = await access_person(tx, me, person_id, now)
    other = await other_of(tx, me, person, now)
    cycles = await store.cycles_of(tx, [person.id])
    cycle = await chosen_of(me, cycles, cycle_id, now)
    if cycle is None:
        return Review(person, me, other, None)
    every = await store.asked(tx, person.id, cycle.id)
    at = max(0, min(at, len(every) - 1)) // PAGE * PAGE
    found = await asked_of(tx, me, person, other, every[at : at + PAGE])
    return Review(person, me, other, cycle, cycles, found, cycle.stage is not Stage.CLOSED, at, len(every) > at + PAGE)


async def access_person(tx: Tx, me: Person, person_id: int, now: datetime) -> Person:
    person = await acting.access_self(tx, person_id, now)
    if person is None or person.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    if person.id != me.id:
        manager = await reporting.manager_of(tx, person.id, local_day(person, now))
        if manager is None or manager.id != me.id:
            raise NotAllowed("not_found")
    return person


async def other_of(tx: Tx, me: Person, person: Person, now: datetime) -> Person | None:
    """Who looks at this person's goals besides me: their manager, or they themselves."""
    if person.id != me.id:
        return person
    manager = await reporting.manager_of(tx, person.id, local_day(person, now))
    return None if manager is None or acting.has_left(manager, now) else manager


async def chosen_of(me: Person, cycles: Sequence[Cycle], cycle_id: int | None, now: datetime) -> Cycle | None:
    """That cycle, where it is among them; else the last that has begun."""
    today = local_day(me, now)
    named = [one for one in cycles if one.id == cycle_id]
    begun = [one for one in cycles if one.starts <= today]
    return next(iter([*named, *begun, *cycles]), None)


async def asked_of(tx: Tx, me: Person, person: Person, other: Person | None, some: Sequence[Goal]) -> list[Asked]:
    rows = await store.of_goals(tx, [one.id for one in some])
    titles = await store.titles(tx, [one.id for one in some])
    who = await people.by_ids(tx, sorted({row.author_id for many in rows.values() for row in many}))
    return [_seen(me, person, other, one, titles.get(one.id), rows[one.id], who) for one in some]


def _seen(
    me: Person,
    person: Person,
    other: Person | None,
    goal: Goal,
    title: str | None,
    rows: Sequence[GoalCause],
    who: dict[int, Person],
) -> Asked:
    counted = rules.is_asked(goal.state, goal.ended, goal.confidence)
    mine = next((one for one in rows if one.author_id == me.id), None)
    # A manager reads what the person chose for them to read; the person, what each who led them chose.
    open_ = [
        one for one in rows if one.author_id != me.id and one.reader_id == me.id and person.id in (me.id, one.author_id)
    ]
    theirs = next((one for one in open_ if other is not None and one.author_id == other.id), None)
    if mine is None:
        return Asked(goal, title, counted, waits=theirs is not None)
    return Asked(
        goal=goal,
        title=title,
        counted=counted,
        mine=choice(mine, who),
        others=[choice(one, who) for one in open_],
        unread=other is not None and mine.reader_id != other.id,
        apart=theirs is not None and theirs.cause is not mine.cause,
    )


def choice(row: GoalCause, who: dict[int, Person]) -> Chosen:
    return Chosen(who[row.author_id], row.cause, row.words, row.chosen_at)


async def access_team(tx: Tx, me: Person, now: datetime, cycle_id: int | None = None, at: int = 0) -> Team:
    """My own page and those of who reports to me, where a cause is asked for."""
    led = await reporting.reports_of(tx, me.id, local_day(me, now))
    cycles = await store.cycles_of(tx, [me.id, *(one.id for one in led)])
    cycle, hr = await chosen_of(me, cycles, cycle_id, now), await roles.is_hr(tx, me)
    if cycle is None:
        return Team(me, None, leads=bool(led), hr=hr)
    counts = await store.count_asked(tx, [me.id, *(one.id for one in led)], cycle.id, me.id)
    rows = [Row(one, *counts[one.id]) for one in led if one.id in counts]
    rows.sort(key=lambda one: (one.chosen >= one.goals, one.person.name))
    at = max(0, min(at, len(rows) - 1)) // PAGE * PAGE
    mine = Row(me, *counts.get(me.id, (0, 0)))
    return Team(me, cycle, cycles, mine, rows[at : at + PAGE], bool(led), hr, at, len(rows) > at + PAGE)


async def count_mine(tx: Tx, me: Person, now: datetime) -> Row | None:
    """What waits for me in the cycle that is shown first; None: no cause of a goal of mine is asked for there."""
    cycle = await chosen_of(me, await store.cycles_of(tx, [me.id]), None, now)
    counts = await store.count_asked(tx, [me.id], cycle.id, me.id) if cycle is not None else {}
    return Row(me, *counts[me.id]) if me.id in counts else None
