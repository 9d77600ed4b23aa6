"""Who reads a goal, and talks about it."""

import pytest

from bot.domain import goals_agreeing as rules
from bot.domain.errors import NotAllowed
from bot.domain.goals import Level
from bot.usecases import cycles, goals_rights, talks
from bot.usecases.goals_rights import Reads
from tests.goals import NOW, TITLE, Goals, opened


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
