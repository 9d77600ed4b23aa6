"""How a cycle begins in the quarter that a company lives through: announced, agreed on, let pass, paused and longer."""

from datetime import date
from typing import Any

from bot.domain.cycles import Phase
from bot.domain.goals import GoalState, Level, Measure
from bot.sandbox.actor import Actor
from storage.goals import Goal, GoalVersion
from tests.announcements_by_hand import press
from tests.cycle_quarter import CYCLE, NAMES, ON, PLACES, START, WAITS, Quarter, about, everybody, home, language, local
from tests.office import shown


def has_begun(at: Quarter, phase: Phase, first: date, *, waiting: tuple[str, ...] = ()) -> None:
    """Everybody was told in their language, once, on its first day at work; for whom a gate holds it, that it waits."""
    for who in everybody(at):
        spoken = language(who)
        text = ON[spoken].format(NAMES[spoken][phase])
        waits = who.person.name in waiting
        found = about(who, WAITS[spoken] if waits else text)
        assert len(found) == 1, (who.person.name, phase, [one.text for one in who.dm])
        told = local(who, found[0])
        assert (told.date(), 9 <= told.hour < 18) == (first, True), (who.person.name, told)
        assert not waits or not about(who, text)


async def set_up_and_announced(at: Quarter) -> None:
    """From the template, with all gates; started and announced in three languages."""
    assert (await at.ann.command("/growloop", "cycle")).ok
    await press(at.ann, "cycles.new")
    assert (await at.ann.submit()).ok
    at.noted("Ann Hale", "cycles.set", "span")
    await at.part("gates", {"gates": ["goals", "talks", "surprise"]})
    await press(at.ann, "cycles.dry_run")
    await at.bot.settle()
    seen = shown(at.ann.modal)
    assert "8 people would be in it." in seen
    assert all(zone in seen for zone in PLACES.values())
    await at.turn(at.ann, "start")
    await at.announce("start")
    for who, text in ((at.bob, f"{CYCLE} begins"), (at.mei, f"{CYCLE} 开始"), (at.lin, f"{CYCLE} 開始")):
        assert len(about(who, text)) == 1
        assert about(who, text)[0].text.startswith(text) or text in about(who, text)[0].text


async def goals_are_agreed_on(at: Quarter) -> None:
    """Bob proposes his and Lin confirms it; four more are there. Mei, Tom and Ann have none."""
    filled = {"title": "Raise online sales by 20 % in the first quarter", "due": "2027-03-31", "start": "100"}
    assert (await at.bob.command("/goals", "new")).ok
    assert (await at.bob.submit({**filled, "target": "120", "unit": "orders a day", "cycle": "1"})).ok
    await at.bot.settle()
    [proposed] = [one for one in at.lin.dm if "goals.read" in shown(one)]
    assert (await at.lin.press(proposed, "goals.read")).ok
    await press(at.lin, "goals.confirm")
    await at.lin.close_modal(all=True)
    for who in (at.lin, at.kim, at.leo, at.ray):
        await agreed(at, who)


async def agreed(at: Quarter, who: Actor) -> None:
    """A goal of theirs is confirmed."""
    async with at.bot.deps.transaction() as tx:
        person = await at.person(tx, who)
        here: dict[str, Any] = {"workspace_id": person.workspace_id, "source": f"view:{who.person.id}"}
        of: dict[str, Any] = {"owner_id": person.id, "made_by": person.id, "made_at": START, "cycle_id": 1}
        goal = Goal(level=Level.PERSON, state=GoalState.CONFIRMED, due=date(2027, 3, 31), **here, **of)
        tx.add(goal)
        await tx.flush()
        said: dict[str, Any] = {"title": "Valves", "measure": Measure.YES_NO, "written_by": person.id}
        tx.add(GoalVersion(goal_id=goal.id, number=1, written_at=START, due=goal.due, **here, **said))


async def somebody_is_let_pass(at: Quarter) -> None:
    """Mei may begin without goals: she and Tom, who leads her, read why."""
    await at.open_cycle(at.ann)
    await press(at.ann, "gates.open", "1")
    await press(at.ann, "gates.new", "1")
    given = {"person": at.mei.person.id, "gate": "goals", "reason": "Back from a long leave"}
    assert (await at.ann.submit(given)).ok
    at.noted("Ann Hale", "gates.overridden", "goals")
    await at.until(date(2027, 1, 18))
    assert [len(about(who, given["reason"])) for who in (at.mei, at.tom, at.lin)] == [1, 1, 0]
    assert "“执行”阶段进行中" in await home(at.mei)
    await agreed(at, at.mei)


async def it_is_paused_and_takes_longer(at: Quarter) -> None:
    """Tom lets it go on; a week more for "do", which all are told of."""
    await at.turn(at.ann, "pause")
    assert "HR 已暂停此周期" in await home(at.mei)
    assert "HR 已暫停此週期" in await home(at.lin)
    await at.until(date(2027, 2, 12), hour=9)
    await at.turn(at.tom, "resume")
    assert "“执行”阶段进行中" in await home(at.mei)
    await at.turn(at.ann, "extend", {"ends": "2027-04-07", "longer": "do"})
    await at.announce("extend")
    assert [len(about(who, text)) for who, text in ((at.bob, "takes longer"), (at.lin, f"{CYCLE} 延長"))] == [1, 1]
