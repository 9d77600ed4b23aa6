"""Gates of a cycle: what holds whom, by what was really agreed on, said and read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.cycles import Stage
from bot.domain.errors import RuleBroken
from bot.domain.gates import Gate, Held, Lack
from bot.domain.goals import Ending, GoalState
from bot.domain.one_on_ones import TalkState
from bot.usecases import gates
from tests.gated import CHANGE, CHECK, DAY, DO, FIRST, LATER, NOW, PRAISE, Lived


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
