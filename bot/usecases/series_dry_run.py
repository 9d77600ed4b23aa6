"""The dry run of a series: who would get it when in the next two weeks, counted without asking anybody anything."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pydantic import JsonValue

from bot.domain import cadence, coming
from bot.domain.cadence import DAY, Rule
from bot.domain.notices import Lane
from bot.domain.series import DRY_RUN
from bot.domain.working import Working
from bot.usecases import acting, audience, roles, working
from bot.usecases.series import access_series
from storage import jobs, people, reporting, series
from storage.database import Tx
from storage.people import Person, Week
from storage.series import Series

SPAN = timedelta(days=14)
AT_ONCE = 5_000
"""People looked at in one go: memory does not grow with the company."""
Known = tuple[Week, str, date | None, date | None]
"""When somebody works, what they are called, and from when to when they are employed."""
NAMES, NAMES_EACH = 30, 3
"""Names shown as examples: in all, and for one moment."""


@dataclass
class Wave:
    """People of one zone who get their prompt at one moment, a few of them by name."""

    zone: str
    at: datetime
    people: int = 0
    names: list[str] = field(default_factory=list)


@dataclass
class DryRun:
    """Who would get what when: the prompts in the order of time, and the first names of those who are meant."""

    series: Series
    waves: list[Wave]
    people: int
    names: list[str]
    without_manager: int
    questions: int


async def require(tx: Tx, hr: Person, series_id: int) -> None:
    """Raises NotAllowed for anybody but HR, and for another workspace's series."""
    await roles.require_hr(tx, hr)
    await access_series(tx, hr, series_id)


async def ask(tx: Tx, hr: Person, series_id: int, view: str, waits: str) -> None:
    """Have it counted and shown in that view, if that still waits for it: `waits` is its hash by then."""
    args: dict[str, JsonValue] = {"person": hr.id, "series": series_id, "view": view, "waits": waits}
    await jobs.add(tx, DRY_RUN, args=args, priority=int(Lane.ANSWER))


async def access_for(tx: Tx, person_id: int, series_id: int, now: datetime) -> tuple[Person, DryRun]:
    """What somebody asked for, and who they are. Raises NotAllowed where they are not in HR any more."""
    hr = await acting.access_still(tx, person_id, now)
    return hr, await access_dry_run(tx, hr, series_id, now)


async def access_dry_run(tx: Tx, viewer: Person, series_id: int, now: datetime) -> DryRun:
    """What the series would ask of whom, for HR; where the next turn is later than two weeks ahead, that turn.

    Raises NotAllowed for anybody else.
    """
    await roles.require_hr(tx, viewer)
    found = await access_series(tx, viewer, series_id)
    counted, meant, names = _Counted(series.rule(found), now), 0, list[str]()
    async for some in _known(tx, viewer.workspace_id):
        by_id = {one[0].id: one for one in some}
        chosen = await audience.among(tx, found.audience, [one[0] for one in some], now.date())
        hours = await working.of(tx, chosen, now)
        for week in chosen:
            _, name, since, until = by_id[week.id]
            if counted.add(hours[week.id], name, since, until):
                meant += 1
                if len(names) < NAMES:
                    names.append(name)
    unled = await reporting.count_without_manager(tx, viewer.workspace_id, now.date())
    asked = len(await series.questions(tx, found.id, now))
    return DryRun(found, counted.waves(), meant, names, unled, asked)


async def _known(tx: Tx, workspace_id: int) -> AsyncIterator[Sequence[Known]]:
    """Everybody, some at a time; the first of them by name, as a few names are shown."""
    after = 0
    while rows := await people.weeks_of_workspace(tx, workspace_id, after, AT_ONCE):
        yield sorted(rows, key=lambda one: (one[1], one[0].id)) if after == 0 else rows
        after = rows[-1][0].id


class _Counted:
    """Prompts by moment and zone. Thousands share zone, hours and days off: the calendar is asked once for all of them."""

    def __init__(self, rule: Rule, now: datetime) -> None:
        self._rule, self._now = rule, now
        self._planned: dict[Working, list[tuple[datetime, date]]] = {}
        self._alike: dict[tuple[Working, date | None, date | None], tuple[list[Wave], list[int]]] = {}
        self._waves: dict[tuple[datetime, str], Wave] = {}

    def add(self, mine: Working, name: str, since: date | None, until: date | None) -> bool:
        """Count what somebody gets who is employed from and until those days. Whether it is anything."""
        if since is not None and since <= self._now.date() - DAY:
            since = None
        key = (mine, since, until)
        alike = self._alike.get(key)
        if alike is None:
            alike = self._alike[key] = (self._waves_of(mine, since, until), [0])
        waves, count = alike
        count[0] += 1
        if count[0] <= NAMES_EACH:
            for wave in waves:
                if len(wave.names) < NAMES_EACH:
                    wave.names.append(name)
        return bool(waves)

    def _waves_of(self, mine: Working, since: date | None, until: date | None) -> list[Wave]:
        if mine not in self._planned:
            self._planned[mine] = list(self._moments(mine))
        return [
            self._waves.setdefault((at, mine.zone), Wave(mine.zone, at))
            for at, day in self._planned[mine]
            if (since is None or since <= day) and (until is None or day <= until)
        ]

    def _moments(self, mine: Working) -> Iterator[tuple[datetime, date]]:
        """The prompts of who works so, each with its local day: those of the span, or the next one after it."""
        zone = cadence.zone_of(mine.zone)
        slot = cadence.first_slot(self._rule, self._now, zone, mine.hours, mine.on)
        for one in coming.prompts(self._rule, slot, mine, self._now + SPAN, least=1):
            yield one.times.opens_at, one.day

    def waves(self) -> list[Wave]:
        """What was counted, in the order of time."""
        for waves, count in self._alike.values():
            for wave in waves:
                wave.people += count[0]
        return [self._waves[key] for key in sorted(self._waves)]
