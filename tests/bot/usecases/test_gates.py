"""Gates of a cycle: what holds whom, by what was really agreed on, said and read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from bot.domain.cycles import Phase, Stage
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Aim, Form, Part, Written
from bot.domain.gates import OVERRIDDEN, SWITCHED, TAKEN_BACK, Gate, Held, Lack
from bot.domain.goals import Ending, GoalState, Level, Measure
from bot.domain.notices import Kind, NoLonger
from bot.domain.one_on_ones import TalkState
from bot.usecases import feedback, feedback_read, gates, gates_hr, gates_overriding, gates_switching
from bot.usecases.feedback import Sending
from bot.usecases.gates_overriding import Told
from storage import cycles_people
from storage.audit import AuditEntry
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.database import Database
from storage.goals import Goal, GoalVersion
from tests import team as teams
from tests.talks import talk
from tests.team import Team

FIRST, DO, CHECK, LAST = date(2027, 1, 1), date(2027, 1, 11), date(2027, 3, 8), date(2027, 3, 31)
NOW = datetime(2027, 2, 10, 9, tzinfo=UTC)
LATER = datetime(2027, 3, 10, 9, tzinfo=UTC)
DAY = timedelta(days=1)
CHANGE = Written(
    Form.BEHAVIOUR, {Part.SITUATION: "Monday", Part.BEHAVIOUR: "Late", Part.IMPACT: "All waited"}, Aim.CHANGE
)
PRAISE = Written(
    Form.BEHAVIOUR, {Part.SITUATION: "Monday", Part.BEHAVIOUR: "Early", Part.IMPACT: "All smiled"}, Aim.KEEP
)


@dataclass
class Lived:
    """What a test does with a cycle that Mei, Bob, Tom and Una are in, all gates on."""

    team: Team
    cycle_id: int
    talks: int = 0
    pieces: int = 0

    async def standing(self, name: str, now: datetime = NOW) -> dict[Gate, Held]:
        async with self.team.transaction(reading=True) as tx:
            cycle = await tx.get_one(Cycle, self.cycle_id)
            found = await gates.standing(tx, cycle, list(self.team.ids.values()), now)
        return {one.gate: one for one in found[self.team.ids[name]]}

    async def lacks(self, name: str, now: datetime = NOW) -> dict[Gate, Lack]:
        return {gate: one.lack for gate, one in (await self.standing(name, now)).items()}

    async def goal(self, name: str, state: GoalState, waits_for: str | None = None, **more: Any) -> None:
        team = self.team
        async with team.transaction() as tx:
            here: dict[str, Any] = {"workspace_id": team.workspace_id, "source": f"g{name}{state}{more}", "due": LAST}
            of = {"owner_id": team.ids[name], "cycle_id": self.cycle_id, "made_by": team.ids[name], "made_at": NOW}
            goal = Goal(level=Level.PERSON, state=state, **{**here, **of, **more})
            tx.add(goal)
            await tx.flush()
            asked = team.ids[waits_for] if waits_for else None
            said: dict[str, Any] = {"written_by": team.ids[name], "written_at": NOW, "waits_for": asked}
            tx.add(GoalVersion(goal_id=goal.id, number=1, measure=Measure.NUMBER, **here, **said))

    async def talk(self, name: str, manager: str, at: datetime, state: TalkState = TalkState.HELD, **more: Any) -> None:
        self.talks += 1
        async with self.team.transaction() as tx:
            person, leads = await self.team.person(tx, name), await self.team.person(tx, manager)
            await talk(tx, person, leads, at, f"2027-W{self.talks:02}", state=state, **more)

    async def say(self, by: str, to: str, written: Written, now: datetime = NOW, *, share: bool = False) -> int:
        self.pieces += 1
        async with self.team.transaction() as tx:
            named = frozenset(self.team.ids.values())
            sending = Sending(f"view:{self.pieces}", named, at_once=True, to_manager=share)
            me, person = await self.team.person(tx, by), await self.team.person(tx, to)
            return int((await feedback.give(tx, me, [person], written, now, sending)).feedback[0].id)

    async def read(self, name: str, feedback_id: int, now: datetime = NOW) -> None:
        async with self.team.transaction() as tx:
            await feedback_read.read(tx, await self.team.person(tx, name), feedback_id, now)

    async def rate_low(self, rater: str, name: str, now: datetime = LATER) -> None:
        async with self.team.transaction(reading=True) as tx:
            cycle = await tx.get_one(Cycle, self.cycle_id)
            await gates.may_rate_low(
                tx, cycle, await self.team.person(tx, rater), await self.team.person(tx, name), now
            )

    async def score(self, name: str, now: datetime = LATER) -> None:
        async with self.team.transaction(reading=True) as tx:
            cycle = await tx.get_one(Cycle, self.cycle_id)
            await gates.may_score(tx, cycle, await self.team.person(tx, name), now)

    async def change(self, **fields: Any) -> None:
        async with self.team.transaction() as tx:
            cycle = await tx.get_one(Cycle, self.cycle_id)
            for name, value in fields.items():
                setattr(cycle, name, value)
            tx.add(cycle)

    async def part(self, name: str, **fields: Any) -> None:
        async with self.team.transaction() as tx:
            here: dict[str, Any] = {"workspace_id": self.team.workspace_id, "cycle_id": self.cycle_id}
            given: dict[str, Any] = {"begins": FIRST, "joined_on": FIRST, **fields}
            tx.add(CyclePerson(person_id=self.team.ids[name], **here, **given))


@pytest.fixture
async def lived(team: Team) -> Lived:
    return await begun(team)


@pytest.fixture
async def small(sqlite: Database) -> Lived:
    """The same on SQLite alone, where nothing is counted that the other cases do not count on both."""
    return await begun(await teams.found(sqlite))


async def begun(team: Team) -> Lived:
    """The cycle runs."""
    async with team.transaction() as tx:
        made: dict[str, Any] = {"workspace_id": team.workspace_id, "made_by": team.ids["Ann"], "made_at": NOW}
        cycle = Cycle(name="Q1 2027", starts=FIRST, ends=LAST, stage=Stage.RUNNING, gates=[*Gate], **made)
        tx.add(cycle)
        await tx.flush()
        for phase, starts, ends in (
            (Phase.PLAN, FIRST, DO - DAY),
            (Phase.DO, DO, CHECK - DAY),
            (Phase.CHECK, CHECK, LAST),
        ):
            here = {"workspace_id": team.workspace_id, "cycle_id": cycle.id}
            tx.add(CyclePhase(phase=phase, starts=starts, ends=ends, **here))
        lived = Lived(team, cycle.id)
    for name in ("Mei", "Bob", "Tom", "Una"):
        await lived.part(name)
    return lived


async def test_goals_hold_until_both_sides_have_confirmed_one_and_nothing_else_waits(small: Lived) -> None:
    await small.goal("Mei", GoalState.DRAFT)
    await small.goal("Mei", GoalState.CLOSED, ended=Ending.DROPPED)
    assert await small.lacks("Mei") == {
        Gate.GOALS: Lack.NO_GOALS,
        Gate.TALKS: Lack.TALKS,
        Gate.SURPRISE: Lack.NO_FEEDBACK,
    }
    await small.goal("Mei", GoalState.CONFIRMED)
    await small.goal("Mei", GoalState.PROPOSED, "Tom")
    found = await small.standing("Mei")
    assert found[Gate.GOALS] == Held(
        Gate.GOALS, Lack.UNCONFIRMED, DO, True, have=1, waiting=1, waits_for=(small.team.ids["Tom"],)
    )
    await small.goal("Bob", GoalState.CLOSED, ended=Ending.MISSED)
    assert Gate.GOALS not in await small.lacks("Bob")
    assert not (await small.standing("Tom", datetime(2027, 1, 10, 9, tzinfo=UTC)))[Gate.GOALS].holds
    assert await small.lacks("Una") == {Gate.GOALS: Lack.NO_GOALS}
    assert await small.lacks("Ann") == {}


async def test_recorded_talks_count_with_whoever_led_them_on_the_days_of_the_cycle_where_they_live(
    lived: Lived,
) -> None:
    midnight = datetime(2026, 12, 31, 16, tzinfo=UTC)
    await lived.talk("Mei", "Ann", midnight)
    await lived.talk("Mei", "Tom", midnight - timedelta(minutes=1))
    await lived.talk("Mei", "Tom", NOW - DAY, TalkState.AGREED, look_at=NOW + DAY)
    await lived.talk("Mei", "Tom", NOW - 2 * DAY, TalkState.NOT_HELD)
    await lived.talk("Mei", "Tom", NOW + DAY, TalkState.AGREED, look_at=NOW + DAY)
    found = (await lived.standing("Mei"))[Gate.TALKS]
    assert (found.have, found.wanted, found.waiting, found.begins, found.holds) == (1, 2, 1, CHECK, False)
    with pytest.raises(RuleBroken, match="gate_talks") as refused:
        await lived.score("Mei")
    assert refused.value.values == {"name": "Mei", "have": 1, "wanted": 2}
    await lived.talk("Mei", "Tom", NOW - 3 * DAY)
    assert Gate.TALKS not in await lived.lacks("Mei")
    await lived.score("Mei")
    await lived.score("Una")


async def test_whoever_joined_late_or_was_away_long_needs_one_talk(lived: Lived) -> None:
    await lived.team.join("Kim")
    await lived.team.led_by("Kim", "Tom", FIRST)
    await lived.part("Kim", joined_on=CHECK - 10 * DAY)
    await lived.team.away("Bob", FIRST + 15 * DAY, CHECK - 2 * DAY)
    wanted = {name: (await lived.standing(name, LATER))[Gate.TALKS].wanted for name in ("Kim", "Bob", "Mei")}
    assert wanted == {"Kim": 1, "Bob": 1, "Mei": 2}
    assert await lived.lacks("Kim", datetime(2027, 1, 20, tzinfo=UTC)) == {}


async def test_a_low_rating_needs_a_call_for_change_that_was_read_by_or_shared_with_the_rater(lived: Lived) -> None:
    await lived.read("Mei", await lived.say("Tom", "Mei", PRAISE))
    await lived.read("Mei", await lived.say("Tom", "Mei", CHANGE, datetime(2026, 12, 20, tzinfo=UTC)))
    await lived.read("Mei", await lived.say("Bob", "Mei", CHANGE))
    assert (await lived.lacks("Mei"))[Gate.SURPRISE] is Lack.NO_FEEDBACK
    unread = await lived.say("Tom", "Mei", CHANGE)
    assert (await lived.standing("Mei"))[Gate.SURPRISE].waiting == 1
    with pytest.raises(RuleBroken, match="gate_surprise"):
        await lived.rate_low("Tom", "Mei")
    await lived.read("Mei", unread)
    assert Gate.SURPRISE not in await lived.lacks("Mei")
    await lived.rate_low("Tom", "Mei")
    await lived.rate_low("Bob", "Mei")
    with pytest.raises(RuleBroken, match="gate_surprise"):
        await lived.rate_low("Ann", "Mei")
    await lived.read("Bob", await lived.say("Mei", "Bob", CHANGE, share=True))
    await lived.rate_low("Tom", "Bob")


async def test_a_manager_does_not_learn_from_a_gate_what_somebody_lets_nobody_know(small: Lived) -> None:
    await small.say("Tom", "Mei", CHANGE)
    await small.team.change("Bob", NOW, tells_read=False)
    async with small.team.transaction(reading=True) as tx:
        shown = await gates.access_gated(tx, await small.team.person(tx, "Tom"), NOW)
    assert {one.person.name: {each.gate: each.lack for each in one.held} for one in shown.team} == {
        "Mei": {Gate.GOALS: Lack.NO_GOALS, Gate.TALKS: Lack.TALKS, Gate.SURPRISE: Lack.UNREAD},
        "Bob": {Gate.GOALS: Lack.NO_GOALS, Gate.TALKS: Lack.TALKS},
    }
    assert shown.gates == [*Gate]
    assert {one.gate for one in shown.held} == {*Gate}
    assert shown.manager is not None
    assert shown.manager.name == "Ann"


async def test_nobody_is_held_outside_a_running_cycle_or_by_a_gate_that_is_off(small: Lived) -> None:
    await small.change(gates=[Gate.GOALS.value])
    assert set(await small.lacks("Mei")) == {Gate.GOALS}
    await small.score("Mei")
    await small.rate_low("Tom", "Mei")
    for stage, held in ((Stage.PAUSED, 1), (Stage.PLANNED, 0), (Stage.CLOSED, 0)):
        await small.change(stage=stage)
        assert len(await small.lacks("Mei")) == held
    await small.change(gates=[], stage=Stage.RUNNING)
    assert await small.lacks("Mei") == {}


async def test_in_a_rolling_cycle_days_count_from_each_ones_own_first_day(small: Lived) -> None:
    await small.team.join("Kim", zone="Asia/Shanghai")
    await small.team.led_by("Kim", "Tom", FIRST)
    begins = date(2027, 2, 1)
    await small.change(rolling=True)
    await small.part("Kim", begins=begins, joined_on=begins)
    await small.talk("Kim", "Tom", NOW - 20 * DAY)
    found = await small.standing("Kim")
    assert found[Gate.GOALS].begins == DO + (begins - FIRST)
    assert not found[Gate.GOALS].holds
    assert found[Gate.TALKS].have == 0


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
    # What waited for Tom goes to Bob, once.
    for notice in [*await small.team.notices(OVERRIDDEN, "Tom")] * 2:
        async with small.team.transaction() as tx:
            with pytest.raises(NotAllowed):
                await gates_overriding.access_told_now(tx, notice, await small.team.person(tx, "Tom"), NOW)
    first, second = await told(small, OVERRIDDEN, "Bob")
    assert (first, isinstance(second, Told) and second.override.reason) == ("taken_back", "On leave")
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


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"name": "Ann"}, "gate_own", "person"),
    ({"name": "Kim"}, "gate_not_in_cycle", "person"),
    ({"name": "Bob"}, "gate_not_in_cycle", "person"),
    ({"gate": None}, "choice_needed", "gate"),
    ({"gate": Gate.GOALS}, "gate_off", "gate"),
    ({"reason": " … "}, "gate_reason_needed", "reason"),
    ({"name": "Tom"}, "gate_passed_already", "person"),
]


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
            shown = await gates_switching.access_switched(tx, notice, await lived.team.person(tx, name), NOW)
        assert (shown.gates, shown.mine, shown.leads) == ([Gate.TALKS, Gate.SURPRISE], mine, leads)
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
