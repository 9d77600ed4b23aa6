"""Gates in every state, over any people and any words."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from bot.domain.gates import Gate, Held, Lack
from bot.usecases.gates import Gated, OfReport
from bot.views import gates, kit
from storage.gates import GateOverride

if TYPE_CHECKING:
    from tests.bot.views.cases import Data

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


GATES: dict[str, Any] = {
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
