"""Goals as they are looked at: my own, my team's, and the company's tree, as far as each may be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import goals_progress as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import GoalState, Level
from bot.domain.goals_progress import Below
from bot.domain.goals_seeing import Figures, Missing, One, Reads, figures
from bot.domain.roles import Role
from bot.usecases import goals_reading, goals_rights
from bot.usecases.goals_rights import UPPER
from bot.usecases.people import local_day
from storage import goals_seen as seen
from storage import goals_settings, people, reporting, roles
from storage import goals_told as store
from storage import goals_tree as tree
from storage.database import Tx
from storage.goals import Goal, GoalUpdate, GoalVersion
from storage.goals_seen import Sight, Standing
from storage.people import Person

MINE, TEAM, ROWS = 8, 10, 20
"""Rows on a page."""
SUPPORTERS = 5
SAID = 5
"""Of what was said of a goal, where it is shown."""


@dataclass(frozen=True)
class Seen:
    """A goal in a list. `version` None: its words may not be read. `below`: what supports it, added up."""

    goal: Goal
    version: GoalVersion | None
    owner: Person
    reads: Reads
    below: Below = field(default_factory=Below)
    supporters: int = 0


@dataclass(frozen=True)
class Mine:
    """One of my goals: `path` is what it supports, the highest first; `support` some of what supports it."""

    seen: Seen
    value: float | None
    path: list[Seen]
    support: list[Seen]


@dataclass(frozen=True)
class Overview:
    """One page of my running goals, and what they come to in all. `leads`: somebody reports to me."""

    rows: list[Mine]
    figures: Figures
    leads: bool
    page: int
    pages: int


@dataclass(frozen=True)
class TeamOf:
    """One page of who reports to me, what is to be looked at first in front."""

    rows: list[tuple[Person, Figures]]
    figures: Figures
    page: int
    pages: int


@dataclass(frozen=True)
class Place:
    """Where in the company's tree: a goal that is open, a level, or what lacks something; and the page."""

    goal_id: int | None = None
    level: Level = Level.COMPANY
    missing: Missing | None = None
    page: int = 0


@dataclass(frozen=True)
class Tree:
    """What stands there. `opened`: the goal of which `rows` are the supporters; `path`: what it supports, the highest first.
    `leads`: somebody reports to me.
    """

    place: Place
    rows: list[Seen]
    more: bool
    opened: Seen | None = None
    path: list[Seen] = field(default_factory=list)
    leads: bool = False


@dataclass(frozen=True)
class AtHome:
    """My running goals at a glance, and those of who reports to me; None: nobody does, or none of them has any."""

    mine: Figures
    team: Figures | None = None


async def access_at_home(tx: Tx, me: Person, now: datetime, *, leads: bool) -> AtHome:
    """What Home says of goals."""
    mine = figures([_one(one, now) for one in await seen.standings(tx, me.id)])
    led = await seen.standings_led(tx, me.id, local_day(me, now)) if leads else []
    return AtHome(mine, figures([_one(one, now) for one in led]) if led else None)


@dataclass(frozen=True)
class Stands:
    """How a goal goes: what was said of it lately, the newest first. `mine`: I can say how it goes."""

    seen: Seen
    value: float | None
    said: list[GoalUpdate]
    mine: bool


async def access_stands(tx: Tx, me: Person, goal_id: int, now: datetime) -> Stands:
    """For whoever may read it in full. Raises NotAllowed for everybody else."""
    goal = await goals_rights.access_goal(tx, me, goal_id, now)
    shown = (await _seen(tx, me, [goal], now))[0]
    said = await store.said_lately(tx, goal.id, SAID)
    mine = goal.owner_id == me.id and goal.state is GoalState.CONFIRMED
    return Stands(shown, await store.last_value(tx, goal.id), said, mine)


