"""What a notice of a check-in shows, looked up with its recipient's rights at the moment it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain import budget, cadence, checkins, closed_loop, holds, nudges, summaries
from bot.domain.checkins import Outcome
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger, NotYet, State
from bot.domain.nudges import Later
from bot.usecases import team, waiting, working
from bot.usecases.waiting import Waits
from storage import checkins as store
from storage import notices as notice_store
from storage import people, periods, readers, series, skips
from storage.checkins import CheckIn
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period
from storage.series import Series
from storage.skips import Skip

SKIPS_MOST = 20
FIRST_DIGEST = timedelta(days=7)
"""How far back somebody's first digest looks for who said "not this week"."""


@dataclass(frozen=True)
class Asked:
    """A period as the one who is asked sees it: unanswered, or with what they sent and who reads it.

    `later`: when they can be asked again instead. `back_at`: when they will be, as they wished.
    """

    series: Series
    period: Period
    checkin: CheckIn | None
    readers: list[str]
    closed: bool
    later: Mapping[Later, datetime] = field(default_factory=dict)
    back_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether an answer is still looked for."""
        return self.checkin is None and not self.closed and self.period.outcome is None

    @property
    def skipped(self) -> bool:
        """Whether they said that they do not answer it, and still could."""
        return self.period.outcome is Outcome.SKIPPED and not self.closed


@dataclass(frozen=True)
class Digest:
    """The check-ins that a reader has not opened, the oldest first, each with its author; who said "not this week"; and what else
    waits for an answer."""

    unread: list[tuple[CheckIn, Person]]
    skipped: list[tuple[Skip, Person]] = field(default_factory=list)
    waiting: list[Waits] = field(default_factory=list)
    days: dict[int, int] = field(default_factory=dict)
    orphans: list[team.Orphans] = field(default_factory=list)


async def access_prompt(tx: Tx, notice: Notice, me: Person, now: datetime) -> Asked:
    """The period that a prompt or reminder asks for. Not sent any more: answered, closed, paused, or away on that day.

    Who was to be asked at work, and is not there any more when the message can go at last, is asked when they are back, or never.
    """
    asked = await access_receipt(tx, notice, me, now)
    if notice.ts is None:
        if asked.checkin is not None:
            raise NoLonger("answered")
        if not asked.waits:
            raise NoLonger("closed")
        if notice.hold_id is not None and not holds.in_time(asked.period.closes_at, now):
            raise NoLonger(holds.HELD)
    if not asked.waits:
        return asked
    hours = await working.of_one(tx, me, now)
    later = nudges.moments(now, asked.period.closes_at, hours)
    if notice.ts is None:
        if hours.is_away(now.astimezone(cadence.zone_of(me.zone)).date()):
            raise NoLonger("away")
        if notice.kind != nudges.AGAIN.name and not hours.at_work(now):
            raise NotYet(hours.next_at(hours.hours.start, now))
        return replace(asked, later=later)
    again = await notice_store.of_subject(tx, nudges.AGAIN.name, asked.period.id, me.id)
    coming = [one.due_at for one in again if one.state is State.PENDING and one.ts is None]
    return replace(asked, later=later, back_at=max(coming, default=None))


async def access_reminder(tx: Tx, notice: Notice, me: Person, now: datetime) -> Asked:
    """The period that a reminder asks for. Not sent either: they chose themselves when to be asked again, or just were."""
    asked = await access_prompt(tx, notice, me, now)
    if notice.ts is None:
        zone = cadence.zone_of(me.zone)
        for one in await notice_store.of_subject(tx, nudges.AGAIN.name, asked.period.id, me.id):
            today = one.sent_at is not None and one.sent_at.astimezone(zone).date() == now.astimezone(zone).date()
            if today or one.state in (State.PENDING, State.SENDING, State.IN_DOUBT):
                raise NoLonger("put_off")
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
    """What waits to be read and answered, and who has said since the last digest that they do not answer this time; nothing of
    it: no digest. Nor is there one on the day of the team's summary, which lists the same, or beside that of another series."""
    if notice.ts is None and await _summed_up(tx, notice, me, now):
        raise NoLonger("summed_up")
    if notice.ts is None and await notice_store.told_since_due(tx, notice, budget.local_day(me.zone, now)):
        raise NoLonger("in_digest")
    unread = await store.unread_by(tx, me.id, most=200)
    since = await notice_store.sent_before(tx, notice) or now - FIRST_DIGEST
    skipped = await skips.noted_since(tx, me.id, since, SKIPS_MOST)
    found = await waiting.access_waiting(tx, me, now)
    orphans = await team.access_orphans(tx, me, now)
    if notice.recipient_id != me.id or not (unread or skipped or found.count or orphans):
        raise NoLonger("read")
    works = await working.of_one(tx, me, now)
    days = {checkin.id: closed_loop.age(checkin.sent_at, now, works) for checkin, _ in unread}
    return Digest(unread, skipped, [*found.help, *found.messages], days, orphans)


async def _summed_up(tx: Tx, notice: Notice, me: Person, now: datetime) -> bool:
    """Whether a summary of this series reaches this person today."""
    zone = cadence.zone_of(me.zone)
    today = now.astimezone(zone).date()
    found = await notice_store.of_subject(tx, summaries.SUMMARY.name, notice.subject_id, me.id)
    told = [one for one in found if one.state not in (State.DROPPED, State.FAILED)]
    return any((one.sent_at or one.due_at).astimezone(zone).date() == today for one in told)
