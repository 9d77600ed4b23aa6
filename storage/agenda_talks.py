"""The talks of two people, as their agenda and their notes need them."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.domain.one_on_ones import TalkState
from storage.database import Tx
from storage.one_on_one_notes import PrivateTalkNote, SharedTalkNote
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


async def past(
    tx: Tx, reader_id: int, person_id: int, manager_id: int | None, now: datetime, most: int, before: int | None = None
) -> list[OneOnOne]:
    """Talks of this person that have begun or left notes behind, the newest first; with one manager, or with all (None).

    `before`: those alone that were made before the one with that id. One that was skipped is there for its notes: those for both,
    and the reader's own.
    """
    shared = select(SharedTalkNote.id).where(col(SharedTalkNote.talk_id) == col(OneOnOne.id))
    own = select(PrivateTalkNote.id).where(
        col(PrivateTalkNote.talk_id) == col(OneOnOne.id), PrivateTalkNote.author_id == reader_id
    )
    begun = (col(OneOnOne.at) <= now) & (col(OneOnOne.state) != TalkState.SKIPPED)
    found = select(OneOnOne).where(OneOnOne.person_id == person_id, begun | shared.exists() | own.exists())
    if manager_id is not None:
        found = found.where(OneOnOne.manager_id == manager_id)
    if before is not None:
        found = found.where(col(OneOnOne.id) < before)
    return list(await tx.exec(found.order_by(col(OneOnOne.id).desc()).limit(most)))


async def ever(tx: Tx, one_id: int, other_id: int) -> OneOnOne | None:
    """The last talk that these two had or planned, whoever led whom."""
    both = [one_id, other_id]
    found = select(OneOnOne).where(col(OneOnOne.person_id).in_(both), col(OneOnOne.manager_id).in_(both))
    return (await tx.exec(found.order_by(col(OneOnOne.id).desc()).limit(1))).first()


async def of_person(tx: Tx, person_id: int, most: int) -> list[OneOnOne]:
    """The last talks in which this person is one of the two, the newest first."""
    mine = (col(OneOnOne.person_id) == person_id) | (col(OneOnOne.manager_id) == person_id)
    found = select(OneOnOne).where(mine, col(OneOnOne.state) != TalkState.SKIPPED)
    return list(await tx.exec(found.order_by(col(OneOnOne.id).desc()).limit(most)))
