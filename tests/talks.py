"""1:1s as tests lay them down, without the way in which two people agree on them."""

from datetime import datetime
from typing import Any

from sqlmodel import select

from bot.domain.one_on_ones import TalkState
from storage.database import Tx
from storage.one_on_ones import OneOnOne, Pairing
from storage.people import Person

MADE = datetime.fromisoformat("2027-01-01T12:00:00+00:00")


async def talk(
    tx: Tx, person: Person, manager: Person, at: datetime | None, slot: str = "2027-W02", **more: Any
) -> OneOnOne:
    """A talk of these two, agreed on where it has a time; their pairing is made with the first."""
    both = {"workspace_id": person.workspace_id, "person_id": person.id, "manager_id": manager.id}
    pairing = await _pairing(tx, both)
    state = TalkState.AGREED if at is not None else TalkState.DUE
    made = OneOnOne(**{**both, "pairing_id": pairing.id, "slot": slot, "state": state, "at": at, **more})
    tx.add(made)
    await tx.flush()
    return made


async def _pairing(tx: Tx, both: dict[str, Any]) -> Pairing:
    found = select(Pairing).where(Pairing.person_id == both["person_id"], Pairing.manager_id == both["manager_id"])
    pairing = (await tx.exec(found)).one_or_none()
    if pairing is None:
        pairing = Pairing(made_by=both["manager_id"], made_at=MADE, **both)
        tx.add(pairing)
        await tx.flush()
    return pairing
