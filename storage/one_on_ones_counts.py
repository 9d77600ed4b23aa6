"""How many 1:1s there were: by manager, and for HR by department, counted in the database."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, case, func, or_, select
from sqlmodel import col
from sqlmodel import select as rows

from bot.domain.numbers import Group
from bot.domain.one_on_ones import TalkState
from storage.database import Tx
from storage.one_on_ones import OneOnOne
from storage.people import Person
from storage.reporting import Department, Membership


async def of_manager(tx: Tx, manager_id: int, slots: Sequence[str]) -> list[OneOnOne]:
    """A manager's talks of these turns."""
    found = rows(OneOnOne).where(OneOnOne.manager_id == manager_id, col(OneOnOne.slot).in_(slots))
    return list(await tx.exec(found))


async def by_department(tx: Tx, workspace_id: int, slots: Sequence[str], today: date, now: datetime) -> list[Group]:
    """For each department, how many people had 1:1s agreed in these turns (`asked`) and had all of them (`answered`).

    What counts is as bot/domain/one_on_ones.py `missed` has it.
    """
    state, by_choice = col(OneOnOne.state), col(OneOnOne.skipped_by).is_not(None)
    missed = or_(state == TalkState.NOT_HELD, and_(state == TalkState.SKIPPED, by_choice))
    had = or_(state == TalkState.HELD, and_(state == TalkState.AGREED, col(OneOnOne.at) <= now))
    each = (
        select(col(OneOnOne.person_id).label("person"), func.sum(case((missed, 1), else_=0)).label("missed"))
        .where(col(OneOnOne.workspace_id) == workspace_id, col(OneOnOne.slot).in_(slots), or_(missed, had))
        .group_by(col(OneOnOne.person_id))
        .subquery()
    )
    belongs = and_(
        col(Membership.person_id) == each.c.person,
        col(Membership.since) <= today,
        or_(col(Membership.until).is_(None), col(Membership.until) > today),
    )
    kept = func.sum(case((each.c.missed == 0, 1), else_=0))
    found = (
        select(col(Department.name), func.count(), kept)
        .select_from(each)
        .join(Person, and_(col(Person.id) == each.c.person, col(Person.active)))
        .outerjoin(Membership, belongs)
        .outerjoin(Department, col(Department.id) == col(Membership.department_id))
        .group_by(col(Department.name))
    )
    result = await (await tx.connection()).execute(found)
    return [Group(name or "", asked, int(answered)) for name, asked, answered in result]
