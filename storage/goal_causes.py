"""Why goals were missed or are at risk, as their owners and those who led them chose."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, and_, case, func, or_
from sqlalchemy import select as pick
from sqlmodel import SQLModel, col, select

from bot.domain.goal_causes import Cause, Named, Side
from bot.domain.goals import Confidence, Ending, GoalState
from storage.columns import choice, link, link_or_none, row_id
from storage.cycle_reports_groups import later
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.goals import Goal, GoalVersion
from storage.people import MANY
from storage.reporting import Department, department_on
from storage.words import words

ASKED = or_(
    and_(col(Goal.state) == GoalState.CLOSED, col(Goal.ended).in_((Ending.MISSED, Ending.PARTLY))),
    and_(col(Goal.state) == GoalState.CONFIRMED, col(Goal.confidence).in_((Confidence.AT_RISK, Confidence.OFF_TRACK))),
)
"""As `is_asked`."""


class GoalCause(SQLModel, table=True):
    """What `author` chose: the goal's owner for themselves, or somebody who led them then. Each has one for a goal.

    `reader_id`: who else may read it, as it was when it was chosen: the manager, or the owner; None: there was nobody.
    """

    __tablename__ = "goal_cause"
    __table_args__ = (
        UniqueConstraint("goal_id", "author_id"),
        Index("ix_goal_cause_author", "author_id", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    goal_id: int = link("goal.id")
    author_id: int = link("person.id")
    reader_id: int | None = link_or_none("person.id")
    cause: Cause = choice(Cause)
    words: str | None = words()
    chosen_at: datetime


async def of_goals(tx: Tx, goal_ids: Sequence[int]) -> dict[int, list[GoalCause]]:
    """What was chosen for each of these goals, the first one in front."""
    found: dict[int, list[GoalCause]] = {one: [] for one in goal_ids}
    for at in range(0, len(goal_ids), MANY):
        wanted = select(GoalCause).where(col(GoalCause.goal_id).in_(goal_ids[at : at + MANY]))
        for one in await tx.exec(wanted.order_by(col(GoalCause.id))):
            found[one.goal_id].append(one)
    return found


async def of_author(tx: Tx, author_id: int) -> list[tuple[GoalCause, int, int]]:
    """Everything that somebody chose, with whose goal it is and in which cycle, the first one in front."""
    found = select(GoalCause, Goal.owner_id, Goal.cycle_id).join(Goal, col(Goal.id) == col(GoalCause.goal_id))
    rows = await tx.exec(found.where(GoalCause.author_id == author_id).order_by(col(GoalCause.id)))
    return [(cause, owner, cycle) for cause, owner, cycle in rows if owner is not None and cycle is not None]


async def locked(tx: Tx, goal_id: int, author_id: int) -> GoalCause | None:
    """What somebody chose, held until the transaction ends: two devices take turns."""
    found = select(GoalCause).where(GoalCause.goal_id == goal_id, GoalCause.author_id == author_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def cycles_of(tx: Tx, owners: Sequence[int]) -> list[Cycle]:
    """The cycles in which these people have goals that are more than a draft, the last one to end in front."""
    found: dict[int, Cycle] = {}
    for at in range(0, len(owners), MANY):
        mine = pick(col(Goal.cycle_id)).where(
            col(Goal.owner_id).in_(owners[at : at + MANY]), col(Goal.state) != GoalState.DRAFT
        )
        found |= {one.id: one for one in await tx.exec(select(Cycle).where(col(Cycle.id).in_(mine)))}
    return sorted(found.values(), key=lambda one: (one.ends, one.id), reverse=True)


async def asked(tx: Tx, owner_id: int, cycle_id: int) -> list[Goal]:
    """The goals of this person in that cycle whose cause is asked for, and those of which somebody chose one before; as they are due."""
    chosen = select(GoalCause.id).where(col(GoalCause.goal_id) == col(Goal.id)).exists()
    found = select(Goal).where(Goal.owner_id == owner_id, Goal.cycle_id == cycle_id, or_(ASKED, chosen))
    return list(await tx.exec(found.order_by(col(Goal.due), col(Goal.id))))


async def count_asked(tx: Tx, owners: Sequence[int], cycle_id: int, author_id: int) -> dict[int, tuple[int, int]]:
    """By person, where there are any: of how many goals the cause is asked for, and for how many of these the author chose one."""
    found: dict[int, tuple[int, int]] = {}
    mine = and_(col(GoalCause.goal_id) == col(Goal.id), col(GoalCause.author_id) == author_id)
    for at in range(0, len(owners), MANY):
        some = col(Goal.owner_id).in_(owners[at : at + MANY])
        wanted = (
            pick(col(Goal.owner_id), func.count(col(Goal.id)), func.count(col(GoalCause.id)))
            .outerjoin(GoalCause, mine)
            .where(some, col(Goal.cycle_id) == cycle_id, ASKED)
            .group_by(col(Goal.owner_id))
        )
        rows: Any = await (await tx.connection()).execute(wanted)
        found |= {owner: (goals, chosen) for owner, goals, chosen in rows}
    return found


async def titles(tx: Tx, goal_ids: Collection[int]) -> Mapping[int, str | None]:
    """What these goals are called in the version in force."""
    found = select(GoalVersion.goal_id, GoalVersion.title).join(
        Goal, and_(col(Goal.id) == col(GoalVersion.goal_id), col(Goal.version) == col(GoalVersion.number))
    )
    rows = await tx.exec(found.where(col(Goal.id).in_(goal_ids))) if goal_ids else ()
    return dict(iter(rows))


async def titles_then(tx: Tx, wanted: Collection[tuple[int, datetime]]) -> Mapping[tuple[int, datetime], str | None]:
    """What each of these goals was called at that moment: in the version that was in force, or was written last."""
    ids = {goal_id for goal_id, _ in wanted}
    rows = select(GoalVersion).where(col(GoalVersion.goal_id).in_(ids)).order_by(col(GoalVersion.number))
    versions: dict[int, list[GoalVersion]] = {one: [] for one in ids}
    for row in await tx.exec(rows) if ids else ():
        versions[row.goal_id].append(row)
    return {(goal_id, at): _title_then(versions[goal_id], at) for goal_id, at in wanted}


def _title_then(versions: Sequence[GoalVersion], at: datetime) -> str | None:
    written = [one for one in versions if one.written_at <= at]
    agreed = [
        one
        for one in written
        if one.owner_agreed_at is not None
        and max(one.owner_agreed_at, one.other_agreed_at or one.owner_agreed_at) <= at
        and (one.other_id is None or one.other_agreed_at is not None)
    ]
    return next((some[-1].title for some in (agreed, written, versions[:1]) if some), None)


async def named(tx: Tx, cycle: Cycle, known: Collection[int]) -> dict[Side, list[Named]]:
    """What is counted of each side, by the department in which people came into the cycle: as they chose themselves, and as those who
    led them did, where several did the last one. `known`: the ids of those whom the reader knows.

    Whoever has left the company stays among them, and whoever changed department, or came to one only later, where they were on that
    day: otherwise the sums of two days would differ by what they chose.
    """
    mine = col(GoalCause.author_id) == col(Goal.owner_id)
    goals = (col(Goal.cycle_id) == cycle.id, col(Goal.owner_id).is_not(None), ASKED)
    at = col(GoalCause.goal_id) == col(Goal.id)
    last = pick(func.max(col(GoalCause.id))).join(Goal, at).where(*goals).group_by(col(GoalCause.goal_id), mine)
    chose = [func.max(case((col(GoalCause.cause) == one, 1), else_=0)).label(one.value) for one in Cause]
    each = (
        pick(col(Goal.owner_id).label("person_id"), mine.label("own"), *chose)
        .select_from(GoalCause)
        .join(Goal, at)
        .where(col(GoalCause.id).in_(last))
        .group_by(col(Goal.owner_id), mine)
        .cte("each_person")
    )
    person, causes = each.c.person_id, [each.c[one.value] for one in Cause]
    part = and_(col(CyclePerson.cycle_id) == cycle.id, col(CyclePerson.person_id) == person)
    came = func.coalesce(col(CyclePerson.joined_on), cycle.starts)
    found = (
        pick(
            each.c.own,
            col(Department.name),
            func.count(),
            func.sum(case((person.in_(sorted(known)), 1), else_=0)),
            *causes,
        )
        .select_from(each)
        .outerjoin(CyclePerson, part)
        .outerjoin(Department, col(Department.id) == department_on(person, came, later(came, 1)))
        .group_by(each.c.own, col(Department.name), *causes)
    )
    sides: dict[Side, list[Named]] = {one: [] for one in Side}
    rows: Any = await (await tx.connection()).execute(found)
    for own, department, people, of_known, *chosen in rows:
        some = frozenset(cause for cause, there in zip(Cause, chosen, strict=True) if there)
        sides[Side.OWN if own else Side.MANAGER].append(Named(department or "", some, people, of_known))
    return sides
