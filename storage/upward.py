"""Anonymous words to managers: who took part, and, apart from it, what was said.

Between the two there is nothing to join by but the batch that both belong to: no author, no time, no number that counts up. When a
batch closes, who took part is deleted and what was said is written anew (storage/mixing.py).
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Index, UniqueConstraint, delete, exists, func
from sqlalchemy.orm import aliased
from sqlmodel import Field, SQLModel, col, select

from storage import mixing
from storage.columns import BigId, link, row_id
from storage.database import Tx
from storage.inserting import insert_once
from storage.people import Person
from storage.reporting import ReportingLine
from storage.words import words

PROOF = 64
"""Characters of a hash."""


class UpwardBatch(SQLModel, table=True):
    """What some people wrote to one manager, and the one answer to all of them. `closed_at` None: it waits for more.

    `seen_on` and `waits_on` are days of looking, never of writing: when it was first seen open, and when there was first enough
    to deliver. Closed and not `delivered`: it never was, and the words are gone.
    """

    __tablename__ = "upward_batch"
    __table_args__ = (
        UniqueConstraint("manager_id", "number"),
        Index("ix_upward_batch_closed", "manager_id", "closed_at", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    manager_id: int = link("person.id")
    number: int
    seen_on: date | None = None
    waits_on: date | None = None
    closed_at: datetime | None = Field(default=None, index=True)
    delivered: bool = False
    read_at: datetime | None = None
    answer: str | None = words()
    answered_at: datetime | None = None


class UpwardAuthor(SQLModel, table=True):
    """That this person wrote in this batch, while it is open: not when, and not in which order."""

    __tablename__ = "upward_author"
    __table_args__ = (mixing.WITHOUT_PLACE,)

    batch_id: int = Field(primary_key=True, foreign_key="upward_batch.id", sa_type=BigId)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=BigId)


class UpwardWords(SQLModel, table=True):
    """What somebody wrote. `proof`: the hash of the ticket that they alone were shown."""

    __tablename__ = "upward_words"
    __table_args__ = (UniqueConstraint("proof"), mixing.WITHOUT_PLACE)

    key: str = mixing.random_key()
    batch_id: int = link("upward_batch.id", index=True)
    proof: str = Field(max_length=PROOF)
    words: str | None = words()


class UpwardReply(SQLModel, table=True):
    """What an author answered back, as belonging to the batch alone: not even to their own words.

    `proof`: the hash of something random that the form carried, so that a repeat is known.
    """

    __tablename__ = "upward_reply"
    __table_args__ = (UniqueConstraint("proof"), mixing.WITHOUT_PLACE)

    key: str = mixing.random_key()
    batch_id: int = link("upward_batch.id", index=True)
    proof: str = Field(max_length=PROOF)
    delivered: bool = False
    words: str | None = words()


async def manager_and_team(tx: Tx, person_id: int, day: date) -> tuple[Person, int] | None:
    """To whom this person reports on that day, with the number of people who do so and take part."""
    manager, mine, line = aliased(Person), aliased(ReportingLine), aliased(ReportingLine)
    team = (
        select(func.count(col(Person.id)))
        .join(line, col(line.person_id) == col(Person.id))
        .where(line.manager_id == manager.id, col(Person.active))
        .where(line.since <= day, col(line.until).is_(None) | (col(line.until) > day))
        .where(col(Person.employed_until).is_(None) | (col(Person.employed_until) >= day))
        .scalar_subquery()
    )
    found = (
        select(manager, team)
        .join(mine, col(mine.manager_id) == col(manager.id))
        .where(mine.person_id == person_id, mine.since <= day)
        .where(col(mine.until).is_(None) | (col(mine.until) > day))
    )
    return (await tx.exec(found)).first()


async def held_open(tx: Tx, workspace_id: int, manager_id: int) -> UpwardBatch:
    """The batch that is open for this manager, begun if there is none; it does not close before the transaction ends."""
    found = select(UpwardBatch).where(UpwardBatch.manager_id == manager_id, col(UpwardBatch.closed_at).is_(None))
    while True:
        held = found.with_for_update(read=True).execution_options(populate_existing=True)
        batch = (await tx.exec(held)).first()
        if batch is not None:
            return batch
        before = select(func.count(col(UpwardBatch.id))).where(UpwardBatch.manager_id == manager_id)
        number = (await tx.exec(before)).one() + 1
        key = {"workspace_id": workspace_id, "manager_id": manager_id, "number": number}
        await insert_once(tx, UpwardBatch, {**key, "delivered": False})


async def lock(tx: Tx, batch_id: int) -> UpwardBatch:
    """The batch as it is now; nobody adds to it until the transaction ends."""
    found = select(UpwardBatch).where(UpwardBatch.id == batch_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one()


async def held(tx: Tx, batch_id: int) -> UpwardBatch:
    """The batch, which is not looked at by the calendar before the transaction ends."""
    found = select(UpwardBatch).where(UpwardBatch.id == batch_id).with_for_update(read=True)
    return (await tx.exec(found.execution_options(populate_existing=True))).one()


async def find(tx: Tx, batch_id: int) -> UpwardBatch | None:
    return await tx.get(UpwardBatch, batch_id)


async def latest(tx: Tx, manager_id: int) -> UpwardBatch | None:
    """What was delivered last to this manager."""
    found = select(UpwardBatch).where(UpwardBatch.manager_id == manager_id, col(UpwardBatch.delivered))
    return (await tx.exec(found.order_by(col(UpwardBatch.closed_at).desc(), col(UpwardBatch.id).desc()))).first()


async def to_look_at(tx: Tx) -> list[int]:
    """The batches that are open, and those that somebody has answered back to."""
    waits = exists().where(col(UpwardReply.batch_id) == col(UpwardBatch.id), col(UpwardReply.delivered).is_(False))
    found = select(UpwardBatch.id).where(col(UpwardBatch.closed_at).is_(None) | waits)
    return list(await tx.exec(found.order_by(col(UpwardBatch.id))))


async def take_part(tx: Tx, batch_id: int, person_id: int) -> bool:
    """Note that this person wrote, and not when. False: they did before."""
    return await insert_once(tx, UpwardAuthor, {"batch_id": batch_id, "person_id": person_id})


async def count_authors(tx: Tx, batch_id: int) -> int:
    return (await tx.exec(select(func.count()).where(UpwardAuthor.batch_id == batch_id))).one()


async def forget_authors(tx: Tx, batch_id: int) -> None:
    """From now on nothing says who took part."""
    await (await tx.connection()).execute(delete(UpwardAuthor).where(col(UpwardAuthor.batch_id) == batch_id))


async def keep_words(tx: Tx, batch_id: int, proof: str, said: str) -> None:
    await mixing.add(tx, UpwardWords, [{"batch_id": batch_id, "proof": proof, "words": said}])


async def keep_reply(tx: Tx, batch_id: int, proof: str, said: str) -> None:
    await mixing.add(tx, UpwardReply, [{"batch_id": batch_id, "proof": proof, "words": said, "delivered": False}])


async def batch_of(tx: Tx, workspace_id: int, proof: str) -> UpwardBatch | None:
    """The batch in which words with this ticket were written."""
    found = select(UpwardBatch).join(UpwardWords, col(UpwardWords.batch_id) == col(UpwardBatch.id))
    return (await tx.exec(found.where(UpwardWords.proof == proof, UpwardBatch.workspace_id == workspace_id))).first()


async def has_reply(tx: Tx, proof: str) -> bool:
    return (await tx.exec(select(UpwardReply.batch_id).where(UpwardReply.proof == proof))).first() is not None


async def count_replies_waiting(tx: Tx, batch_id: int) -> int:
    waiting = (UpwardReply.batch_id == batch_id, col(UpwardReply.delivered).is_(False))
    return (await tx.exec(select(func.count()).where(*waiting))).one()


async def said(tx: Tx, batch_id: int) -> list[str | None]:
    """What was written in the batch, in the order of the keys: it is random, and the same each time."""
    found = select(UpwardWords.words).where(UpwardWords.batch_id == batch_id)
    return list(await tx.exec(found.order_by(col(UpwardWords.key))))


async def replies(tx: Tx, batch_id: int) -> list[str | None]:
    """What was answered back and delivered, in the order of the keys."""
    found = select(UpwardReply.words).where(UpwardReply.batch_id == batch_id, col(UpwardReply.delivered))
    return list(await tx.exec(found.order_by(col(UpwardReply.key))))


async def mix_words(tx: Tx, batch_id: int, *, erased: bool = False) -> None:
    """Write all words of the batch anew; `erased`: without the words, so that tickets still tell what became of them."""
    of: Sequence[ColumnElement[bool]] = (col(UpwardWords.batch_id) == batch_id,)
    await mixing.mix(tx, UpwardWords, of, lambda row: {**row, "words": None} if erased else row)


async def mix_replies(tx: Tx, batch_id: int) -> None:
    """Write all answers back anew, those that waited among the others; from now on all of them are delivered."""
    await mixing.mix(tx, UpwardReply, (col(UpwardReply.batch_id) == batch_id,), lambda row: {**row, "delivered": True})


async def drop_replies(tx: Tx, batch_id: int) -> None:
    """Delete what waits and will never be delivered."""
    waiting = (col(UpwardReply.batch_id) == batch_id, col(UpwardReply.delivered).is_(False))
    await (await tx.connection()).execute(delete(UpwardReply).where(*waiting))
