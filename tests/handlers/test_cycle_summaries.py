"""`/summary` in Slack: there at once, then filled in; each figure leads to what it counts, and the message at a phase's end opens it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import pictures
from bot.domain.cycles import Phase, Stage
from bot.domain.pictures import PictureState
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message, Outcome
from bot.usecases import cycle_summaries_counting as counting
from schedules import cycle_summaries as ticks
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.database import Database
from tests.office import OPENS, Office, office, shown

OVER = datetime(2027, 1, 18, 15, 30, tzinfo=UTC)
"""Half past four on Monday in Tom's Berlin; the phase ended on Friday."""
BLOCKER = "The pump <!here>"


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    """Mei and Bob, who report to Tom, are in a cycle that runs; Mei answers on Friday and asks Tom for help."""
    async with office(sqlite) as made:
        mei, bob = await made.person(made.mei), await made.person(made.bob)
        row: dict[str, Any] = {"workspace_id": mei.workspace_id}
        async with made.bot.deps.transaction() as tx:
            named: dict[str, Any] = {"name": "Q1 2027", "made_by": mei.id, "made_at": OPENS}
            cycle = Cycle(**row, **named, starts=date(2027, 1, 4), ends=date(2027, 3, 31), stage=Stage.RUNNING)
            tx.add(cycle)
            await tx.flush()
            tx.add(
                CyclePhase(**row, cycle_id=cycle.id, phase=Phase.PLAN, starts=date(2027, 1, 4), ends=date(2027, 1, 15))
            )
            for one in (mei, bob):
                begins: dict[str, Any] = {"begins": cycle.starts, "joined_on": cycle.starts}
                tx.add(CyclePerson(**row, cycle_id=cycle.id, person_id=one.id, **begins))
        await made.bot.move_to(OPENS)
        await made.mei.press(made.mei.dm[-1], "checkins.answer")
        await made.mei.submit({"progress": "Shipped", "blocker": BLOCKER, "help_from": made.tom.person})
        await made.bot.move(hours=26)
        yield made


async def press(who: Actor, action: str, **more: Any) -> Outcome:
    assert who.modal is not None
    return await who.press(who.modal, action, **more)


async def test_the_summary_is_there_at_once_and_then_filled_in(at: Office) -> None:
    assert (await at.tom.command("/summary")).ok
    [opened, updated] = at.bot.sandbox.calls("views.open")[-1], at.bot.sandbox.calls("views.update")[-1]
    assert "One moment" in str(opened["view"])
    assert "One moment" not in str(updated["view"])
    seen = shown(at.tom.modal)
    assert "Q1 2027 (Jan 4 to Jan 16): 1 of 2 check-ins was answered." in seen
    assert "Asked for your help on Jan 15" in seen
    # Who closes it meanwhile waits for nothing, and is told of no trouble.
    await at.tom.close_modal(all=True)
    typed = asyncio.create_task(at.tom.command("/summary"))
    while at.tom.modal is None:  # noqa: ASYNC110 - Slack tells nobody
        await asyncio.sleep(0)
    await at.tom.close_modal()
    closed = await typed
    assert (closed.ok, closed.texts) == (True, [])


async def test_each_figure_leads_to_what_it_counts_and_that_opens_above_it(at: Office) -> None:
    await at.tom.command("/summary")
    assert (await press(at.tom, "cycle_summaries.behind", value="0 blockers 0")).ok
    assert "in the way of Mei Lin, still open" in shown(at.tom.modal)
    assert "You have not opened it yet." in shown(at.tom.modal)
    assert (await press(at.tom, "cycle_summaries.read")).ok
    assert "The pump" in shown(at.tom.modal)
    await at.tom.close_modal()
    assert (await press(at.tom, "cycle_summaries.team")).ok
    await press(at.tom, "cycle_summaries.behind", value="0 blockers 0")
    assert "The pump" in shown(at.tom.modal)


