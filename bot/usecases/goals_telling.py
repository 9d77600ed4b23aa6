"""What people are told of goals: that one waits for their agreement, that it was given, how it went on. Never the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain import goals_agreeing as rules
from bot.domain.errors import NotAllowed
from bot.domain.goals import GoalState
from bot.domain.notices import Kind, NoLonger
from bot.usecases import goals_sides, notices
from storage import goals_versions as store
from storage import people
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.notices import Notice
from storage.people import Person

KINDS = (rules.PROPOSED, rules.AGREED, rules.CLOSED, rules.REOPENED)


class Stands(StrEnum):
    """How it stands with what somebody was asked to agree to. `MOVED`: somebody else is asked now."""

    WAITS = "waits"
    AGREED = "agreed"
    NEWER = "newer"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    CLOSED = "closed"


@dataclass(frozen=True)
class Proposal:
    """A version of a goal as somebody is asked about it. `mine`: the goal is the recipient's. `change`: it was agreed on before."""

    goal_id: int
    writer: Person
    owner: Person
    stands: Stands
    mine: bool
    change: bool


@dataclass(frozen=True)
class Told:
    """That `who` did something with the goal. `reopens`: the recipient can open it again until `until`."""

    goal_id: int
    who: Person
    owner: Person
    mine: bool
    change: bool = False
    reopens: bool = False
    until: datetime | None = None


async def ask(tx: Tx, goal: Goal, number: int, asked: Sequence[Person], now: datetime) -> None:
    """Owe each of them the question whether they agree."""
    for one in asked[: rules.TOLD_MOST]:
        await _owe(tx, rules.PROPOSED, goal, one.id, now, rules.occurrence(number))


async def agreed(tx: Tx, goal: Goal, version: GoalVersion, me: Person, now: datetime) -> None:
    """Owe whoever wrote it, and whoever's it is, that it is agreed on."""
    for one in {version.written_by, goal.owner_id} - {me.id}:
        await _owe(tx, rules.AGREED, goal, one, now, rules.occurrence(version.number))


async def tell(tx: Tx, kind: Kind, goal: Goal, to: Sequence[int], now: datetime) -> None:
    """Owe these people that the goal was closed, or opened again, at this moment."""
    for one in to:
        await _owe(tx, kind, goal, one, now, now.isoformat())


async def _owe(tx: Tx, kind: Kind, goal: Goal, to: int, now: datetime, occurrence: str) -> None:
    await notices.owe(
        tx,
        kind,
        workspace_id=goal.workspace_id,
        subject_id=goal.id,
        recipient_id=to,
        due_at=now,
        now=now,
        occurrence=occurrence,
    )


async def show_again(tx: Tx, goal_id: int, now: datetime) -> None:
    """Let every message about the goal that was sent say how it stands now."""
    for one in await store.told(tx, goal_id, [kind.name for kind in KINDS]):
        await notices.owe_again(tx, *KINDS, subject_id=goal_id, recipient_id=one, now=now, occurrence=None)


async def access_proposed(tx: Tx, notice: Notice, me: Person, now: datetime) -> Proposal:
    """What somebody is asked about. Raises NoLonger where, before it was sent, nothing is left to be agreed to."""
    goal, versions = await _found(tx, notice, me)
    version = next((one for one in versions if one.number == rules.number(notice.occurrence)), None)
    if version is None:
        raise NotAllowed("not_found")
    stands = await _stands(tx, goal, versions, version, me, now)
    if notice.ts is None and stands is not Stands.WAITS:
        raise NoLonger(stands.value)
    return Proposal(
        goal.id,
        writer=await people.get(tx, version.written_by),
        owner=await people.get(tx, goal.owner_id),
        stands=stands,
        mine=goal.owner_id == me.id,
        change=any(one.owner_agreed_at and one.other_agreed_at for one in versions if one.number < version.number),
    )


async def _stands(
    tx: Tx, goal: Goal, versions: Sequence[GoalVersion], version: GoalVersion, me: Person, now: datetime
) -> Stands:
    if version.owner_agreed_at is not None and version.other_agreed_at is not None:
        return Stands.AGREED
    if version.withdrawn_at is not None:
        newer = [one for one in versions if one.number > version.number and one.proposed_at is not None]
        return Stands.NEWER if newer else Stands.WITHDRAWN
    if goal.state is GoalState.CLOSED:
        return Stands.CLOSED
    if me.id == goal.owner_id:
        return Stands.WAITS if version.owner_agreed_at is None else Stands.MOVED
    owner = await people.get(tx, goal.owner_id)
    able = {one.id for one in await goals_sides.others(tx, goal.level, owner, version.parent_id, now)}
    return Stands.WAITS if version.other_agreed_at is None and me.id in able else Stands.MOVED


async def access_agreed(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """That the other side has confirmed it."""
    goal, versions = await _found(tx, notice, me)
    version = next((one for one in versions if one.number == rules.number(notice.occurrence)), None)
    if version is None or version.other_id is None or me.id not in (version.written_by, goal.owner_id):
        raise NotAllowed("not_found")
    given = {goal.owner_id: version.owner_agreed_at, version.other_id: version.other_agreed_at}
    who = max((at, one) for one, at in given.items() if at is not None and one != me.id)[1]
    before = [one for one in versions if one.number < version.number and one.owner_agreed_at and one.other_agreed_at]
    return Told(
        goal.id, await people.get(tx, who), await people.get(tx, goal.owner_id), goal.owner_id == me.id, bool(before)
    )


async def access_closed(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """That its owner has closed it, and until when it can be opened again. Raises NoLonger where it is open before that was sent."""
    goal, _ = await _found(tx, notice, me)
    owner = await people.get(tx, goal.owner_id)
    stays = goal.state is GoalState.CLOSED and goal.closed_at is not None
    if notice.ts is None and not stays:
        raise NoLonger("reopened")
    able = {one.id for one in await goals_sides.others(tx, goal.level, owner, goal.parent_id, now)}
    until = goal.closed_at + rules.REOPENS_FOR if goal.closed_at is not None else None
    reopens = stays and until is not None and now <= until and me.id in able
    return Told(goal.id, owner, owner, mine=False, reopens=reopens, until=until if stays else None)


async def access_reopened(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """That the other side has opened it again. Raises NoLonger where it was closed again before that was sent."""
    goal, _ = await _found(tx, notice, me)
    if goal.owner_id != me.id:
        raise NotAllowed("not_found")
    if notice.ts is None and goal.state is GoalState.CLOSED:
        raise NoLonger("closed")
    owner = await people.get(tx, goal.owner_id)
    able = await goals_sides.others(tx, goal.level, owner, goal.parent_id, now)
    return Told(goal.id, able[0] if able else owner, owner, mine=True)


async def _found(tx: Tx, notice: Notice, me: Person) -> tuple[Goal, list[GoalVersion]]:
    goal = await store.find(tx, notice.subject_id)
    if goal is None or goal.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    return goal, await store.versions(tx, goal.id)
