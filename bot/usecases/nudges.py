"""What somebody does with a prompt instead of answering it: to be asked again later, or not this time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import checkins as asking
from bot.domain import nudges as rules
from bot.domain.checkins import Outcome, SeriesKind
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import State
from bot.domain.nudges import AGAIN, Later
from bot.usecases import checkins, notices, working
from bot.usecases import checkins_telling as telling
from storage import checkins as checkin_store
from storage import notices as notice_store
from storage import periods, readers, series, skips
from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.series import Series


@dataclass(frozen=True)
class Skipping:
    """The form of "not this week": who would read the reason, and what was said before. `renamed`: it named somebody else."""

    series: Series
    period: Period
    reader: Person | None
    reason: str
    renamed: bool = False


async def put_off(tx: Tx, me: Person, period_id: int, when: Later | datetime, now: datetime) -> datetime:
    """Ask somebody again at the moment they choose; chosen twice, it is the last that counts. Answers the moment, in UTC.

    Raises RuleBroken where there is nothing left to ask, or the moment is over or too late.
    """
    period = await _open(tx, me, await skips.hold(tx, period_id), now)
    if isinstance(when, Later):
        found = rules.moments(now, period.closes_at, await working.of_one(tx, me, now)).get(when)
        if found is None:
            raise RuleBroken("later_too_late")
        when = found
    rules.check(when, now, period.closes_at)
    before = await notice_store.lock(tx, [AGAIN.name], period.id, me.id, None)
    coming = next((one for one in before if one.state is State.PENDING and one.ts is None), None)
    if coming is not None:
        coming.due_at, coming.batched_at = when, None
        tx.add(coming)
        await tx.flush()
    else:
        await notices.owe(
            tx,
            AGAIN,
            workspace_id=me.workspace_id,
            subject_id=period.id,
            recipient_id=me.id,
            occurrence=str(len(before) + 1),
            due_at=when,
            not_after=period.closes_at,
            now=now,
        )
    await telling.show_asked(tx, me, period.id, now)
    return when


async def access_skipping(tx: Tx, me: Person, period_id: int, now: datetime) -> Skipping:
    """The form in which somebody says that they do not answer this time. Raises RuleBroken where it is answered or over."""
    period = await _open(tx, me, await tx.get(Period, period_id), now, skipped=True)
    before = await skips.find(tx, period.id)
    reason = (before.words or "") if before else ""
    return Skipping(await series.get(tx, period.series_id), period, await checkins.manager_of(tx, me, now), reason)


async def skip(
    tx: Tx, me: Person, period_id: int, reason: str, now: datetime, *, named: Sequence[int] | None = None
) -> Skipping | None:
    """Somebody does not answer this time. Their manager sees it, and the reason where one is given; said again, it replaces that.

    `named` are the readers whom the form showed: where somebody else would read the reason, nothing is stored, and the form
    that names them is answered. Raises RuleBroken where it is answered, over, or too long.
    """
    period = await _open(tx, me, await skips.hold(tx, period_id), now, skipped=True)
    reason = reason.strip()
    if len(reason) > rules.REASON_MAX:
        raise RuleBroken("too_long", {"most": rules.REASON_MAX}, field="reason")
    manager = await checkins.manager_of(tx, me, now)
    if reason and manager is not None and named is not None and manager.id not in named:
        return Skipping(await series.get(tx, period.series_id), period, manager, reason, renamed=True)
    kept = await skips.keep(tx, period, reason or None, now)
    await periods.settle(tx, period, Outcome.SKIPPED, now)
    if manager is not None:
        await readers.grant(tx, me.workspace_id, rules.RECORD, kept.id, manager.id, readers.Why.MANAGER, now)
        if reason:
            await telling.owe_digest(tx, manager, period.series_id, now)
    await telling.show_asked(tx, me, period.id, now)
    return None


async def _open(tx: Tx, me: Person, period: Period | None, now: datetime, *, skipped: bool = False) -> Period:
    """The period, if it is mine and waits for an answer. A pulse is not skipped: no manager is told who takes part in it."""
    if period is None or period.person_id != me.id:
        raise NotAllowed("not_found")
    if skipped and (await series.get(tx, period.series_id)).kind is SeriesKind.PULSE:
        raise NotAllowed("not_found")
    if await checkin_store.of_period(tx, period.id) is not None:
        raise RuleBroken("period_answered")
    settled = period.outcome is not None and not (skipped and period.outcome is Outcome.SKIPPED)
    if settled or not asking.takes_answers(period.closes_at, now):
        raise RuleBroken("period_over")
    return period
