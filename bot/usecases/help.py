"""Help with a blocker: asked of one colleague, accepted with a click, and seen by the one who asked."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import checkins
from bot.domain.checkins import HelpState
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.usecases import notices
from storage import people, readers
from storage.checkins import Blocker
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person


@dataclass(frozen=True)
class Help:
    """A request for help as the helper, or its answer as the asker, sees it."""

    blocker: Blocker
    asker: Person
    helper: Person
    closed: bool


async def access_help(tx: Tx, notice: Notice, me: Person, now: datetime) -> Help:
    """The request, for the one who was asked. Sent before, it shows how it stands now."""
    found = await _help(tx, notice.subject_id)
    if found.helper.id != me.id or found.closed:
        if notice.ts is None:
            raise NoLonger("withdrawn")
        return Help(found.blocker, found.asker, me, closed=True)
    return found


async def access_accepted(tx: Tx, notice: Notice, me: Person, now: datetime) -> Help:
    """That help was accepted, for the one who asked."""
    found = await _help(tx, notice.subject_id)
    if found.blocker.person_id != me.id:
        raise NotAllowed("not_found")
    return found


async def access_request(tx: Tx, me: Person, blocker_id: int) -> Help:
    """The request that this person was asked and that still stands. Raises NotAllowed for everybody else."""
    if await readers.find(tx, checkins.BLOCKER, blocker_id, me.id) is None:
        raise NotAllowed("not_found")
    found = await _help(tx, blocker_id)
    if found.closed or found.blocker.help_from != me.id:
        raise NotAllowed("help_withdrawn")
    return found


async def accept(tx: Tx, me: Person, blocker_id: int, now: datetime) -> Help:
    """Say that one will help; the asker hears of it. Pressed twice, it is said once."""
    found = await access_request(tx, me, blocker_id)
    if found.blocker.help_state == HelpState.ASKED:
        found.blocker.help_state, found.blocker.help_answered_at = HelpState.ACCEPTED, now
        await tx.flush()
        await notices.owe_again(tx, checkins.HELP, subject_id=blocker_id, recipient_id=me.id, now=now)
        await notices.owe(
            tx,
            checkins.HELP_ACCEPTED,
            workspace_id=me.workspace_id,
            subject_id=blocker_id,
            recipient_id=found.asker.id,
            occurrence=str(me.id),
            due_at=now,
            now=now,
        )
    return found


async def solve(tx: Tx, me: Person, blocker_id: int, now: datetime) -> None:
    """The blocker is out of the way. Only the one whose it is says so."""
    blocker = await tx.get(Blocker, blocker_id)
    if blocker is None or blocker.person_id != me.id:
        raise NotAllowed("not_found")
    if blocker.closed_at is None:
        blocker.closed_at = now
        if blocker.help_from is not None:
            await tx.flush()
            await notices.owe_again(tx, checkins.HELP, subject_id=blocker_id, recipient_id=blocker.help_from, now=now)


async def _help(tx: Tx, blocker_id: int) -> Help:
    blocker = await tx.get(Blocker, blocker_id)
    if blocker is None:
        raise NotAllowed("not_found")
    asker = await people.get(tx, blocker.person_id)
    helper = await people.get(tx, blocker.help_from) if blocker.help_from else asker
    return Help(blocker, asker, helper, closed=blocker.closed_at is not None or blocker.help_from is None)


async def show(tx: Tx, blocker_id: int) -> Help:
    """A request as it stands, for a place that has checked who looks."""
    return await _help(tx, blocker_id)
