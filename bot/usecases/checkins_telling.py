"""Who is told of a check-in: the receipt for its author, the digest for its reader, the request for its helper."""

from datetime import datetime
from typing import Any

from bot.domain import cadence, checkins, nudges
from bot.domain.notices import State
from bot.usecases import notices, working
from bot.usecases.acting import has_left
from storage import checkins as store
from storage import notices as notice_store
from storage import people, readers, reporting
from storage.checkins import Blocker, CheckIn
from storage.database import Tx
from storage.people import Person
from storage.periods import Period


async def show_sent(tx: Tx, me: Person, period: Period, now: datetime) -> None:
    """The receipt for the author, in place of what asked them before."""
    if not await show_asked(tx, me, period.id, now):
        owed = await notices.owe(
            tx,
            checkins.RECEIPT,
            workspace_id=me.workspace_id,
            subject_id=period.id,
            recipient_id=me.id,
            due_at=now,
            now=now,
        )
        if owed is None:
            await notices.owe_again(tx, checkins.RECEIPT, subject_id=period.id, recipient_id=me.id, now=now)


async def show_asked(tx: Tx, me: Person, period_id: int, now: datetime) -> bool:
    """Let every message that asks for this period show how it stands now. Whether there is one."""
    asked = (checkins.PROMPT, checkins.REMINDER, nudges.AGAIN)
    return await notices.owe_again(tx, *asked, subject_id=period_id, recipient_id=me.id, now=now, occurrence=None)


async def owe_digest(tx: Tx, manager: Person, series_id: int, now: datetime) -> None:
    """One digest a day for whoever reads check-ins: at the manager's own hour, on the next day they work.

    Where that day had its digest already, as they moved the hour or travelled west, it is the day after.
    """
    hours = await working.of_one(tx, manager, now)
    due_at = hours.next_at(manager.digest_at, now)
    if not await _owed_digest(tx, manager, series_id, due_at, now):
        await _owed_digest(tx, manager, series_id, hours.next_at(manager.digest_at, due_at), now)


async def _owed_digest(tx: Tx, manager: Person, series_id: int, due_at: datetime, now: datetime) -> bool:
    """Whether the digest of that day is still to come; owed now, if it was not."""
    day = due_at.astimezone(cadence.zone_of(manager.zone)).date().isoformat()
    key: dict[str, Any] = {"subject_id": series_id, "recipient_id": manager.id, "occurrence": day}
    owed = await notices.owe(tx, checkins.DIGEST, workspace_id=manager.workspace_id, due_at=due_at, now=now, **key)
    if owed is not None:
        return True
    there = await notice_store.find(tx, checkins.DIGEST.name, **key)
    return there is not None and there.state is State.PENDING


async def tell_above(tx: Tx, me: Person, series_id: int, now: datetime) -> None:
    """Whoever comes next above somebody whose manager has left gets a digest: it says how many answered, and has no words."""
    today = now.astimezone(cadence.zone_of(me.zone)).date()
    for manager_id in await reporting.above(tx, me.id, today):
        manager = await people.get(tx, manager_id)
        if not has_left(manager, now):
            await owe_digest(tx, manager, series_id, now)
            return


async def show_helper(tx: Tx, checkin: CheckIn, helper_id: int, now: datetime) -> None:
    """Whoever was asked before an edit sees in their message how the request stands after it."""
    blocker = await store.blocker_of(tx, checkin.id)
    if blocker is not None and blocker.help_from != helper_id:
        await notices.owe_again(tx, checkins.HELP, subject_id=blocker.id, recipient_id=helper_id, now=now)


async def ask_help(tx: Tx, me: Person, blocker: Blocker, now: datetime) -> None:
    """Let the helper read this blocker and tell them at once; told before, their message shows how it stands now."""
    helper_id = blocker.help_from
    if helper_id is None:
        return
    if await readers.find(tx, checkins.BLOCKER, blocker.id, helper_id) is None:
        await readers.grant(tx, me.workspace_id, checkins.BLOCKER, blocker.id, helper_id, readers.Why.HELPER, now)
    owed = await notices.owe(
        tx,
        checkins.HELP,
        workspace_id=me.workspace_id,
        subject_id=blocker.id,
        recipient_id=helper_id,
        due_at=now,
        now=now,
    )
    if owed is None:
        known = blocker.id
        if not await notices.owe_again(tx, checkins.HELP, subject_id=known, recipient_id=helper_id, now=now):
            await notices.owe_after_all(tx, checkins.HELP, subject_id=known, recipient_id=helper_id, now=now)
