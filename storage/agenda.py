"""The agendas of 1:1s: what was put on them, what was struck, and of which talks both were told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from bot.domain.one_on_ones import TalkState
from storage.columns import BigId, link, link_or_none, row_id
from storage.database import Tx
from storage.inserting import insert_new
from storage.one_on_ones import OneOnOne
from storage.words import words


class AgendaItem(SQLModel, table=True):
    """Something on the agenda of `person` and `manager`. `about`, `about_id`: the record or the message that it points to.

    `by_itself`: nobody added it; the row stands for what came there as it was (`mark`), and was struck. `struck_in`: before or
    in which talk. `source` makes a repeat harmless.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_agenda_item_person", "person_id", "struck_at", "id"),
        Index("ix_agenda_item_talk", "struck_in", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    manager_id: int = link("person.id")
    source: str = Field(max_length=160)
    added_by: int = link("person.id")
    added_at: datetime
    by_itself: bool = False
    about: str = Field(default="", max_length=32)
    about_id: int | None = Field(default=None, sa_type=BigId, nullable=True)
    mark: str = Field(default="", max_length=64)
    words: str | None = words()
    struck_at: datetime | None = None
    struck_by: int | None = link_or_none("person.id")
    struck_in: int | None = link_or_none("one_on_one.id")


class AgendaPlanned(SQLModel, table=True):
    """The notices of a talk at that time are owed. Moved, it is looked at once more."""

    __tablename__ = "agenda_planned"
    __table_args__ = (UniqueConstraint("talk_id", "at"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    talk_id: int = link("one_on_one.id")
    at: datetime


async def find(tx: Tx, item_id: int) -> AgendaItem | None:
    return await tx.get(AgendaItem, item_id)


async def locked(tx: Tx, item_id: int) -> AgendaItem | None:
    """The item, held until the transaction ends: two clicks take turns."""
    found = select(AgendaItem).where(AgendaItem.id == item_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def by_source(tx: Tx, workspace_id: int, source: str) -> AgendaItem | None:
    found = select(AgendaItem).where(AgendaItem.workspace_id == workspace_id, AgendaItem.source == source)
    return (await tx.exec(found)).one_or_none()


async def added(tx: Tx, person_id: int, since: datetime) -> list[AgendaItem]:
    """What was added for this person's 1:1s, whoever led them then, in that order: not struck, or since then."""
    found = select(AgendaItem).where(
        AgendaItem.person_id == person_id,
        col(AgendaItem.by_itself).is_(False),
        col(AgendaItem.struck_at).is_(None) | (col(AgendaItem.struck_at) >= since),
    )
    return list(await tx.exec(found.order_by(col(AgendaItem.id))))


async def struck_in(tx: Tx, talk_id: int) -> list[AgendaItem]:
    """What was struck before or in a talk."""
    found = select(AgendaItem).where(AgendaItem.struck_in == talk_id, col(AgendaItem.struck_at).is_not(None))
    return list(await tx.exec(found.order_by(col(AgendaItem.id))))


async def left(tx: Tx, person_id: int, manager_id: int) -> list[AgendaItem]:
    """What was added while this manager led this person, and neither of the two struck."""
    found = select(AgendaItem).where(
        AgendaItem.person_id == person_id, AgendaItem.manager_id == manager_id, col(AgendaItem.by_itself).is_(False)
    )
    both = [person_id, manager_id]
    found = found.where(col(AgendaItem.struck_at).is_(None) | col(AgendaItem.struck_by).not_in(both))
    return list(await tx.exec(found.order_by(col(AgendaItem.id))))


async def struck(tx: Tx, person_id: int, manager_id: int) -> list[AgendaItem]:
    """What these two struck of what had come by itself."""
    found = select(AgendaItem).where(
        AgendaItem.person_id == person_id,
        AgendaItem.manager_id == manager_id,
        col(AgendaItem.by_itself).is_(True),
        col(AgendaItem.struck_at).is_not(None),
    )
    return list(await tx.exec(found.order_by(col(AgendaItem.id))))


async def to_plan(tx: Tx, now: datetime, until: datetime, most: int) -> list[OneOnOne]:
    """The talks that are agreed on for then and of which nobody is owed the agenda yet, the next first."""
    planned = select(AgendaPlanned.id).where(
        col(AgendaPlanned.talk_id) == col(OneOnOne.id), col(AgendaPlanned.at) == col(OneOnOne.at)
    )
    found = select(OneOnOne).where(
        OneOnOne.state == TalkState.AGREED, col(OneOnOne.at) > now, col(OneOnOne.at) <= until, ~planned.exists()
    )
    return list(await tx.exec(found.order_by(col(OneOnOne.at), col(OneOnOne.id)).limit(most)))


async def plan(tx: Tx, talks: Sequence[OneOnOne]) -> None:
    """Note that the agenda of these talks is owed for the time that they have now."""
    rows = [{"workspace_id": one.workspace_id, "talk_id": one.id, "at": one.at} for one in talks]
    await insert_new(tx, AgendaPlanned, rows)
