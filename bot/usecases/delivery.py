"""The life of a notice from due to told. Each function is one step in one transaction; the calls to Slack lie between them.

A notice is marked `sending` just before the call, so that a crash leaves one message in doubt, not a batch.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Protocol

from bot.domain import budget
from bot.domain.budget import Drop, Habits, Wait
from bot.domain.cadence import Hours
from bot.domain.errors import Refused
from bot.domain.holds import HELD
from bot.domain.notices import (
    BATCH,
    DOUBT_SECONDS,
    LEFT,
    MOST_TRIES,
    NOT_BEGUN,
    SEND,
    TOO_LATE,
    Lane,
    NoLonger,
    NotYet,
    State,
)
from bot.locales.reader import Reader
from bot.slack import Message, Posted
from bot.usecases import holds, notices
from bot.usecases import workspaces as workspace_usecases
from bot.usecases.acting import is_to_begin
from storage import delivery as store
from storage import jobs_waiting, workspaces
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.workspaces import WorkspaceState

WAITING_BATCHES = 40
"""Batches of one lane that wait in the queue at the most: two thousand messages are several minutes of work at any pace that
Slack allows, and the queue stays shallow."""
FORGOTTEN = timedelta(minutes=15)
"""After so long a notice that was handed to a job, and is still pending, is handed out again: the job may be lost."""

WHY_MAX = 64


class Telling(Protocol):
    """How a notice becomes a message (schedules/registry.py)."""

    @property
    def access(self) -> Callable[[Tx, Notice, Person, datetime], Awaitable[Any]]: ...

    @property
    def view(self) -> Callable[[Reader, Any], Message]: ...


class Stopped(Exception):
    """The workspace takes no messages: whoever delivers ends here, and everything stays owed."""


@dataclass(frozen=True)
class Owed:
    """A notice and its recipient, as they were when the sending was planned."""

    notice: Notice
    person: Person


NOTHING = Message("", [])


@dataclass(frozen=True)
class Ready(Owed):
    """A notice that is marked as being sent, with what it says now. `said_on`: the recipient's day of an earlier message."""

    sending_at: datetime
    said_on: date | None
    message: Message = NOTHING

    @property
    def edit_of(self) -> Posted | None:
        """The message to be changed; None: it is a new one."""
        notice = self.notice
        return Posted(notice.channel, notice.ts) if notice.channel and notice.ts else None


async def hand_out_due(tx: Tx, lane: Lane, now: datetime) -> int:
    """Give what is due in this lane to the workers, batch by batch; the number of notices."""
    room = WAITING_BATCHES - await jobs_waiting.count(tx, SEND, int(lane))
    if room <= 0:
        return 0
    doubted = timedelta(seconds=DOUBT_SECONDS)
    found = await store.claim(tx, int(lane), now, room * BATCH, forgotten=FORGOTTEN, doubted=doubted)
    for _, rows in groupby(sorted(found, key=lambda row: row[0]), key=lambda row: row[0]):
        await notices.hand_over(tx, [notice_id for _, notice_id in rows], lane)
    return len(found)


async def access_owed(tx: Tx, ids: Sequence[int]) -> list[Owed]:
    """Those of the notices that are not delivered yet, in the order of their ids. No words: those are fetched when they are sent."""
    return [Owed(notice, person) for notice, person in await store.owed(tx, ids)]


async def prepare(tx: Tx, owed: Owed, telling: Telling | None, now: datetime) -> Ready | None:
    """Mark the notice as being sent, look once more whether it makes sense, and render it. None: there is nothing to send now.

    Raises Stopped when the workspace takes no messages.
    """
    notice, person = owed.notice, owed.person
    alone = person.id if notice.unasked and notice.ts is None else None
    begun = await store.begin(tx, notice.id, budget.local_day(person.zone, now), now, alone=alone)
    if begun is None:
        return None
    if begun.workspace is not WorkspaceState.ACTIVE:
        raise Stopped
    if (notice.ts, notice.attempts) != (begun.ts, begun.attempts):
        notice.channel, notice.ts, notice.attempts = begun.channel, begun.ts, begun.attempts
    ready = Ready(notice, person, now, begun.sent_on if begun.ts else None)
    if telling is None:
        await _settle(tx, ready, State.FAILED, "no_telling")
        return None
    if await _held_back(tx, ready, begun):
        return None
    try:
        shown = await telling.access(tx, notice, person, now)
    except NotYet as later:
        await _put_off(tx, ready, begun, later.until)
        return None
    except (NoLonger, Refused) as no:
        await _settle(tx, ready, State.DROPPED, no.why if isinstance(no, NoLonger) else no.code)
        return None
    message = telling.view(Reader(person.locale, person.zone), shown)
    return Ready(notice, person, now, ready.said_on, message)


async def _held_back(tx: Tx, ready: Ready, begun: store.Begun) -> bool:
    """Whether it is dropped, or moved to a later time. An edit pings nobody, so it is never too late or too much."""
    person, now = ready.person, ready.sending_at
    today = budget.local_day(person.zone, now)
    if not begun.active or (begun.employed_until is not None and today > begun.employed_until):
        await _settle(tx, ready, State.DROPPED, LEFT)
        return True
    if begun.ts is not None:
        return False
    if is_to_begin(person, now):
        await _settle(tx, ready, State.DROPPED, NOT_BEGUN)
        return True
    if begun.holds and (values := await holds.over(tx, ready.notice, person, now)):
        await store.change(tx, ready.notice.id, state=State.PENDING, sent_on=ready.said_on, **values)
        return True
    unasked, useful = ready.notice.unasked, begun.not_after
    verdict = budget.decide(habits(person), now, unasked=unasked, sent_today=begun.earlier, not_after=useful)
    if isinstance(verdict, Drop):
        await _settle(tx, ready, State.DROPPED, _because(ready, verdict.why))
    elif isinstance(verdict, Wait):
        await _wait(tx, ready, verdict.until)
    return isinstance(verdict, Drop | Wait)


