"""Leave and open check-ins: the window waits for the first day back, and whoever was away has missed nothing."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import cadence, checkins, leave
from bot.domain.working import Working
from bot.usecases import notices, working
from storage import leave as leave_store
from storage import notices as notice_store
from storage import people, periods, periods_closing, series
from storage.database import Tx
from storage.people import Person
from storage.periods_closing import Closing
from storage.series import Series

BATCH = 1_000
"""People per step."""


async def let_wait(tx: Tx, persons: Sequence[Person], now: datetime) -> None:
    """Move reminder and end of what is open to these people's first working day back. A window never gets shorter.

    The end waits at the most until the next slot's prompt, as for leave that was known before.
    """
    hours = await working.of(tx, persons, now)
    for period in await periods.unsettled(tx, [one.id for one in persons], now):
        mine = hours[period.person_id]
        rule = series.rule(await series.get(tx, period.series_id))
        found = cadence.times(rule, period.slot, cadence.zone_of(mine.zone), mine.hours, mine.on)
        if found is not None:
            period.short = mine.short(*cadence.span(rule, period.slot))
            period.closes_at = max(period.closes_at, found.closes_at)
            period.reminds_at = found.reminds_at if not period.reminded else period.reminds_at
            tx.add(period)


async def spare(tx: Tx, now: datetime) -> None:
    """Settle as away what closes unanswered because its person was on leave; to be done before the rest counts as missed."""
    after = None
    while found := await periods_closing.closing_after_leave(tx, now, (now - working.BEHIND).date(), after, BATCH):
        after = (found[-1].closes_at, found[-1].period_id)
        who = await people.by_ids(tx, [one.person_id for one in found])
        hours = await working.of(tx, list(who.values()), now)
        kinds = [checkins.PROMPT.name, checkins.REMINDER.name]
        asked = await notice_store.told(tx, kinds, [one.period_id for one in found])
        rules: dict[int, Series] = {one: await series.get(tx, one) for one in {one.series_id for one in found}}
        away = [
            one.period_id
            for one in found
            if _was_away(one, rules[one.series_id], hours[one.person_id], asked=one.period_id in asked)
        ]
        await periods_closing.settle_away(tx, away, now)


def _was_away(one: Closing, asking: Series, mine: Working, *, asked: bool) -> bool:
    """Whether this person's leave is why there is no answer: it filled the slot or the window, or they were never asked for it."""
    zone = cadence.zone_of(mine.zone)
    first, last = (moment.astimezone(zone).date() for moment in (one.opens_at, one.closes_at))
    touched = any(begins <= last and first <= ends for begins, ends in mine.away)
    if not touched:
        return False
    slot = cadence.span(series.rule(asking), one.slot)
    return not asked or mine.spent_away(first, last) or mine.spent_away(*slot)


async def book_returns(tx: Tx, hours: dict[int, Working], now: datetime) -> None:
    """Compute anew when the leave of these people is over: at the start of their first working day after it."""
    found = await leave_store.unwelcomed(tx, list(hours), (now - working.BEHIND).date())
    moments: dict[int, datetime | None] = {}
    for one in found:
        mine = hours[one.person_id]
        day = mine.back_on(one.last) if one.last < (now + working.AHEAD).date() and one.first <= one.last else None
        at = cadence.moment(day, mine.hours.start, cadence.zone_of(mine.zone)) if day else None
        if at != one.back_at:
            moments[one.id] = at
    await leave_store.book_return(tx, moments)


async def welcome_due(tx: Tx, now: datetime, most: int = BATCH) -> int:
    """Owe those who are back from today the one message, if a check-in passed while they were away. Answers how many there were.

    Several spans of leave that end together are one: the last of them is greeted.
    """
    found = await leave_store.returning(tx, now, most)
    rows = []
    for person_id in {one.person_id for one in found}:
        spans = sorted((one for one in found if one.person_id == person_id), key=lambda one: (one.last, one.id))
        first = min(one.first for one in spans)
        back_at = max(one.back_at for one in spans if one.back_at)
        if await periods_closing.was_away(tx, person_id, first, back_at):
            rows.append(
                {
                    "workspace_id": spans[-1].workspace_id,
                    "subject_id": spans[-1].id,
                    "recipient_id": person_id,
                    "due_at": back_at,
                }
            )
    await notices.owe_many(tx, leave.CATCH_UP, rows, now=now)
    for one in found:
        one.greeted = True
        tx.add(one)
    await tx.flush()
    return len(found)