async def test_who_to_talk_to_has_the_button_that_starts_it(at: Office) -> None:
    await at.tom.command("/summary")
    assert (await press(at.tom, "cycle_summaries.read")).ok
    assert "Mei Lin" in shown(at.tom.modal)
    await at.tom.close_modal(all=True)
    mei = await at.person(at.mei)
    await at.tom.command("/summary", "@mei")
    assert (await press(at.tom, "cycle_summaries.talk", value=str(mei.id))).ok
    await at.tom.close_modal()
    assert (await press(at.tom, "cycle_summaries.give", value=str(mei.id))).ok
    assert "praise" in shown(at.tom.modal)


async def test_one_person_is_named_chosen_or_found_in_the_list(at: Office) -> None:
    assert (await at.tom.command("/summary", "@mei")).ok
    assert "check-in of Mei Lin" in shown(at.tom.modal)
    assert (await press(at.tom, "cycle_summaries.team")).ok
    assert (await press(at.tom, "cycle_summaries.people")).ok
    assert "Bob Sun" in shown(at.tom.modal)
    assert (await press(at.tom, "cycle_summaries.person", value=f"{(await at.person(at.bob)).id} 0")).ok
    assert "Nothing of these days is yours to read yet." in shown(at.tom.modal)
    assert (await press(at.tom, "cycle_summaries.team")).ok
    assert "1 of 2 check-ins" in shown(at.tom.modal)


async def test_nobody_reads_the_summary_of_whom_they_do_not_lead(at: Office) -> None:
    for who, named in ((at.mei, "@bob"), (at.ann, "@mei"), (at.tom, "@tom")):
        assert "This person does not report to you" in str((await who.command("/summary", named)).texts)
    assert "Please name one person" in str((await at.tom.command("/summary", "something")).texts)
    assert (await at.mei.command("/summary")).ok
    assert "Nobody reports to you at the moment" in shown(at.mei.modal)


@pytest.mark.parametrize("allowed", [True, False])
async def test_at_the_end_of_a_phase_its_manager_is_told_once_and_opens_it_again(
    at: Office, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    """Without the right to upload files it is text alone, and `growloop doctor` says why."""
    monkeypatch.setattr(pictures, "fonts", lambda _language: ("named.ttf",))
    monkeypatch.setattr(pictures, "png", lambda svg, _fonts: svg.encode())
    if not allowed:
        at.bot.sandbox.revoke_scope("files:write")
    await at.bot.clock.move_to(OVER)
    for _ in range(3):
        await at.bot.tick()
        await at.bot.move(minutes=1)
    told: list[Message] = [one for one in at.tom.dm if "to the end of" in one.text]
    assert [one.text for one in told] == [
        "Q1 2027, to the end of “Plan” (Jan 4 to Jan 15): 1 of 2 check-ins was answered."
    ]
    assert BLOCKER not in shown(told[0])
    assert len([one for one in at.tom.dm if one.files]) == allowed
    assert bool(at.bot.sandbox.calls("files.getUploadURLExternal")) is allowed
    assert (await at.tom.press(told[0], "cycle_summaries.team")).ok
    assert "to the end of “Plan”" in shown(at.tom.modal)
    await press(at.tom, "cycle_summaries.earlier")
    assert "Plan, to January 15, 2027" in shown(at.tom.modal)
    tom = await at.person(at.tom)
    [row] = [one for one in await at.rows(CycleSummary) if one.manager_id == tom.id]
    assert (row.part, row.last, row.figures["people"]) == ("plan", date(2027, 1, 15), 2)
    assert row.chart == (PictureState.SENT if allowed else PictureState.NONE)


async def test_while_the_teams_of_a_company_are_counted_everybody_else_can_write(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = counting.count

    async def count(*given: Any) -> Any:
        async with asyncio.timeout(1), at.bot.deps.transaction():
            return await counted(*given)

    monkeypatch.setattr(counting, "count", count)
    await at.bot.clock.move_to(OVER)
    await ticks.tell_due(at.bot.deps)
    assert {one.part for one in await at.rows(CycleSummary)} == {"plan"}
