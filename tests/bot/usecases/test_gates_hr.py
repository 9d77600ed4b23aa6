"""Gates as HR handles them: whom it lets pass and why, and how many each holds."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.gates import OVERRIDDEN, TAKEN_BACK, Gate, Lack
from bot.domain.goals import GoalState
from bot.domain.notices import Kind, NoLonger, State
from bot.usecases import gates, gates_hr, gates_overriding
from bot.usecases.gates_overriding import Told
from storage import cycles_people
from storage.audit import AuditEntry
from storage.cycles import Cycle
from storage.reporting import ReportingLine
from tests.gated import CHANGE, CHECK, DAY, FIRST, NOW, Lived, refuse

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"name": "Ann"}, "gate_own", "person"),
    ({"name": "Kim"}, "gate_not_in_cycle", "person"),
    ({"name": "Bob"}, "gate_not_in_cycle", "person"),
    ({"gate": None}, "choice_needed", "gate"),
    ({"gate": Gate.GOALS}, "gate_off", "gate"),
    ({"reason": " … "}, "gate_reason_needed", "reason"),
    ({"name": "Tom"}, "gate_passed_already", "person"),
]


async def override(
    lived: Lived, name: str = "Mei", by: str = "Ann", gate: Gate | None = Gate.TALKS, reason: str = "New here"
) -> int:
    async with lived.team.transaction() as tx:
        hr, person = await lived.team.person(tx, by), await lived.team.person(tx, name)
        return (await gates_overriding.override(tx, hr, lived.cycle_id, person.slack_id, gate, reason, NOW)).id


async def take_back(lived: Lived, one: int, by: str = "Ann", reason: str = "Not new any more") -> None:
    async with lived.team.transaction() as tx:
        await gates_overriding.take_back(tx, await lived.team.person(tx, by), one, reason, NOW)


async def told(lived: Lived, kind: Kind, name: str) -> list[Told | str]:
    """What these messages would say; or why they are not sent."""
    found: list[Told | str] = []
    for notice in await lived.team.notices(kind, name):
        async with lived.team.transaction(reading=True) as tx:
            try:
                found.append(await gates_overriding.access_told(tx, notice, await lived.team.person(tx, name), NOW))
            except (NotAllowed, NoLonger) as no:
                found.append(str(no))
    return found


async def test_hr_lets_somebody_pass_and_takes_it_back_and_those_concerned_read_why(small: Lived) -> None:
    one = await override(small)
    assert await override(small) == one
    assert Gate.TALKS not in await small.lacks("Mei")
    await small.score("Mei")
    for name in ("Mei", "Tom"):
        [said] = await told(small, OVERRIDDEN, name)
        assert isinstance(said, Told)
        assert (said.override.reason, said.by.name, said.person.name) == ("New here", "Ann", "Mei")
    assert await told(small, OVERRIDDEN, "Bob") == []
    async with small.team.transaction(reading=True) as tx:
        for name in ("Mei", "Tom"):
            shown = await gates.access_gated(tx, await small.team.person(tx, name), NOW)
            assert [each.reason for each in shown.passed] == ["New here"]
    await take_back(small, one)
    await take_back(small, one)
    assert (await small.lacks("Mei"))[Gate.TALKS] is Lack.TALKS
    assert await told(small, OVERRIDDEN, "Mei") == ["taken_back"]
    assert len(await told(small, TAKEN_BACK, "Mei")) == len(await told(small, TAKEN_BACK, "Tom")) == 1
    again = await override(small, reason="On leave")
    assert again != one
    await small.team.led_by("Mei", "Bob", date(2027, 2, 1))
    assert await told(small, OVERRIDDEN, "Tom") == ["not_found", "not_found"]
    await small.change(stage=Stage.CLOSED)
    async with small.team.transaction(reading=True) as tx:
        ann = await small.team.person(tx, "Ann")
        overview = await gates_hr.access_overview(tx, ann, small.cycle_id, NOW)
        acts = [one.act for one in await tx.exec(select(AuditEntry).order_by(col(AuditEntry.id)))]
    assert [(each.reason, each.taken_back_why) for each in overview.overrides] == [
        ("On leave", None),
        ("New here", "Not new any more"),
    ]
    assert overview.figures == []
    assert acts[-3:] == ["gates.overridden", "gates.taken_back", "gates.overridden"]
    with pytest.raises(RuleBroken, match="gate_cycle_closed"):
        await take_back(small, again)


async def states(lived: Lived, kind: Kind, now: datetime = NOW) -> dict[str, list[State]]:
    """How these messages stand after two ticks, by who reads them."""
    for _ in range(2):
        async with lived.team.transaction() as tx:
            await gates_overriding.tell_who_leads_now(tx, now)
    names = {number: name for name, number in lived.team.ids.items()}
    found: dict[str, list[State]] = {}
    for notice in await lived.team.notices(kind):
        found.setdefault(names[notice.recipient_id], []).append(notice.state)
    return found


async def test_whoever_leads_somebody_by_now_is_told_what_was_never_sent_to_who_led_them(lived: Lived) -> None:
    pending, dropped, sent = [State.PENDING], [State.DROPPED], [State.SENT]
    one, day = await override(lived), NOW.date()
    # Tom leaves before it is sent; for a while, Mei reports to nobody else.
    await lived.team.change("Tom", NOW, active=False)
    await refuse(lived, OVERRIDDEN, "Tom", "left")
    assert await states(lived, OVERRIDDEN) == {"Mei": pending, "Tom": dropped}
    await lived.team.led_by("Mei", "Bob", day - DAY)
    assert await states(lived, OVERRIDDEN) == {"Mei": pending, "Tom": dropped, "Bob": pending}
    assert isinstance((await told(lived, OVERRIDDEN, "Bob"))[0], Told)
    # On to Una, and back to Bob, to both of whom nothing was sent meanwhile.
    await lived.team.led_by("Mei", "Una", day)
    await refuse(lived, OVERRIDDEN, "Bob", "not_found")
    assert await states(lived, OVERRIDDEN) == {"Mei": pending, "Tom": dropped, "Bob": dropped, "Una": pending}
    await lead(lived, "Una", "Bob")
    await refuse(lived, OVERRIDDEN, "Una", "not_found")
    assert await states(lived, OVERRIDDEN) == {"Mei": pending, "Tom": dropped, "Bob": pending, "Una": dropped}
    # Bob has read it: who comes after him finds it on the page, and Una, to whom it was owed, reads it after all.
    await lived.team.delivered(OVERRIDDEN, "Bob", "1.1")
    await lead(lived, "Bob", "Ann")
    every = {"Mei": pending, "Tom": dropped, "Bob": sent, "Una": dropped}
    assert await states(lived, OVERRIDDEN) == every, "Ann gave it"
    await lead(lived, "Ann", "Una")
    assert await states(lived, OVERRIDDEN) == every | {"Una": pending}
    await refuse(lived, OVERRIDDEN, "Una", "left")
    await take_back(lived, one)
    await refuse(lived, TAKEN_BACK, "Una", "not_found")
    await lead(lived, "Una", "Bob")
    assert await states(lived, OVERRIDDEN) == every, "it was taken back"
    assert await states(lived, TAKEN_BACK) == {"Mei": pending, "Una": dropped, "Bob": pending}
    # Kim leads Mei before the first day of Kim's own work: it waits for that day, and comes once.
    await lived.team.join("Kim", employed_from=day + DAY)
    await lead(lived, "Bob", "Kim")
    await refuse(lived, TAKEN_BACK, "Bob", "not_found")
    gone = {"Mei": pending, "Una": dropped, "Bob": dropped}
    assert await states(lived, TAKEN_BACK) == gone
    assert await states(lived, TAKEN_BACK, NOW + DAY) == gone | {"Kim": pending}
    await refuse(lived, TAKEN_BACK, "Kim", "not_begun")
    assert await states(lived, TAKEN_BACK) == gone | {"Kim": dropped}, "as one that was owed before"
    assert await states(lived, TAKEN_BACK, NOW + DAY) == gone | {"Kim": pending}


async def lead(lived: Lived, was: str, manager: str) -> None:
    """Mei's manager is corrected."""
    async with lived.team.transaction() as tx:
        lines = select(ReportingLine).where(ReportingLine.person_id == lived.team.ids["Mei"])
        for line in await tx.exec(lines.where(col(ReportingLine.until).is_(None))):
            assert line.manager_id == lived.team.ids[was]
            line.manager_id = lived.team.ids[manager]
            tx.add(line)


