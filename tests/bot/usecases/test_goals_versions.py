"""A confirmed goal changes by versions alone: proposed, confirmed by both again, taken back, drafted."""

from dataclasses import replace

import pytest

from bot.domain import goals_agreeing as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import GoalState, Measure
from bot.domain.goals_results import Result
from bot.domain.notices import NoLonger
from bot.usecases import goals_agreeing, goals_read
from bot.usecases.goals_telling import Stands
from storage import goals_versions as store
from storage.goals import Goal
from tests.goals import NOW, Goals, asked, opened, proposal


async def test_a_confirmed_goal_changes_only_by_a_version_that_both_confirm(made: Goals) -> None:
    goal = await made.agreed("Mei", "Tom", target="20", start="0")
    await made.change("Tom", goal, target="25", weight="40")
    assert ((await made.get(goal)).version, (await made.get(goal)).weight) == (1, None)
    shown = await opened(made, "Mei", goal)
    assert (shown.version.target, shown.before and shown.before.target, shown.can.confirm) == (25, 20, True)
    await made.confirm("Mei", goal)
    assert ((await made.get(goal)).version, (await made.get(goal)).weight) == (2, 40)
    async with made.team.transaction(reading=True) as tx:
        _, told = await goals_read.access_history(tx, await made.team.person(tx, "Ann"), goal.id, NOW)
    assert [(one.version.number, one.before and one.before.number) for one in told] == [(2, 1), (1, None)]
    assert {one.who.name for one in told[0].agreed} == {"Mei", "Tom"}


async def test_each_can_propose_another_version_until_one_is_confirmed(made: Goals) -> None:
    goal = await made.write("Mei", target="20")
    await made.change("Tom", goal, target="30")
    assert (await proposal(made, "Mei", 2)).stands is Stands.WAITS
    await made.team.delivered(rules.PROPOSED, "Tom", "1.1")
    assert (await proposal(made, "Tom")).stands is Stands.NEWER
    with pytest.raises(RuleBroken, match="goal_other_version"):
        await made.confirm("Tom", goal, number=1)
    await made.confirm("Mei", goal)
    assert [one.withdrawn_at is None for one in await made.versions(goal)] == [False, True]


async def test_of_two_edits_at_once_the_second_is_told_what_changed_and_keeps_its_words(made: Goals) -> None:
    goal = await made.agreed("Mei", "Tom", target="20")
    mine, his = await made.held("Mei", goal, target="22"), await made.held("Tom", goal, target="30")
    await made.send("Tom", his)
    sent = await made.send("Mei", mine)
    assert (sent.goals, sent.held.filled.target, sent.held.base) == ((), "22", 2)
    assert sent.changed is not None
    assert [one.target for one in sent.changed] == [20, 30]
    again = await made.send("Mei", sent.held)
    assert [one.target for one in await made.versions(again.goals[0])] == [20, 30, 22]


async def test_a_proposal_can_be_taken_back_and_its_message_says_so(made: Goals) -> None:
    goal = await made.write("Mei")
    await made.act(goals_agreeing.withdraw, "Mei", goal)
    with pytest.raises(NoLonger, match="withdrawn"):
        await proposal(made, "Tom")
    assert (await made.get(goal)).state is GoalState.DRAFT
    with pytest.raises(NotAllowed):
        await opened(made, "Tom", goal)
    await made.act(goals_agreeing.propose, "Mei", goal)
    assert (await made.get(goal)).state is GoalState.DRAFT
    await made.change("Mei", goal, title="Win 20 new customers")
    await made.send("Mei", await made.held("Mei", goal))
    assert (await made.get(goal)).state is GoalState.PROPOSED


async def test_only_who_proposed_takes_back(made: Goals) -> None:
    goal = await made.write("Mei")
    with pytest.raises(RuleBroken, match="goal_nothing_proposed"):
        await made.act(goals_agreeing.withdraw, "Tom", goal)


async def test_a_draft_is_its_writer_s_alone_until_it_is_proposed_or_discarded(made: Goals) -> None:
    goal = await made.write("Tom", "Mei", propose=False)
    assert (goal.state, await asked(made)) == (GoalState.DRAFT, [])
    for name in ("Mei", "Ann"):
        with pytest.raises(NotAllowed):
            await opened(made, name, goal)
    await made.send("Tom", await made.held("Tom", goal, title="Win 20 customers"), propose=False)
    await made.act(goals_agreeing.propose, "Tom", goal)
    assert await asked(made) == ["Mei"]
    other = await made.write("Mei", propose=False)
    with pytest.raises(NotAllowed):
        await made.act(goals_agreeing.discard, "Tom", other)
    await made.act(goals_agreeing.discard, "Mei", other)
    async with made.team.transaction(reading=True) as tx:
        assert await store.find(tx, other.id) is None


async def test_key_results_come_into_force_with_their_version_and_keep_their_place(made: Goals) -> None:
    some = (Result("NPS", Measure.NUMBER, target=40.0), Result("Audit passed", Measure.YES_NO))
    goal = await made.write("Mei", results=some)
    assert await rows(made, goal) == []
    await made.confirm("Tom", goal)
    assert await rows(made, goal) == [(1, "NPS", 40, False), (2, "Audit passed", None, False)]
    held = await made.held("Mei", goal)
    kept = replace(held.filled.results[0], target=50.0)
    await made.send("Mei", replace(held, filled=replace(held.filled, results=(kept, Result("New")))))
    assert (await rows(made, goal))[0][2] == 40
    await made.confirm("Tom", goal)
    assert await rows(made, goal) == [
        (1, "NPS", 50, False),
        (2, "Audit passed", None, True),
        (3, "New", None, False),
    ]


async def rows(made: Goals, goal: Goal) -> list[tuple[int, str | None, float | None, bool]]:
    async with made.team.transaction(reading=True) as tx:
        found = await store.key_results(tx, goal.id)
    return [(one.position, one.title, one.target, one.dropped_at is not None) for one in found]
