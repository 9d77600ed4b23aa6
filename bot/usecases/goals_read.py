"""A goal as one of its readers sees it: what it says, what changed, who has agreed and when, and what the reader can do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import goals_agreeing as rules
from bot.domain import goals_results, goals_weights
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import GoalState, Level
from bot.domain.goals_agreeing import Side
from bot.domain.goals_results import Result
from bot.usecases import goals_agreeing, goals_closing, goals_rights, goals_sides
from bot.usecases.goals_rights import Reads
from storage import goals_versions as store
from storage import people
from storage.cycles import Cycle
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.people import Person
from storage.reporting import Department


@dataclass(frozen=True)
class Step:
    """A goal on the way up. `title` None: it was erased. `hidden`: the viewer may not read it."""

    level: Level
    title: str | None
    owner: Person
    closed: bool
    hidden: bool = False


@dataclass(frozen=True)
class Agreed:
    """Who has agreed to a version, and when."""

    who: Person
    at: datetime


@dataclass(frozen=True)
class Can:
    """What the viewer can do with it now."""

    confirm: bool = False
    change: bool = False
    talk: bool = False
    withdraw: bool = False
    propose: bool = False
    discard: bool = False
    close: bool = False
    reopen: bool = False


@dataclass(frozen=True)
class Opened:
    """`version`: what is shown, for the two sides the one that waits. `before`: the one in force, where that is another one.

    `path`: the goals above, the highest first. `share`: its per cent of its owner's goals. `waits`: for each side that has not agreed those
    who can. `left`: per cent of them that no goal has. `imported`: it was agreed on with the company's file.
    """

    goal: Goal
    owner: Person
    viewer: Person
    version: GoalVersion
    writer: Person
    before: GoalVersion | None = None
    path: Sequence[Step] = ()
    cycle: Cycle | None = None
    department: Department | None = None
    share: int | None = None
    left: int = 0
    agreed: Sequence[Agreed] = ()
    waits: Sequence[Sequence[Person]] = ()
    imported: bool = False
    results: Sequence[Result] = ()
    can: Can = field(default_factory=Can)


@dataclass(frozen=True)
class Told:
    """A version in the history. `before`: the one it followed; what differs is what changed."""

    version: GoalVersion
    before: GoalVersion | None
    writer: Person
    agreed: Sequence[Agreed]


async def access_opened(tx: Tx, viewer: Person, goal_id: int, now: datetime) -> Opened:
    """Raises NotAllowed for those who may not read it in full."""
    goal = await goals_rights.access_goal(tx, viewer, goal_id, now)
    versions = await store.versions(tx, goal.id)
    owner = await people.get(tx, goal.owner_id)
    current = next((one for one in versions if one.number == goal.version), versions[-1])
    waiting = goals_agreeing.pending(versions)
    side, found = await _side(tx, viewer, goal, waiting or current, owner, now)
    version = waiting if waiting is not None and (side or waiting.written_by == viewer.id) else current
    before = current if version.number != current.number and goal.state is GoalState.CONFIRMED else None
    waits: list[Sequence[Person]] = []
    if waiting is not None and version is waiting:
        waits += [[owner]] if waiting.owner_agreed_at is None else []
        waits += [found] if waiting.other_agreed_at is None and found else []
    share, left = await _share(tx, goal, version)
    return Opened(
        goal,
        owner,
        viewer,
        version,
        writer=await people.get(tx, version.written_by),
        before=before,
        path=await access_path(tx, viewer, version, now),
        cycle=await tx.get(Cycle, version.cycle_id) if version.cycle_id is not None else None,
        department=await tx.get(Department, goal.department_id) if goal.department_id is not None else None,
        share=share,
        left=left,
        agreed=await _agreed(tx, goal, version),
        waits=waits,
        imported=_imported(version),
        results=goals_results.loaded(version.key_results),
        can=_can(viewer, goal, waiting, side, now, closes=await goals_closing.may_close(tx, goal, viewer, now)),
    )


async def _side(
    tx: Tx, viewer: Person, goal: Goal, version: GoalVersion, owner: Person, now: datetime
) -> tuple[Side | None, list[Person]]:
    """On which side the viewer stands; None: on neither."""
    try:
        return await goals_sides.side_of(tx, viewer, goal.level, owner, version.parent_id, now)
    except NotAllowed:
        return None, await goals_sides.others(tx, goal.level, owner, version.parent_id, now)
    except RuleBroken:
        return (Side.OWNER if viewer.id == owner.id else None), []


def _can(
    viewer: Person, goal: Goal, waiting: GoalVersion | None, side: Side | None, now: datetime, *, closes: bool
) -> Can:
    if goal.state is GoalState.DRAFT:
        return Can(change=True, propose=True, discard=True)
    if side is None:
        return Can()
    if goal.state is GoalState.CLOSED:
        late = goal.closed_at is None or now > goal.closed_at + rules.REOPENS_FOR
        return Can(talk=True, reopen=side is Side.OTHER and not late)
    asked = waiting is not None and (
        waiting.owner_agreed_at is None if side is Side.OWNER else waiting.other_agreed_at is None
    )
    return Can(
        confirm=asked,
        change=True,
        talk=True,
        withdraw=waiting is not None and waiting.written_by == viewer.id,
        close=closes and goal.state is GoalState.CONFIRMED,
    )


async def access_path(tx: Tx, viewer: Person, version: GoalVersion, now: datetime) -> list[Step]:
    """The goals above, the highest first, as far as the viewer may read them."""
    way = await store.above(tx, version.parent_id)
    titles = await store.in_force(tx, [one.id for one in way])
    who = await people.by_ids(tx, sorted({one.owner_id for one in way})) if way else {}
    found = []
    for one in reversed(way):
        hidden = await goals_rights.reads(tx, viewer, one, now) is Reads.NOTHING
        title = titles[one.id].title if one.id in titles and not hidden else None
        found.append(Step(one.level, title, who[one.owner_id], one.state is GoalState.CLOSED, hidden))
    return found


async def _share(tx: Tx, goal: Goal, version: GoalVersion) -> tuple[int | None, int]:
    """Of a person's own goal: its weight, or what is left for it; and what no goal of the cycle has."""
    if goal.level is not Level.PERSON:
        return None, 0
    others = await store.weights(tx, goal.owner_id, version.cycle_id, without=goal.id)
    shares = goals_weights.shares({**others, goal.id: version.weight})
    return shares[goal.id], max(0, goals_weights.ALL - sum(shares.values()))


def _imported(version: GoalVersion) -> bool:
    """Whether nobody but the company's file agreed to it."""
    return version.owner_agreed_at is not None and version.other_agreed_at is not None and version.other_id is None


async def _agreed(tx: Tx, goal: Goal, version: GoalVersion) -> list[Agreed]:
    if _imported(version):
        return []
    given = [(goal.owner_id, version.owner_agreed_at), (version.other_id, version.other_agreed_at)]
    found = [Agreed(await people.get(tx, who), at) for who, at in given if who is not None and at is not None]
    return sorted(found, key=lambda one: one.at)


async def access_history(tx: Tx, viewer: Person, goal_id: int, now: datetime) -> tuple[Goal, list[Told]]:
    """What was proposed, by whom, who agreed and when, the newest first. Raises NotAllowed for those who may not read it in full."""
    goal = await goals_rights.access_goal(tx, viewer, goal_id, now)
    shown = [one for one in await store.versions(tx, goal.id) if one.proposed_at is not None]
    told, before = [], None
    for one in shown:
        told.append(Told(one, before, await people.get(tx, one.written_by), await _agreed(tx, goal, one)))
        before = one if one.owner_agreed_at and one.other_agreed_at else before or one
    return goal, told[::-1]
