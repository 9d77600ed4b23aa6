"""Pulses: the close of a turn, once and whole, and what is left of the answers after it."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.domain.checkins import Outcome
from bot.domain.errors import RuleBroken
from storage import mixing
from tests.clock import START
from tests.pulse_team import CLOSED, LOOKS, Pulse, everybody_answers


async def test_the_slot_closes_when_the_last_window_has_ended_and_once(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    assert await pulse.close(CLOSED) == 0
    assert await pulse.close(LOOKS) == 1
    assert await pulse.close(LOOKS + timedelta(days=9)) == 0
    (slot,) = await pulse.slots()
    assert (slot.closed_at, slot.asked, slot.answered, slot.shown) == (LOOKS, 19, 19, True)


async def test_leave_holds_the_others_up_for_some_days_at_the_most(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    async with pulse.team.transaction() as tx:
        period = await pulse.period("Ann")
        period.closes_at, period.outcome = LOOKS + timedelta(days=20), None
        tx.add(await tx.merge(period))
    assert await pulse.close(LOOKS) == 0
    assert (await pulse.slots())[0].looks_at == LOOKS + timedelta(days=4)
    assert await pulse.close(LOOKS + timedelta(days=4)) == 1
    assert (await pulse.period("Ann")).closes_at == LOOKS + timedelta(days=4)
    with pytest.raises(RuleBroken, match="pulse_closed"):
        await pulse.answer("Ann", LOOKS + timedelta(days=5))


async def test_at_the_close_every_key_is_new_and_every_answer_still_there(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    before = await pulse.answers()
    await pulse.close()
    after = await pulse.answers()
    assert {one.key for one in before} & {one.key for one in after} == set()
    assert len({one.key for one in after}) == len(after) == len(before) == 3 * 19
    assert sorted(one.words for one in after if one.words) == sorted(one.words for one in before if one.words)


async def test_after_the_close_no_team_under_five_and_no_words_carry_a_team(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    teams = {pulse.team.ids["Tom"], pulse.team.ids["Eva"]}
    assert {one.team_id for one in await pulse.answers()} == {None, *teams}
    assert {one.team_id for one in await pulse.answers() if one.words} == {None}


async def test_a_team_under_five_is_told_apart_nowhere_not_even_before_the_close(pulse: Pulse) -> None:
    await pulse.open()
    await pulse.answer("Kim1", words="x")
    assert {one.team_id for one in await pulse.answers()} == {None}


@pytest.mark.parametrize(("answering", "kept"), [(4, 0), (5, 5), (14, 14), (15, 0), (18, 0)])
async def test_what_can_never_be_shown_is_deleted_at_the_close(pulse: Pulse, answering: int, kept: int) -> None:
    await pulse.open()
    for name in [*pulse.members, "Tom", "Eva", "Kim", "Ann"][:answering]:
        await pulse.answer(name)
    await pulse.close()
    assert len(await pulse.answers()) == kept
    assert (await pulse.slots())[0].shown is bool(kept)


async def test_a_question_that_fewer_than_five_answered_is_deleted_alone(pulse: Pulse) -> None:
    await pulse.open()
    for number, name in enumerate(pulse.members[:14]):
        await pulse.answer(name, words="rare" if number < 4 else "")
    await pulse.close()
    assert {one.words for one in await pulse.answers()} == {None}
    assert len(await pulse.answers()) == 14


async def test_an_answer_that_races_with_the_close_is_counted_and_mixed_or_refused(pulse: Pulse) -> None:
    """Whichever comes first: never is it noted that somebody took part whose answer is not among the mixed ones."""
    await pulse.open()
    for name in pulse.members[:9]:
        await pulse.answer(name)
    late = LOOKS + timedelta(days=4)
    async with pulse.team.transaction() as tx:
        for name in pulse.members[9:]:
            period = await pulse.period(name)
            period.closes_at = late + timedelta(days=1)
            tx.add(await tx.merge(period))

    async def answer(name: str) -> bool:
        try:
            return await pulse.answer(name, late)
        except RuleBroken:
            return False

    closing, *answered = await asyncio.gather(pulse.close(late), *(answer(name) for name in pulse.members[9:]))
    assert closing == 1
    (slot,) = await pulse.slots()
    outcomes = [(await pulse.period(name)).outcome for name in pulse.members]
    assert slot.answered == outcomes.count(Outcome.ANSWERED) == 9 + sum(answered)
    assert len(await pulse.answers()) == (slot.answered if slot.shown else 0)


async def test_a_crash_while_the_answers_are_mixed_leaves_all_as_it_was(
    pulse: Pulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    before = {one.key for one in await pulse.answers()}
    monkeypatch.setattr(mixing, "_key", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await pulse.close()
    assert {one.key for one in await pulse.answers()} == before
    monkeypatch.undo()
    assert await pulse.close(LOOKS + timedelta(minutes=1)) == 1


async def test_who_is_away_all_the_time_is_not_among_those_who_were_asked(pulse: Pulse) -> None:
    away = pulse.members[5:9]
    for name in away:
        await pulse.team.away(name, date(2027, 2, 1), date(2027, 3, 10))
    await pulse.team.replan(START)
    await pulse.open()
    for name in [*pulse.members, "Tom", "Eva", "Kim", "Ann"]:
        if name not in away:
            await pulse.answer(name)
    await pulse.close()
    (slot,) = await pulse.slots()
    assert (slot.asked, slot.answered, slot.shown) == (15, 15, True)
