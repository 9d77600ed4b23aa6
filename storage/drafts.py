"""Drafts: words that somebody gave us and that nobody else has received yet. Nothing that reached the bot is dropped."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from storage.columns import link, row_id
from storage.database import Tx
from storage.inserting import insert_row
from storage.words import words


class KeptDraft(SQLModel, table=True):
    """`about` says for what, `key` which one, for example "period:17" or "dm:D…:ts". `words` is JSON or plain text, by `about`."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "about", "key"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    person_id: int = link("person.id")
    about: str = Field(max_length=32)
    key: str = Field(max_length=128)
    words: str | None = words()
    kept_at: datetime
    used_at: datetime | None = None


async def find(tx: Tx, person_id: int, about: str, key: str) -> KeptDraft | None:
    found = select(KeptDraft).where(KeptDraft.person_id == person_id, KeptDraft.about == about, KeptDraft.key == key)
    return (await tx.exec(found)).one_or_none()


async def get(tx: Tx, draft_id: int) -> KeptDraft | None:
    return await tx.get(KeptDraft, draft_id)


async def locked(tx: Tx, draft_id: int) -> KeptDraft | None:
    """The draft, held until the transaction ends: two presses of one button take turns."""
    return await tx.get(KeptDraft, draft_id, with_for_update=True, populate_existing=True)


async def waiting(tx: Tx, person_id: int, about: str, most: int) -> list[KeptDraft]:
    """What this person has kept about it and not used yet, the latest first."""
    found = select(KeptDraft).where(
        KeptDraft.person_id == person_id, KeptDraft.about == about, col(KeptDraft.used_at).is_(None)
    )
    return list(await tx.exec(found.order_by(col(KeptDraft.kept_at).desc(), col(KeptDraft.id).desc()).limit(most)))


async def keep(tx: Tx, workspace_id: int, person_id: int, about: str, key: str, text: str, now: datetime) -> KeptDraft:
    """Keep these words, in place of what was kept under the same key."""
    row = {"workspace_id": workspace_id, "person_id": person_id, "about": about, "key": key}
    made = await insert_row(tx, KeptDraft, {**row, "words": text, "kept_at": now})
    if made is not None:
        return await tx.get_one(KeptDraft, made)
    found = select(KeptDraft).where(KeptDraft.person_id == person_id, KeptDraft.about == about, KeptDraft.key == key)
    draft = (await tx.exec(found.with_for_update().execution_options(populate_existing=True))).one()
    draft.words, draft.kept_at, draft.used_at = text, now, None
    await tx.flush()
    return draft
