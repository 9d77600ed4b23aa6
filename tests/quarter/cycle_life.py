"""What becomes of the cycle of a simulated quarter: HR sets it up, starts it, gives it more days, pauses it; people look and add to it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.cycles import Phase
from bot.domain.gates import Gate
from bot.usecases import cycle_summaries, cycles_editor, cycles_mine, cycles_running, gates_overriding
from bot.usecases import own_summaries_additions as adding
from storage.cycles import Cycle
from storage.database import Tx
from storage.own_summaries import OwnAddition
from storage.people import Person
from tests.quarter.department import Department
from tests.quarter.ledger import Ledger, Page
from tests.quarter.screen import Screen
from tests.year.humans import DAY, Human
from tests.year.world import World

Turn = Callable[[Tx, Person, Cycle, datetime], Awaitable[object]]
MORE = 2
"""So many days HR gives "do" when it has begun; with them each phase ends on a Sunday."""


def laid(first: date, weeks: int) -> dict[Phase, tuple[date, date]]:
    """A sixth of the weeks, one at the least, for each phase; "do" has the rest, and its last two days only once HR has seen it begin."""
    each = max(1, weeks // 6)
    lengths = {
        Phase.PLAN: each * 7,
        Phase.DO: (weeks - 3 * each) * 7 - MORE,
        Phase.CHECK: each * 7,
        Phase.ACT: each * 7,
    }
    made = dict[Phase, tuple[date, date]]()
    for phase, days in lengths.items():
        made[phase] = (first, first + (days - 1) * DAY)
        first += days * DAY
    return made


class CycleLife:
    def __init__(self, world: World, department: Department, ledger: Ledger, screen: Screen) -> None:
        self.world, self.chance, self.department = world, world.chance, department
        self.ledger, self.screen = ledger, screen

    async def begin(self) -> None:
        """It runs, with two gates on; what HR will do with it later is planned."""
        found = laid(self.world.clock.now().date(), self.department.weeks)
        await self._turn(lambda tx, hr, one, now: cycles_editor.set_phases(tx, hr, one.id, one.revision, found, now))
        gates = [Gate.GOALS, Gate.TALKS]
        await self._turn(lambda tx, hr, one, now: cycles_editor.set_gates(tx, hr, one.id, one.revision, gates, now))
        await self._turn(lambda tx, hr, one, now: cycles_running.start(tx, hr, one.id, one.revision, now))
        do, check = (_moment(found[phase][0]) for phase in (Phase.DO, Phase.CHECK))
        self.world.plan(do + timedelta(days=1, hours=9), self.let_pass)
        self.world.plan(do + timedelta(days=2, hours=10), self.lengthen)
        # Some have been told of it by then, and some have not.
        paused = check + MORE * DAY + timedelta(hours=8, minutes=30)
        self.world.plan(paused, lambda: self._once(cycles_running.pause))
        self.world.plan(paused + timedelta(hours=22), lambda: self._once(cycles_running.resume))

    async def lengthen(self) -> None:
        async def turn(tx: Tx, hr: Person, one: Cycle, now: datetime) -> object:
            return await cycles_running.extend(tx, hr, one.id, one.revision, one.ends + MORE * DAY, Phase.DO, now)

        await self._turn(turn)

    async def let_pass(self) -> None:
        """HR lets somebody begin without goals."""
        able = [one for one in self.world.humans.values() if one.here and one is not self.department.hr]
        slack_id, why = self.chance.choice(able).slack_id, self.ledger.words("Back from a long leave")
        await self._turn(
            lambda tx, hr, one, now: gates_overriding.override(tx, hr, one.id, slack_id, Gate.GOALS, why, now)
        )

    async def _once(self, turn: Callable[[Tx, Person, int, int, datetime], Awaitable[object]]) -> None:
        await self._turn(lambda tx, hr, one, now: turn(tx, hr, one.id, one.revision, now))

    async def _turn(self, turn: Turn) -> None:
        """HR presses it with the cycle open as it was a moment ago."""

        async def opens(tx: Tx, _: Person, __: datetime) -> Cycle:
            return await tx.get_one(Cycle, self.department.cycle_id)

        seen = await self.screen.look(self.department.hr, opens)

        async def act(tx: Tx, hr: Person, now: datetime) -> object:
            return await turn(tx, hr, seen, now)

        await self.screen.press(self.department.hr, act)

    async def look(self, human: Human) -> None:
        """One's page of the cycle, and for who leads somebody the summary of the team."""

        async def opens(tx: Tx, me: Person, now: datetime) -> list[str]:
            page = await cycles_mine.access_page(tx, me, now)
            needs = [name for _, names in (page.team or []) for name in names] if page is not None else []
            held = [one.person.name for one in page.gated.team] if page is not None else []
            summary = await cycle_summaries.access_team(tx, me, now)
            return [*needs, *held, *(one.name for one in summary.talk_to)]

        named = frozenset(await self.screen.look(human, opens))
        led = frozenset(one.slack_id for one in self.department.reports(human))
        self.ledger.pages.append(Page(human.slack_id, named, led))

    async def add(self, human: Human) -> None:
        """To one's own summary, what nobody else would know."""
        words, source = self.ledger.words("Taught the new ones"), self.screen.view()
        cycle, today = self.department.cycle_id, human.local(self.world.clock.now()).date()

        async def opens(tx: Tx, me: Person, now: datetime) -> adding.Adding:
            return await adding.access_adding(tx, me, now, cycle)

        form = await self.screen.look(human, opens)
        named = [one.id for one in form.readers]

        async def act(tx: Tx, me: Person, now: datetime) -> OwnAddition:
            return await adding.save(tx, me, cycle, None, words, today, None, now, source=source, shown_to=named)

        made = await self.screen.press(human, act)
        self.ledger.additions[made.id] = words
        self.ledger.addition_readers[made.id] = {human.person_id, *named}


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
