"""A whole quarter by moving the clock: HR runs it, people of three languages are led through it, and the audit log knows who did what."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.cycles import Phase
from bot.domain.errors import RuleBroken
from bot.domain.goal_causes import Cause
from bot.domain.goals import Ending, GoalState
from bot.usecases import gates, goal_causes_choosing, one_on_ones_held
from storage.audit import AuditEntry
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle
from storage.database import Database, Tx
from storage.goals import Goal
from storage.own_summaries import OwnSummary
from storage.people import Person
from tests.announcements_by_hand import minutes, press, rows, top
from tests.cycle_quarter import (
    ALT,
    CYCLE,
    LED_BY,
    NAMES,
    ON,
    READY,
    TO_THE_END,
    WHOLE,
    Quarter,
    about,
    company,
    everybody,
    home,
    language,
)
from tests.cycle_quarter_plan import (
    goals_are_agreed_on,
    has_begun,
    it_is_paused_and_takes_longer,
    set_up_and_announced,
    somebody_is_let_pass,
)
from tests.handlers.test_fortnight import _button
from tests.office import shown
from tests.talks import talk

FEEDBACK = {
    "praise": "On Tuesday you listed all three faults, and the night shift found them at once.",
    "suggestion": "Next time, could you send the list by 17:00?",
    "encouragement": "I am glad that you took this on.",
}


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
