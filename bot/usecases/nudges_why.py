"""Why somebody got a message that they had not asked for: what it belongs to, why then, and how much of that there may be."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain import budget, cadence, checkins, nudges
from bot.domain.errors import NotAllowed
from bot.domain.profiles import Profile
from bot.usecases import holds, preferences, working
from storage import notices, periods, series
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period
from storage.series import Series

ASKING = (checkins.PROMPT.name, checkins.REMINDER.name, nudges.AGAIN.name)


@dataclass(frozen=True)
class Why:
    """One message explained. `moved_from`: the day the series names, on which this person does not work.

    `everyone`: the series asks all who take part. `today`: unasked messages on the person's own day so far. `held_until`: HR held it
    back so long.
    """

    kind: str
    zone: str
    sent_at: datetime | None
    series: Series | None
    period: Period | None
    everyone: bool
    moved_from: date | None
    digest_at: time
    today: int
    profile: Profile
    quiet_from: time
    quiet_until: time
    held_until: datetime | None = None


async def access_why(tx: Tx, me: Person, channel: str, ts: str, now: datetime) -> Why:
    """Why this message came. Raises NotAllowed for a message that is nobody's, or somebody else's."""
    notice = await notices.at_message(tx, channel, ts)
    if notice is None or notice.recipient_id != me.id:
        raise NotAllowed("not_found")
    period = await periods.get(tx, notice.subject_id) if notice.kind in ASKING else None
    found = await _series(tx, notice, period)
    quiet_from, quiet_until = preferences.quiet_hours(me)
    return Why(
        kind=notice.kind,
        zone=me.zone,
        sent_at=notice.sent_at,
        series=found,
        period=period,
        everyone=found is not None and not any(value for key, value in found.audience.items() if key != "without"),
        moved_from=await _moved(tx, found, period, me) if found and period else None,
        digest_at=me.digest_at,
        today=await notices.count_unasked(tx, me.id, budget.local_day(me.zone, now)),
        profile=me.profile,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        held_until=await holds.held_until(tx, notice),
    )


async def _series(tx: Tx, notice: Notice, period: Period | None) -> Series | None:
    if period is not None:
        return await series.get(tx, period.series_id)
    return await tx.get(Series, notice.subject_id) if notice.kind == checkins.DIGEST.name else None


async def _moved(tx: Tx, asking: Series, period: Period, me: Person) -> date | None:
    """The day on which the prompt would have come, had they worked then."""
    nominal = cadence.nominal_day(series.rule(asking), period.slot)
    came = period.opens_at.astimezone(cadence.zone_of(me.zone)).date()
    off = nominal != came and not (await working.of_one(tx, me, period.opens_at)).on(nominal)
    return nominal if off else None
