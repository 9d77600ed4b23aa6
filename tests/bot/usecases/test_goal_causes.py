"""Causes of missed goals: who chooses, who reads what and when, what is counted, and the way to the agenda."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goal_causes import Cause, Named, Side
from bot.domain.goals import Confidence, Ending, GoalState, Level
from bot.domain.roles import Source
from bot.usecases import agenda, goal_causes_choosing, goal_causes_counts, goals_overview, one_on_ones_past
from bot.usecases import goal_causes as usecases
from bot.usecases.goal_causes import Asked, Review
from storage import goal_causes as store
from storage.cycles import Cycle
from storage.goal_causes import GoalCause
from storage.goals import Goal, GoalVersion
from storage.reporting import Department, Membership
from tests.clock import START
from tests.goals import DUE, NOW, goals
from tests.talks import talk
from tests.team import Team

DAY = timedelta(days=1)


async def goal(team: Team, owner: str, cycle: int, number: int = 1, **fields: Any) -> int:
    """A goal that was missed."""
    here: dict[str, Any] = {"workspace_id": team.workspace_id, "source": f"view:{owner}{number}", "due": DUE}
    given = {"state": GoalState.CLOSED, "ended": Ending.MISSED, "closed_at": START, **fields}
    who = team.ids[owner]
    async with team.transaction() as tx:
        made = Goal(level=Level.PERSON, owner_id=who, cycle_id=cycle, made_by=who, made_at=START, **here, **given)
        tx.add(made)
        await tx.flush()
        said: dict[str, Any] = {
            "title": f"Alpacas {number}",
            "measure": "number",
            "written_by": who,
            "written_at": START,
        }
        tx.add(GoalVersion(goal_id=made.id, number=1, **here, **said))
        return made.id


async def change(team: Team, goal_id: int, **fields: Any) -> None:
    async with team.transaction() as tx:
        one = await tx.get_one(Goal, goal_id)
        for name, value in fields.items():
            setattr(one, name, value)
        tx.add(one)


async def choose(
    team: Team, name: str, goal_id: int, cause: Cause | None, words: str = "", shown_to: str | None = None
) -> None:
    async with team.transaction() as tx:
        me = await team.person(tx, name)
        named = team.ids[shown_to] if shown_to else None
        await goal_causes_choosing.choose(tx, me, goal_id, cause, words, NOW, shown_to=named)


async def page(team: Team, name: str, about: str = "Mei", cycle: int | None = None) -> Review:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_review(tx, await team.person(tx, name), team.ids[about], NOW, cycle)


async def seen(team: Team, name: str, about: str = "Mei") -> Asked:
    return (await page(team, name, about)).goals[0]


def causes(one: Asked) -> tuple[Cause | None, list[Cause]]:
    return (one.mine.cause if one.mine else None, [other.cause for other in one.others])


async def test_each_side_chooses_for_itself_and_sees_the_other_once_both_have(team: Team) -> None:
    cycle = await goals(team).cycle()
    missed = await goal(team, "Mei", cycle)
    await choose(team, "Mei", missed, Cause.MEANS, " The press came late ", "Tom")
    his, hers = await seen(team, "Tom"), await seen(team, "Mei")
    assert (his.waits, causes(his), "press" in repr(his)) == (True, (None, []), False)
    assert (hers.waits, causes(hers)) == (False, (Cause.MEANS, []))

    for _ in range(2):
        await choose(team, "Tom", missed, Cause.ABILITY, "New to us", "Mei")
    his, hers = await seen(team, "Tom"), await seen(team, "Mei")
    assert (causes(his), causes(hers)) == ((Cause.ABILITY, [Cause.MEANS]), (Cause.MEANS, [Cause.ABILITY]))
    assert (his.others[0].words, hers.others[0].words) == ("The press came late", "New to us")
    assert (his.apart, hers.apart, his.unread, hers.unread) == (True, True, False, False)

    await choose(team, "Mei", missed, Cause.ABILITY, "", "Tom")
    assert not (await seen(team, "Tom")).apart
    async with team.transaction(reading=True) as tx:
        assert len(list(await tx.exec(select(GoalCause)))) == 2


async def test_only_the_two_choose_and_only_for_what_was_missed_in_a_cycle_that_is_not_closed(team: Team) -> None:
    cycle = await goals(team).cycle()
    missed, risky = (
        await goal(team, "Mei", cycle),
        await goal(team, "Mei", cycle, 2, state=GoalState.CONFIRMED, ended=None, confidence=Confidence.AT_RISK),
    )
    for name in ("Bob", "Ann", "Una"):
        with pytest.raises(NotAllowed, match="not_found"):
            await choose(team, name, missed, Cause.WILL)
        with pytest.raises(NotAllowed, match="not_found"):
            await page(team, name)
    for goal_id, cause, code in ((missed, None, "choice_needed"), (99, Cause.WILL, "not_found")):
        with pytest.raises((RuleBroken, NotAllowed), match=code):
            await choose(team, "Mei", goal_id, cause)
    reached = await goal(team, "Mei", cycle, 3, ended=Ending.REACHED)
    with pytest.raises(RuleBroken, match="cause_not_asked"):
        await choose(team, "Tom", reached, Cause.WILL)

    await choose(team, "Mei", risky, Cause.PROCESS, "", "Tom")
    assert await row(team, "Mei") == (2, 1)
    await change(team, risky, confidence=Confidence.ON_TRACK)
    kept = next(one for one in (await page(team, "Mei")).goals if one.goal.id == risky)
    assert (kept.counted, causes(kept)) == (False, (Cause.PROCESS, []))
    assert await row(team, "Mei") == (1, 0)
    with pytest.raises(RuleBroken, match="cause_not_asked"):
        await choose(team, "Mei", risky, Cause.WILL)

    async with team.transaction() as tx:
        (await tx.get_one(Cycle, cycle)).stage = Stage.CLOSED
    assert not (await page(team, "Mei")).open
    with pytest.raises(RuleBroken, match="cause_cycle_closed"):
        await choose(team, "Mei", missed, Cause.WILL)


async def row(team: Team, name: str) -> tuple[int, int] | None:
    """What stands among somebody's goals."""
    async with team.transaction(reading=True) as tx:
        found = (await goals_overview.access_overview(tx, await team.person(tx, name), NOW)).causes
    return (found.goals, found.chosen) if found is not None else None


