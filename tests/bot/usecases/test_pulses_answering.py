"""Pulses: opened and answered, once and without a trace of who said what."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import checkins
from bot.domain.checkins import Outcome, SeriesKind, SeriesState
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.replies import Reply
from bot.usecases import checkins as checkin_usecases
from bot.usecases import home as home_usecases
from bot.usecases import pulses as usecases
from storage import pulses as store
from storage.checkins import CheckIn
from storage.database import Database
from storage.drafts import KeptDraft
from storage.series import Question
from tests import company
from tests.clock import START
from tests.pulse_team import BERLIN_OPENS, OPENS, SLOT, WITHIN, Pulse


async def test_the_pulse_that_hr_is_offered_is_paused_and_made_once(database: Database) -> None:
    async with database.transaction() as tx:
        at = await company.workspace(tx)
        made = await usecases.ensure_default(tx, at, START)
        again = await usecases.ensure_default(tx, at, START)
    assert made is not None
    assert (made.kind, made.state, again) == (SeriesKind.PULSE, SeriesState.PAUSED, None)


async def test_a_pulse_opens_as_a_check_in_does_and_asks_once(pulse: Pulse) -> None:
    await pulse.open(OPENS - timedelta(seconds=1))
    assert await pulse.slots() == []
    await pulse.open(OPENS)
    await pulse.open(BERLIN_OPENS)
    await pulse.open(BERLIN_OPENS)
    assert [(one.slot, one.opened_at) for one in await pulse.slots()] == [(SLOT, OPENS)]
    assert len(await pulse.team.notices(checkins.PROMPT)) == len(pulse.team.ids)
    period = await pulse.period("Tom1")
    assert (period.opens_at, period.outcome) == (OPENS, None)


async def test_who_took_part_is_known_and_neither_when_nor_what_they_said(pulse: Pulse) -> None:
    await pulse.open()
    assert await pulse.answer("Tom1", number=3, choice="tools", words="More tests") is True
    period = await pulse.period("Tom1")
    assert (period.outcome, period.settled_at) == (Outcome.ANSWERED, None)
    said = await pulse.answers()
    assert {(one.number, one.chosen, one.words) for one in said} == {
        (3.0, None, None),
        (None, "tools", None),
        (None, None, "More tests"),
    }
    async with pulse.team.transaction(reading=True) as tx:
        assert list(await tx.exec(select(CheckIn))) == []


async def test_a_second_time_nothing_is_stored_and_nothing_changed(pulse: Pulse) -> None:
    await pulse.open()
    assert await pulse.answer("Tom1", words="first") is True
    assert await pulse.answer("Tom1", words="second") is False
    assert [one.words for one in await pulse.answers() if one.words] == ["first"]


async def test_an_answer_needs_something_in_it_and_only_what_was_asked(pulse: Pulse) -> None:
    await pulse.open()
    with pytest.raises(RuleBroken, match="pulse_empty"):
        await pulse.answer("Tom1", number=None)
    with pytest.raises(RuleBroken, match="answer_unknown"):
        await pulse.answer("Tom1", number=9)
    with pytest.raises(RuleBroken, match="answer_unknown"):
        await pulse.send("Tom1", [Reply(10_000, words="x")])
    with pytest.raises(RuleBroken, match="too_long"):
        await pulse.answer("Tom1", words="x" * 3_001)
    assert (await pulse.period("Tom1")).outcome is None
    assert await pulse.answers() == []


async def test_after_the_window_nothing_is_kept_not_even_a_draft(pulse: Pulse) -> None:
    await pulse.open()
    closes = (await pulse.period("Tom1")).closes_at
    with pytest.raises(RuleBroken, match="pulse_closed"):
        await pulse.answer("Tom1", closes, words="too late")
    assert await pulse.answers() == []
    async with pulse.team.transaction(reading=True) as tx:
        assert list(await tx.exec(select(KeptDraft))) == []


async def test_nobody_answers_what_they_were_not_asked(pulse: Pulse) -> None:
    with pytest.raises(NotAllowed, match="not_found"):
        await pulse.answer("Tom1")
    await pulse.team.join("New")
    await pulse.open()
    with pytest.raises(NotAllowed, match="not_found"):
        await pulse.answer("New")
    assert await pulse.answers() == []


async def test_a_pulse_is_no_check_in_and_waits_in_no_form_of_one(pulse: Pulse) -> None:
    await pulse.open()
    with pytest.raises(RuleBroken, match="no_checkin"):
        async with pulse.team.transaction(reading=True) as tx:
            await checkin_usecases.access_form(tx, await pulse.team.person(tx, "Tom1"), WITHIN)
    async with pulse.team.transaction(reading=True) as tx:
        me = await pulse.team.person(tx, "Tom1")
        with pytest.raises(NotAllowed, match="not_found"):
            await checkin_usecases.access_form(tx, me, WITHIN, slot=SLOT, series_id=pulse.series_id)


async def test_a_manager_does_not_see_who_of_their_team_took_part(pulse: Pulse) -> None:
    await pulse.open()
    await pulse.answer("Tom1")
    async with pulse.team.transaction(reading=True) as tx:
        shown = await home_usecases.access_home(tx, await pulse.team.person(tx, "Tom"), WITHIN)
    assert len(shown.team.rows) == 6
    assert {(one.outcome, one.open, one.checkin) for one in shown.team.rows} == {(None, False, None)}


async def test_two_clicks_at_once_are_one_answer(pulse: Pulse) -> None:
    await pulse.open()
    done = await asyncio.gather(*(pulse.answer("Tom1", number=None, words=f"click {number}") for number in range(4)))
    assert sorted(done) == [False, False, False, True]
    assert len(await pulse.answers()) == 1


async def test_a_crash_between_the_two_leaves_neither(pulse: Pulse, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_: object) -> None:
        raise RuntimeError("the power went")

    await pulse.open()
    monkeypatch.setattr(store, "add", crash)
    with pytest.raises(RuntimeError):
        await pulse.answer("Tom1")
    assert (await pulse.period("Tom1")).outcome is None
    monkeypatch.undo()
    assert await pulse.answer("Tom1") is True


async def test_everybody_is_asked_what_the_first_was_whatever_hr_changes_meanwhile(pulse: Pulse) -> None:
    await pulse.open(OPENS)
    async with pulse.team.transaction() as tx:
        question = await tx.get_one(Question, pulse.questions[0].id)
        question.until = OPENS + timedelta(hours=1)
        new: dict[str, Any] = {"key": question.key, "version": 2, "kind": question.kind, "texts": question.texts}
        tx.add(Question(workspace_id=1, series_id=pulse.series_id, since=OPENS + timedelta(hours=1), **new))
        tx.add(question)
    await pulse.open(BERLIN_OPENS)
    async with pulse.team.transaction(reading=True) as tx:
        me = await pulse.team.person(tx, "Ann")
        form = await usecases.access_form(tx, me, pulse.series_id, SLOT, WITHIN)
    assert [one.id for one in form.questions] == [one.id for one in pulse.questions]
    assert await pulse.answer("Ann") is True
