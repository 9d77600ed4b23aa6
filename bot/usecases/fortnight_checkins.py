"""The prompts of check-ins and pulses that are still to come, and the reminders of those who will not have answered."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from bot.domain import checkins
from bot.domain import coming as calendar
from bot.domain.cadence import DAY, Rule
from bot.domain.coming import Prompt
from bot.domain.fortnight import CHECKINS, Line, Tally, Target
from bot.domain.working import Working
from bot.usecases import working
from storage import fortnight as store
from storage import people, series
from storage.database import Tx

AT_ONCE = 5_000
"""People looked at in one go: memory does not grow with the company."""
Employed = tuple[date | None, date | None]
"""From when and until when, as far as that matters here."""
Alike = tuple[int, str, Working, Employed]
"""People who are asked the same at the same moments: series, slot, when they work and are employed."""


async def coming(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """By each person's next turn, hours and days off, as the tick will ask them."""
    tally = Tally(first, last)
    rules = {one.id: series.rule(one) for one in await series.running(tx, workspace_id)}
    plan, after = _Plan(rules, last), 0
    while rows := await people.weeks_of_workspace(tx, workspace_id, after, AT_ONCE):
        hours = await working.of(tx, [week for week, *_ in rows], first)
        known = {week.id: _employed(since, until, first, last) for week, _, since, until in rows}
        turns = await store.turns(tx, workspace_id, rows[0][0].id, rows[-1][0].id)
        alike: Counter[Alike] = Counter(
            (of, slot, hours[who], known[who]) for who, of, slot in turns if who in known and of in rules
        )
        for key, count in alike.items():
            plan.add(tally, key, count)
        after = rows[-1][0].id
    async for of, slot, zone, at, count in store.reminders(tx, workspace_id, last):
        tally.add(Target(CHECKINS.name, of, slot), checkins.REMINDER, zone, at, count, at_most=True)
    return tally.lines()


def _employed(since: date | None, until: date | None, first: datetime, last: datetime) -> Employed:
    """None where they are there all the time: thousands are."""
    return (
        None if since is not None and since <= first.date() - DAY else since,
        None if until is not None and until > last.date() + DAY else until,
    )


class _Plan:
    """Thousands share zone, hours and days off: the calendar is asked once for all of them. Who has leave is asked for alone."""

    def __init__(self, rules: Mapping[int, Rule], last: datetime) -> None:
        self._rules, self._last = rules, last
        self._shared: dict[tuple[int, str, Working], list[Prompt]] = {}

    def add(self, tally: Tally, alike: Alike, count: int) -> None:
        of, slot, mine, (since, until) = alike
        for one in self._prompts(of, slot, mine):
            if (since is None or since <= one.day) and (until is None or one.day <= until):
                target, reminds_at = Target(CHECKINS.name, of, one.slot), one.times.reminds_at
                tally.add(target, checkins.PROMPT, mine.zone, one.times.opens_at, count)
                if reminds_at is not None:
                    tally.add(target, checkins.REMINDER, mine.zone, reminds_at, count, at_most=True)

    def _prompts(self, of: int, slot: str, mine: Working) -> list[Prompt]:
        found = self._shared.get((of, slot, mine))
        if found is None:
            found = list(calendar.prompts(self._rules[of], slot, mine, self._last))
            if not mine.away:
                self._shared[of, slot, mine] = found
        return found
