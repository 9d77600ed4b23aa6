"""The talks of two people, as their agenda and their notes need them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from storage.database import Tx
from storage.one_on_ones import STANDING, OneOnOne

STILL = timedelta(days=1)
"""So long after its time a talk that nobody spoke about yet is the one that an agenda belongs to."""


async def find(tx: Tx, talk_id: int) -> OneOnOne | None:
    return await tx.get(OneOnOne, talk_id)


async def locked(tx: Tx, talk_id: int) -> OneOnOne | None:
    """The talk, held until the transaction ends."""
    found = select(OneOnOne).where(OneOnOne.id == talk_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def current(tx: Tx, person_id: int, manager_id: int, now: datetime) -> OneOnOne | None:
    """The talk that their agenda is for: the next with a time, else one that waits for a time, else the last there was."""
    of = select(OneOnOne).where(OneOnOne.person_id == person_id, OneOnOne.manager_id == manager_id)
    still_open = of.where(col(OneOnOne.state).in_(STANDING))
    ways = (
        still_open.where(col(OneOnOne.at) > now - STILL).order_by(col(OneOnOne.at), col(OneOnOne.id)),
        still_open.where(col(OneOnOne.at).is_(None)).order_by(col(OneOnOne.id).desc()),
        of.order_by(col(OneOnOne.id).desc()),
    )
    for found in ways:
        if (one := (await tx.exec(found.limit(1))).first()) is not None:
            return one
    return None


async def many(tx: Tx, ids: Sequence[int]) -> dict[int, OneOnOne]:
    """These talks by id."""
    found = await tx.exec(select(OneOnOne).where(col(OneOnOne.id).in_(ids))) if ids else ()
    return {one.id: one for one in found}
