"""Goals: written by either side, confirmed by both, changed only by a version that both confirm again."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain import cycles as cycle_rules
from bot.domain import goals_agreeing as rules
from bot.domain.errors import NotAllowed, Refused, RuleBroken
from bot.domain.goals import Ending, GoalState, Level, Measure
from bot.domain.goals_form import Filled, Held
from bot.domain.goals_results import Result
from bot.domain.notices import NoLonger
from bot.domain.roles import Role
from bot.usecases import (
    cycles,
    goals_agreeing,
    goals_closing,
    goals_copying,
    goals_form,
    goals_read,
    goals_rights,
    goals_telling,
    talks,
)
from bot.usecases.goals_read import Opened
from bot.usecases.goals_rights import Reads
from bot.usecases.goals_telling import Proposal, Stands
from storage import goals_versions as store
from storage.goals import Goal
from storage.people import Person
from storage.roles import RoleGrant
from tests.goals import DUE, NOW, TITLE, Goals, goals
from tests.team import Team

DAY = timedelta(days=1)


@pytest.fixture
def made(team: Team) -> Goals:
    return goals(team)


async def opened(made: Goals, name: str, goal: Goal, now: Any = NOW) -> Opened:
    async with made.team.transaction(reading=True) as tx:
        return await goals_read.access_opened(tx, await made.team.person(tx, name), goal.id, now)


async def proposal(made: Goals, name: str, number: int = 1, now: Any = NOW) -> Proposal:
    found = [one for one in await made.team.notices(rules.PROPOSED, name) if rules.number(one.occurrence) == number]
    async with made.team.transaction(reading=True) as tx:
        return await goals_telling.access_proposed(tx, found[0], await made.team.person(tx, name), now)


async def asked(made: Goals) -> list[str]:
    """Who was asked to agree to something, in order."""
    names = {number: name for name, number in made.team.ids.items()}
    return [names[one.recipient_id] for one in await made.team.notices(rules.PROPOSED)]


async def test_what_a_person_writes_their_manager_confirms_and_who_and_when_is_kept(made: Goals) -> None:
    goal = await made.write("Mei")
    assert (goal.state, await asked(made)) == (GoalState.PROPOSED, ["Tom"])
    assert (await proposal(made, "Tom")).stands is Stands.WAITS
    assert (await made.confirm("Tom", goal, NOW + DAY)).state is GoalState.CONFIRMED
    [version] = await made.versions(goal)
    assert (version.owner_agreed_at, version.other_id, version.other_agreed_at) == (
        NOW,
        made.team.ids["Tom"],
        NOW + DAY,
    )
    assert [one.recipient_id for one in await made.team.notices(rules.AGREED)] == [made.team.ids["Mei"]]


async def test_what_a_manager_writes_the_person_confirms_and_for_several_each_their_own(made: Goals) -> None:
    filled = Filled(title=TITLE, due=DUE, owners=await made.slack("Mei", "Bob"))
    sent = await made.send("Tom", Held(filled), source="view:team")
    again = await made.send("Tom", Held(filled), source="view:team")
    assert [one.id for one in sent.goals] == [one.id for one in again.goals]
    assert [one.owner_id for one in sent.goals] == [made.team.ids["Mei"], made.team.ids["Bob"]]
    assert await asked(made) == ["Mei", "Bob"]
    await made.confirm("Mei", sent.goals[0])
    assert [(await made.get(one)).state for one in sent.goals] == [GoalState.CONFIRMED, GoalState.PROPOSED]


async def test_a_double_click_confirms_once(made: Goals) -> None:
    goal = await made.write("Mei")
    await asyncio.gather(*(made.confirm("Tom", goal) for _ in range(3)))
    assert len(await made.team.notices(rules.AGREED)) == 1


@pytest.mark.parametrize("name", ["Mei", "Bob", "Una", "Ann"])
async def test_nobody_confirms_for_both_sides_and_nobody_else_for_one(made: Goals, name: str) -> None:
    goal = await made.write("Mei")
    with pytest.raises(Refused):
        await made.confirm(name, goal)
    assert (await made.get(goal)).state is GoalState.PROPOSED


async def test_who_confirms_their_own_is_told_who_else_does(made: Goals) -> None:
    with pytest.raises(RuleBroken) as broken:
        await made.confirm("Mei", await made.write("Mei"))
    assert (broken.value.code, broken.value.values) == ("goal_own_side", {"names": ["Tom"]})


async def test_without_a_manager_hr_is_the_other_side(made: Goals) -> None:
    goal = await made.write("Una")
    assert await asked(made) == ["Ann"]
    assert (await made.confirm("Ann", goal)).state is GoalState.CONFIRMED


async def test_for_a_goal_of_hr_itself_another_side_is_found(made: Goals) -> None:
    with pytest.raises(RuleBroken, match="goal_no_other_side") as broken:
        await made.write("Ann", level=Level.COMPANY)
    assert broken.value.field == "owners"
    company = await made.write("Ann", "Una", level=Level.COMPANY)
    assert await asked(made) == ["Una"]
    await made.confirm("Una", company)
    own = await made.write("Ann", level=Level.COMPANY, parent=company.id)
    assert (await asked(made))[1:] == ["Una"]
    assert (await made.confirm("Una", own)).state is GoalState.CONFIRMED


async def test_a_team_s_goal_is_confirmed_by_the_manager_above_its_owner(made: Goals) -> None:
    goal = await made.write("Tom", level=Level.TEAM)
    assert await asked(made) == ["Ann"]
    await made.confirm("Ann", goal)
    with pytest.raises(RuleBroken, match="goal_owner_leads_nobody"):
        await made.write("Ann", "Una", level=Level.TEAM)


@pytest.mark.parametrize(
    ("name", "owner", "level", "code"),
    [
        ("Tom", "Una", Level.PERSON, "goal_not_report"),
        ("Mei", "Bob", Level.PERSON, "goal_not_report"),
        ("Mei", "Mei", Level.COMPANY, "not_allowed"),
        ("Mei", "Mei", Level.TEAM, "not_allowed"),
    ],
)
async def test_a_goal_for_somebody_who_is_not_one_s_own_to_lead_is_refused(
    made: Goals, name: str, owner: str, level: Level, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        await made.write(name, owner, level=level)


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


async def test_when_the_manager_changes_the_new_one_is_asked_and_the_old_one_no_longer(made: Goals) -> None:
    goal = await made.write("Mei")
    await made.team.delivered(rules.PROPOSED, "Tom", "1.1")
    await made.team.led_by("Mei", "Una", date(2027, 1, 1))
    async with made.team.transaction() as tx:
        assert await goals_agreeing.look(tx, NOW) is None
        assert await goals_agreeing.look(tx, NOW) is None
    assert await asked(made) == ["Tom", "Una"]
    assert (await proposal(made, "Tom")).stands is Stands.MOVED
    with pytest.raises(NotAllowed):
        await made.confirm("Tom", goal)
    assert (await made.confirm("Una", goal)).state is GoalState.CONFIRMED


async def test_a_manager_who_leaves_gives_way_to_hr(made: Goals) -> None:
    goal = await made.write("Mei")
    await made.team.change("Tom", NOW, active=False)
    async with made.team.transaction() as tx:
        await goals_agreeing.look(tx, NOW)
    assert await asked(made) == ["Tom", "Ann"]
    assert (await made.confirm("Ann", goal)).state is GoalState.CONFIRMED


async def test_weights_of_a_cycle_are_a_hundred_together_and_what_is_given_away_is_said(made: Goals) -> None:
    cycle = await made.cycle()
    first = await made.agreed("Mei", "Tom", cycle=cycle, weight="60")
    assert (await opened(made, "Mei", first)).left == 40
    second = await made.write("Mei", cycle=cycle)
    assert (await opened(made, "Mei", first)).left == 0
    assert ((await opened(made, "Mei", first)).share, (await opened(made, "Mei", second)).share) == (60, 40)
    with pytest.raises(RuleBroken) as broken:
        await made.write("Mei", cycle=cycle, weight="41")
    assert (broken.value.field, broken.value.values) == ("weight", {"given": 60, "left": 40})
    with pytest.raises(RuleBroken, match="goal_weights_over_of"):
        await made.write("Tom", "Mei", cycle=cycle, weight="41")
    await made.write("Mei", weight="100")
    await made.write("Bob", cycle=cycle, weight="100")


async def test_what_was_right_when_it_was_written_is_looked_at_again_when_it_is_confirmed(made: Goals) -> None:
    first = await made.agreed("Mei", "Tom", weight="50")
    await made.change("Tom", first, weight="60")
    second = await made.write("Mei", weight="50")
    with pytest.raises(RuleBroken, match="goal_weights_over"):
        await made.confirm("Mei", first)
    await made.confirm("Tom", second)


async def test_the_goal_above_is_at_the_same_level_or_higher_open_readable_and_in_no_loop(made: Goals) -> None:
    company = await made.confirm("Una", await made.write("Ann", "Una", level=Level.COMPANY))
    team = await made.agreed("Tom", "Ann", level=Level.TEAM, parent=company.id)
    mine = await made.agreed("Mei", "Tom", parent=team.id)
    path = (await opened(made, "Mei", mine)).path
    assert [(one.level, one.owner.name) for one in path] == [(Level.COMPANY, "Una"), (Level.TEAM, "Tom")]

    async def code(name: str, goal: Goal | None = None, **said: Any) -> tuple[str, str | None]:
        with pytest.raises(RuleBroken) as broken:
            await (made.change(name, goal, **said) if goal else made.write(name, **said))
        return broken.value.code, broken.value.field

    assert await code("Tom", level=Level.TEAM, parent=mine.id) == ("goal_parent_lower", "parent")
    assert await code("Mei", mine, parent=mine.id) == ("goal_loop", "parent")
    below = await made.agreed("Mei", "Tom", parent=mine.id)
    assert await code("Mei", mine, parent=below.id) == ("goal_loop", "parent")
    assert await code("Mei", parent=999) == ("goal_parent_gone", "parent")
    hidden = await made.write("Una")
    assert await code("Mei", parent=hidden.id) == ("goal_parent_gone", "parent")
    draft = await made.write("Mei", propose=False)
    assert await code("Mei", parent=draft.id) == ("goal_parent_gone", "parent")
    await made.act(goals_closing.close, "Tom", team, Ending.REACHED, "")
    assert await code("Mei", parent=team.id) == ("goal_parent_closed", "parent")
    assert (await opened(made, "Mei", mine)).path[-1].closed


async def test_two_proposals_that_make_a_loop_together_do_not_both_come_into_force(made: Goals) -> None:
    one, two = await made.agreed("Mei", "Tom"), await made.agreed("Mei", "Tom")
    await made.change("Mei", one, parent=two.id)
    await made.change("Mei", two, parent=one.id)
    await made.confirm("Tom", one)
    with pytest.raises(RuleBroken, match="goal_loop"):
        await made.confirm("Tom", two)


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


async def test_its_owner_closes_it_and_the_other_side_can_open_it_again_for_a_week(made: Goals) -> None:
    goal = await made.agreed("Mei", "Tom")
    with pytest.raises(NotAllowed):
        await made.act(goals_closing.close, "Tom", goal, Ending.REACHED, "")
    for _ in range(2):
        await made.act(goals_closing.close, "Mei", goal, Ending.PARTLY, "Two of three")
    closed = await made.get(goal)
    assert (closed.state, closed.ended, closed.ended_words) == (GoalState.CLOSED, Ending.PARTLY, "Two of three")
    [notice] = await made.team.notices(rules.CLOSED)
    async with made.team.transaction(reading=True) as tx:
        told = await goals_telling.access_closed(tx, notice, await made.team.person(tx, "Tom"), NOW)
    assert (notice.recipient_id, told.reopens) == (made.team.ids["Tom"], True)
    with pytest.raises(RuleBroken, match="goal_closed"):
        await made.change("Mei", goal, target="3")
    with pytest.raises(NotAllowed):
        await made.act(goals_closing.reopen, "Mei", goal)
    with pytest.raises(RuleBroken, match="goal_reopen_late"):
        await made.act(goals_closing.reopen, "Tom", goal, now=NOW + 8 * DAY)
    for _ in range(2):
        await made.act(goals_closing.reopen, "Tom", goal, now=NOW + 7 * DAY)
    assert (await made.get(goal)).state is GoalState.CONFIRMED
    assert [one.recipient_id for one in await made.team.notices(rules.REOPENED)] == [made.team.ids["Mei"]]


async def test_it_is_talked_about_in_a_thread_between_its_two_sides(made: Goals) -> None:
    goal = await made.write("Mei")

    async def say(name: str, source: str) -> None:
        async with made.team.transaction() as tx:
            await talks.reply(
                tx, await made.team.person(tx, name), goal.id, "Why 20?", NOW, source=source, about="goal"
            )

    await say("Tom", "view:1")
    await say("Mei", "view:2")
    for name in ("Bob", "Una", "Ann"):
        with pytest.raises(NotAllowed):
            await say(name, f"view:{name}")
    await made.team.delivered(rules.PROPOSED, "Tom", "7.7")
    async with made.team.transaction() as tx:
        begun = await talks.begun_at(tx, await made.team.person(tx, "Tom"), "D1", "7.7", NOW)
    assert begun is not None
    assert (begun.owner_id, begun.other_id) == (made.team.ids["Mei"], made.team.ids["Tom"])


async def test_who_may_read_a_goal_reads_it_in_full_and_others_not_at_all(made: Goals) -> None:
    goal = await made.agreed("Mei", "Tom")
    for name in ("Mei", "Tom", "Ann"):
        assert (await opened(made, name, goal)).version.title == TITLE
    for name in ("Bob", "Una"):
        with pytest.raises(NotAllowed):
            await opened(made, name, goal)
    assert not (await opened(made, "Ann", goal)).can.change


async def test_the_form_offers_what_its_writer_may_support_and_the_cycles_that_are_not_over(made: Goals) -> None:
    await made.cycle("Q4 2026", date(2026, 10, 1), date(2026, 12, 31))
    cycle = await made.cycle()
    company = await made.confirm("Una", await made.write("Ann", "Una", level=Level.COMPANY))
    team = await made.agreed("Tom", "Ann", level=Level.TEAM, parent=company.id)
    await made.agreed("Bob", "Tom")

    async def form(name: str) -> tuple[goals_form.Form, Held]:
        async with made.team.transaction(reading=True) as tx:
            me: Person = await made.team.person(tx, name)
            held = await goals_form.access_new(tx, me, (), NOW)
            return await goals_form.access_form(tx, me, held, NOW), held

    shown, held = await form("Mei")
    assert [one.goal.id for one in shown.above] == [company.id, team.id]
    assert [len(one.path) for one in shown.above] == [1, 2]
    assert ([one.name for one in shown.cycles], held.filled.cycle, held.filled.due) == (["Q1 2027"], cycle, DUE)
    assert (shown.levels, shown.chooses) == ([Level.PERSON], False)
    shown, _ = await form("Tom")
    assert (shown.levels, shown.chooses) == ([Level.DEPARTMENT, Level.TEAM, Level.PERSON], True)
    assert (await form("Ann"))[0].levels == list(Level)


async def test_several_in_hr_are_asked_and_one_of_them_confirms(made: Goals) -> None:
    async with made.team.transaction() as tx:
        at, who = made.team.workspace_id, made.team.ids["Bob"]
        tx.add(RoleGrant(workspace_id=at, person_id=who, role=Role.HR, granted_at=NOW))
    goal = await made.write("Una")
    assert sorted(await asked(made)) == ["Ann", "Bob"]
    await made.confirm("Bob", goal)
    await made.team.delivered(rules.PROPOSED, "Ann", "1.1")
    assert (await proposal(made, "Ann")).stands is Stands.AGREED


async def test_goals_of_the_last_cycle_become_drafts_in_the_next_due_on_its_last_day(made: Goals) -> None:
    old = await made.cycle("Q4 2026", date(2026, 10, 1), date(2027, 1, 12))
    company = await made.confirm("Una", await made.write("Ann", "Una", level=Level.COMPANY))
    one = await made.agreed("Mei", "Tom", cycle=old, weight="60", parent=company.id, results=(Result("NPS"),))
    two = await made.agreed("Mei", "Tom", cycle=old, weight="40")
    await made.agreed("Bob", "Tom", cycle=old)
    new = await made.cycle()
    await made.act(goals_closing.close, "Una", company, Ending.REACHED, "")
    await made.agreed("Mei", "Tom", cycle=new, weight="30")

    async def copy(name: str, *ids: int) -> list[Goal]:
        async with made.team.transaction() as tx:
            return await goals_copying.copy(tx, await made.team.person(tx, name), ids, NOW)

    copied = await copy("Mei", one.id, two.id)
    assert [(one.state, one.cycle_id, one.due, one.parent_id) for one in copied] == [
        (GoalState.DRAFT, new, DUE, None)
    ] * 2
    assert [one.weight for one in copied] == [60, None]
    assert [one.id for one in await copy("Mei", one.id, two.id)] == [one.id for one in copied]
    assert (await made.held("Mei", copied[0])).filled.results == (Result("NPS"),)
    for name, ids in (("Tom", (one.id,)), ("Mei", ()), ("Una", (company.id,))):
        with pytest.raises(RuleBroken):
            await copy(name, *ids)


async def test_hr_alone_makes_cycles_and_moves_them_while_no_goal_falls_outside(made: Goals) -> None:
    span = cycle_rules.check("Q1  2027", date(2027, 1, 1), DUE)

    async def put(name: str, span: cycle_rules.Span, cycle_id: int | None = None) -> int:
        async with made.team.transaction() as tx:
            return (await cycles.put(tx, await made.team.person(tx, name), cycle_id, span, NOW)).id

    with pytest.raises(NotAllowed, match="hr_only"):
        await put("Tom", span)
    first = await put("Ann", span)
    assert await put("Ann", span) == first
    with pytest.raises(RuleBroken, match="cycle_name_taken"):
        await put("Ann", replace(span, ends=date(2027, 4, 30)))
    await made.agreed("Mei", "Tom", cycle=first)
    with pytest.raises(RuleBroken, match="cycle_goals_outside") as broken:
        await put("Ann", replace(span, ends=date(2027, 3, 30)), first)
    assert broken.value.values == {"count": 1}
    assert await put("Ann", replace(span, name="Spring", ends=date(2027, 4, 30)), first) == first


async def test_a_goal_of_the_company_is_shown_to_everybody_unless_hr_switches_that_off(made: Goals) -> None:
    company = await made.confirm("Una", await made.write("Ann", "Una", level=Level.COMPANY))
    team = await made.agreed("Tom", "Ann", level=Level.TEAM)
    mine = await made.agreed("Mei", "Tom")

    async def bob() -> list[Reads]:
        async with made.team.transaction(reading=True) as tx:
            me = await made.team.person(tx, "Bob")
            return [await goals_rights.reads(tx, me, one, NOW) for one in (company, team, mine)]

    async def switch(name: str, *, upper: bool, lower: bool) -> None:
        async with made.team.transaction() as tx:
            hr = await made.team.person(tx, name)
            await cycles.set_settings(tx, hr, NOW, perspectives=True, shows_upper=upper, shows_lower=lower)

    assert await bob() == [Reads.TITLE, Reads.TITLE, Reads.NOTHING]
    with pytest.raises(NotAllowed, match="hr_only"):
        await switch("Tom", upper=False, lower=True)
    await switch("Ann", upper=False, lower=True)
    assert await bob() == [Reads.NOTHING, Reads.TITLE, Reads.TITLE]


async def test_the_goal_of_somebody_who_left_is_closed_by_the_other_side(made: Goals) -> None:
    goal = await made.agreed("Mei", "Tom")
    assert not (await opened(made, "Tom", goal)).can.close
    await made.team.change("Mei", NOW, active=False)
    with pytest.raises(NotAllowed):
        await made.act(goals_closing.close, "Ann", goal, Ending.DROPPED, "")
    assert (await opened(made, "Tom", goal)).can.close
    await made.act(goals_closing.close, "Tom", goal, Ending.DROPPED, "")
    assert (await made.get(goal)).ended is Ending.DROPPED
    assert await made.team.notices(rules.CLOSED) == []


async def test_who_leads_nobody_is_told_so_before_the_form_opens(made: Goals) -> None:
    others = await made.slack("Bob")
    async with made.team.transaction(reading=True) as tx:
        with pytest.raises(RuleBroken, match="goal_not_report"):
            await goals_form.access_new(tx, await made.team.person(tx, "Mei"), others, NOW)


async def test_rights_are_looked_at_again_when_a_form_is_sent(made: Goals) -> None:
    goal = await made.agreed("Mei", "Tom")
    form, new = (
        await made.held("Tom", goal, target="3"),
        Held(Filled(title=TITLE, due=DUE, owners=await made.slack("Mei"))),
    )
    await made.team.led_by("Mei", "Una", date(2027, 1, 1))
    with pytest.raises(NotAllowed):
        await made.send("Tom", form)
    with pytest.raises(RuleBroken, match="goal_not_report"):
        await made.send("Tom", new)
    assert len(await made.versions(goal)) == 1