async def test_nobody_lets_themselves_pass_nor_anybody_whom_the_gate_is_not_for(small: Lived) -> None:
    lived = small
    await lived.team.join("Kim")
    async with lived.team.transaction() as tx:
        part = await cycles_people.part(tx, lived.cycle_id, lived.team.ids["Bob"])
        assert part is not None
        part.left_on = FIRST + DAY
    await lived.change(gates=[Gate.TALKS])
    await override(lived, "Tom")
    with pytest.raises(NotAllowed):
        await override(lived, by="Tom")
    for given, code, field in REFUSED:
        with pytest.raises(RuleBroken, match=code) as refused:
            await override(lived, **{"reason": "Another one", **given})
        assert refused.value.field == field


async def test_hr_sees_how_many_each_gate_holds_and_names_of_goals_alone(lived: Lived) -> None:
    async def figures() -> dict[Gate, Any]:
        async with lived.team.transaction(reading=True) as tx:
            ann = await lived.team.person(tx, "Ann")
            shown = await gates_hr.access_overview(tx, ann, lived.cycle_id, NOW)
        return {one.gate: (one.people, one.lacking, one.names) for one in shown.figures}

    await lived.goal("Bob", GoalState.CONFIRMED)
    assert await figures() == {
        Gate.GOALS: (4, 3, ["Mei", "Tom", "Una"]),
        Gate.TALKS: (3, None, []),
        Gate.SURPRISE: (3, None, []),
    }
    for name, joined in (("Kim", FIRST), ("Leo", CHECK - 28 * DAY), ("Pia", CHECK - 27 * DAY)):
        await lived.team.join(name, zone="America/New_York")
        await lived.team.led_by(name, "Tom", FIRST)
        await lived.part(name, joined_on=min(joined, NOW.date()))
        await lived.talk(name, "Tom", NOW - DAY)
    await lived.talk("Kim", "Tom", NOW - DAY)
    await lived.talk("Bob", "Tom", NOW - DAY)
    await lived.team.away("Bob", FIRST + 12 * DAY, FIRST + 60 * DAY)
    await lived.read("Mei", await lived.say("Tom", "Mei", CHANGE))
    before = await figures()
    async with lived.team.transaction(reading=True) as tx:
        cycle = await tx.get_one(Cycle, lived.cycle_id)
        found = await gates.standing(tx, cycle, list(lived.team.ids.values()), NOW)
    held = [one.gate for each in found.values() for one in each]
    assert {gate: lacking for gate, (_, lacking, _) in before.items()} == {gate: held.count(gate) for gate in Gate}
    assert before[Gate.TALKS] == (6, 3, [])
    assert before[Gate.SURPRISE] == (6, 5, [])
    await override(lived, "Tom")
    assert await figures() == before
    with pytest.raises(NotAllowed):
        async with lived.team.transaction(reading=True) as tx:
            await gates_hr.access_overview(tx, await lived.team.person(tx, "Tom"), lived.cycle_id, NOW)
    for name in ("Kim", "Leo", "Pia"):
        await lived.team.led_by(name, "Ann", NOW.date() - DAY)
    led = await figures()
    assert (led[Gate.TALKS], led[Gate.SURPRISE]) == ((6, None, []), (6, None, [])), "without hers, three are left"
