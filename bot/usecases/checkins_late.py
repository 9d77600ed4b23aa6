"""Words that came after the window: kept, and sent as a late answer when their author says so."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import checkins
from bot.domain.errors import NotAllowed
from bot.usecases.checkins import PERIOD, Sent, submit
from storage import checkins as store
from storage import drafts, skips
from storage.database import Tx
from storage.people import Person


async def send_late(tx: Tx, me: Person, draft_id: int, now: datetime, *, named: Sequence[int] | None = None) -> Sent:
    """Send the words that were kept after the window closed, as a late answer. Pressed twice, it is sent once.

    `named` as in `submit`: where somebody else would read it, the words stay kept.
    """
    found = await drafts.get(tx, draft_id)
    if found is None or found.person_id != me.id or found.about != PERIOD:
        raise NotAllowed("not_found")
    # The period first, as a submit does, or a form that is sent again at this moment and this one would wait for each other.
    period = await skips.hold(tx, int(found.key))
    kept = await drafts.locked(tx, draft_id)
    if period is None or kept is None or kept.words is None:
        raise NotAllowed("not_found")
    if kept.used_at is not None:
        return Sent(checkin=await store.of_period(tx, period.id))
    draft = checkins.unpacked(kept.words)
    sent = await submit(tx, me, draft, now, series_id=period.series_id, slot=period.slot, late=True, named=named)
    if sent.again is None:
        kept.used_at = now
    return sent
