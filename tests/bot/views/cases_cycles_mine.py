"""The views of a cycle as the people in it see it, over any people and any words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.cycle_summaries import Balance, Figures, Talks, Week
from bot.domain.cycles import NAME_MAX, Phase, Phased, Stage
from bot.domain.cycles_mine import Facts, Need, ToDo
from bot.domain.cycles_parts import EVERY_FORM
from bot.domain.gates import Gate, Held, Lack
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.cycles_mine import Mine, Page, Stands
from bot.usecases.gates import Gated
from bot.views import cycles_mine, kit
from storage.cycles import Cycle, CyclePerson

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
STARTS, ENDS = date(2027, 1, 1), date(2027, 3, 31)
PHASES = [
    Phased(Phase.PLAN, STARTS, date(2027, 1, 12)),
    Phased(Phase.DO, date(2027, 1, 13), date(2027, 3, 14)),
    Phased(Phase.CHECK, date(2027, 3, 15), date(2027, 3, 24)),
    Phased(Phase.ACT, date(2027, 3, 25), ENDS),
]


def cycle(d: "Data", **fields: Any) -> Cycle:
    given: dict[str, Any] = {"name": d.series.strip()[:NAME_MAX] or "Q1", "starts": STARTS, "ends": ENDS}
    given |= {"made_by": 1, "made_at": NOW, "stage": Stage.RUNNING, "belongs": EVERY_FORM.kept(), **fields}
    return Cycle(id=1, workspace_id=1, **given)


def part() -> CyclePerson:
    return CyclePerson(id=1, workspace_id=1, cycle_id=1, person_id=1, begins=STARTS, joined_on=STARTS)


def mine(d: "Data", phase: int | None = 1, *, led: bool = False, waits: bool = False, **fields: Any) -> Mine:
    now = None if phase is None else PHASES[phase]
    stands = Stands(cycle(d, **fields), None if led else part(), PHASES, TODAY, now, waits)
    every = [(what, d.many) for what in ToDo] if d.many and not stands.paused else []
    return Mine(stands, every)


def page(d: "Data", phase: int | None = 1, **fields: Any) -> Page:
    people = d.people()
    team = [(need, [one.name for one in people]) for need in Need] if people else []
    counted = Figures(
        weeks=(Week(TODAY, 9, 7),), talks=Talks(5, 4), given=Balance(read=d.many), received=Balance(read=d.many)
    )
    facts = Facts(proposed=d.many, confirmed=2, closed=1)
    held = Held(Gate.TALKS, Lack.TALKS, PHASES[2].starts, False, have=1, wanted=2)
    gated = Gated(d.person(), gates=[Gate.GOALS, Gate.TALKS], held=[held], manager=d.person(2))
    return Page(mine(d, phase, **fields), facts, counted, gated, "America/Argentina/ComodRivadavia", team)


CYCLES_MINE: dict[str, Callable[[Reader, "Data"], Json | Message]] = {
    "cycles_mine.begun plan": lambda r, d: cycles_mine.begun(r, mine(d, 0)),
    "cycles_mine.begun do": lambda r, d: cycles_mine.begun(r, mine(d, 1)),
    "cycles_mine.begun act": lambda r, d: cycles_mine.begun(r, mine(d, 3)),
    "cycles_mine.begun waits": lambda r, d: cycles_mine.begun(r, mine(d, 1, waits=True)),
    "cycles_mine.empty": lambda r, d: cycles_mine.empty(r, cycle(d)),
    "cycles_mine.section": lambda r, d: kit.home(cycles_mine.section(r, mine(d))),
    "cycles_mine.section paused": lambda r, d: kit.home(cycles_mine.section(r, mine(d, stage=Stage.PAUSED))),
    "cycles_mine.section between": lambda r, d: kit.home(cycles_mine.section(r, mine(d, None))),
    "cycles_mine.page": lambda r, d: cycles_mine.page(r, page(d)),
    "cycles_mine.page of who leads": lambda r, d: cycles_mine.page(r, page(d, 2, led=True)),
    "cycles_mine.page none": lambda r, _: cycles_mine.page(r, None),
}
