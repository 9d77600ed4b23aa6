"""Gates by hand: HR switches one on, lets somebody pass one from the cycle's page, takes it back, and those concerned read why."""

from datetime import date
from typing import Any

from bot.domain.cycles import Phase, Stage
from bot.domain.gates import Gate
from bot.sandbox.actor import Actor
from bot.sandbox.model import OpenView
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.database import Database
from storage.gates import GateOverride
from tests.clock import START
from tests.office import Office, office, shown


async def begin(here: Office) -> None:
    """A cycle runs for Mei and Tom, with two gates on."""
    mei, tom = await here.person(here.mei), await here.person(here.tom)
    async with here.bot.deps.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": mei.workspace_id}
        days: dict[str, Any] = {"starts": date(2027, 1, 1), "ends": date(2027, 3, 31), "started_at": START}
        on: dict[str, Any] = {"gates": [Gate.GOALS.value, Gate.TALKS.value], "stage": Stage.RUNNING}
        cycle = Cycle(name="Q1 2027", made_by=tom.id, made_at=START, **at, **days, **on)
        tx.add(cycle)
        await tx.flush()
        for phase, first, last in ((Phase.DO, 4, 31), (Phase.CHECK, 3, 31)):
            month = 1 if phase is Phase.DO else 3
            span: dict[str, Any] = {"starts": date(2027, month, first), "ends": date(2027, month, last)}
            tx.add(CyclePhase(cycle_id=cycle.id, phase=phase, **at, **span))
        for one in (mei, tom):
            part: dict[str, Any] = {"begins": cycle.starts, "joined_on": cycle.starts}
            tx.add(CyclePerson(cycle_id=cycle.id, person_id=one.id, **at, **part))


def top(who: Actor) -> OpenView:
    assert who.modal is not None
    return who.modal


async def days(here: Office) -> None:
    """Long enough that everybody was awake once."""
    for _ in range(3):
        await here.bot.move(hours=10)


async def press(who: Actor, action: str, value: str) -> None:
    done = await who.press(top(who), action, value=value)
    assert done.ok, done


async def test_hr_ticks_a_gate_lets_somebody_pass_another_and_takes_it_back(sqlite: Database) -> None:
    async with office(sqlite) as here:
        await begin(here)
        assert (await here.ann.command("/growloop", "cycle")).ok
        await press(here.ann, "cycles.open", "1")
        await press(here.ann, "cycles.part", "1 gates")
        assert (await here.ann.submit({"gates": ["goals", "talks", "surprise"]})).ok
        assert "Gates: who is held or passes" in shown(here.ann.modal)
        await press(here.ann, "gates.open", "1")
        assert "2 of 2 have no goals confirmed by both sides yet." in shown(here.ann.modal)
        assert "Fewer than four people" in shown(here.ann.modal)
        await press(here.ann, "gates.new", "1")
        mine = await here.ann.submit({"person": here.ann.person.id, "gate": "talks", "reason": "Me"})
        assert mine.errors == {"person": "Nobody lets themselves pass: please ask somebody else in HR."}
        given = {"person": here.mei.person.id, "gate": "talks", "reason": "Back from a *long* leave"}
        assert (await here.ann.submit(given)).ok
        assert "Back from a *long* leave" in shown(here.ann.modal)
        await days(here)
        for who in (here.mei, here.tom):
            assert any("Back from a *long* leave" in shown(one) and "long" not in one.text for one in who.dm)
        for who in (here.mei, here.tom, here.ann):
            told = [one.text for one in who.dm if "HR switched on a gate in Q1 2027" in one.text]
            assert told == ["HR switched on a gate in Q1 2027: No surprise."]
        await press(here.ann, "gates.back", "1")
        assert (await here.ann.submit({"reason": "They talked"})).ok
        assert "They talked" in shown(here.ann.modal)
        await days(here)
        assert any("They talked" in shown(one) for one in here.mei.dm)
        [one] = await here.rows(GateOverride)
        assert (one.reason, one.taken_back_why) == (given["reason"], "They talked")
