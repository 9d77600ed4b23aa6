"""Goals are confirmed by both sides, and who the other side is when there is no manager, or another one."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.domain import goals_agreeing as rules
from bot.domain.errors import NotAllowed, Refused, RuleBroken
from bot.domain.goals import GoalState, Level
from bot.domain.goals_form import Filled, Held
from bot.domain.roles import Role
from bot.usecases import goals_agreeing
from bot.usecases.goals_telling import Stands
from storage.roles import RoleGrant
from tests.goals import DUE, NOW, TITLE, Goals, asked, proposal

DAY = timedelta(days=1)


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


async def test_what_was_right_when_it_was_written_is_looked_at_again_when_it_is_confirmed(made: Goals) -> None:
    first = await made.agreed("Mei", "Tom", weight="50")
    await made.change("Tom", first, weight="60")
    second = await made.write("Mei", weight="50")
    with pytest.raises(RuleBroken, match="goal_weights_over"):
        await made.confirm("Mei", first)
    await made.confirm("Tom", second)


async def test_several_in_hr_are_asked_and_one_of_them_confirms(made: Goals) -> None:
    async with made.team.transaction() as tx:
        at, who = made.team.workspace_id, made.team.ids["Bob"]
        tx.add(RoleGrant(workspace_id=at, person_id=who, role=Role.HR, granted_at=NOW))
    goal = await made.write("Una")
    assert sorted(await asked(made)) == ["Ann", "Bob"]
    await made.confirm("Bob", goal)
    await made.team.delivered(rules.PROPOSED, "Ann", "1.1")
    assert (await proposal(made, "Ann")).stands is Stands.AGREED
