"""The form of a goal: for whom it opens, what it offers, and rights that are looked at again."""

from datetime import date

import pytest

from bot.domain.errors import NotAllowed, Refused, RuleBroken
from bot.domain.goals import Level
from bot.domain.goals_form import Filled, Held
from bot.usecases import goals_form
from storage.people import Person
from tests.goals import DUE, NOW, TITLE, Goals


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
