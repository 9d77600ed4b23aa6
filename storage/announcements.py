"""Announcements and their texts: one row for each version of each language."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, func, update
from sqlmodel import Field, SQLModel, col, select

from bot.domain.announcements import OUT, Place, Stage, Timing
from storage.columns import choice, link, link_or_none, row_id
from storage.database import Tx
from storage.inserting import insert_row
from storage.words import words


class Announcement(SQLModel, table=True):
    """`revision` counts HR's edits, `version` the texts that people were told; `revised` is the one that what was sent shows.

    `day` and `at` are local, by `timing`; `zone` is of whoever wrote it, and `lasts_until` the last day there. `spread_after` is the
    last person for whom notices were made, `spread_at` when there were no more; `revise_after` the same for a new version.
    `joiners`: those who join the audience later get it too. `kept_from`: since when its age counts.
    """

    __table_args__ = (
        Index("ix_announcement_workspace", "workspace_id", "id"),
        Index("ix_announcement_stage", "stage", "starts_at"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    author_id: int = link("person.id")
    stage: Stage = choice(Stage, Stage.DRAFT)
    revision: int = 1
    edited_by: int = link("person.id")
    version: int = 1
    revised: int = 1
    revise_after: int = 0
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    joiners: bool = False
    timing: Timing = choice(Timing, Timing.NOW)
    day: date | None = None
    at: time | None = None
    zone: str = Field(default="UTC", max_length=64)
    lasts_until: date
    place: Place = choice(Place, Place.DM)
    channel: str | None = Field(default=None, max_length=32)
    asks: bool = True
    reminders: int = 2
    links: str | None = words()
    made_at: datetime
    sent_by: int | None = link_or_none("person.id")
    starts_at: datetime | None = None
    spread_after: int = 0
    spread_at: datetime | None = None
    ended_at: datetime | None = None
    kept_from: datetime


class AnnouncementText(SQLModel, table=True):
    """One language of one version. `changed`: what is different from the version before, for those who read that."""

    __tablename__ = "announcement_text"
    __table_args__ = (UniqueConstraint("announcement_id", "version", "language"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    announcement_id: int = link("announcement.id")
    version: int = 1
    language: str = Field(max_length=16)
    title: str | None = words()
    changed: str | None = words()
    words: str | None = words()


async def find(tx: Tx, announcement_id: int) -> Announcement | None:
    """An announcement as it is now."""
    found = select(Announcement).where(Announcement.id == announcement_id)
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def lock(tx: Tx, announcement_id: int) -> Announcement | None:
    """An announcement as it is now; nobody else changes it until the transaction ends."""
    found = select(Announcement).where(Announcement.id == announcement_id).with_for_update()
    return (await tx.exec(found.execution_options(populate_existing=True))).one_or_none()


async def of_workspace(tx: Tx, workspace_id: int, most: int) -> list[Announcement]:
    """The newest first."""
    found = select(Announcement).where(Announcement.workspace_id == workspace_id)
    return list(await tx.exec(found.order_by(col(Announcement.id).desc()).limit(most)))


async def move(
    tx: Tx, announcement_id: int, was: Sequence[Stage], to: Stage, *, seen: int | None = None, **values: Any
) -> bool:
    """From one of these stages to another; of two who try at once, one does. Whether it was this one.

    `seen`: only as long as nobody has edited it since that revision.
    """
    statement = update(Announcement).where(col(Announcement.id) == announcement_id, col(Announcement.stage).in_(was))
    if seen is not None:
        statement = statement.where(col(Announcement.revision) == seen)
    await tx.flush()
    connection = await tx.connection()
    moved = await connection.execute(statement.values(stage=to, **values).returning(col(Announcement.id)))
    return moved.first() is not None


async def due(tx: Tx, now: datetime) -> list[int]:
    """Those whose time has come, by id."""
    found = select(Announcement.id).where(
        Announcement.stage == Stage.SCHEDULED, col(Announcement.starts_at) <= now
    )  # fmt: skip
    return list(await tx.exec(found.order_by(col(Announcement.starts_at), col(Announcement.id))))


async def unfinished(tx: Tx) -> list[Announcement]:
    """Those that are out and not yet told to all, or not in their last version."""
    spreading = (col(Announcement.stage) != Stage.PAUSED) & col(Announcement.spread_at).is_(None)
    revising = col(Announcement.revised) < col(Announcement.version)
    running = col(Announcement.stage) == Stage.SENDING
    out = col(Announcement.stage).in_([*OUT, Stage.WITHDRAWN])
    withdrawn = col(Announcement.stage) == Stage.WITHDRAWN
    found = select(Announcement).where(out, running | revising | (spreading & ~withdrawn))
    return list(await tx.exec(found.order_by(col(Announcement.id))))


async def taking_joiners(tx: Tx, before: datetime) -> list[Announcement]:
    """Those that whoever joins their audience gets too, and that were not looked at since then."""
    found = select(Announcement).where(
        col(Announcement.stage).in_([Stage.SENDING, Stage.SENT]),
        col(Announcement.joiners),
        col(Announcement.spread_at) < before,
    )
    return list(await tx.exec(found.order_by(col(Announcement.id))))


async def texts(tx: Tx, announcement_id: int, version: int) -> dict[str, AnnouncementText]:
    """The texts of one version, by language."""
    return (await texts_of(tx, {announcement_id: version}))[announcement_id]


async def texts_of(tx: Tx, versions: Mapping[int, int]) -> dict[int, dict[str, AnnouncementText]]:
    """The texts of some announcements, each in its version, by language."""
    made: dict[int, dict[str, AnnouncementText]] = {one: {} for one in versions}
    found = select(AnnouncementText).where(col(AnnouncementText.announcement_id).in_(list(versions)))
    for text in await tx.exec(found.order_by(col(AnnouncementText.id))):
        if text.version == versions[text.announcement_id]:
            made[text.announcement_id][text.language] = text
    return made


async def put(tx: Tx, one: Announcement, language: str, **said: str | None) -> None:
    """Set the text of a language in the version that the announcement is in."""
    key = {"announcement_id": one.id, "version": one.version, "language": language}
    if await insert_row(tx, AnnouncementText, {"workspace_id": one.workspace_id, **key, **said}) is None:
        text = (await texts(tx, one.id, one.version))[language]
        for name, value in said.items():
            setattr(text, name, value)
        await tx.flush()


async def remove_text(tx: Tx, one: Announcement, language: str) -> None:
    text = (await texts(tx, one.id, one.version)).get(language)
    if text is not None:
        await tx.delete(text)
        await tx.flush()


async def remove(tx: Tx, one: Announcement) -> None:
    """A draft, with its texts."""
    for text in (await texts(tx, one.id, one.version)).values():
        await tx.delete(text)
    await tx.flush()
    await tx.delete(one)
    await tx.flush()


async def count_drafts(tx: Tx, workspace_id: int) -> int:
    found = select(func.count(col(Announcement.id))).where(
        Announcement.workspace_id == workspace_id, Announcement.stage == Stage.DRAFT
    )
    return (await tx.exec(found)).one()
