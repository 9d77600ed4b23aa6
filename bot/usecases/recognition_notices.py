"""What is told of thanks: to each who is thanked, in the channel, and to their author where the channel did not take them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain import recognition as rules
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.usecases import notices
from storage import recognition as store
from storage import recognition_pages
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.recognition import Given, Recognition


@dataclass(frozen=True)
class Thanked:
    """Thanks as one of those who are thanked sees them; `others` were thanked with them."""

    given: Given
    me: Person
    others: list[Person]


async def access_thanks(tx: Tx, notice: Notice, me: Person, now: datetime) -> Thanked:
    """Thanks to me."""
    row = await store.find_of(tx, notice.subject_id) if notice.kind == rules.THANKS.name else None
    if row is None or row.person_id != me.id:
        raise NotAllowed("not_found")
    given = await _given(tx, row.recognition_id)
    return Thanked(given, me, [one for one in given.to if one.id != me.id])


async def access_post(tx: Tx, notice: Notice, me: Person, now: datetime) -> Given:
    """What the channel gets of my thanks: without those who would rather not be posted, or have left meanwhile."""
    given = await _mine(tx, notice, me, rules.POST.name)
    to = [one for one in given.to if one.thanks_posted and one.active]
    if not to:
        raise NoLonger("nobody_to_post")
    return Given(given.recognition, given.author, to, given.value)


async def access_unposted(tx: Tx, notice: Notice, me: Person, now: datetime) -> Given:
    """My thanks that the channel did not take."""
    return await _mine(tx, notice, me, rules.UNPOSTED.name)


async def _mine(tx: Tx, notice: Notice, me: Person, kind: str) -> Given:
    given = await store.find(tx, notice.subject_id) if notice.kind == kind else None
    if given is None or given.author_id != me.id:
        raise NotAllowed("not_found")
    return await _given(tx, given.id)


async def _given(tx: Tx, recognition_id: int) -> Given:
    [found] = await recognition_pages.with_all(tx, [await tx.get_one(Recognition, recognition_id)])
    return found


async def tell_unposted(tx: Tx, now: datetime, most: int) -> int:
    """Tell the authors of thanks that a channel did not take. Answers how many there were; told twice, it is told once."""
    found = await store.refused_posts(tx, now - rules.TOLD_FOR, most)
    for one in found:
        of: dict[str, Any] = {"workspace_id": one.workspace_id, "subject_id": one.subject_id}
        await notices.owe(tx, rules.UNPOSTED, **of, recipient_id=one.recipient_id, due_at=now, now=now)
    return len(found)
