"""Drafts: words that somebody gave us and that nobody else has received yet. Nothing that reached the bot is dropped."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, select

from storage.columns import link, row_id
from storage.database import Tx
from storage.words import words


class Draft(SQLModel, table=True):
    """`about` says for what, `key` which one, for example "period:17" or "dm:D…:ts". `words` is JSON or plain text, by `about`."""

    __table_args__ = (UniqueConstraint("person_id", "about", "key"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    about: str = Field(max_length=32)
    key: str = Field(max_length=128)
    words: str | None = words()
    kept_at: datetime
    used_at: datetime | None = None


async def find(tx: Tx, person_id: int, about: str, key: str) -> Draft | None:
    found = select(Draft).where(Draft.person_id == person_id, Draft.about == about, Draft.key == key)
    return (await tx.exec(found)).one_or_none()


async def get(tx: Tx, draft_id: int) -> Draft | None:
    return await tx.get(Draft, draft_id)


async def locked(tx: Tx, draft_id: int) -> Draft | None:
    """The draft, held until the transaction ends: two presses of one button take turns."""
    return await tx.get(Draft, draft_id, with_for_update=True, populate_existing=True)


async def keep(tx: Tx, workspace_id: int, person_id: int, about: str, key: str, text: str, now: datetime) -> Draft:
    """Keep these words, in place of what was kept under the same key."""
    draft = await find(tx, person_id, about, key)
    if draft is None:
        draft = Draft(workspace_id=workspace_id, person_id=person_id, about=about, key=key, words=text, kept_at=now)
        tx.add(draft)
    else:
        draft.words, draft.kept_at, draft.used_at = text, now, None
    await tx.flush()
    return draft
