"""What the bot owes people: once for each kind, subject, recipient and occurrence, in the transaction of the change that causes it.

Words are never in a notice; they are looked up, with the reader's rights, at the moment it is sent.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import BATCH, SEND, Kind, Lane, State
from bot.usecases import roles
from storage import audit, delivery, jobs
from storage import notices as store
from storage.database import Tx
from storage.inserting import insert_new, insert_row
from storage.notices import Notice
from storage.people import Person

AFTER = timedelta(microseconds=1)
"""The least that a time can be later by."""


async def owe(
    tx: Tx,
    kind: Kind,
    *,
    workspace_id: int,
    subject_id: int,
    recipient_id: int,
    due_at: datetime,
    now: datetime,
    occurrence: str = "",
    thread_ts: str | None = None,
    channel: str | None = None,
    not_after: datetime | None = None,
) -> int | None:
    """Owe somebody a message; the notice's id. None: it was owed already, and nothing changes.

    What is due by now is handed to a worker at once; the rest is found by the minute's tick. `channel`: it is posted there
    instead of in the recipient's DM. `not_after`: when it is no longer of use, else by the rule of its kind.
    """
    key = {"workspace_id": workspace_id, "subject_id": subject_id, "recipient_id": recipient_id, "due_at": due_at}
    more = {"occurrence": occurrence, "thread_ts": thread_ts, "channel": channel, "not_after": not_after}
    at_once = due_at <= now
    row = _row(kind, key | more, now) | {"batched_at": now if at_once else None}
    notice_id = await insert_row(tx, store.Notice, row)
    if notice_id is not None and at_once:
        await hand_over(tx, [notice_id], kind.lane)
    return notice_id


async def owe_many(tx: Tx, kind: Kind, rows: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Owe thousands; those that were owed already stay as they are. The minute's tick hands them out.

    Each row has `workspace_id`, `subject_id`, `recipient_id` and `due_at`, and may have what `owe` takes beside these.
    """
    await insert_new(tx, store.Notice, [_row(kind, row, now) for row in rows])


async def owe_in_order(tx: Tx, kind: Kind, rows: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Owe messages that follow each other: they go out at once, in this order. `rows` as for `owe_many`, without `due_at`."""
    ids = []
    for row in rows:
        made = await insert_row(tx, store.Notice, _row(kind, {**row, "due_at": now}, now) | {"batched_at": now})
        ids += [made] if made is not None else []
    await hand_over(tx, ids, kind.lane)


async def owe_again(
    tx: Tx,
    *kinds: Kind,
    subject_id: int,
    recipient_id: int,
    now: datetime,
    occurrence: str | None = "",
    lane: Lane = Lane.ANSWER,
) -> bool:
    """Let the messages of these kinds that were sent show how things stand now: they are edited, and ping nobody.

    Whether there is, or is about to be, such a message. One that is not sent yet stays as it is: it will show it anyway,
    or make no sense any more. `occurrence` None: all of them.
    """
    found = await store.lock(tx, [kind.name for kind in kinds], subject_id, recipient_id, occurrence)
    sent = [one.id for one in found if one.state == State.SENT and one.ts is not None]
    if sent:
        await store.edit(tx, sent, now)
        await hand_over(tx, sent, lane)
    return any([await _shows_it(tx, one, now) for one in found if one.id not in sent]) or bool(sent)


async def _shows_it(tx: Tx, notice: Notice, now: datetime) -> bool:
    """Whether this one, which is on its way, will be a message that shows how things stand now."""
    if notice.state in (State.SENDING, State.IN_DOUBT) and notice.sending_at is not None:
        # Delivery sees by this that it was owed again after it had been rendered.
        notice.due_at = max(now, notice.sending_at + AFTER)
        tx.add(notice)
        return notice.state == State.SENDING or notice.ts is not None
    return notice.state == State.PENDING and notice.ts is not None


async def owe_after_all(
    tx: Tx, kind: Kind, *, subject_id: int, recipient_id: int, now: datetime, occurrence: str = ""
) -> None:
    """Owe what was dropped before it was sent, as its reason has gone: at once. Everything else stays as it is."""
    for notice in await store.lock(tx, [kind.name], subject_id, recipient_id, occurrence):
        if notice.state == State.DROPPED:
            await _anew(tx, notice, now)


async def send_again(tx: Tx, actor: Person, notice_id: int, now: datetime) -> Notice:
    """HR has a message sent that was dropped, failed, or stayed in doubt: at once, however late it is.

    Raises NotAllowed for everybody else, RuleBroken("notice_not_stuck") for one that is sent or on its way.
    """
    await roles.require_hr(tx, actor)
    notice = await delivery.lock(tx, notice_id)
    if notice is None or notice.workspace_id != actor.workspace_id:
        raise NotAllowed("not_found")
    if notice.state not in (State.FAILED, State.DROPPED, State.IN_DOUBT):
        raise RuleBroken("notice_not_stuck")
    was, why = notice.state, notice.why
    await _anew(tx, notice, now)
    await audit.note(
        tx, actor.workspace_id, "notice.again", "notice", notice.id, actor_id=actor.id, now=now, was=was.value, why=why
    )
    return notice


async def _anew(tx: Tx, notice: Notice, now: datetime) -> None:
    notice.state, notice.why, notice.attempts, notice.not_after = State.PENDING, None, 0, None
    notice.due_at = notice.batched_at = now
    tx.add(notice)
    await tx.flush()
    await hand_over(tx, [notice.id], notice.lane)


async def hand_over(tx: Tx, ids: Sequence[int], lane: int) -> None:
    """Give notices of one workspace to the workers, in batches."""
    batches = [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]
    await jobs.add_many(tx, SEND, args=[{"ids": [*batch]} for batch in batches], priority=int(lane))


def _row(kind: Kind, given: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    due_at: datetime = given["due_at"]
    not_after = given.get("not_after")
    if not_after is None and kind.late_after is not None:
        not_after = due_at + kind.late_after
    return {
        "workspace_id": given["workspace_id"],
        "kind": kind.name,
        "subject_id": given["subject_id"],
        "recipient_id": given["recipient_id"],
        "occurrence": given.get("occurrence", ""),
        "lane": int(kind.lane),
        "unasked": kind.unasked,
        "state": State.PENDING,
        "due_at": due_at,
        "not_after": not_after,
        "attempts": 0,
        "channel": given.get("channel"),
        "thread_ts": given.get("thread_ts"),
        "made_at": now,
    }
