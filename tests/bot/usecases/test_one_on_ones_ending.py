"""1:1s around leave, and pairs that end."""

from datetime import date, timedelta

import pytest

from bot.domain import one_on_ones as rules
from bot.domain.errors import RuleBroken
from bot.domain.one_on_ones import TalkState
from bot.usecases import one_on_ones as usecases
from bot.usecases import one_on_ones_changes as changes
from bot.usecases import one_on_ones_missed as missed
from bot.usecases import one_on_ones_moves as moves
from bot.usecases import one_on_ones_turns as turns
from tests.one_on_ones import NOW, THURSDAY, Talks


async def test_leave_noted_later_on_either_side_takes_a_talk_away(talks: Talks) -> None:
    await talks.set_up("Lea")
    await talks.team.away("Tom", date(2027, 1, 18), date(2027, 1, 22))
    for _ in range(2):
        async with talks.team.transaction() as tx:
            await turns.follow_leave(tx, NOW)
    talk = await talks.of("Lea")
    assert (talk.state, talk.at, talk.skipped_by) == (TalkState.SKIPPED, None, None)
    for name in ("Lea", "Tom"):
        assert len(await talks.team.notices(rules.TOLD, name)) == 1
    async with talks.team.transaction(reading=True) as tx:
        tom = await talks.team.person(tx, "Tom")
        assert await missed.access_missed(tx, tom, NOW + timedelta(days=10)) == []


async def test_whoever_leaves_ends_their_1_1s_and_past_ones_stay(talks: Talks) -> None:
    await talks.set_up("Lea", "Max")
    await talks.look(THURSDAY + timedelta(hours=1))
    await talks.team.change("Lea", THURSDAY, active=False)
    async with talks.team.transaction() as tx:
        assert await changes.end_apart(tx, THURSDAY + timedelta(hours=2)) == 1
        assert await changes.end_apart(tx, THURSDAY + timedelta(hours=3)) == 0
    assert (await talks.of("Lea")).state is TalkState.AGREED
    assert await talks.team.notices(rules.TAKE_UP) == []
    assert len(await talks.team.notices(rules.OVER, "Tom")) == 1


async def test_a_pair_that_no_longer_reports_to_each_other_can_move_nothing_even_before_it_is_ended(
    talks: Talks,
) -> None:
    await talks.set_up("Lea")
    await talks.team.led_by("Lea", "Ann", date(2027, 1, 15))
    talk = await talks.of("Lea")
    async with talks.team.transaction() as tx:
        tom, lea = await talks.team.person(tx, "Tom"), await talks.team.person(tx, "Lea")
        for me in (tom, lea):
            with pytest.raises(RuleBroken, match="pair_ended"):
                await moves.propose(tx, me, talk.id, THURSDAY + timedelta(hours=1), NOW)
        with pytest.raises(RuleBroken, match="no_pair"):
            await usecases.access_setting(tx, tom, lea.id, NOW)
