"""Whom a series asks: departments, teams, people, minus people; who joins later is asked, who leaves is not."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.errors import RuleBroken
from bot.domain.roles import Source
from bot.usecases import series_audience as usecases
from bot.usecases.series_audience import Chosen
from storage import series as store
from storage.reporting import Department, Membership
from tests.clock import START
from tests.team import Team


async def department(team: Team, name: str, *members: str) -> int:
    async with team.transaction() as tx:
        made = Department(workspace_id=team.workspace_id, name=name)
        tx.add(made)
        await tx.flush()
        key = {"workspace_id": team.workspace_id, "department_id": made.id}
        for one in members:
            given: dict[str, Any] = {**key, "person_id": team.ids[one], "since": date(2020, 1, 1)}
            tx.add(Membership(source=Source.IMPORT, **given))
        return int(made.id)


async def slack(team: Team, *names: str) -> list[str]:
    async with team.transaction(reading=True) as tx:
        return [(await team.person(tx, one)).slack_id for one in names]


async def choose(team: Team, at: int = 1, **chosen: Any) -> None:
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        await usecases.choose(tx, ann, team.series_id, at, Chosen(**{"everyone": False, **chosen}), START)


async def asked(team: Team) -> set[str]:
    turns = {name: await team.turn(name) for name in team.ids}
    return {name for name, turn in turns.items() if turn is not None and turn.due_at is not None}


async def test_a_department_is_asked_and_nobody_else(team: Team) -> None:
    sales = await department(team, "Sales", "Mei", "Una")
    await choose(team, departments=[sales])
    assert await asked(team) == {"Mei", "Una"}


async def test_a_team_is_its_manager_and_everybody_below_at_any_depth(team: Team) -> None:
    await choose(team, trees=await slack(team, "Ann"))
    assert await asked(team) == {"Ann", "Tom", "Mei", "Bob"}
    await choose(team, 2, trees=await slack(team, "Tom"), without=await slack(team, "Tom"))
    assert await asked(team) == {"Mei", "Bob"}


async def test_everyone_but_some_and_back_to_everyone(team: Team) -> None:
    await choose(team, everyone=True, without=await slack(team, "Una", "Ann"))
    assert await asked(team) == {"Mei", "Bob", "Tom"}
    await choose(team, 2, everyone=True)
    assert await asked(team) == set(team.ids)


async def test_who_joins_a_team_later_is_asked_from_then_on(team: Team) -> None:
    await choose(team, trees=await slack(team, "Tom"))
    await team.led_by("Una", "Tom", START.date())
    await team.replan(START + timedelta(hours=1))
    assert await asked(team) == {"Tom", "Mei", "Bob", "Una"}


async def test_it_is_shown_by_name(team: Team) -> None:
    sales = await department(team, "Sales", "Mei")
    await choose(team, departments=[sales], people=await slack(team, "Una"), without=await slack(team, "Bob"))
    async with team.transaction(reading=True) as tx:
        named = await usecases.access_named(tx, await store.get(tx, team.series_id))
    assert [one.name for one in named.departments] == ["Sales"]
    assert [[one.name for one in some] for some in (named.people, named.trees, named.without)] == [["Una"], [], ["Bob"]]
    assert not named.everyone


@pytest.mark.parametrize(
    ("names", "field", "code"),
    [
        ({}, "who", "audience_empty"),
        ({"people": ["Mei"], "without": ["Mei"]}, "who", "audience_nobody"),
        ({"people": ["U-bot"]}, "people", "person_inactive"),
        ({"trees": ["U-bot"]}, "trees", "person_inactive"),
    ],
)
async def test_an_audience_that_makes_no_sense_is_refused_at_its_field(
    team: Team, names: dict[str, list[str]], field: str, code: str
) -> None:
    chosen: dict[str, Any] = {
        name: [one if one == "U-bot" else (await slack(team, one))[0] for one in some] for name, some in names.items()
    }
    with pytest.raises(RuleBroken, match=code) as refused:
        await choose(team, **chosen)
    assert refused.value.field == field
    assert await asked(team) == set(team.ids)


async def test_an_empty_department_is_an_audience_of_nobody(team: Team) -> None:
    empty = await department(team, "Empty")
    with pytest.raises(RuleBroken, match="audience_nobody"):
        await choose(team, departments=[empty])


async def test_everyone_and_a_choice_at_once_is_asked_about_instead_of_dropping_the_choice(team: Team) -> None:
    with pytest.raises(RuleBroken, match="audience_both") as refused:
        await choose(team, everyone=True, people=await slack(team, "Mei"))
    assert refused.value.field == "who"
