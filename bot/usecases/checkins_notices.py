"""What a notice of a check-in shows, looked up with its recipient's rights at the moment it is sent."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import cadence, checkins
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.usecases import working
from storage import checkins as store
from storage import people, periods, readers, series
from storage.checkins import CheckIn
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period
from storage.series import Series


@dataclass(frozen=True)
class Asked:
    """A period as the one who is asked sees it: unanswered, or with what they sent and who reads it."""

    series: Series
    period: Period
    checkin: CheckIn | None
    readers: list[str]
    closed: bool


@dataclass(frozen=True)
class Digest:
    """The check-ins that a reader has not opened, the oldest first, each with its author."""

    unread: list[tuple[CheckIn, Person]]


async def access_prompt(tx: Tx, notice: Notice, me: Person, now: datetime) -> Asked:
    """The period that a prompt or reminder asks for. Not sent any more: answered, closed, paused, or away on that day."""
    asked = await access_receipt(tx, notice, me, now)
    if notice.ts is not None:
        return asked
    if asked.checkin is not None:
        raise NoLonger("answered")
    if asked.closed or asked.period.outcome is not None:
        raise NoLonger("closed")
    hours = await working.of_one(tx, me, now)
    if hours.is_away(now.astimezone(cadence.zone_of(me.zone)).date()):
        raise NoLonger("away")
    return asked


async def access_receipt(tx: Tx, notice: Notice, me: Person, now: datetime) -> Asked:
    """The period with what its person sent."""
    period = await periods.get(tx, notice.subject_id)
    if period.person_id != me.id:
        raise NotAllowed("not_found")
    checkin = await store.of_period(tx, period.id)
    named = await readers.of(tx, checkins.RECORD, checkin.id) if checkin else []
    who = await people.by_ids(tx, [one.person_id for one in named])
    return Asked(
        series=await series.get(tx, period.series_id),
        period=period,
        checkin=checkin,
        readers=[who[one.person_id].name for one in named],
        closed=not checkins.takes_answers(period.closes_at, now),
    )


async def access_digest(tx: Tx, notice: Notice, me: Person, now: datetime) -> Digest:
    """What waits to be read; nothing any more: no digest."""
    unread = await store.unread_by(tx, me.id, most=200)
    if not unread:
        raise NoLonger("read")
    return Digest(unread)
