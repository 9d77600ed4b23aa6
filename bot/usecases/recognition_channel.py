"""HR names the channel in which thanks may be posted."""

from dataclasses import dataclass
from datetime import datetime

from bot.usecases import roles
from storage import audit, inserting, people, workspaces
from storage import recognition as store
from storage.database import Tx
from storage.people import Person
from storage.recognition import ThanksChannel

EDIT = "thanks.channel"
"""What the audit log calls it."""


@dataclass(frozen=True)
class Place:
    """Where thanks may be posted. `by`: this person changed it meanwhile, and nothing was stored."""

    channel: str | None
    by: str | None = None


async def access_place(tx: Tx, hr: Person) -> Place:
    """Where thanks may be posted, to be changed. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    found = await store.channel_of(tx, hr.workspace_id)
    return Place(found.channel if found else None)


async def set_place(tx: Tx, hr: Person, channel: str | None, was: str | None, now: datetime) -> Place:
    """From now on thanks may be posted there; None: nowhere. `was`: what the form was filled with, which may stay as it is.

    Raises NotAllowed for anybody but HR.
    """
    await roles.require_hr(tx, hr)
    await workspaces.lock(tx, hr.workspace_id)
    row = {"workspace_id": hr.workspace_id, "set_by": hr.id, "set_at": now}
    await inserting.insert_once(tx, ThanksChannel, row)
    found = await store.channel_of(tx, hr.workspace_id)
    if found is None or channel in (found.channel, was):
        return Place(found.channel if found else None)
    if found.channel != was:
        return Place(found.channel, (await people.get(tx, found.set_by)).name)
    found.channel, found.set_by, found.set_at = channel, hr.id, now
    tx.add(found)
    await tx.flush()
    await audit.note(
        tx, hr.workspace_id, EDIT, "workspace", hr.workspace_id, actor_id=hr.id, now=now, channel=channel, was=was
    )
    return Place(channel)
