"""Goals in the check-in: who is asked for which, what an edit replaces, and who reads it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain import checkins as checkin_rules
from bot.domain.checkins import Draft
from bot.domain.errors import RuleBroken
from bot.domain.goals import Confidence, GoalState, ProgressFrom
from bot.domain.goals_progress import Said
from bot.usecases import checkins, checkins_late, checkins_read, goals_progress, history
from storage.goals import Goal
from tests.clock import START
from tests.goal_tree import COMPUTED, add, add_result, progress, updates
from tests.team import CLOSES, OPENS, SLOT, Team

NOW = OPENS + timedelta(hours=1)
WEEKS = timedelta(weeks=1)


async def asked(team: Team, name: str = "Mei", now: Any = NOW) -> list[tuple[str | None, bool]]:
    """The goals that somebody's form asks for, and whether it says that nothing was heard of them."""
    async with team.transaction(reading=True) as tx:
        form = await checkins.access_form(tx, await team.person(tx, name), now, slot=SLOT, series_id=team.series_id)
    return [(one.version.title, one.stale) for one in form.goals]


async def form(team: Team, now: Any = NOW) -> checkins.Form:
    async with team.transaction(reading=True) as tx:
        return await checkins.access_form(tx, await team.person(tx, "Mei"), now, slot=SLOT, series_id=team.series_id)


async def goal(team: Team, title: str, owner: str = "Mei", **fields: Any) -> Goal:
    async with team.transaction() as tx:
        return await add(tx, team, owner, title, **fields)


def said(*goals: Goal, words: str = "", **what: Any) -> dict[str, Any]:
    told = Said(**what)
    given = {} if told.is_empty else {one.id: told for one in goals}
    return {"goals": given, "goals_asked": tuple(one.id for one in goals), "goals_words": words}


async def test_stale_goals_are_asked_for_first_then_what_is_due_next_and_at_most_four(team: Team) -> None:
    long_ago = START - 4 * WEEKS
    for number in range(4):
        await goal(team, f"Due {number}", due=(START + number * WEEKS).date(), told_at=START - 2 * WEEKS)
    await goal(team, "Stale", due=(START + 40 * WEEKS).date(), told_at=long_ago, made_at=long_ago)
    await goal(team, "Fresh", told_at=NOW - timedelta(days=2))
    await goal(team, "Draft", state=GoalState.DRAFT)
    await goal(team, "Closed", state=GoalState.CLOSED)
    await goal(team, "Theirs", "Bob")
    expected = [("Stale", True), ("Due 0", False), ("Due 1", False), ("Due 2", False)]
    assert await asked(team) == expected


async def test_a_stale_goal_is_asked_for_as_such_once_and_by_no_message_of_its_own(team: Team) -> None:
    long_ago = START - 4 * WEEKS
    stale = await goal(team, "Stale", told_at=long_ago, made_at=long_ago)
    owed = len(await team.notices(checkin_rules.PROMPT))
    await team.sent("Mei", NOW, progress="All well", **said(stale))
    assert await asked(team) == [("Stale", False)]
    assert await updates(team) == [], "an empty field says nothing"
    assert len(await team.notices(checkin_rules.PROMPT)) == owed
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        await goals_progress.tell(tx, me, stale.id, Said(5), NOW, source="view:1")
    assert await asked(team, now=NOW + 3 * WEEKS) == [("Stale", True)], "again once it is stale again"


async def test_a_short_week_asks_for_no_goals_and_neither_does_a_series_that_leaves_them_out(team: Team) -> None:
    await goal(team, "Sell")
    assert await asked(team) == [("Sell", False)]
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        assert (await checkins.access_form(tx, me, NOW)).goals != []
    await team.open_due(OPENS)
    period = await team.period("Mei")
    async with team.transaction() as tx:
        period.short = True
        tx.add(period)
    assert await asked(team) == []


async def test_what_is_said_there_goes_up_the_tree_once_however_often_it_is_sent(team: Team) -> None:
    top = await goal(team, "Grow", "Tom", **COMPUTED)
    sell = await goal(team, "Sell", parent_id=top.id)
    for _ in range(3):
        await team.sent("Mei", NOW, progress="All well", **said(sell, value=40, confidence=Confidence.ON_TRACK))
    assert await progress(team, top, sell) == [40, 40]
    assert [one.source for one in await updates(team)] == [f"checkin:1:{sell.id}:1"]
    assert await asked(team) == [("Sell", False)], "what it said can be changed"
    assert (await form(team)).draft.goals == {sell.id: Said(40, {}, Confidence.ON_TRACK)}


