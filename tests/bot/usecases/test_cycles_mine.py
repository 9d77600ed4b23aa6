"""A cycle as one person sees it: where it stands by their own day, what is theirs, what holds them, and what their team needs."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.cycles import Phase, Stage
from bot.domain.cycles_mine import Need, ToDo
from bot.domain.gates import Gate
from bot.domain.goals import GoalState, Level, Measure
from bot.domain.one_on_ones import TalkState
from bot.usecases import cycles_mine as usecases
from storage.goals import Goal, GoalVersion
from tests.clock import START
from tests.cycles import ENDS, QUARTER, Running, run
from tests.talks import talk
from tests.team import Team

DO = START + timedelta(days=14)
PEOPLE = ("Mei", "Bob")


async def goal(at: Running, owner: str, state: GoalState, waits_for: str | None = None) -> None:
    ids = at.team.ids
    async with at.team.transaction() as tx:
        here: dict[str, Any] = {"workspace_id": at.team.workspace_id, "made_at": START}
        one = Goal(
            **here, source=f"{owner}{state}{waits_for}", level=Level.PERSON, owner_id=ids[owner], cycle_id=at.id,
            due=ENDS, state=state, made_by=ids[owner],
        )  # fmt: skip
        tx.add(one)
        await tx.flush()
        given: dict[str, Any] = {"source": one.source, "number": 1, "title": "Sell", "why": "", "due": ENDS}
        given |= {"measure": Measure.YES_NO, "written_by": ids[owner], "written_at": START}
        asked = ids[waits_for] if waits_for else None
        tx.add(GoalVersion(workspace_id=at.team.workspace_id, goal_id=one.id, waits_for=asked, **given))


async def at_home(team: Team, name: str, now: datetime) -> usecases.Mine | None:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_at_home(tx, await team.person(tx, name), now)


async def page(team: Team, name: str, now: datetime) -> usecases.Page | None:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_page(tx, await team.person(tx, name), now)


async def test_each_sees_their_own_part_and_a_manager_what_their_people_need(team: Team) -> None:
    one = await run(team, audience={"people": [team.ids[name] for name in PEOPLE]})
    assert await at_home(team, "Mei", START) is None
    await one.tick(START)
    assert await at_home(team, "Tom", START) is None
    assert await page(team, "Ann", START) is None
    mei = await at_home(team, "Mei", START)
    assert mei is not None
    assert mei.stands.now is not None
    assert (mei.stands.now.phase, mei.to_do) == (Phase.PLAN, [(ToDo.WRITE, 1)])

    await goal(one, "Mei", GoalState.PROPOSED, "Mei")
    await goal(one, "Mei", GoalState.CONFIRMED)
    await goal(one, "Bob", GoalState.PROPOSED, "Tom")
    mei = await at_home(team, "Mei", DO)
    assert mei is not None
    assert mei.to_do == [(ToDo.CONFIRM, 1), (ToDo.SAY, 1)]
    async with team.transaction() as tx:
        bob, lead = await team.person(tx, "Bob"), await team.person(tx, "Tom")
        await talk(tx, bob, lead, START, state=TalkState.HELD)
    tom = await page(team, "Tom", DO)
    assert tom is not None
    assert tom.mine.stands.mine is None
    assert tom.team == [(Need.CONFIRM, ["Bob"]), (Need.TALK, ["Mei"])]

    # A gate holds "do" for whom it is not confirmed; the page's own words of it are not said twice.
    await one.change(gates=[Gate.GOALS.value, Gate.TALKS.value])
    held = await page(team, "Bob", DO)
    assert held is not None
    assert (held.mine.stands.waits, [each.gate for each in held.gated.held]) == (True, [Gate.GOALS, Gate.TALKS])
    tom = await page(team, "Tom", DO)
    assert tom is not None
    assert (tom.team, {each.person.name for each in tom.gated.team}) == ([], {"Mei", "Bob"})

    await one.change(stage=Stage.PAUSED)
    paused = await at_home(team, "Mei", DO)
    assert paused is not None
    assert (paused.stands.paused, paused.to_do) == (True, [])
    assert await at_home(team, "Mei", DO + timedelta(days=365)) is None


async def test_between_two_phases_the_next_one_is_named(team: Team) -> None:
    one = await run(team, phased=(QUARTER[0], (Phase.CHECK, date(2027, 3, 1), ENDS)))
    await one.tick(START)
    mei = await at_home(team, "Mei", DO)
    assert mei is not None
    assert (mei.stands.now, mei.to_do) == (None, [])
    assert mei.stands.next is not None
    assert mei.stands.next.starts == date(2027, 3, 1)