async def _put_off(tx: Tx, ready: Ready, begun: store.Begun, until: datetime) -> None:
    """It waits for a better moment, unless it is of no use any more by then."""
    if begun.not_after is not None and until > begun.not_after:
        await _settle(tx, ready, State.DROPPED, _because(ready, TOO_LATE))
    else:
        await _wait(tx, ready, until)


def _because(ready: Ready, why: str) -> str:
    """Why it is dropped: what HR held until it was too late is nobody's delay."""
    return HELD if why == TOO_LATE and ready.notice.hold_id is not None else why


async def _wait(tx: Tx, ready: Ready, until: datetime) -> None:
    later = {"due_at": until, "batched_at": None}
    await store.change(tx, ready.notice.id, state=State.PENDING, sent_on=ready.said_on, **later)


def habits(person: Person) -> Habits:
    """When and how often this person can be written to."""
    quiet = person.quiet_from, person.quiet_until
    if not person.quiet_own:
        quiet = budget.quiet_hours(*quiet, Hours(person.works_from, person.works_until))
    return Habits(
        zone=person.zone,
        quiet_from=quiet[0],
        quiet_until=quiet[1],
        works_from=person.works_from,
        working_days=person.working_days,
        profile=person.profile,
    )


async def _settle(tx: Tx, ready: Ready, state: State, why: str) -> None:
    """The end of a notice that was not sent. What was sent before and is only not changed any more stays sent."""
    ended = State.SENT if ready.notice.ts else state
    await store.change(tx, ready.notice.id, state=ended, why=why[:WHY_MAX], sent_on=ready.said_on)


async def give_up(tx: Tx, notice_id: int, why: str) -> None:
    """A notice that cannot be rendered, by a mistake of ours."""
    notice = await store.lock(tx, notice_id)
    if notice is not None and notice.state == State.PENDING:
        await store.change(tx, notice_id, state=State.SENT if notice.ts else State.FAILED, why=why[:WHY_MAX])


async def sent(tx: Tx, ready: Ready, posted: Posted, now: datetime) -> None:
    """Slack has the message. What was owed again while it was on its way is handed out once more, as an edit."""
    notice, place = ready.notice, {"channel": posted.channel, "ts": posted.ts}
    state = await store.arrived(tx, notice.id, ready.sending_at, sent_at=now, **place)
    if state is State.PENDING:
        await again(tx, notice.id, now)
    if notice.channel is None and ready.person.dm_channel != posted.channel:
        await store.remember_dm(tx, ready.person.id, posted.channel)


async def again(tx: Tx, notice_id: int, now: datetime) -> None:
    """Hand out an edit at once: it mostly answers a click."""
    await store.change(tx, notice_id, due_at=now, batched_at=now, attempts=0)
    await notices.hand_over(tx, [notice_id], Lane.ANSWER)


async def not_sent(tx: Tx, ready: Ready, *, attempts: int) -> None:
    """Nothing happened: it is owed as before."""
    values = {"sent_on": ready.said_on, "attempts": attempts}
    await store.finish(tx, ready.notice.id, ready.sending_at, State.PENDING, **values)


async def refused(tx: Tx, ready: Ready, why: str) -> None:
    """Slack will never take it. A message that cannot be changed stays as it was sent."""
    state = State.SENT if ready.edit_of else State.FAILED
    await store.finish(tx, ready.notice.id, ready.sending_at, state, why=why[:WHY_MAX], sent_on=ready.said_on)


async def in_doubt(tx: Tx, ready: Ready, why: str) -> None:
    """It may be there or not; it is settled later."""
    await store.finish(tx, ready.notice.id, ready.sending_at, State.IN_DOUBT, why=why[:WHY_MAX])


async def stop(tx: Tx, workspace_id: int, ids: Sequence[int], why: str | None, now: datetime) -> None:
    """Nothing works for the whole workspace: nothing is sent until it is mended, and what is owed stays owed.

    `why` is Slack's word for it; None where it was stopped before.
    """
    if why:
        await workspace_usecases.stop(tx, await workspaces.get(tx, workspace_id), why, now)
    await store.hand_out(tx, ids, None)


async def found(tx: Tx, owed: Owed, posted: Posted, now: datetime) -> None:
    """A send in doubt turned out to have arrived."""
    began_at = owed.notice.sending_at
    if began_at is None:
        return
    place = {"channel": posted.channel, "ts": posted.ts}
    if await store.arrived(tx, owed.notice.id, began_at, sent_at=began_at, **place) is State.PENDING:
        await again(tx, owed.notice.id, now)


async def not_found(tx: Tx, owed: Owed) -> bool:
    """A send in doubt did not arrive, or may be repeated: it is owed once more. Whether it is to be sent now, by us."""
    notice = owed.notice
    if notice.sending_at is None:
        return False
    if notice.attempts + 1 >= MOST_TRIES:
        state = State.SENT if notice.ts else State.FAILED
        await store.finish(tx, notice.id, notice.sending_at, state, why="no_answer")
        return False
    values: dict[str, Any] = {"attempts": notice.attempts + 1, "why": None} | ({} if notice.ts else {"sent_on": None})
    return await store.finish(tx, notice.id, notice.sending_at, State.PENDING, **values)


async def unreadable(tx: Tx, owed: Owed, why: str) -> None:
    """It cannot be settled, and is not repeated: it stays in doubt, and HR can have it sent again."""
    if owed.notice.sending_at is not None:
        await store.finish(tx, owed.notice.id, owed.notice.sending_at, State.IN_DOUBT, why=why)
