"""Feedback: words from one person to another, part by part."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel, col, select

from bot.domain.feedback import Aim, Form, Part
from storage.columns import choice, choice_or_none, link, row_id
from storage.database import Tx
from storage.inserting import insert_new
from storage.words import words


class Feedback(SQLModel, table=True):
    """Who may read it stands among the readers. `source` makes a repeat harmless: the form, and for whom: "view:V…:7".

    `due_at` is when its receiver is told of it. `said_by`, `said_on`: a customer's words, whose and when. Taken back, its words are gone.
    `look_at`: when its giver's receipt will say something else by itself; None: never again.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_feedback_subject", "subject_id", "due_at", "id"),
        Index("ix_feedback_author", "author_id", "due_at", "id"),
        Index("ix_feedback_pair", "author_id", "subject_id", "given_at"),
        Index(
            "ix_feedback_look",
            "look_at",
            "id",
            postgresql_where=text("look_at IS NOT NULL"),
            sqlite_where=text("look_at IS NOT NULL"),
        ),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    author_id: int = link("person.id")
    subject_id: int = link("person.id")
    form: Form = choice(Form)
    aim: Aim | None = choice_or_none(Aim)
    source: str = Field(max_length=128)
    said_by: str | None = words()
    said_on: date | None = None
    given_at: datetime
    due_at: datetime
    look_at: datetime | None = None
    withdrawn_at: datetime | None = None


class FeedbackPart(SQLModel, table=True):
    __tablename__ = "feedback_part"
    __table_args__ = (UniqueConstraint("feedback_id", "part"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    feedback_id: int = link("feedback.id")
    part: Part = choice(Part)
    words: str | None = words()


async def find(tx: Tx, feedback_id: int) -> Feedback | None:
    return await tx.get(Feedback, feedback_id)


async def locked(tx: Tx, feedback_id: int) -> Feedback | None:
    """The feedback, held until the transaction ends: reading it and taking it back take turns."""
    found = select(Feedback).where(Feedback.id == feedback_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def by_source(tx: Tx, workspace_id: int, source: str) -> Feedback | None:
    found = select(Feedback).where(Feedback.workspace_id == workspace_id, Feedback.source == source)
    return (await tx.exec(found)).one_or_none()


async def add_parts(tx: Tx, feedback: Feedback, said: Mapping[Part, str]) -> None:
    row = {"workspace_id": feedback.workspace_id, "feedback_id": feedback.id}
    await insert_new(tx, FeedbackPart, [row | {"part": part, "words": one} for part, one in said.items()])


async def parts(tx: Tx, ids: list[int]) -> dict[int, dict[Part, str | None]]:
    """The words of each of these, by its id and by part. None: they were erased."""
    found: dict[int, dict[Part, str | None]] = {one: {} for one in ids}
    wanted = select(FeedbackPart).where(col(FeedbackPart.feedback_id).in_(ids)).order_by(col(FeedbackPart.id))
    for one in await tx.exec(wanted) if ids else ():
        found[one.feedback_id][one.part] = one.words
    return found


async def erase(tx: Tx, feedback: Feedback) -> None:
    """Its words go."""
    feedback.said_by = None
    for one in await tx.exec(select(FeedbackPart).where(FeedbackPart.feedback_id == feedback.id)):
        one.words = None
        tx.add(one)


async def to_look_at(tx: Tx, now: datetime, most: int) -> list[Feedback]:
    """That of which the giver's receipt may say something else by now; another clock looks at other rows."""
    found = select(Feedback).where(col(Feedback.look_at) <= now).order_by(col(Feedback.look_at), col(Feedback.id))
    return list(await tx.exec(found.limit(most).with_for_update(skip_locked=True)))


async def given_since(tx: Tx, author_id: int, since: datetime) -> list[Feedback]:
    """What this person gave since then and did not take back."""
    found = select(Feedback).where(
        Feedback.author_id == author_id, Feedback.given_at >= since, col(Feedback.withdrawn_at).is_(None)
    )
    return list(await tx.exec(found.order_by(col(Feedback.id))))


async def last_of(tx: Tx, author_id: int) -> Feedback | None:
    """What this person gave last."""
    found = select(Feedback).where(Feedback.author_id == author_id)
    return (await tx.exec(found.order_by(col(Feedback.due_at).desc(), col(Feedback.id).desc()).limit(1))).first()
