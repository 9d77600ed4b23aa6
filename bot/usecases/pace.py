"""Waiting for one's turn to call Slack, over all workers: what to do now, or in how many seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import pace as rules
from bot.domain.notices import Lane
from bot.domain.pace import CALLS, CHANNEL, HOLD_SECONDS, Limits
from storage import jobs_waiting
from storage import pace as store
from storage.database import Tx

EDIT, READ = "edit", "read"
"""chat.update and conversations.history: Slack counts each by itself."""


@dataclass(frozen=True)
class Turn:
    """When the next messages may go, each in so many seconds from now; or none yet, and when to ask again."""

    slots: tuple[float, ...]
    wait: float


async def take(
    tx: Tx, limits: Limits, workspace_id: int, lane: int, recipients: Sequence[int | str], now: datetime
) -> Turn:
    """Slots for the next posts, to these recipients (a person's id, or a channel) in this order.

    An answer to a click stands in line; everybody else takes a slot only when it is free, so that a click never waits behind them.
    Where it would take longer than HOLD_SECONDS nothing is taken.
    """
    whole, bulk = store.whole(workspace_id), store.bulk(workspace_id) if Lane(lane).bulk else None
    shared = await store.shared(tx, {whole: limits} | ({bulk: limits} if bulk else {}), now)
    keys = [store.channel(workspace_id, recipient) for recipient in recipients]
    given = rules.grant(
        shared[whole],
        shared[bulk] if bulk else None,
        await store.channels(tx, keys, now),
        now,
        limits=limits,
        in_line=lane >= Lane.ANSWER,
    )
    if not given.slots or given.slots[0] > HOLD_SECONDS:
        return Turn((), given.slots[0] if given.slots else given.wait)
    paces = {whole: given.whole} | dict(zip(keys, given.channels, strict=False))
    await store.save(tx, paces | ({bulk: given.bulk} if bulk and given.bulk else {}))
    return Turn(given.slots, 0.0)


async def take_call(tx: Tx, workspace_id: int, method: str, now: datetime) -> Turn:
    """The next slot for an edit or a look at history, in line with the others."""
    key = store.calls(workspace_id, method)
    kept = (await store.shared(tx, {key: CALLS}, now))[key]
    found = rules.recovered(rules.believed(kept, now), CALLS, now)
    wait = found.wait(now)
    if wait > HOLD_SECONDS:
        return Turn((), wait)
    await store.save(tx, {key: rules.taken(found, CALLS, now)})
    return Turn((wait,), 0.0)


async def give_back(tx: Tx, limits: Limits, workspace_id: int, lane: int, recipient: int | str, now: datetime) -> None:
    """A slot for a post was taken, and there was nothing to send."""
    keys = {store.whole(workspace_id): limits, store.channel(workspace_id, recipient): CHANNEL}
    keys |= {store.bulk(workspace_id): limits} if Lane(lane).bulk else {}
    paces = await store.shared(tx, keys, now)
    await store.save(tx, {key: rules.given_back(pace) for key, pace in paces.items()})


async def give_back_call(tx: Tx, workspace_id: int, method: str, now: datetime) -> None:
    """A slot for an edit was taken, and there was nothing to change."""
    key = store.calls(workspace_id, method)
    found = await store.shared(tx, {key: CALLS}, now)
    await store.save(tx, {key: rules.given_back(found[key])})


async def slow_down(
    tx: Tx, limits: Limits, workspace_id: int, method: str | None, now: datetime, retry_after: float
) -> None:
    """Slack said that it was too much: nothing for so many seconds, then half as fast."""
    key = store.calls(workspace_id, method) if method else store.whole(workspace_id)
    bounds = CALLS if method else limits
    found = (await store.shared(tx, {key: bounds}, now))[key]
    await store.save(tx, {key: rules.slowed(found, bounds, now, retry_after)})


async def others_go_first(tx: Tx, lane: int, now: datetime) -> bool:
    """Whether somebody waits for a worker who goes before this lane."""
    return lane < Lane.ANSWER and await jobs_waiting.any_above(tx, lane, now)


async def rate(tx: Tx, workspace_id: int, lane: int, now: datetime) -> float:
    """How many messages of this lane go out in a second at present. Nothing is taken, and nobody waits for it."""
    found = await store.look(tx, store.whole(workspace_id))
    whole = found.rate if found is not None else rules.fresh(rules.SENDING, now).rate
    return whole * rules.BULK_SHARE if Lane(lane).bulk else whole
