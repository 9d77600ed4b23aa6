"""The private note of a week: written in the form of the check-in, and shown to its author alone."""

from datetime import datetime

from storage import inserting
from storage import private_notes as store
from storage.database import Tx
from storage.people import Person
from storage.private_notes import PrivateNote


async def access_own(tx: Tx, me: Person, period_id: int) -> str | None:
    """One's own note of a period; None: there is none, or it is somebody else's period."""
    note = await store.find(tx, me.id, period_id)
    return note.words if note is not None else None


async def keep(tx: Tx, me: Person, period_id: int, words: str, now: datetime) -> None:
    """Write down the note, in place of what stood there; emptied, it goes."""
    note = await store.find(tx, me.id, period_id)
    if note is not None and not words.strip():
        await tx.delete(note)
    elif note is not None and note.words != words:
        note.words, note.written_at = words, now
    elif note is None and words.strip():
        row = {"workspace_id": me.workspace_id, "person_id": me.id, "period_id": period_id}
        await inserting.insert_new(tx, PrivateNote, [row | {"words": words, "written_at": now}])
