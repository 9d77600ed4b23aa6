"""Pulses: taking part, once and without a trace of who said what; closing; and results for those who may see them."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import checkins
from bot.domain import pulses as rules
from bot.domain.checkins import Outcome, SeriesKind, SeriesState
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.replies import Reply
from bot.usecases import checkins as checkin_usecases
from bot.usecases import home as home_usecases
from bot.usecases import pulses as usecases
from bot.usecases import pulses_results
from storage import mixing
from storage import pulses as store
from storage.checkins import CheckIn
from storage.database import Database
from storage.drafts import KeptDraft
from storage.series import Question
from storage.workspaces import Workspace
from tests import company, pulse_team
from tests.clock import START
from tests.pulse_team import BERLIN_OPENS, CLOSED, LOOKS, OPENS, SLOT, WITHIN, Pulse


@pytest.fixture
async def pulse(database: Database) -> Pulse:
    """A company whose pulse runs, once on each database."""
    return await pulse_team.found(database)


async def everybody_answers(pulse: Pulse) -> None:
    """Tom's team gives 2, Eva's 5, Kim's 3; Ann and the leaders 4."""
    marks = {"Tom": 2, "Eva": 5, "Kim": 3}
    for name in [*pulse.members, "Tom", "Eva", "Kim", "Ann"]:
        leader = name[:-1]
        await pulse.answer(
            name, number=marks.get(leader, 4), choice="time" if leader == "Tom" else "fine", words=f"by {name}"
        )


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


