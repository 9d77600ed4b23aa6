"""Own summaries: what is counted of oneself, when it is kept and told, what lies behind it, and who reads what is added."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.actions import ActionState
from bot.domain.cycles import Phase, Stage
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.own_summaries import READY, Part, Sort
from bot.usecases import own_summaries as usecases
from bot.usecases import own_summaries_additions, own_summaries_schedule
from bot.usecases.own_summaries import Own
from storage.actions import Action
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.own_summaries import OwnSummary
from tests.goals import goals
from tests.team import OPENS, Team

NOW = OPENS + timedelta(hours=2)
"""Friday 17:00 in Mei's Shanghai."""
TODAY = date(2027, 1, 15)


async def cycle(team: Team, *names: str, check: date = TODAY) -> int:
    """It runs since the year began, and these people are in it."""
    found = await goals(team).cycle()
    async with team.transaction() as tx:
        one = await tx.get_one(Cycle, found)
        one.stage = Stage.RUNNING
        here: dict[str, Any] = {"workspace_id": team.workspace_id, "cycle_id": found}
        tx.add(CyclePhase(phase=Phase.DO, starts=one.starts, ends=check - timedelta(days=1), **here))
        tx.add(CyclePhase(phase=Phase.CHECK, starts=check, ends=one.ends, **here))
        for name in names:
            tx.add(CyclePerson(person_id=team.ids[name], begins=one.starts, joined_on=one.starts, **here))
    return found


async def part(team: Team, name: str, cycle_id: int, **fields: Any) -> None:
    async with team.transaction() as tx:
        mine = next(
            one for one in await rows(team, CyclePerson) if (one.cycle_id, one.person_id) == (cycle_id, team.ids[name])
        )
        row = await tx.get_one(CyclePerson, mine.id)
        for field, value in fields.items():
            setattr(row, field, value)
        tx.add(row)


async def rows(team: Team, table: Any) -> list[Any]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(table).order_by(table.id)))


async def lived(team: Team) -> None:
    """Mei answered with a mood and a blocker, finished an action, and Bob answered too."""
    await team.open_due(OPENS)
    await team.sent("Mei", OPENS, progress="Shipped the importer", mood=4, blocker="The press")
    await team.sent("Bob", OPENS, progress="Alpacas fed", mood=2)
    mei = team.ids["Mei"]
    async with team.transaction() as tx:
        done: dict[str, Any] = {"state": ActionState.DONE, "made_at": OPENS, "settled_at": OPENS, "source": "view:1"}
        tx.add(
            Action(
                workspace_id=team.workspace_id, owner_id=mei, made_by=mei, about="x", about_id=1, words="Called", **done
            )
        )


async def own(team: Team, name: str, now: datetime = NOW, part: Part | None = None) -> Own:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_own(tx, await team.person(tx, name), now, None, part)


async def keep(team: Team, now: datetime = NOW) -> None:
    for _ in range(3):
        async with team.transaction(reading=True) as tx:
            due = await own_summaries_schedule.access_due(tx, now)
        if due is not None:
            async with team.transaction() as tx:
                await own_summaries_schedule.keep(tx, due, now)
    assert due is None


async def test_the_person_sees_all_of_their_own_and_what_it_counts_and_nothing_of_anybody_else(team: Team) -> None:
    await cycle(team, "Mei", "Bob")
    await lived(team)
    shown = await own(team, "Mei")
    figures = shown.counted.figures
    assert (figures.answered, shown.counted.mood, figures.blockers.open, shown.counted.actions) == (1, 4.0, 1, 1)
    assert [one.words for one in shown.highlights] == ["Shipped the importer"]
    assert (shown.part, shown.open, shown.leads) == (Part.NOW, True, False)
    found = {}
    for sort in (Sort.CHECKINS, Sort.BLOCKERS, Sort.ACTIONS, Sort.GOALS):
        async with team.transaction(reading=True) as tx:
            me = await team.person(tx, "Mei")
            found[sort] = [one.words for one in (await usecases.access_behind(tx, me, sort, NOW)).entries]
    assert found == {
        Sort.CHECKINS: ["Shipped the importer"],
        Sort.BLOCKERS: ["The press"],
        Sort.ACTIONS: ["Called"],
        Sort.GOALS: [],
    }
    assert "Alpacas" not in repr(shown)
    with pytest.raises(RuleBroken, match="no_cycle"):
        await own(team, "Una")


async def test_it_is_kept_and_told_once_as_check_begins_and_kept_again_at_the_end_to_be_read_next_year(
    team: Team,
) -> None:
    cycle_id = await cycle(team, "Mei", "Bob", check=date(2027, 1, 18))
    await lived(team)
    await keep(team)
    assert await rows(team, OwnSummary) == []
    monday = datetime(2027, 1, 18, 2, tzinfo=UTC)
    for name in ("Mei", "Bob"):
        await part(team, name, cycle_id, told=Phase.CHECK)
    await keep(team, monday)
    assert [(one.part, one.first, one.last) for one in await rows(team, OwnSummary)] == [
        (Part.CHECK, date(2027, 1, 1), date(2027, 1, 17))
    ] * 2
    told = await team.notices(READY)
    assert [one.recipient_id for one in told] == [team.ids["Mei"], team.ids["Bob"]]
    async with team.transaction(reading=True) as tx:
        mei, bob = [await team.person(tx, name) for name in ("Mei", "Bob")]
        assert (await own_summaries_schedule.access_ready(tx, told[0], mei, monday)).cycle.id == cycle_id
        with pytest.raises(NotAllowed):
            await own_summaries_schedule.access_ready(tx, told[0], bob, monday)
    at_check = await own(team, "Mei", monday, Part.CHECK)
    assert (at_check.part, at_check.counted.figures.answered) == (Part.CHECK, 1)

    await part(team, "Mei", cycle_id, left_on=date(2027, 1, 20))
    await keep(team, monday + timedelta(days=3))
    next_year = await own(team, "Mei", monday + timedelta(days=400))
    assert (next_year.part, next_year.last, next_year.open) == (Part.END, date(2027, 1, 20), False)
    assert next_year.counted.figures.answered == 1
    assert len(await team.notices(READY)) == 2


