"""1:1s: which two talk how often, and each of their talks."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import Index, UniqueConstraint, or_
from sqlalchemy import select as pick
from sqlmodel import Field, SQLModel, col, select

from bot.domain.one_on_ones import Cadence, Purpose, TalkState
from storage.columns import choice, choice_or_none, link, link_or_none, row_id
from storage.database import Tx
from storage.leave import Leave
from storage.words import words


class Pairing(SQLModel, table=True):
    """A manager and a person who talk regularly. `weekday` (1 is Monday) and `at` are what they usually agree on, in the person's zone.

    `accepted_at`: since when the manager wants it too, where the person proposed it. `due_at`: when its next turn comes, UTC.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "manager_id"),
        Index("ix_pairing_manager", "manager_id", "ended_at"),
        Index("ix_pairing_due", "due_at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    manager_id: int = link("person.id")
    cadence: Cadence = choice(Cadence, Cadence.FORTNIGHTLY)
    weekday: int | None = None
    at: time | None = None
    minutes: int = 30
    place: str | None = words()
    made_by: int = link("person.id")
    made_at: datetime
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None


class OneOnOne(SQLModel, table=True):
    """One talk of a pairing. `slot` is its nominal turn: an ISO week or a month; moved, it stays the same turn.

    `at` is when, UTC; `sequence` counts the changes of it, for the calendar. Said that it took place: `person_said`, `manager_said`.
    `look_at`: when the bot looks at it next, UTC; None: nothing is left to do.
    """

    __tablename__ = "one_on_one"
    __table_args__ = (
        UniqueConstraint("pairing_id", "slot"),
        Index("ix_one_on_one_person", "person_id", "at", "id"),
        Index("ix_one_on_one_manager", "manager_id", "at", "id"),
        Index("ix_one_on_one_state", "state", "at", "id"),
        Index("ix_one_on_one_look", "look_at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    pairing_id: int = link("pairing.id")
    person_id: int = link("person.id")
    manager_id: int = link("person.id")
    slot: str = Field(max_length=16)
    state: TalkState = choice(TalkState, TalkState.DUE)
    at: datetime | None = None
    minutes: int = 30
    place: str | None = words()
    purpose: Purpose | None = choice_or_none(Purpose)
    proposed_by: int | None = link_or_none("person.id")
    sequence: int = 0
    skipped_by: int | None = link_or_none("person.id")
    why_skipped: str | None = words()
    person_said: bool | None = None
    manager_said: bool | None = None
    said_at: datetime | None = None
    settled_at: datetime | None = None
    look_at: datetime | None = None


DAY = timedelta(days=1)
STANDING = (TalkState.DUE, TalkState.PROPOSED, TalkState.AGREED)
"""What may still take place."""


async def pairing_of(tx: Tx, person_id: int, manager_id: int) -> Pairing | None:
    """The pairing of these two, ended or not."""
    found = select(Pairing).where(Pairing.person_id == person_id, Pairing.manager_id == manager_id)
    return (await tx.exec(found)).one_or_none()


async def locked_pairing(tx: Tx, pairing_id: int) -> Pairing | None:
    """The pairing, held until the transaction ends."""
    found = select(Pairing).where(Pairing.id == pairing_id).with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(found)).one_or_none()


async def pairings_of(tx: Tx, person_id: int) -> list[Pairing]:
    """The pairings somebody is one of, that have not ended, in the order they were made."""
    mine = (col(Pairing.person_id) == person_id) | (col(Pairing.manager_id) == person_id)
    found = select(Pairing).where(mine, col(Pairing.ended_at).is_(None))
    return list(await tx.exec(found.order_by(col(Pairing.id))))


async def due_pairings(tx: Tx, now: datetime, most: int) -> list[Pairing]:
    """Those whose turn has come, held until the transaction ends: two clocks take turns."""
    found = select(Pairing).where(
        col(Pairing.due_at) <= now, col(Pairing.ended_at).is_(None), col(Pairing.accepted_at).is_not(None)
    )
    held = found.order_by(col(Pairing.due_at), col(Pairing.id)).limit(most).with_for_update(skip_locked=True)
    return list(await tx.exec(held.execution_options(populate_existing=True)))


async def locked(tx: Tx, talk_id: int) -> OneOnOne | None:
    """The talk, held until the transaction ends: two clicks take turns."""
    found = select(OneOnOne).where(OneOnOne.id == talk_id).with_for_update().execution_options(populate_existing=True)
    return (await tx.exec(found)).one_or_none()


async def of_slot(tx: Tx, pairing_id: int, slot: str) -> OneOnOne | None:
    return (
        await tx.exec(select(OneOnOne).where(OneOnOne.pairing_id == pairing_id, OneOnOne.slot == slot))
    ).one_or_none()


async def due_talks(tx: Tx, now: datetime, most: int) -> list[OneOnOne]:
    """Those to look at now, held until the transaction ends."""
    found = select(OneOnOne).where(col(OneOnOne.look_at) <= now)
    held = found.order_by(col(OneOnOne.look_at), col(OneOnOne.id)).limit(most).with_for_update(skip_locked=True)
    return list(await tx.exec(held.execution_options(populate_existing=True)))


async def standing(tx: Tx, pairings: Sequence[int]) -> list[OneOnOne]:
    """The talks of these pairings that may still take place, the earliest turn first."""
    found = select(OneOnOne).where(col(OneOnOne.pairing_id).in_(pairings), col(OneOnOne.state).in_(STANDING))
    return list(await tx.exec(found.order_by(col(OneOnOne.slot), col(OneOnOne.id))))


async def timed(tx: Tx, person_id: int, first: datetime, last: datetime) -> list[OneOnOne]:
    """Somebody's talks that stand at a time between the two."""
    mine = (col(OneOnOne.person_id) == person_id) | (col(OneOnOne.manager_id) == person_id)
    found = select(OneOnOne).where(mine, OneOnOne.at >= first, OneOnOne.at <= last)  # type: ignore[operator]
    return list(await tx.exec(found.where(col(OneOnOne.state).in_(STANDING)).order_by(col(OneOnOne.at))))


async def next_of(tx: Tx, person_id: int, after: datetime) -> OneOnOne | None:
    """Somebody's first talk after that moment."""
    mine = (col(OneOnOne.person_id) == person_id) | (col(OneOnOne.manager_id) == person_id)
    found = select(OneOnOne).where(mine, col(OneOnOne.at) > after, col(OneOnOne.state).in_(STANDING))
    return (await tx.exec(found.order_by(col(OneOnOne.at), col(OneOnOne.id)).limit(1))).first()


async def past(tx: Tx, person_id: int, since: datetime, now: datetime) -> list[OneOnOne]:
    """Somebody's talks whose time was between the two, the last one first."""
    mine = (col(OneOnOne.person_id) == person_id) | (col(OneOnOne.manager_id) == person_id)
    found = select(OneOnOne).where(mine, col(OneOnOne.at) > since, col(OneOnOne.at) <= now)
    return list(
        await tx.exec(found.where(OneOnOne.state != TalkState.SKIPPED).order_by(col(OneOnOne.at).desc()).limit(20))
    )


async def touched_by_leave(tx: Tx, now: datetime, until: datetime) -> list[int]:
    """The ids of talks at a time between the two that may fall into leave of one of their two: a day more on each side."""
    led_or_leads = or_(
        col(Leave.person_id) == col(OneOnOne.person_id), col(Leave.person_id) == col(OneOnOne.manager_id)
    )
    found = (
        pick(col(OneOnOne.id), col(OneOnOne.at), col(Leave.first), col(Leave.last))
        .join(Leave, led_or_leads)
        .where(col(OneOnOne.state).in_([TalkState.PROPOSED, TalkState.AGREED]))
        .where(col(OneOnOne.at) > now, col(OneOnOne.at) < until)
        .where(col(Leave.last) >= now.date() - DAY, col(Leave.first) <= until.date() + DAY)
        .order_by(col(OneOnOne.id))
    )
    rows = await (await tx.connection()).execute(found)
    return list(dict.fromkeys(one for one, at, first, last in rows if at and first - DAY <= at.date() <= last + DAY))