async def access_mine(tx: Tx, me: Person, now: datetime, page: int = 0) -> Overview:
    """My running goals with what they support and who supports them."""
    every = await store.running(tx, me.id, local_day(me, now))
    pages = max(1, -(-len(every) // MINE))
    page = max(0, min(page, pages - 1))
    shown = every[page * MINE : (page + 1) * MINE]
    ids = [one.id for one in shown]
    paths = await tree.paths(tx, ids)
    above = await store.by_ids(tx, sorted({one for way in paths.values() for one in way}))
    support = {one: await seen.supporting(tx, one, page=0, most=SUPPORTERS) for one in ids}
    beside = [goal for some in support.values() for goal in some[:SUPPORTERS]]
    found = {one.goal.id: one for one in await _seen(tx, me, [*shown, *above.values(), *beside], now)}
    rows = [
        Mine(
            seen=found[one.id],
            value=await store.last_value(tx, one.id),
            path=[found[at] for at in reversed(paths[one.id]) if at in found],
            support=[found[at.id] for at in support[one.id][:SUPPORTERS]],
        )
        for one in shown
    ]
    leads = await reporting.leads(tx, me.id, local_day(me, now))
    return Overview(rows, figures([_one(_standing(one), now) for one in every]), leads, page, pages)


def _standing(goal: Goal) -> Standing:
    computed = rules.is_computed(goal.state, goal.progress_from)
    more = (goal.weight, goal.progress, goal.confidence, computed, goal.told_at, goal.made_at)
    return Standing(goal.owner_id, goal.level, goal.parent_id is not None, *more)


def _one(found: Standing, now: datetime) -> One:
    stale = not found.computed and rules.is_stale(found.told_at, found.made_at, now)
    unaligned = not found.aligned and found.level is not Level.COMPANY
    return One(found.weight, found.progress, found.confidence, stale, unaligned)


async def access_team(tx: Tx, me: Person, now: datetime, page: int = 0) -> TeamOf:
    """One page of who reports to me today, each with their goals at a glance. Raises as `access_whole_team`."""
    whole = await access_whole_team(tx, me, now)
    pages = max(1, -(-len(whole.rows) // TEAM))
    page = max(0, min(page, pages - 1))
    return TeamOf(whole.rows[page * TEAM : (page + 1) * TEAM], whole.figures, page, pages)


async def access_whole_team(tx: Tx, me: Person, now: datetime) -> TeamOf:
    """All who report to me, in one page. Raises RuleBroken("no_team") for those who lead nobody."""
    reports = await reporting.reports_of(tx, me.id, local_day(me, now))
    if not reports:
        raise RuleBroken("no_team")
    each, whole = await _figures(tx, me, reports, now)
    ordered = sorted(reports, key=lambda one: (each[one.id].urgency, one.name))
    return TeamOf([(one, each[one.id]) for one in ordered], whole, 0, 1)


async def _figures(tx: Tx, me: Person, reports: Sequence[Person], now: datetime) -> tuple[dict[int, Figures], Figures]:
    """Of each of them, by person, and of all together."""
    by_owner: dict[int, list[One]] = {one.id: [] for one in reports}
    for found in await seen.standings_led(tx, me.id, local_day(me, now)):
        by_owner.setdefault(found.owner_id, []).append(_one(found, now))
    return {owner: figures(some) for owner, some in by_owner.items()}, figures(
        [at for some in by_owner.values() for at in some]
    )


async def access_tree(tx: Tx, me: Person, place: Place, now: datetime) -> Tree:
    """One page of the company's tree, as far as I may read it. Raises NotAllowed for a goal of which I may read nothing."""
    sight, leads = await _sight(tx, me, now), await reporting.leads(tx, me.id, local_day(me, now))
    if place.goal_id is not None:
        return replace(await _opened(tx, me, place, sight, now), leads=leads)
    if place.missing is not None:
        found = await seen.missing(tx, me.workspace_id, place.missing, sight, now, page=place.page, most=ROWS)
    else:
        found = await seen.at_level(tx, me.workspace_id, place.level, sight, page=place.page, most=ROWS)
    return Tree(place, await _seen(tx, me, found[:ROWS], now), len(found) > ROWS, leads=leads)


async def _opened(tx: Tx, me: Person, place: Place, sight: Sight, now: datetime) -> Tree:
    goal = await store.find(tx, place.goal_id or 0)
    if goal is None or (await goals_reading.reads(tx, me, [goal], now))[goal.id] is Reads.NOTHING:
        raise NotAllowed("not_found")
    way = (await tree.paths(tx, [goal.id]))[goal.id]
    above = await store.by_ids(tx, way)
    found = await seen.supporting(tx, goal.id, sight, page=place.page, most=ROWS)
    rows = await _seen(tx, me, [*found[:ROWS], goal, *above.values()], now)
    by_id = {one.goal.id: one for one in rows}
    path = [by_id[one] for one in reversed(way) if one in by_id]
    return Tree(place, rows[: len(found[:ROWS])], len(found) > ROWS, by_id[goal.id], path)


async def _sight(tx: Tx, me: Person, now: datetime) -> Sight:
    today = local_day(me, now)
    if await roles.has(tx, me.id, Role.HR):
        return Sight(me.id, today, every=True)
    shown = await goals_settings.get(tx, me.workspace_id)
    upper = UPPER if shown.shows_upper else frozenset()
    lower = {Level.TEAM, Level.PERSON} if shown.shows_lower else set()
    return Sight(me.id, today, levels=upper | lower, leaders=await reporting.above(tx, me.id, today))


async def _seen(tx: Tx, me: Person, goals: Sequence[Goal], now: datetime) -> list[Seen]:
    """These goals as far as I may read them, in their order."""
    ids = list(dict.fromkeys(one.id for one in goals))
    reads = await goals_reading.reads(tx, me, goals, now)
    versions, below = await store.in_force(tx, ids), await tree.below(tx, ids)
    counts = await seen.count_supporting(tx, ids)
    who = await people.by_ids(tx, sorted({one.owner_id for one in goals})) if goals else {}
    return [
        Seen(
            goal=one,
            version=versions.get(one.id) if reads[one.id] is not Reads.NOTHING else None,
            owner=who[one.owner_id],
            reads=reads[one.id],
            below=below.get(one.id, Below()),
            supporters=counts.get(one.id, 0),
        )
        for one in goals
    ]