async def test_a_cycle_that_is_extended_after_its_end_was_kept_goes_on_and_keeps_its_later_end(team: Team) -> None:
    cycle_id = await cycle(team, "Mei")
    await lived(team)
    await part(team, "Mei", cycle_id, left_on=TODAY)
    await keep(team, NOW + timedelta(days=1))
    await part(team, "Mei", cycle_id, left_on=None)
    goes_on = await own(team, "Mei", NOW + timedelta(days=2))
    assert (goes_on.part, goes_on.open, goes_on.states) == (Part.NOW, True, [Part.NOW])
    later = TODAY + timedelta(days=7)
    await part(team, "Mei", cycle_id, left_on=later)
    await keep(team, NOW + timedelta(days=8))
    over = await own(team, "Mei", NOW + timedelta(days=400))
    assert (over.part, over.last, over.states) == (Part.END, later, [Part.END])


async def add(team: Team, words: str, *, name: str = "Mei", known: int | None = None, **more: Any) -> int:
    given: dict[str, Any] = {"day": TODAY, "goal": None, "to": ["Tom"], "source": words, **more}
    async with team.transaction() as tx:
        me = await team.person(tx, name)
        shown_to = [team.ids[one] for one in given["to"]]
        one = await own_summaries_additions.save(
            tx, me, 1, known, words, given["day"], given["goal"], NOW, source=given["source"], shown_to=shown_to
        )
        return one.id


async def read_by(team: Team, name: str) -> list[str | None]:
    async with team.transaction(reading=True) as tx:
        found = await own_summaries_additions.access_team(tx, await team.person(tx, name), NOW)
    return [one.addition.words for one, _, _ in found.rows]


async def test_what_is_added_is_read_by_whom_the_form_named_and_can_be_changed_until_the_cycle_closes(
    team: Team,
) -> None:
    cycle_id = await cycle(team, "Mei", "Bob")
    first = await add(team, "Taught the new ones")
    assert await add(team, "Taught the new ones") == first
    await add(team, "For me alone", to=[], source="2", day=date(2027, 1, 2))
    assert [one.addition.words for one in (await own(team, "Mei")).additions] == ["Taught the new ones", "For me alone"]
    assert (await read_by(team, "Tom"), await read_by(team, "Bob")) == (["Taught the new ones"], [])

    await team.join("Nia")
    await team.led_by("Mei", "Nia", date(2027, 1, 10))
    assert await read_by(team, "Nia") == []
    await add(team, "Taught both new ones", known=first, to=["Tom", "Nia"])
    assert await read_by(team, "Nia") == await read_by(team, "Tom") == ["Taught both new ones"]
    await add(team, "Not for Una", to=["Una"], source="3")
    assert await read_by(team, "Una") == []

    for words, day, code in (("", TODAY, "words_needed"), ("x", None, "day_needed"), ("x" * 1001, TODAY, "too_long")):
        with pytest.raises(RuleBroken, match=code):
            await add(team, words, day=day)
    for day in (date(2026, 12, 31), TODAY + timedelta(days=1)):
        with pytest.raises(RuleBroken, match="addition_outside"):
            await add(team, "x", day=day)
    with pytest.raises(RuleBroken, match="choice_needed"):
        await add(team, "x", goal=99)
    with pytest.raises(NotAllowed, match="not_found"):
        await add(team, "x", name="Bob", known=first)
    await part(team, "Mei", cycle_id, left_on=TODAY)
    with pytest.raises(RuleBroken, match="addition_closed"):
        await add(team, "Too late", known=first)


async def test_a_former_manager_does_not_read_on_how_a_goal_of_an_addition_is_called(team: Team) -> None:
    cycle_id = await cycle(team, "Mei")
    goal = await goals(team).write("Mei", "Mei", cycle=cycle_id)
    await add(team, "Taught the new ones", goal=goal.id, to=["Tom"])

    async def titles(now: datetime) -> list[str | None]:
        async with team.transaction(reading=True) as tx:
            found = await own_summaries_additions.access_team(tx, await team.person(tx, "Tom"), now)
        return [one.goal for one, _, _ in found.rows]

    assert await titles(NOW) != [None]
    await team.led_by("Mei", "Una", TODAY + timedelta(days=1))
    assert await titles(NOW + timedelta(days=2)) == [None]


async def test_whoever_is_back_in_a_cycle_finds_their_own_as_it_is_now(team: Team) -> None:
    cycle_id = await cycle(team, "Mei", check=date(2027, 1, 18))
    await part(team, "Mei", cycle_id, left_on=TODAY)
    await keep(team)
    await part(team, "Mei", cycle_id, left_on=None)
    assert (await own(team, "Mei")).states == [Part.NOW]
