"""A whole quarter by moving the clock: HR runs it, people of three languages are led through it, and the audit log knows who did what."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.cycles import Phase
from bot.domain.errors import RuleBroken
from bot.domain.goal_causes import Cause
from bot.domain.goals import Ending, GoalState, Level, Measure
from bot.sandbox.actor import Actor
from bot.usecases import gates, goal_causes_choosing, one_on_ones_held
from storage.audit import AuditEntry
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle
from storage.database import Database, Tx
from storage.goals import Goal, GoalVersion
from storage.own_summaries import OwnSummary
from storage.people import Person
from tests.cycle_quarter import (
    ALT,
    CYCLE,
    LED_BY,
    NAMES,
    ON,
    PLACES,
    READY,
    START,
    TO_THE_END,
    WAITS,
    WHOLE,
    Quarter,
    about,
    company,
    everybody,
    home,
    language,
    local,
)
from tests.handlers.test_announcements import minutes, press, rows, top
from tests.handlers.test_fortnight import _button
from tests.office import shown
from tests.talks import talk

FEEDBACK = {
    "praise": "On Tuesday you listed all three faults, and the night shift found them at once.",
    "suggestion": "Next time, could you send the list by 17:00?",
    "encouragement": "I am glad that you took this on.",
}


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


async def nobody_is_surprised(at: Quarter) -> None:
    """Lin could not rate Bob low before he has read what she asked him to change."""
    assert await lacks_feedback(at)
    assert (await at.lin.command("/give-feedback", "@bob")).ok
    assert (await at.lin.submit(FEEDBACK)).ok
    await at.until(date(2027, 2, 22))
    assert await lacks_feedback(at)
    [told] = [one for one in at.bob.dm if "has written feedback for you" in one.text]
    assert (await at.bob.press(told, "feedback.read")).ok
    await at.bob.close_modal(all=True)
    await at.bot.settle()
    assert not await lacks_feedback(at)


async def lacks_feedback(at: Quarter) -> bool:
    return await refused(at, "gate_surprise", gates.may_rate_low)


async def refused(at: Quarter, code: str, ask: Any, whom: str = "bob") -> bool:
    """Whether a gate of the cycle keeps Lin from it."""
    async with at.bot.deps.transaction(reading=True) as tx:
        one = await tx.get_one(Cycle, 1)
        lin, who = await at.person(tx, at.lin), await at.person(tx, getattr(at, whom))
        try:
            await ask(tx, one, lin, who, at.bot.clock.now())
        except RuleBroken as broken:
            return broken.code == code
        return False


async def may_score(tx: Tx, one: Cycle, _: Person, who: Person, now: datetime) -> None:
    await gates.may_score(tx, one, who, now)


async def two_talks_are_recorded(at: Quarter) -> None:
    """Both say that they took place: what "check" asks for before it may score Bob."""
    assert await refused(at, "gate_talks", may_score)
    now = at.bot.clock.now()
    async with at.bot.deps.transaction() as tx:
        lin, bob = await at.person(tx, at.lin), await at.person(tx, at.bob)
        for days in (1, 5):
            over, soon = now - timedelta(days=days), now + timedelta(days=1)
            one = await talk(tx, bob, lin, over, f"2027-W0{days}", look_at=soon)
            for who in (lin, bob):
                await one_on_ones_held.say(tx, who, one.id, True, now)
    assert not await refused(at, "gate_talks", may_score)


async def check_is_held_and_let_go(at: Quarter) -> None:
    """HR holds what is told of "check", and lets it go a day late."""
    assert (await at.ann.command("/growloop", "fortnight")).ok
    await at.bot.settle()
    line = f"{CYCLE}"
    action, value = _button(at.ann, "fortnight.hold", line)
    await press(at.ann, action, value)
    assert (await at.ann.submit({"last": None, "why": "changes"})).ok
    await at.bot.settle()
    await at.ann.close_modal(all=True)
    await at.until(date(2027, 3, 18))
    assert not [who for who in everybody(at) if about(who, ON[language(who)].format(NAMES[language(who)][Phase.CHECK]))]
    assert (await at.ann.command("/growloop", "fortnight")).ok
    await at.bot.settle()
    action, value = _button(at.ann, "fortnight.release", line)
    for _ in range(2):
        await press(at.ann, action, value)
    await at.ann.close_modal(all=True)
    await at.until(date(2027, 3, 19))
    has_begun(at, Phase.CHECK, date(2027, 3, 19))


async def managers_have_a_summary(at: Quarter, part: Phase | None, drawn: Mapping[str, int]) -> None:
    """Each of the three in their language, once, with its picture, which is described in words; nobody else."""
    for who in everybody(at):
        spoken, name = language(who), who.person.name
        pictures = [one for one in who.dm if one.files]
        assert len(pictures) == drawn.get(name, 0), name
        text = WHOLE[spoken] if part is None else TO_THE_END[spoken].format(NAMES[spoken][part])
        summaries = [one for one in who.dm if one.text.startswith(CYCLE) and text in one.text]
        assert len(summaries) == (name in LED_BY.values()), name
        if pictures:
            assert pictures[-1].thread_ts == summaries[-1].ts
            assert ALT[spoken] in pictures[-1].files[0]["alt_txt"]


async def own_summaries_are_there(at: Quarter) -> None:
    """Each was told once in their language; Bob adds what is missing, and Lin reads it."""
    for who in everybody(at):
        assert len(about(who, READY[language(who)])) == 1, who.person.name
    assert (await at.bob.press(about(at.bob, READY["en"])[0], "own_summaries.open")).ok
    await press(at.bob, "own_summaries.add")
    assert "Besides you, Lin Wei can read this, and nobody else." in shown(at.bob.modal)
    assert (await at.bob.submit({"day": "2027-02-08", "words": "Taught the new ones"})).ok
    await at.bob.close_modal(all=True)
    assert (await at.lin.command("/growloop", "my-summary")).ok
    await press(at.lin, "own_summaries.team", "0")
    assert "Taught the new ones" in shown(at.lin.modal)


async def causes_are_named_from_both_sides(at: Quarter) -> None:
    """Bob missed his goal, and so did three others; HR reads how many named what."""
    [goal] = [one for one in await rows(at.bot, Goal) if not one.source.startswith("view:U")]
    assert (await at.bob.command("/goals")).ok
    await press(at.bob, "goals.read", str(goal.id))
    await press(at.bob, "goals.close")
    assert (await at.bob.submit({"ended": "missed", "words": "The press came late"})).ok
    await at.bob.close_modal(all=True)
    for who in (at.bob, at.lin):
        assert (await who.command("/growloop", "causes")).ok
    await press(at.bob, f"goal_causes.choose.{goal.id}")
    assert (await at.bob.submit({"cause": "ability"})).ok
    async with at.bot.deps.transaction() as tx:
        now, lin = at.bot.clock.now(), await at.person(tx, at.lin)
        led = [(await at.person(tx, who)).id for who in (at.bob, at.kim, at.leo, at.ray)]
        for one in await tx.exec(select(Goal).where(col(Goal.owner_id).in_(led)).order_by(col(Goal.id))):
            if one.id != goal.id:
                one.state, one.ended, one.closed_at = GoalState.CLOSED, Ending.MISSED, now
                tx.add(one)
                await tx.flush()
                owner = await tx.get_one(Person, one.owner_id)
                await goal_causes_choosing.choose(tx, owner, one.id, Cause.ABILITY, "", now, shown_to=lin.id)
            await goal_causes_choosing.choose(tx, lin, one.id, Cause.PROCESS, "", now, shown_to=one.owner_id)
    assert (await at.ann.command("/growloop", "causes")).ok
    await press(at.ann, "goal_causes.counts")
    assert shown(at.ann.modal).count("4 people named a cause.") == 2


async def it_ends_and_is_opened_once_more(at: Quarter) -> None:
    """The calendar closes it; HR opens it again for a week, and closes it by hand."""
    [one] = await rows(at.bot, Cycle)
    assert one.stage == "closed"
    at.did.append(("", "cycles.turn", "close", one.closed_at))
    await at.turn(at.ann, "reopen", {"ends": "2027-04-14", "longer": None})
    await at.turn(at.tom, "close")
    assert "It is closed." in shown(at.tom.modal)


async def the_report_compares_two_cycles(at: Quarter) -> None:
    """CSV and HTML come to HR's own messages; once the next quarter runs, its trend knows the last one."""
    await at.until(date(2027, 4, 11), hour=9)
    await at.ann.close_modal(all=True)
    assert (await at.ann.command("/growloop", "cycle")).ok
    await press(at.ann, "cycles.new")
    assert (await at.ann.submit()).ok
    await press(at.ann, "cycles.turn.start")
    await minutes(at.bot)
    await at.ann.close_modal(all=True)
    assert (await at.ann.command("/growloop", "report")).ok
    await at.bot.settle()
    assert "Cycle by cycle" in shown(at.ann.modal)
    assert all(name in shown(at.ann.modal) for name in (CYCLE, "Q2 2027"))
    assert (await at.ann.press(top(at.ann), "cycle_reports.files")).ok
    await at.bot.settle()
    sent = {one["name"]: one["content"].decode("utf-8-sig") for one in at.bot.sandbox.workspace.files.values()}
    assert "The whole company,8," in sent["cycle-report.csv"]
    assert CYCLE in sent["cycle-report.html"]
    assert sum(len(one.files) for one in at.ann.dm) == 2


