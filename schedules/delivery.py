"""What is owed is told: the minute's tick hands out what is due, in batches, and workers send it at the pace that Slack allows.

Safe to be killed between any two lines, and to be run by several workers with the same ids: nothing is lost, nothing comes twice.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import takewhile

from bot.deps import Deps
from bot.domain.notices import SEND, Lane, State
from bot.domain.pace import SENDING, Limits
from bot.slack import WorkspaceStopped
from bot.usecases import delivery, pace
from bot.usecases.delivery import Owed, Stopped
from schedules import pacing, settling
from schedules.registry import Registry, Telling
from schedules.sending import Sender


def register(registry: Registry, limits: Limits = SENDING) -> None:
    """`limits` bound the pace of posts in each workspace. Kinds may be registered before or after."""
    registry.tick("delivery.batch", batch)
    registry.task(SEND, partial(send, tellings=registry.tellings, limits=limits))


async def batch(deps: Deps) -> None:
    """Hand out what is due, the most urgent lane first."""
    for lane in sorted(Lane, reverse=True):
        async with deps.transaction() as tx:
            await delivery.hand_out_due(tx, lane, deps.clock.now())


async def send(deps: Deps, ids: Sequence[int], *, tellings: Mapping[str, Telling], limits: Limits = SENDING) -> None:
    """Send these notices in the order of their ids; those that were sent, or are not due yet, are passed over.

    Raises TryAgain when the rest must wait. What belongs to a workspace that takes no messages stays owed.
    """
    async with deps.transaction(reading=True) as tx:
        owed = await delivery.access_owed(tx, ids)
    sender = Sender(deps, tellings, limits)
    for workspace_id in dict.fromkeys(one.notice.workspace_id for one in owed):
        here = [one for one in owed if one.notice.workspace_id == workspace_id]
        try:
            await _send_here(sender, here)
        except (Stopped, WorkspaceStopped) as error:
            why = error.code if isinstance(error, WorkspaceStopped) else None
            async with deps.transaction() as tx:
                await delivery.stop(tx, workspace_id, [one.notice.id for one in here], why, deps.clock.now())


async def _send_here(sender: Sender, owed: Sequence[Owed]) -> None:
    """What is plain goes first, so that nobody waits for somebody else's doubt to be settled."""
    now = sender.deps.clock.now()
    await _deliver(sender, deque(one for one in owed if one.notice.state is State.PENDING and one.notice.due_at <= now))
    for one in owed:
        if one.notice.state is not State.PENDING and await settling.settle(sender.deps, sender.tellings, one):
            await _deliver(sender, deque([one]))


async def _deliver(sender: Sender, waiting: deque[Owed]) -> None:
    first = True
    while waiting:
        slots = await _slots(sender, waiting, first=first)
        first = False
        for _ in range(len(slots)):
            await slots.next()
            await sender.send(waiting.popleft(), more=slots.one_is_due)


async def _slots(sender: Sender, waiting: deque[Owed], *, first: bool) -> pacing.Slots:
    """The right to send the next notice, or the next few of the same kind of call. Only the first is never given up for others."""
    head = waiting[0].notice
    if head.ts is not None:
        return await pacing.calls(sender.deps, head.workspace_id, pace.EDIT)
    posts = takewhile(lambda one: one.ts is None and one.lane == head.lane, (one.notice for one in waiting))
    recipients = [one.channel or one.recipient_id for one in posts]
    return await pacing.posts(sender.deps, sender.limits, head.workspace_id, head.lane, recipients, yielding=not first)
