"""A gate that is switched on in the middle of a cycle: who is told, and whom it looks at."""

from datetime import datetime

import pytest
from sqlalchemy import delete

from bot.domain.errors import RuleBroken
from bot.domain.gates import SWITCHED, Gate, Lack
from bot.domain.notices import NoLonger, State
from bot.usecases import gates_switching
from storage.cycles import Cycle, CyclePhase
from tests.gated import DAY, NOW, Lived, refuse


async def hear_of_it_who_lead_since(lived: Lived) -> None:
    """Whoever comes to lead somebody within a week is told once; nobody whom it does not concern, and nobody twice."""

    async def states(now: datetime) -> dict[str, list[State]]:
        for _ in range(2):
            async with lived.team.transaction(reading=True) as tx:
                found = await gates_switching.access_unheard(tx, now)
            for one in found:
                async with lived.team.transaction() as tx:
                    await gates_switching.tell_unheard(tx, one, now)
        return {name: [one.state for one in await lived.team.notices(SWITCHED, name)] for name in (*new, "Tom", "Ann")}

    pending, dropped, new, day = [State.PENDING], [State.DROPPED], ("Kim", "Leo", "Pia", "Zoe"), NOW.date()
    for name, begins in (("Kim", None), ("Leo", day + DAY), ("Pia", None), ("Zoe", None)):
        await lived.team.join(name, employed_from=begins)
    await lived.team.join("Max")
    # Zoe leads nobody who is in the cycle, and Leo begins tomorrow; what Ann was owed was dropped as she led nobody.
    for person, manager in (("Mei", "Kim"), ("Bob", "Leo"), ("Max", "Zoe")):
        await lived.team.led_by(person, manager, day)
    await refuse(lived, SWITCHED, "Ann", "off")
    told = {"Kim": pending, "Leo": [], "Pia": [], "Zoe": [], "Tom": pending, "Ann": pending}
    assert await states(NOW) == told
    [notice] = await lived.team.notices(SWITCHED, "Kim")
    async with lived.team.transaction(reading=True) as tx:
        shown = await gates_switching.access_switched(tx, notice, await lived.team.person(tx, "Kim"), NOW)
    assert (shown.gates, shown.mine, shown.leads) == ([Gate.TALKS, Gate.SURPRISE], False, True)
    assert await states(NOW + DAY) == told | {"Leo": pending}
    await lived.team.led_by("Mei", "Pia", day + DAY)
    await refuse(lived, SWITCHED, "Leo", "not_begun")
    await refuse(lived, SWITCHED, "Kim", "left")
    assert await states(NOW + 8 * DAY) == told | {"Leo": dropped, "Kim": dropped}, "it is no news any more"
    on = [Gate.TALKS.value, Gate.SURPRISE.value]
    await lived.change(gates=[])
    assert await states(NOW + DAY) == told | {"Leo": dropped, "Kim": dropped}, "it was switched off"
    await lived.change(gates=on)
    assert await states(NOW + DAY) == told | {"Leo": pending, "Kim": dropped, "Pia": pending}


async def test_a_gate_switched_on_in_the_middle_is_told_and_looks_at_nobody_whose_phase_has_begun(lived: Lived) -> None:
    await lived.change(gates=[])
    for _ in range(2):
        async with lived.team.transaction() as tx:
            cycle = await tx.get_one(Cycle, lived.cycle_id)
            before, cycle.gates = cycle.gates, [one.value for one in Gate]
            await gates_switching.switched(tx, cycle, before, NOW)
    assert await lived.lacks("Mei") == {Gate.TALKS: Lack.TALKS, Gate.SURPRISE: Lack.NO_FEEDBACK}
    assert (await lived.standing("Mei"))[Gate.TALKS].wanted == 1
    for _ in range(6):
        async with lived.team.transaction() as tx:
            await gates_switching.tell(tx, NOW)
    sent = {name: len(await lived.team.notices(SWITCHED, name)) for name in lived.team.ids}
    assert sent == {"Mei": 1, "Bob": 1, "Tom": 1, "Una": 1, "Ann": 1}
    for name, mine, leads in (("Mei", True, False), ("Tom", True, True), ("Ann", False, True)):
        [notice] = await lived.team.notices(SWITCHED, name)
        async with lived.team.transaction(reading=True) as tx:
            # A worker whose database answers in another zone finds the switch as well.
            connection = await tx.connection()
            if connection.dialect.name == "postgresql":
                await connection.exec_driver_sql("SET LOCAL TIME ZONE 'Asia/Shanghai'")
            shown = await gates_switching.access_switched(tx, notice, await lived.team.person(tx, name), NOW)
        assert (shown.gates, shown.mine, shown.leads) == ([Gate.TALKS, Gate.SURPRISE], mine, leads)
    await hear_of_it_who_lead_since(lived)
    await lived.change(gates=[])
    async with lived.team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger):
            await gates_switching.access_switched(tx, notice, await lived.team.person(tx, "Ann"), NOW)
    async with lived.team.transaction() as tx:
        await tx.exec(delete(CyclePhase))
        cycle = await tx.get_one(Cycle, lived.cycle_id)
        cycle.gates = [Gate.SURPRISE.value]
        with pytest.raises(RuleBroken, match="gate_without_phase"):
            await gates_switching.switched(tx, cycle, [], NOW)