async def the_audit_log_knows_all_of_it(at: Quarter) -> None:
    """Who, what and when, of each thing that was done with the cycle, and nothing else."""
    names = {one.id: one.name for one in await rows(at.bot, Person)} | {None: ""}
    found = [
        (
            names[one.actor_id],
            one.act,
            one.details.get("turn") or one.details.get("part") or one.details["gate"],
            one.at,
        )
        for one in await rows(at.bot, AuditEntry)
        if one.subject == "cycle"
    ]
    assert found == at.did


async def test_hr_runs_a_quarter_for_people_of_three_languages(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with company(sqlite, monkeypatch) as at:
        await set_up_and_announced(at)
        await at.until(date(2027, 1, 1))
        has_begun(at, Phase.PLAN, date(2027, 1, 1))
        assert "You have no goal in this cycle yet." in await home(at.bob)
        await at.until(date(2027, 1, 4), hour=9)
        await goals_are_agreed_on(at)
        assert "You have no goal in this cycle yet." not in await home(at.bob)
        # At each one's midnight: "do" has begun in Shanghai, and not yet in Berlin.
        await at.until(date(2027, 1, 14), hour=17)
        assert "执行" in await home(at.mei)
        assert "“Plan” is on" in await home(at.tom)

        await at.until(date(2027, 1, 15))
        has_begun(at, Phase.DO, date(2027, 1, 15), waiting=("Ann Hale", "Tom Berg", "Mei Lin"))
        await managers_have_a_summary(at, Phase.PLAN, {"Mei Lin": 1, "Lin Wei": 1})
        await somebody_is_let_pass(at)
        await at.until(date(2027, 2, 10))
        await two_talks_are_recorded(at)
        await it_is_paused_and_takes_longer(at)
        await nobody_is_surprised(at)

        await at.until(date(2027, 3, 9))
        await check_is_held_and_let_go(at)
        await managers_have_a_summary(at, Phase.DO, {"Tom Berg": 1, "Mei Lin": 2, "Lin Wei": 2})
        await own_summaries_are_there(at)
        assert await refused(at, "gate_talks", may_score, "kim")

        await at.until(date(2027, 4, 1))
        has_begun(at, Phase.ACT, date(2027, 4, 1))
        await causes_are_named_from_both_sides(at)
        await at.until(date(2027, 4, 9))
        await managers_have_a_summary(at, None, {"Tom Berg": 3, "Mei Lin": 4, "Lin Wei": 4})
        await it_ends_and_is_opened_once_more(at)
        assert {one.part for one in await rows(at.bot, OwnSummary)} == {"check", "end"}
        await the_audit_log_knows_all_of_it(at)
        await the_report_compares_two_cycles(at)
        # The last phase is told with the whole, also once that was opened again.
        assert {one.part for one in await rows(at.bot, CycleSummary)} == {"plan", "do", "check", "end"}