async def test_hr_sees_all_and_each_team_of_five_and_a_manager_their_own(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    scale, single, text = (await pulse.results("Ann")).found
    assert (scale.whole.count, scale.whole.tally) == (19, {"2": 6, "3": 3, "4": 4, "5": 6})
    assert (single.whole.tally, text.whole.count, scale.team) == ({"time": 6, "fine": 13}, 19, None)
    toms = (await pulse.results("Tom")).found
    assert toms[0].team is not None
    assert (toms[0].team.count, toms[0].team.mean) == (6, 2.0)
    assert toms[2].team is None
    kims = (await pulse.results("Kim")).found
    assert [one.team for one in kims] == [None, None, None]
    async with pulse.team.transaction(reading=True) as tx:
        shown = await pulses_results.access_teams(
            tx, await pulse.team.person(tx, "Ann"), (await pulse.slots())[0].id, LOOKS
        )
    assert [(one.name, [each.whole.count for each in found]) for one, found in shown.rows] == [
        ("Eva", [6, 6]),
        ("Tom", [6, 6]),
    ]


async def test_who_may_see_results_is_told_once_that_they_are_there_at_the_hour_of_their_digest(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    await pulse.close()
    told = await pulse.team.notices(rules.CLOSED)
    assert {one.recipient_id for one in told} == {pulse.team.ids[name] for name in ("Ann", "Tom", "Eva", "Kim")}
    assert len(told) == 4
    assert {one.subject_id for one in told} == {(await pulse.slots())[0].id}
    assert {one.due_at.hour * 60 + one.due_at.minute for one in told} == {15 * 60 + 30}
    async with pulse.team.transaction(reading=True) as tx:
        shown = await pulses_results.access_closed(tx, told[0], await pulse.team.person(tx, "Tom"), LOOKS)
        assert shown.series.id == pulse.series_id
        with pytest.raises(NotAllowed):
            await pulses_results.access_closed(tx, told[0], await pulse.team.person(tx, "Tom1"), LOOKS)


@pytest.mark.parametrize("few", [4, 17])
async def test_nobody_is_told_of_results_that_cannot_be_shown(pulse: Pulse, few: int) -> None:
    await pulse.open()
    for name in [*pulse.members, "Tom", "Eva", "Kim", "Ann"][:few]:
        await pulse.answer(name)
    await pulse.close()
    assert not (await pulse.slots())[0].shown
    assert await pulse.team.notices(rules.CLOSED) == []


async def test_colleagues_see_results_once_hr_shares_them_and_never_by_team(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    with pytest.raises(NotAllowed, match="not_found"):
        await pulse.results("Tom1")
    await pulse.share("Ann")
    await pulse.share("Ann")
    shown = await pulse.results("Tom1")
    assert [one.whole.count for one in shown.found] == [19, 19, 19]
    assert (shown.hr, shown.has_teams, [one.team for one in shown.found]) == (False, False, [None, None, None])
    await pulse.share("Ann", shared=False)
    with pytest.raises(NotAllowed, match="not_found"):
        await pulse.results("Tom1")
    assert (await pulse.audited()).count("pulse.share") == 2


@pytest.mark.parametrize("name", ["Tom", "Tom1"])
async def test_nobody_but_hr_shares_or_sees_teams(pulse: Pulse, name: str) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    with pytest.raises(NotAllowed, match="hr_only"):
        await pulse.share(name)
    slot = (await pulse.slots())[0].id
    async with pulse.team.transaction(reading=True) as tx:
        me = await pulse.team.person(tx, name)
        with pytest.raises(NotAllowed, match="hr_only"):
            await pulses_results.access_teams(tx, me, slot, LOOKS)


@pytest.mark.parametrize("name", ["Ann", "Tom", "Tom1"])
async def test_nobody_sees_anything_before_the_close(pulse: Pulse, name: str) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    with pytest.raises(NotAllowed, match="not_found"):
        await pulse.results(name)


async def test_words_come_in_pages_each_once_in_an_order_that_is_not_that_of_their_coming(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    slot, text = (await pulse.slots())[0].id, pulse.questions[2].id
    async with pulse.team.transaction(reading=True) as tx:
        ann = await pulse.team.person(tx, "Ann")
        pages = [await pulses_results.access_texts(tx, ann, slot, text, LOOKS, page) for page in range(2)]
        with pytest.raises(NotAllowed, match="not_found"):
            await pulses_results.access_texts(tx, ann, slot, pulse.questions[0].id, LOOKS)
    assert [(len(one.said), one.more) for one in pages] == [(15, True), (4, False)]
    said = [words for one in pages for words in one.said]
    came = [f"by {name}" for name in [*pulse.members, "Tom", "Eva", "Kim", "Ann"]]
    assert sorted(filter(None, said)) == sorted(came)
    assert said != came


async def test_somebody_of_another_workspace_is_told_that_there_is_nothing(pulse: Pulse) -> None:
    await pulse.open()
    await everybody_answers(pulse)
    await pulse.close()
    await pulse.share("Ann")
    async with pulse.team.transaction() as tx:
        elsewhere = Workspace(team_id="T0OTHER", name="Other", bot_user_id="U0BOT2")
        tx.add(elsewhere)
        await tx.flush()
        stranger = await company.person(tx, elsewhere, "Stranger")
        with pytest.raises(NotAllowed, match="not_found"):
            await pulses_results.access_results(tx, stranger, (await pulse.slots())[0].id, LOOKS)
        with pytest.raises(NotAllowed, match="not_found"):
            await usecases.access_form(tx, stranger, pulse.series_id, SLOT, WITHIN)


async def test_home_shows_ones_open_pulse_and_then_to_whom_it_may_its_results(pulse: Pulse) -> None:
    await pulse.open()

    async def home(name: str, at: datetime, *, leads: bool = False, hr: bool = False) -> tuple[list[bool], int, int]:
        async with pulse.team.transaction(reading=True) as tx:
            me = await pulse.team.person(tx, name)
            shown = await usecases.access_mine(tx, me, at, leads=leads, hr=hr)
        return [one.taken for one in shown.open], len(shown.results), len(shown.hr)

    assert await home("Tom1", WITHIN) == ([False], 0, 0)
    await everybody_answers(pulse)
    assert await home("Tom1", WITHIN) == ([True], 0, 0)
    await pulse.close()
    assert await home("Tom1", LOOKS) == ([], 0, 0)
    assert await home("Tom", LOOKS, leads=True) == ([], 1, 0)
    assert await home("Ann", LOOKS, hr=True) == ([], 1, 1)
    await pulse.share("Ann")
    assert await home("Tom1", LOOKS) == ([], 1, 0)


async def test_two_clicks_at_once_are_one_answer(pulse: Pulse) -> None:
    await pulse.open()
    done = await asyncio.gather(*(pulse.answer("Tom1", number=None, words=f"click {number}") for number in range(4)))
    assert sorted(done) == [False, False, False, True]
    assert len(await pulse.answers()) == 1


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
