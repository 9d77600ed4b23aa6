"""An announcement goes out: sent or scheduled once, however many press; made into notices in batches; paused and let go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain import announcements as rules
from bot.domain.announcements import EMPTY, FIRST_AFTER, POST, SPREAD, TOLD, UNPOSTED, Stage, When
from bot.domain.errors import RuleBroken
from bot.domain.fortnight import ANNOUNCEMENTS
from bot.domain.notices import Lane
from bot.usecases import announcements_audience as counting
from bot.usecases import holds, notices
from bot.usecases.announcements import Draft, access_draft, last_by, require
from storage import announcements as store
from storage import announcements_notices as messages
from storage import announcements_to as rows
from storage import audit, jobs
from storage.announcements import Announcement
from storage.database import Tx
from storage.people import Person

JOINERS_EVERY = timedelta(hours=1)
"""How often it is looked who joined an audience."""
TOLD_FOR = timedelta(days=3)
"""So long after a channel refused an announcement its author is still told."""


@dataclass(frozen=True)
class Pressed:
    """The announcement as it is now. `by`: this person was faster, and what was pressed changed nothing."""

    announcement: Announcement
    by: str | None = None


async def send(
    tx: Tx, hr: Person, announcement_id: int, revision: int, now: datetime, *, all_the_same: bool = False
) -> Pressed:
    """Send it, or let it wait for its time. `all_the_same`: some of those who are meant read it in another language.

    Of two who press, one does it. Raises RuleBroken for what has no text, nobody to go to, or a time that is over.
    """
    draft = await access_draft(tx, hr, announcement_id, now)
    found = draft.announcement
    if found.stage is not Stage.DRAFT or found.revision != revision:
        return await _late(tx, found)
    _check(draft, all_the_same)
    when = when_of(found)
    rules.check_when(when, found.lasts_until, now)
    starts_at = when.starts_at(now)
    stage = Stage.SENDING if starts_at <= now else Stage.SCHEDULED
    kept_from = rules.ends_at(found.lasts_until, found.zone)
    values: dict[str, Any] = {"sent_by": hr.id, "starts_at": starts_at, "kept_from": kept_from}
    values |= {"spread_after": 0, "spread_at": None, "revision": revision + 1}
    if not await store.move(tx, found.id, [Stage.DRAFT], stage, seen=revision, **values):
        return await _late(tx, await require(tx, hr, announcement_id))
    if stage is Stage.SENDING:
        await _spread_later(tx, found.id)
    return await _done(tx, hr, found.id, f"announcement.{stage}", now)


def _check(draft: Draft, all_the_same: bool) -> None:
    if not draft.texts:
        raise RuleBroken("announcement_without_text")
    if not draft.meant.count:
        raise RuleBroken("audience_nobody")
    if draft.missing and not all_the_same:
        raise RuleBroken("announcement_language_missing")


def when_of(one: Announcement) -> When:
    """When it comes."""
    return When(one.timing, one.day, one.at, one.zone)


async def _late(tx: Tx, found: Announcement) -> Pressed:
    return Pressed(found, await last_by(tx, found))


async def _done(tx: Tx, hr: Person, announcement_id: int, act: str, now: datetime) -> Pressed:
    await audit.note(tx, hr.workspace_id, act, rules.RECORD, announcement_id, actor_id=hr.id, now=now)
    return Pressed(await require(tx, hr, announcement_id))


async def _spread_later(tx: Tx, announcement_id: int) -> None:
    await jobs.add(
        tx,
        SPREAD,
        args={"announcement": announcement_id},
        priority=int(Lane.BROADCAST),
        queueing_lock=f"{SPREAD}:{announcement_id}",
    )


async def unschedule(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> Pressed:
    """What waits for its time becomes a draft again."""
    found = await require(tx, hr, announcement_id)
    if not await store.move(
        tx, found.id, [Stage.SCHEDULED], Stage.DRAFT, edited_by=hr.id, revision=found.revision + 1, starts_at=None
    ):
        return await _late(tx, found)
    return await _done(tx, hr, found.id, "announcement.unscheduled", now)


async def pause(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> Pressed:
    """What is not on its way yet is held, not dropped."""
    found = await require(tx, hr, announcement_id)
    if not await store.move(tx, found.id, [Stage.SENDING], Stage.PAUSED):
        return Pressed(found)
    await messages.hold(tx, found.id)
    return await _done(tx, hr, found.id, "announcement.paused", now)


async def resume(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> Pressed:
    """What was held goes on."""
    found = await require(tx, hr, announcement_id)
    if not await store.move(tx, found.id, [Stage.PAUSED], Stage.SENDING):
        return Pressed(found)
    await messages.let_go(tx, found.id, now)
    if found.spread_at is None:
        await _spread_later(tx, found.id)
    return await _done(tx, hr, found.id, "announcement.resumed", now)


async def start_due(tx: Tx, now: datetime) -> None:
    """Begin with those whose time has come, and that HR does not hold."""
    held = await holds.subjects_held(tx, ANNOUNCEMENTS, now)
    for one in await store.due(tx, now):
        if one not in held and await store.move(tx, one, [Stage.SCHEDULED], Stage.SENDING):
            await _spread_later(tx, one)


async def look_for_joiners(tx: Tx, now: datetime) -> None:
    """Where who joins the audience gets it too, look once more for whom it is, as long as it lasts."""
    for one in await store.taking_joiners(tx, now - JOINERS_EVERY):
        if now < rules.ends_at(one.lasts_until, one.zone):
            one.spread_after, one.spread_at = 0, None
            tx.add(one)
            await _spread_later(tx, one.id)


async def spread(tx: Tx, announcement_id: int, now: datetime) -> bool:
    """Mean the next people: their rows and their notices in one transaction with the mark how far it is. Whether there are more.

    Killed at any moment, it goes on where it was; run twice at once, one waits for the other; nobody is meant twice.
    """
    found = await store.lock(tx, announcement_id)
    if found is None or found.stage not in (Stage.SENDING, Stage.SENT) or found.spread_at is not None:
        return False
    some, last = await counting.following(tx, found.workspace_id, found.audience, found.spread_after, now)
    known = await rows.meant(tx, found.id, [one.id for one in some])
    new = [one for one in some if one.id not in known]
    when, key = when_of(found), {"workspace_id": found.workspace_id}
    due = {one.id: when.due_at(one.zone, now) for one in new}
    remind = found.asks and found.reminders > 0
    await rows.add(
        tx,
        [
            {
                **key,
                "announcement_id": found.id,
                "person_id": one.id,
                "due_at": due[one.id],
                "remind_at": due[one.id] + FIRST_AFTER if remind else None,
                "reminded": 0,
            }
            for one in new
        ],
    )
    if found.place.to_people:
        useful = {"not_after": rules.ends_at(found.lasts_until, found.zone)}
        owed = [{**key, **useful, "subject_id": found.id, "recipient_id": one.id, "due_at": due[one.id]} for one in new]
        await notices.owe_many(tx, TOLD, owed, now=now)
    if last is not None:
        found.spread_after = last
        tx.add(found)
        return True
    await _spread(tx, found, now)
    return False


async def _spread(tx: Tx, found: Announcement, now: datetime) -> None:
    """There are no more. Nobody at all: it is a draft again, and whoever sent it is told."""
    found.spread_at = now
    tx.add(found)
    await tx.flush()
    key: dict[str, Any] = {"workspace_id": found.workspace_id, "subject_id": found.id, "now": now}
    author = found.sent_by or found.author_id
    if not await rows.count(tx, found.id):
        await store.move(tx, found.id, [Stage.SENDING], Stage.DRAFT, spread_at=None, starts_at=None)
        await notices.owe(tx, EMPTY, recipient_id=author, due_at=now, occurrence=str(found.revision), **key)
    elif found.place.to_channel and found.channel:
        due_at = when_of(found).due_at(found.zone, now)
        useful = rules.ends_at(found.lasts_until, found.zone)
        await notices.owe(
            tx, POST, recipient_id=found.author_id, channel=found.channel, due_at=due_at, not_after=useful, **key
        )


async def look_after(tx: Tx, now: datetime) -> None:
    """Let those that are not told to all yet go on, and end those that are."""
    for one in await store.unfinished(tx):
        if one.stage is not Stage.WITHDRAWN and one.stage is not Stage.PAUSED and one.spread_at is None:
            await _spread_later(tx, one.id)
        elif one.stage is Stage.SENDING and not await messages.under_way(tx, one.id):
            await store.move(tx, one.id, [Stage.SENDING], Stage.SENT, ended_at=now)


async def tell_unposted(tx: Tx, now: datetime) -> None:
    """Tell whoever wrote what a channel did not take. Told twice, it is told once."""
    for one in await messages.refused_posts(tx, now - TOLD_FOR, UNPOSTED.name):
        key: dict[str, Any] = {"workspace_id": one.workspace_id, "subject_id": one.subject_id}
        await notices.owe(tx, UNPOSTED, **key, recipient_id=one.recipient_id, due_at=now, now=now)
