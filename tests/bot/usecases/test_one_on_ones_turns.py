"""1:1s over many people: turns that come once, are moved, missed, settled late and touched by nobody else."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain import one_on_ones as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.one_on_ones import Cadence, TalkState
from bot.usecases import one_on_ones_held as held
from bot.usecases import one_on_ones_missed as missed
from bot.usecases import one_on_ones_moves as moves
from bot.usecases import one_on_ones_survey as survey
from bot.usecases import one_on_ones_turns as turns
from bot.usecases.one_on_ones_setting import Usual
from tests.one_on_ones import FEBRUARY, NOW, THURSDAY, Talks


async def test_turns_come_once_however_often_and_by_however_many_clocks_it_is_looked(talks: Talks) -> None:
    await talks.set_up("Lea", "Max")
    assert [(one.slot, one.at) for one in await talks.all()] == [("2027-W03", THURSDAY)] * 2 or [
        one.state for one in await talks.all()
    ] == [TalkState.AGREED, TalkState.DUE]
    for _ in range(2):
        async with talks.team.transaction() as tx:
            await turns.open_due(tx, NOW + timedelta(days=7))
    assert sorted((one.pairing_id, one.slot) for one in await talks.all()) == [
        (1, "2027-W03"),
        (1, "2027-W04"),
        (2, "2027-W03"),
        (2, "2027-W04"),
    ]
    asked = await talks.team.notices(rules.TIMES, "Tom")
    assert len(asked) == 2


async def test_whoever_begins_after_the_usual_day_of_the_week_begins_with_the_next_one(talks: Talks) -> None:
    await talks.set_up("Lea", usual=Usual(Cadence.WEEKLY, 1, time(9)), now=NOW - timedelta(days=2))
    assert await talks.all() == []
    async with talks.team.transaction() as tx:
        await turns.open_due(tx, NOW)
    assert [one.slot for one in await talks.all()] == ["2027-W03"]


async def test_a_usual_time_that_somebody_elses_1_1_takes_is_offered_anew(talks: Talks) -> None:
    await talks.set_up("Lea", "Max")
    assert (await talks.of("Lea")).state is TalkState.AGREED
    assert (await talks.of("Max")).state is TalkState.DUE
    async with talks.team.transaction() as tx:
        tom = await talks.team.person(tx, "Tom")
        talk = await talks.of("Max")
        with pytest.raises(RuleBroken, match="talk_taken"):
            await moves.propose(tx, tom, talk.id, THURSDAY + timedelta(minutes=15), NOW, sure=True)


async def test_another_rhythm_leaves_alone_what_somebody_moved_and_calls_off_the_rest(talks: Talks) -> None:
    await talks.set_up("Lea")
    await talks.set_up("Lea", usual=Usual(Cadence.MONTHLY, 2, time(14), 60), now=NOW)
    found = {one.slot: one for one in await talks.all()}
    assert found["2027-W03"].state is TalkState.SKIPPED
    assert found["2027-01"].at == datetime(2027, 1, 19, 13, 0, tzinfo=UTC)
    assert found["2027-01"].minutes == 60
    async with talks.team.transaction() as tx:
        tom = await talks.team.person(tx, "Tom")
        assert await missed.access_missed(tx, tom, FEBRUARY - timedelta(days=4)) == []


async def test_without_any_time_the_turn_is_over_and_counts_as_not_held(talks: Talks) -> None:
    await talks.set_up("Lea", usual=Usual(Cadence.WEEKLY))
    await talks.look(NOW + timedelta(days=20))
    assert {one.state for one in await talks.all()} == {TalkState.NOT_HELD}


async def test_a_proposal_that_nobody_answered_and_nobody_spoke_of_was_not_held(talks: Talks) -> None:
    await talks.set_up("Lea")
    talk = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        await moves.propose(tx, await talks.team.person(tx, "Lea"), talk.id, THURSDAY + timedelta(hours=2), NOW)
    await talks.look(THURSDAY + timedelta(hours=3))
    await talks.look(THURSDAY + timedelta(days=10))
    assert (await talks.of("Lea")).state is TalkState.NOT_HELD


async def test_nobody_but_the_two_can_touch_a_talk(talks: Talks) -> None:
    await talks.set_up("Lea")
    talk = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        for name in ("Max", "Ann"):
            me = await talks.team.person(tx, name)
            with pytest.raises(NotAllowed):
                await moves.skip(tx, me, talk.id, "Because", NOW)
            with pytest.raises(NotAllowed):
                await held.say(tx, me, talk.id, True, NOW + timedelta(days=7))
            with pytest.raises(NotAllowed):
                await survey.access_survey(tx, me, talk.id, NOW)
        with pytest.raises(NotAllowed):
            await survey.access_survey(tx, await talks.team.person(tx, "Tom"), talk.id, NOW)


async def test_whoever_was_ill_on_the_day_has_missed_nothing(talks: Talks) -> None:
    await talks.set_up("Lea")
    await talks.set_up("Max", usual=Usual(Cadence.WEEKLY))
    for name in ("Lea", "Max"):
        await talks.team.away(name, date(2027, 1, 18), date(2027, 1, 24))
    await talks.look(THURSDAY + timedelta(hours=1))
    assert await talks.team.notices(rules.CONFIRM) == []
    await talks.look(THURSDAY + timedelta(days=5))
    found = {(one.person_id, one.slot): (one.state, one.skipped_by) for one in await talks.all()}
    assert found[talks.team.ids["Lea"], "2027-W03"] == (TalkState.SKIPPED, None)
    assert found[talks.team.ids["Max"], "2027-W03"] == (TalkState.SKIPPED, None)


async def test_after_an_outage_it_is_asked_first_and_settled_five_working_days_later(talks: Talks) -> None:
    await talks.set_up("Lea")
    monday = THURSDAY + timedelta(days=11)
    await talks.look(monday)
    assert (await talks.of("Lea")).state is TalkState.AGREED
    assert [one.due_at for one in await talks.team.notices(rules.CONFIRM, "Lea")] == [monday]
    await talks.look(monday + timedelta(days=6))
    assert (await talks.of("Lea")).state is TalkState.AGREED
    await talks.look(monday + timedelta(days=8))
    assert (await talks.of("Lea")).state is TalkState.HELD
    assert len(await talks.team.notices(rules.CONFIRM, "Lea")) == 1


async def test_what_is_over_can_be_neither_skipped_nor_moved_to_another_room(talks: Talks) -> None:
    await talks.set_up("Lea")
    talk = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        tom, later = await talks.team.person(tx, "Tom"), THURSDAY + timedelta(hours=1)
        for late in (
            moves.skip(tx, tom, talk.id, "Because", later),
            moves.set_place(tx, tom, talk.id, "Room 5", later),
        ):
            with pytest.raises(RuleBroken, match="talk_was_held"):
                await late