async def test_a_choice_stays_its_managers_and_a_later_one_reads_what_is_saved_for_them(team: Team) -> None:
    missed = await goal(team, "Mei", await goals(team).cycle())
    await choose(team, "Mei", missed, Cause.MEANS, "The press came late", "Tom")
    await choose(team, "Tom", missed, Cause.ABILITY, "New to us", "Mei")
    await team.join("Nia")
    await team.led_by("Mei", "Nia", date(2021, 1, 1))
    with pytest.raises(NotAllowed, match="not_found"):
        await page(team, "Tom")
    assert causes(await seen(team, "Nia")) == (None, [])
    await choose(team, "Nia", missed, Cause.PROCESS, "", "Mei")
    assert causes(await seen(team, "Nia")) == (Cause.PROCESS, [])
    hers = await seen(team, "Mei")
    assert (causes(hers), hers.unread) == ((Cause.MEANS, [Cause.ABILITY, Cause.PROCESS]), True)
    await choose(team, "Mei", missed, Cause.MEANS, "The press came late", "Tom")
    assert causes(await seen(team, "Nia")) == (Cause.PROCESS, [])
    await choose(team, "Mei", missed, Cause.MEANS, "The press came late", "Nia")
    assert causes(await seen(team, "Nia")) == (Cause.PROCESS, [Cause.MEANS])


async def test_where_they_differ_the_goal_comes_onto_the_agenda_of_both_once(team: Team) -> None:
    missed = await goal(team, "Mei", await goals(team).cycle())
    await choose(team, "Mei", missed, Cause.MEANS, "", "Tom")
    with pytest.raises(RuleBroken, match="cause_same"):
        await put(team, "Mei", missed)
    await choose(team, "Tom", missed, Cause.ABILITY, "", "Mei")
    for name in ("Mei", "Tom", "Mei"):
        await put(team, name, missed)
    with pytest.raises(NotAllowed, match="not_found"):
        await put(team, "Bob", missed)
    for name, other in (("Mei", "Tom"), ("Tom", "Mei")):
        async with team.transaction(reading=True) as tx:
            found = await agenda.access_with(tx, await team.person(tx, name), team.ids[other], NOW)
        assert [(one.goal, one.words) for one in found.points] == [("Alpacas 1", "")]


async def test_that_two_saw_a_cause_differently_does_not_go_over_to_another_manager(team: Team) -> None:
    missed = await goal(team, "Mei", await goals(team).cycle())
    await choose(team, "Mei", missed, Cause.MEANS, "", "Tom")
    await choose(team, "Tom", missed, Cause.ABILITY, "", "Mei")
    await put(team, "Mei", missed)
    await team.led_by("Mei", "Una", date(2021, 1, 1))
    for name, other in (("Una", "Mei"), ("Mei", "Una")):
        async with team.transaction(reading=True) as tx:
            found = await agenda.access_with(tx, await team.person(tx, name), team.ids[other], NOW)
        assert [one.goal for one in found.points if one.goal is not None] == []
    # What stood on the agenda of the two is called as it was called then, whatever became of the goal.
    later: dict[str, Any] = {"written_at": NOW + DAY, "owner_agreed_at": NOW + DAY, "other_agreed_at": NOW + DAY}
    async with team.transaction() as tx:
        [version] = await tx.exec(select(GoalVersion))
        given = version.model_dump(exclude={"id"}) | later | {"number": 2, "title": "Llamas", "source": "view:later"}
        tx.add(GoalVersion(**given))
        (await tx.get_one(Goal, missed)).version = 2
        await talk(tx, await team.person(tx, "Mei"), await team.person(tx, "Tom"), START)
    async with team.transaction(reading=True) as tx:
        past = await one_on_ones_past.access_talks(tx, await team.person(tx, "Tom"), team.ids["Mei"], NOW + 2 * DAY)
    assert [one.goal for one in past.left] == ["Alpacas 1"]


