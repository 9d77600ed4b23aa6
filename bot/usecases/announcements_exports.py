"""The list of who has read an announcement, for HR to take along: a file in their own DM, or text where files are not allowed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.announcements import EXPORT, EXPORT_DOUBT, LIST
from bot.domain.errors import NotAllowed
from bot.domain.exporting import ExportStage, on_its_way
from bot.domain.notices import Lane, NoLonger
from bot.usecases import acting, notices, roles
from bot.usecases.announcements import require, title_for
from bot.usecases.announcements_progress import Listing, access_listing
from storage import announcements, inserting, jobs
from storage import announcements_exports as store
from storage.announcements_exports import AnnouncementExport
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person


@dataclass(frozen=True)
class Part:
    """Part `number` of `count` of a list, as text."""

    listing: Listing
    number: int
    count: int


async def export(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> None:
    """Have the list sent to whoever asks. Pressed twice, it comes once. Raises NotAllowed for anybody but HR."""
    one = await require(tx, hr, announcement_id)
    before = await store.last(tx, one.id, hr.id)
    if before is not None and on_its_way(before.stage, before.asked_at, now):
        return
    key = str(before.id) if before is not None else ""
    row = {"workspace_id": hr.workspace_id, "announcement_id": one.id, "person_id": hr.id, "key": key}
    made = await inserting.insert_row(tx, AnnouncementExport, {**row, "stage": ExportStage.WANTED, "asked_at": now})
    if made is not None:
        await jobs.add(tx, LIST, args={"export": made}, priority=int(Lane.ANSWER))


async def access_wanted(tx: Tx, export_id: int, now: datetime) -> tuple[Person, Listing] | None:
    """Whom a list is for, and what stands in it; None: it was sent, or they are in HR no more."""
    wanted = await store.find(tx, export_id)
    if wanted is None or wanted.stage is not ExportStage.WANTED:
        return None
    hr = await acting.access_self(tx, wanted.person_id, now)
    if hr is None or not await roles.is_hr(tx, hr):
        return None
    return hr, await access_listing(tx, hr, wanted.announcement_id, now)


async def mark(tx: Tx, export_id: int, was: ExportStage, became: ExportStage, now: datetime) -> bool:
    """Whether it was in that stage, and is in the other one now. Who asked is told where that is in doubt."""
    moved = await store.mark(tx, export_id, was, became)
    if moved and became is ExportStage.DOUBT and (wanted := await store.find(tx, export_id)) is not None:
        await notices.owe(
            tx,
            EXPORT_DOUBT,
            workspace_id=wanted.workspace_id,
            subject_id=export_id,
            recipient_id=wanted.person_id,
            due_at=now,
            now=now,
        )
    return moved


async def access_doubt(tx: Tx, notice: Notice, me: Person, now: datetime) -> Listing:
    """What the list is called that may be missing, for whoever asked for it."""
    wanted = await store.find(tx, notice.subject_id) if notice.kind == EXPORT_DOUBT.name else None
    if wanted is None or wanted.person_id != me.id:
        raise NotAllowed("not_found")
    one = await require(tx, me, wanted.announcement_id)
    return Listing(one, title_for(me, await announcements.texts(tx, one.id, one.version)))


async def as_text(tx: Tx, export_id: int, parts: int, now: datetime) -> None:
    """Files are not allowed here: owe the list as so many messages."""
    wanted = await store.find(tx, export_id)
    if wanted is None or not await store.mark(tx, export_id, ExportStage.WANTED, ExportStage.SENT):
        return
    of: dict[str, Any] = {
        "workspace_id": wanted.workspace_id,
        "subject_id": export_id,
        "recipient_id": wanted.person_id,
    }
    rows = [{**of, "occurrence": f"{number} {parts}"} for number in range(1, parts + 1)]
    await notices.owe_in_order(tx, EXPORT, rows, now=now)


async def access_part(tx: Tx, notice: Notice, me: Person, now: datetime) -> Part:
    """One message of the list, for whoever asked for it."""
    wanted = await store.find(tx, notice.subject_id) if notice.kind == EXPORT.name else None
    if wanted is None or wanted.person_id != me.id:
        raise NotAllowed("not_found")
    listing = await access_listing(tx, me, wanted.announcement_id, now)
    if not listing.rows:
        raise NoLonger("gone")
    number, count = notice.occurrence.split()
    return Part(listing, int(number), int(count))
