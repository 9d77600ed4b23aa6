"""Reminders, for those alone who were asked to confirm and have not: at most two, each on a day they work."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain import announcements as rules
from bot.domain import budget
from bot.domain.announcements import NEXT_AFTER, REMINDER, Stage
from bot.domain.fortnight import ANNOUNCEMENTS
from bot.usecases import holds, notices, working
from storage import announcements_notices as messages
from storage import announcements_to as rows
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.database import Tx

MOST = 500
"""People in one transaction."""
LATER = timedelta(days=1)
"""When somebody whom it has not reached yet is looked at again."""


async def remind_due(tx: Tx, now: datetime) -> int:
    """Owe those reminders whose time has come; how many people were looked at. Run twice, nobody is reminded twice."""
    due = await rows.to_remind(tx, now, MOST)
    works = await working.of(tx, [person for _, _, person in due], now)
    told = {one.id: await _told(tx, one, [row for row, of, _ in due if of.id == one.id]) for _, one, _ in due}
    held = await holds.subjects_held(tx, ANNOUNCEMENTS, now) if due else set()
    owed: list[dict[str, Any]] = []
    for row, one, person in due:
        over = one.stage not in (Stage.SENDING, Stage.SENT, Stage.PAUSED) or now >= rules.ends_at(
            one.lasts_until, one.zone
        )
        if row.understood_at is not None or over or row.reminded >= one.reminders or not person.active:
            row.remind_at = None
        elif one.stage is Stage.PAUSED or one.id in held or person.id not in told[one.id]:
            row.remind_at = now + LATER
        elif not works[person.id].on(budget.local_day(person.zone, now)):
            row.remind_at = works[person.id].next_at(person.works_from, now)
        else:
            row.reminded += 1
            row.remind_at = now + NEXT_AFTER if row.reminded < one.reminders else None
            key = {"workspace_id": row.workspace_id, "subject_id": one.id, "recipient_id": person.id}
            owed.append({**key, "due_at": now, "occurrence": str(row.reminded)})
        tx.add(row)
    await tx.flush()
    await notices.owe_many(tx, REMINDER, owed, now=now)
    return len(due)


async def _told(tx: Tx, one: Announcement, some: Sequence[AnnouncementTo]) -> set[int]:
    """Those who have it: in their DM, or, where it stands in a channel alone, everybody."""
    people = [row.person_id for row in some]
    return await messages.told(tx, one.id, people) if one.place.to_people else set(people)
