"""The views of a cycle as the people in it see it, over any people and any words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.cycles import NAME_MAX, Phase, Phased
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.cycles_phases import Begun
from bot.views import cycles_mine
from storage.cycles import Cycle, CyclePerson

if TYPE_CHECKING:
    from tests.bot.views.cases import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
STARTS, ENDS = date(2027, 1, 1), date(2027, 3, 31)


def cycle(d: "Data", **fields: Any) -> Cycle:
    given: dict[str, Any] = {
        "name": d.series.strip()[:NAME_MAX] or "Q1",
        "starts": STARTS,
        "ends": ENDS,
        "made_by": 1,
        "made_at": NOW,
    }
    return Cycle(id=1, workspace_id=1, **(given | fields))


def part() -> CyclePerson:
    return CyclePerson(id=1, workspace_id=1, cycle_id=1, person_id=1, begins=STARTS, joined_on=STARTS)


def begun(d: "Data", phase: Phase) -> Begun:
    return Begun(cycle(d), part(), Phased(phase, STARTS, ENDS), TODAY)


CYCLES_MINE: dict[str, Callable[[Reader, "Data"], Json | Message]] = {
    "cycles_mine.begun plan": lambda r, d: cycles_mine.begun(r, begun(d, Phase.PLAN)),
    "cycles_mine.begun do": lambda r, d: cycles_mine.begun(r, begun(d, Phase.DO)),
    "cycles_mine.begun check": lambda r, d: cycles_mine.begun(r, begun(d, Phase.CHECK)),
    "cycles_mine.begun act": lambda r, d: cycles_mine.begun(r, begun(d, Phase.ACT)),
    "cycles_mine.empty": lambda r, d: cycles_mine.empty(r, cycle(d)),
}
