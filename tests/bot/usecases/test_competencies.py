"""Competencies: HR's versions, each side's ratings, who reads them when, and what a new manager sees."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain import competencies as rules
from bot.domain.competencies import Model, Rated
from bot.domain.competencies_starter import STARTER
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import competencies as usecases
from bot.usecases import competencies_assessing, competencies_counts, competencies_model, observations_links
from bot.usecases.competencies import Compared, Row
from bot.usecases.competencies_assessing import Filled
from bot.usecases.competencies_model import Shown
from storage import competencies as store
from storage import workspaces
from tests.clock import START
from tests.team import Team

NOW = START + timedelta(hours=2)
KEYS = [one.key for one in STARTER.families[0].competencies]


async def start(team: Team, name: str = "Ann") -> Shown:
    async with team.transaction() as tx:
        return await competencies_model.start(tx, await team.person(tx, name), NOW, source="view:start")


async def edit(team: Team, base: int, source: str = "view:1", name: str = "Ann") -> Shown:
    def change(model: Model, fresh: str) -> Model:
        return rules.without_competency(model, "engineering", KEYS[-1])

    async with team.transaction() as tx:
        return await competencies_model.edit(tx, await team.person(tx, name), base, change, NOW, source=source)


async def assess(
    team: Team, name: str, about: str, levels: Sequence[int], source: str = "1", words: str = "", **place: Any
) -> None:
    ratings = {key: Rated(level, words) for key, level in zip(KEYS, levels, strict=False)}
    async with team.transaction() as tx:
        me = await team.person(tx, name)
        version = await store.current(tx, me.workspace_id)
        assert version is not None
        filled = Filled(version.id, ratings=ratings, **place)
        await competencies_assessing.assess(tx, me, team.ids[about], filled, NOW, source=f"view:{name}{about}{source}")


async def seen(team: Team, name: str, about: str = "Mei") -> Compared | None:
    async with team.transaction(reading=True) as tx:
        try:
            return await usecases.access_compared(tx, await team.person(tx, name), team.ids[about], NOW)
        except NotAllowed:
            return None


async def row(team: Team, name: str) -> Row | None:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_row(tx, await team.person(tx, name), NOW)


ENGINEER: dict[str, Any] = {"family": "engineering", "level": 3}


async def test_hr_starts_with_the_examples_and_each_edit_is_a_version_with_who_and_when(team: Team) -> None:
    first, again = await asyncio.gather(start(team), start(team))
    assert first.model == again.model == STARTER
    assert (first.number, again.number) == (1, 1)
    second = await edit(team, 1)
    assert (second.number, second.by and second.by.name, second.at) == (2, "Ann", NOW)
    assert [one.key for one in second.model.families[0].competencies] == KEYS[:-1]
    assert (await edit(team, 1)).number == 2
    with pytest.raises(RuleBroken, match="competency_faster"):
        await edit(team, 1, "view:other")
    async with team.transaction(reading=True) as tx:
        version = await store.by_source(tx, team.workspace_id, "view:start")
        assert version is not None
        assert await store.load(tx, version.id) == STARTER
    for name in ("Tom", "Mei"):
        with pytest.raises(NotAllowed, match="hr_only"):
            await start(team, name)


async def test_a_file_becomes_the_next_version_and_the_same_file_changes_nothing(team: Team) -> None:
    said = []
    for dry_run in (True, False, False):
        async with team.transaction() as tx:
            place = await workspaces.get(tx, team.workspace_id)
            said.append(await competencies_model.bring(tx, place, STARTER, NOW, dry_run=dry_run))
    assert said[0] == said[1] == [f"{one.key}: new, with 4 competencies" for one in STARTER.families]
    assert said[2] == []
    async with team.transaction(reading=True) as tx:
        assert (await competencies_model.access_model(tx, await team.person(tx, "Ann"))).number == 1
        assert await competencies_model.export(tx, place) == STARTER


async def test_each_side_sees_its_own_and_both_once_both_are_given_with_the_gap(team: Team) -> None:
    assert await row(team, "Mei") is None
    await start(team)
    with pytest.raises(RuleBroken, match="competency_no_family"):
        await assess(team, "Mei", "Mei", [1])
    await assess(team, "Tom", "Mei", [], **ENGINEER)
    assert await row(team, "Mei") == Row(0, 4, False, 0, 0)
    assert await row(team, "Tom") == Row(0, 0, False, 1, 0)
    assert await row(team, "Bob") is None

    await assess(team, "Mei", "Mei", [1, 2, 3], words="On Monday")
    assert await row(team, "Mei") == Row(3, 4, False, 0, 0)
    await assess(team, "Tom", "Mei", [2, 2, 2, 2], "2", words="On Tuesday", **ENGINEER)
    mine, his = await seen(team, "Mei"), await seen(team, "Tom")
    assert mine is not None
    assert his is not None
    assert ("On Tuesday" in repr(mine), "On Monday" in repr(mine)) == (False, True)
    assert ("On Tuesday" in repr(his), "On Monday" in repr(his)) == (True, False)

    for _ in range(2):
        await assess(team, "Mei", "Mei", [1, 2, 3, 1], "2", words="On Monday")
    for name in ("Mei", "Tom"):
        both = await seen(team, name)
        assert both is not None
        assert both.both
        assert [(one.own, one.manager, one.apart, one.missing) for one in both.gaps] == [
            (1, 2, 1, 1),
            (2, 2, 0, 1),
            (3, 2, -1, 1),
            (1, 2, 1, 1),
        ]
        assert "On Monday" in repr(both)
        assert "On Tuesday" in repr(both)
    assert [await seen(team, name) for name in ("Bob", "Ann", "Una")] == [None] * 3
    assert (await row(team, "Mei"), await row(team, "Tom")) == (Row(4, 4, True, 0, 0), Row(0, 0, False, 1, 1))
    for name in ("Bob", "Una"):
        with pytest.raises(NotAllowed, match="not_found"):
            await assess(team, name, "Mei", [1], **ENGINEER)
    with pytest.raises(NotAllowed, match="not_found"):
        await assess(team, "Ann", "Mei", [1], **ENGINEER)


async def test_what_was_rated_stays_in_its_version_and_a_new_manager_reads_the_former_ones_by_name_and_day(
    team: Team,
) -> None:
    await start(team)
    await assess(team, "Tom", "Mei", [2, 2, 2, 3], words="On Tuesday", **ENGINEER)
    await assess(team, "Mei", "Mei", [1, 2, 3, 1], words="On Monday")
    await edit(team, 1)
    await team.join("Nia")
    await team.led_by("Mei", "Nia", date(2021, 1, 1))
    assert await seen(team, "Tom") is None
    for name in ("Mei", "Nia"):
        shown = await seen(team, name)
        assert shown is not None
        assert [(one.author.name, one.at) for one in shown.managers] == [("Tom", NOW)]
        assert [one.key for one in shown.managers[0].family.competencies] == KEYS
        assert [one.key for one in shown.gaps] == KEYS[:-1]
    await assess(team, "Nia", "Mei", [3, 3, 3], words="On Friday", **ENGINEER)
    shown = await seen(team, "Mei")
    assert shown is not None
    assert [one.author.name for one in shown.managers] == ["Nia", "Tom"]
    assert [one.manager for one in shown.gaps] == [3, 3, 3]


async def test_hr_sets_a_family_and_sees_counts_of_four_or_more_alone(team: Team) -> None:
    await start(team)
    await assess(team, "Ann", "Mei", [], **ENGINEER)
    names = ["Mei", *(await joined(team))]
    for number, name in enumerate(names):
        await assess(team, "Ann", name, [], str(number), **ENGINEER)
        await assess(team, name, name, [1, 1, 1, 1])
    async with team.transaction(reading=True) as tx:
        shown = await competencies_model.access_model(tx, await team.person(tx, "Ann"))
        below = await competencies_counts.access_below(tx, await team.person(tx, "Ann"), NOW)
    assert (shown.counts["engineering"].people, shown.counts["engineering"].own) == (4, 4)
    assert below is not None
    assert (below.people, below.own, below.manager) == (4, 4, 0)
    assert competencies_counts.shown(3, 3, 0) is None
    assert competencies_counts.shown(8, 7, 0) is None


async def joined(team: Team) -> list[str]:
    """Three more who report to Tom."""
    for name in ("Kim", "Lou", "Max"):
        await team.join(name)
        await team.led_by(name, "Tom", date(2021, 1, 1))
    return ["Kim", "Lou", "Max"]


async def test_an_observation_can_be_linked_with_a_competency_of_the_persons_family(team: Team) -> None:
    await start(team)
    await assess(team, "Tom", "Mei", [], **ENGINEER)
    async with team.transaction(reading=True) as tx:
        tom, mei, bob = [await team.person(tx, name) for name in ("Tom", "Mei", "Bob")]
        offered = await observations_links.access_choices(tx, tom, mei, NOW)
        assert [one.name for one in offered["competency"]][:2] == ["Solving problems", "Quality of work"]
        assert await observations_links.access_choices(tx, tom, bob, NOW) == {}
        linked = [("competency", offered["competency"][0].record_id)]
        new = offered["competency"][1].record_id
    # HR writes the model anew: what an observation was linked with stays to be chosen, instead of the same in the new version.
    async with team.transaction() as tx:
        version = await store.current(tx, team.workspace_id)
        assert version is not None
        await store.save(
            tx, team.workspace_id, version.number + 1, "later", None, await store.load(tx, version.id), NOW
        )
    async with team.transaction(reading=True) as tx:
        tom, mei = [await team.person(tx, name) for name in ("Tom", "Mei")]
        later = (await observations_links.access_choices(tx, tom, mei, NOW, linked))["competency"]
        assert [one.name for one in later] == [one.name for one in offered["competency"]]
        assert later[0].record_id == linked[0][1]
        assert await observations_links.access_chosen(tx, tom, mei, linked, NOW, linked) == linked
        assert await observations_links.access_chosen(tx, tom, mei, [], NOW, linked) == [], "taken away by its author"
        with pytest.raises(RuleBroken, match="answer_unknown"):
            await observations_links.access_chosen(tx, tom, mei, [("competency", new)], NOW, linked)
        # Of what the author cannot be shown any more nothing can be taken away.
        gone = [("competency", 999_999)]
        assert await observations_links.access_chosen(tx, tom, mei, [], NOW, gone) == gone