async def test_an_edit_replaces_what_that_check_in_said_and_nothing_else(team: Team) -> None:
    top = await goal(team, "Grow", "Tom", **COMPUTED)
    sell = await goal(team, "Sell", parent_id=top.id)
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        await goals_progress.tell(tx, me, sell.id, Said(10), START, source="view:1")
    told = {"value": 40.0, "confidence": Confidence.AT_RISK}
    await team.sent("Mei", NOW, progress="All well", **said(sell, words="Hanna left", **told))
    await team.sent("Mei", NOW, progress="All well", **said(sell, words="Hanna left", **told | {"value": 30}))
    assert await progress(team, top, sell) == [30, 30]
    assert [(one.value, one.words) for one in await updates(team)] == [(10, None), (30, "Hanna left")]
    await team.sent("Mei", NOW, progress="All well", **said(sell))
    assert await progress(team, top, sell) == [10, 10]
    assert [one.value for one in await updates(team)] == [10]
    async with team.transaction(reading=True) as tx:
        now = await tx.get_one(Goal, sell.id)
        assert (now.confidence, now.told_at) == (None, START)


async def test_key_results_are_asked_for_where_progress_comes_from_them(team: Team) -> None:
    sell = await goal(team, "Sell", progress_from=ProgressFrom.KEY_RESULTS)
    async with team.transaction() as tx:
        one, two, *_ = [await add_result(tx, sell, f"Result {n}", n) for n in range(1, 5)]
    assert [result.title for result in (await form(team)).goals[0].results] == ["Result 1", "Result 2", "Result 3"]
    await team.sent("Mei", NOW, **said(sell, results={one.id: 10.0, two.id: 10.0}))
    assert await progress(team, sell) == [50]
    assert (await form(team)).draft.goals[sell.id].results == {one.id: 10, two.id: 10}
    await team.sent("Mei", NOW, progress="All well", **said(sell, results={one.id: 10.0}))
    assert await progress(team, sell) == [25]


@pytest.mark.parametrize("before", [None, Confidence.ON_TRACK])
async def test_a_reason_is_asked_for_at_its_field_where_confidence_drops(team: Team, before: Confidence | None) -> None:
    sell = await goal(team, "Sell", confidence=before)
    with pytest.raises(RuleBroken, match="goal_reason_needed") as broken:
        await team.sent("Mei", NOW, **said(sell, confidence=Confidence.OFF_TRACK))
    assert broken.value.field == "goals_words"
    assert await team.checkins("Mei") == []
    with pytest.raises(RuleBroken, match="goals_words_alone"):
        await team.sent("Mei", NOW, progress="All well", **said(sell, words="Hanna left"))


async def test_the_reason_stays_with_what_is_at_risk(team: Team) -> None:
    well, ill = await goal(team, "Well"), await goal(team, "Ill")
    goals = {well.id: Said(50), ill.id: Said(1, {}, Confidence.AT_RISK)}
    more: dict[str, Any] = {"goals": goals, "goals_asked": (well.id, ill.id), "goals_words": "Hanna left"}
    await team.sent("Mei", NOW, **more)
    assert {one.goal_id: one.words for one in await updates(team)} == {well.id: None, ill.id: "Hanna left"}


async def test_a_late_answer_says_it_when_it_is_sent(team: Team) -> None:
    sell = await goal(team, "Sell")
    await team.open_due(OPENS)
    late = CLOSES + timedelta(hours=1)
    await team.close_due(late)
    kept = (await team.submit("Mei", late, **said(sell, value=40))).kept
    assert kept is not None
    assert await updates(team) == []
    assert (await form(team, late)).draft.goals == {sell.id: Said(40)}
    async with team.transaction() as tx:
        await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept, late)
    assert await progress(team, sell) == [40]


async def test_a_goal_that_was_closed_or_handed_over_while_the_form_was_open_holds_nothing_up(team: Team) -> None:
    closed, theirs = await goal(team, "Closed", state=GoalState.CLOSED), await goal(team, "Theirs", "Bob")
    await team.sent("Mei", NOW, progress="All well", **said(closed, theirs, value=40))
    assert await updates(team) == []
    assert len(await team.checkins("Mei")) == 1


async def test_who_reads_the_check_in_and_may_read_the_goal_reads_it_and_its_author_finds_it_again(team: Team) -> None:
    sell = await goal(team, "Sell")
    told = said(sell, words="Hanna left", value=40, confidence=Confidence.AT_RISK)
    sent = await team.sent("Mei", NOW, progress="All well", **told)

    async def read(now: Any = NOW) -> list[tuple[Any, ...]]:
        async with team.transaction() as tx:
            opened = await checkins_read.read(tx, await team.person(tx, "Tom"), sent.id, now)
        return [(one.version.title, one.value, one.progress, one.confidence, one.words) for one in opened.goals]

    assert await read() == [("Sell", 40, 40, "at_risk", "Hanna left")]
    await team.led_by("Mei", "Una", NOW.date() + timedelta(days=1))
    assert await read(NOW + WEEKS) == [], "who no longer leads her reads the check-in, and no longer the goal"
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        assert len((await checkins_read.access_own(tx, me, sent.id)).goals) == 1
        assert [len(one.goals) for one in (await history.access_history(tx, me, word="hanna")).entries] == [1]


def test_a_kept_draft_holds_what_was_said_of_goals() -> None:
    draft = Draft(goals={3: Said(1.5, {7: 2.0}, Confidence.AT_RISK)}, goals_asked=(3, 4), goals_words="Hanna left")
    assert checkin_rules.unpacked(checkin_rules.packed(draft)) == draft