async def put(team: Team, name: str, goal_id: int) -> None:
    async with team.transaction() as tx:
        await goal_causes_choosing.put_on_agenda(tx, await team.person(tx, name), goal_id, NOW)


async def test_a_manager_sees_whom_to_look_at_first_and_hr_counts_of_people_by_side_and_department(team: Team) -> None:
    cycle = await goals(team).cycle()
    names = ["Mei", "Bob", "Kim", "Lou", "Max"]
    for name in names[2:]:
        await team.join(name)
        await team.led_by(name, "Tom", date(2021, 1, 1))
    async with team.transaction() as tx:
        north = Department(workspace_id=team.workspace_id, name="North")
        tx.add(north)
        await tx.flush()
        for name in names:
            who: dict[str, Any] = {"workspace_id": team.workspace_id, "person_id": team.ids[name]}
            tx.add(Membership(department_id=north.id, since=date(2020, 1, 1), source=Source.IMPORT, **who))
    for name in names:
        one = await goal(team, name, cycle)
        await goal(team, name, cycle, 2)
        await choose(team, name, one, Cause.MEANS, "", "Tom")
        if name != "Bob":
            await choose(team, "Tom", one, Cause.ABILITY, "", name)
    async with team.transaction(reading=True) as tx:
        shown = await usecases.access_team(tx, await team.person(tx, "Tom"), NOW)
        ann = await team.person(tx, "Ann")
        sums = (await goal_causes_counts.access_counts(tx, ann, NOW)).sums
        with pytest.raises(NotAllowed, match="hr_only"):
            await goal_causes_counts.access_counts(tx, await team.person(tx, "Tom"), NOW)
    assert [(one.person.name, one.goals, one.chosen) for one in shown.rows][:2] == [("Bob", 2, 0), ("Kim", 2, 1)]
    own, manager = sums[Side.OWN], sums[Side.MANAGER]
    assert own is not None
    assert manager is not None
    assert [(one.name, one.people, one.named[Cause.MEANS], one.other) for one in own.groups] == [("North", 5, 5, 5)]
    assert [(one.people, one.named[Cause.ABILITY], one.other) for one in manager.groups] == [(4, 4, 0)]

    await team.change("Max", NOW, active=False, left_at=NOW)
    async with team.transaction(reading=True) as tx:
        later = (await goal_causes_counts.access_counts(tx, await team.person(tx, "Ann"), NOW)).sums
    assert later == sums, "the difference would tell what Max chose"
    async with team.transaction() as tx:
        was = (await tx.exec(select(Membership).where(Membership.person_id == team.ids["Max"]))).one()
        was.until = NOW.date() - DAY
    async with team.transaction(reading=True) as tx:
        moved = (await goal_causes_counts.access_counts(tx, await team.person(tx, "Ann"), NOW)).sums
    assert moved == sums, "and so would it where Max belongs to another department since"
    await team.led_by("Kim", "Ann", NOW.date())
    async with team.transaction(reading=True) as tx:
        leads = (await goal_causes_counts.access_counts(tx, await team.person(tx, "Ann"), NOW)).sums
    assert (leads[Side.OWN] is None, leads[Side.MANAGER]) == (False, None), "without Kim, three are left"

    # Several causes are one person's, of several who led them the last one counts, and a department of later takes nothing along.
    late, [first, second] = await goal(team, "Una", cycle), [await goal(team, "Mei", cycle, at) for at in (3, 4)]
    async with team.transaction() as tx:
        here: dict[str, Any] = {"workspace_id": team.workspace_id, "chosen_at": NOW}
        chosen = [("Mei", first, Cause.WILL), ("Mei", second, Cause.PROCESS), ("Una", late, Cause.WILL)]
        chosen += [("Tom", first, Cause.WILL), ("Una", first, Cause.PROCESS)]
        for by, of, cause in chosen:
            tx.add(GoalCause(goal_id=of, author_id=team.ids[by], cause=cause, **here))
            await tx.flush()
        since: dict[str, Any] = {"workspace_id": team.workspace_id, "since": NOW.date(), "source": Source.IMPORT}
        tx.add(Membership(person_id=team.ids["Una"], department_id=north.id, **since))
    async with team.transaction(reading=True) as tx:
        found = await store.named(tx, await tx.get_one(Cycle, cycle), {team.ids["Mei"]})
    a, w, p, m = (frozenset({one}) for one in Cause)
    assert {*found[Side.OWN]} == {Named("North", m, 4), Named("North", m | w | p, 1, 1), Named("", w, 1)}
    assert {*found[Side.MANAGER]} == {Named("North", a, 3), Named("North", a | p, 1, 1)}
