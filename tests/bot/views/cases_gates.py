"""Gates in every state, over any people and any words."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.gates import Gate, Held, Lack
from bot.usecases.gates import Gated, OfReport
from bot.usecases.gates_hr import Figure, Overview
from bot.usecases.gates_overriding import Told
from bot.usecases.gates_switching import Switched
from bot.views import gates, gates_hr, gates_told, kit
from storage.cycles import Cycle
from storage.gates import GateOverride

if TYPE_CHECKING:
    from tests.bot.views.data import Data

NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
DAY = date(2027, 1, 11)
GOALS = Held(Gate.GOALS, Lack.UNCONFIRMED, DAY, True, have=1, waiting=2, waits_for=(1, 2))
NO_GOALS = Held(Gate.GOALS, Lack.NO_GOALS, DAY, False)
TALKS = Held(Gate.TALKS, Lack.TALKS, date(2027, 3, 8), False, have=0, wanted=2, waiting=1)
UNREAD = Held(Gate.SURPRISE, Lack.UNREAD, date(2027, 3, 8), True, waiting=2)
NO_FEEDBACK = Held(Gate.SURPRISE, Lack.NO_FEEDBACK, date(2027, 3, 8), True)


def _override(d: "Data", number: int = 1, **fields: Any) -> GateOverride:
    given: dict[str, Any] = {"person_id": 1, "gate": Gate.GOALS, "made_by": 2, "made_at": NOW, **fields}
    reason = None if d.words is None else d.words[:500]
    return GateOverride(id=number, workspace_id=1, cycle_id=1, reason=reason, **given)


def _taken(d: "Data") -> dict[str, Any]:
    return {"taken_back_by": 2, "taken_back_at": NOW, "taken_back_why": (d.words or "")[:500]}


def _gated(d: "Data", *held: Held, **fields: Any) -> Gated:
    named = {one: d.person(one) for one in range(1, 4)}
    given: dict[str, Any] = {"gates": [*Gate], "held": list(held), "manager": d.person(2), "people": named, **fields}
    return Gated(d.person(1), **given)


def _team(d: "Data") -> list[OfReport]:
    every = ([GOALS, TALKS, UNREAD], [NO_GOALS, TALKS, NO_FEEDBACK], [Held(**vars(GOALS) | {"waits_for": (3,)})])
    return [OfReport(one, every[at % 3]) for at, one in enumerate(d.people())]


def _cycle(d: "Data") -> Cycle:
    days: dict[str, Any] = {"starts": DAY, "ends": date(2027, 3, 31), "made_by": 2, "made_at": NOW}
    return Cycle(id=1, workspace_id=1, name=d.series[:80], **days)


def _overview(d: "Data", **fields: Any) -> Overview:
    figures = [
        Figure(Gate.GOALS, 1200, 1003, [one.name for one in d.people()[:20]]),
        Figure(Gate.TALKS, 1100, 1),
        Figure(Gate.SURPRISE, 3, None),
    ]
    rows = [_override(d, n, person_id=n, **(_taken(d) if n % 2 else {})) for n in range(1, d.many + 1)]
    named = {one: d.person(one) for one in range(max(3, d.many + 1))}
    given: dict[str, Any] = {"figures": figures, "overrides": rows, "people": named, **fields}
    return Overview(cycle=_cycle(d), me=d.person(0), **given)


def _told(d: "Data", me: int, **fields: Any) -> Told:
    return Told(_override(d, **fields), _cycle(d), d.person(1), d.person(2), d.person(me))


GATES: dict[str, Any] = {
    "gates_hr.overview": lambda r, d: gates_hr.overview(r, _overview(d)),
    "gates_hr.overview of a page": lambda r, d: gates_hr.overview(r, _overview(d), 1),
    "gates_hr.overview over": lambda r, d: gates_hr.overview(r, _overview(d, figures=[])),
    "gates_hr.form": lambda r, d: gates_hr.form(r, 1, [*Gate]),
    "gates_hr.back_form": lambda r, d: gates_hr.back_form(r, _override(d), d.name, d.name),
    "gates_told.told": lambda r, d: gates_told.told(r, _told(d, 1)),
    "gates_told.told to a manager": lambda r, d: gates_told.told(r, _told(d, 3)),
    "gates_told.told taken back": lambda r, d: gates_told.told(r, _told(d, 1, **_taken(d))),
    "gates_told.told taken back to a manager": lambda r, d: gates_told.told(r, _told(d, 3, **_taken(d))),
    "gates_told.switched": lambda r, d: gates_told.switched(r, Switched(_cycle(d), [Gate.TALKS], True, False)),
    "gates_told.switched for both": lambda r, d: gates_told.switched(r, Switched(_cycle(d), [*Gate], True, True)),
    "gates_told.switched for a manager": lambda r, d: gates_told.switched(
        r, Switched(_cycle(d), [Gate.SURPRISE], False, True)
    ),
    "gates.given": lambda r, d: kit.home(gates.given(r, _override(d), None, d.name)),
    "gates.held": lambda r, d: kit.home(gates.held(r, _gated(d, GOALS, TALKS, UNREAD))),
    "gates.held ahead": lambda r, d: kit.home(gates.held(r, _gated(d, NO_GOALS, TALKS, NO_FEEDBACK, manager=None))),
    "gates.held by nothing": lambda r, d: kit.home(gates.held(r, _gated(d))),
    "gates.held in check": lambda r, d: kit.home(
        gates.held(r, _gated(d, Held(**vars(NO_GOALS) | {"holds": True}), Held(**vars(TALKS) | {"holds": True})))
    ),
    "gates.held of a manager": lambda r, d: kit.home(
        gates.held(r, _gated(d, gates=[], team=_team(d), passed=[_override(d, person_id=2), _override(d, **_taken(d))]))
    ),
    "gates.held passed": lambda r, d: kit.home(gates.held(r, _gated(d, passed=[_override(d, n) for n in range(9)]))),
    "gates.override": lambda r, d: kit.home(gates.override(r, _override(d), d.name, d.name)),
    "gates.held passed no more": lambda r, d: kit.home(
        gates.held(r, _gated(d, GOALS, passed=[_override(d, **_taken(d)), _override(d, person_id=2, **_taken(d))]))
    ),
}
