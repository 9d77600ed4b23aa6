"""The arithmetic of the pace: what workers take together, however they come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import pace
from bot.domain.notices import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, pause
from bot.domain.pace import BULK_SHARE, CALLS, CHANNEL, SENDING, Allowance

NOW = datetime(2027, 1, 13, 9, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def steady(rate: float = 5, free_at: datetime = NOW) -> Allowance:
    return Allowance(rate, free_at, NOW)


def test_a_slot_that_is_free_is_taken_at_once_and_the_next_comes_an_interval_later() -> None:
    given_ = pace.grant(steady(), None, [steady(1, NOW)], NOW)
    assert given_.slots == (0.0,)
    assert given_.whole.free_at == later(0.2)
    assert given_.channels[0].free_at == later(1)


def test_who_does_not_stand_in_line_takes_nothing_before_it_is_free() -> None:
    given_ = pace.grant(steady(free_at=later(0.15)), None, [steady(1)], NOW)
    assert not given_.slots
    assert given_.wait == pytest.approx(0.15)
    assert given_.whole.free_at == later(0.15)


def test_who_stands_in_line_takes_the_next_slot_and_waits_for_it() -> None:
    given_ = pace.grant(steady(free_at=later(0.15)), None, [steady(1)], NOW, in_line=True)
    assert given_.slots == pytest.approx((0.15,))
    assert given_.whole.free_at == later(0.35)


def test_bulk_waits_for_its_share_even_when_the_workspace_s_pace_is_free() -> None:
    given_ = pace.grant(steady(), steady(3.5, later(0.1)), [steady(1)], NOW)
    assert not given_.slots
    assert given_.wait == pytest.approx(0.1)


def test_bulk_follows_the_rate_of_the_whole() -> None:
    given_ = pace.grant(steady(2), steady(3.5), [steady(1)], NOW)
    assert given_.bulk is not None
    assert given_.bulk.rate == pytest.approx(2 * BULK_SHARE)


def test_a_busy_channel_waits_for_itself() -> None:
    given_ = pace.grant(steady(), None, [steady(1, later(0.8))], NOW)
    assert given_.slots == pytest.approx((0.8,))
    assert given_.channels[0].free_at == later(1.8)


@pytest.mark.parametrize(("rate", "together"), [(0.5, 1), (5, 1), (8, 1), (50, 10), (10_000, 50)])
def test_only_so_many_slots_are_taken_together_as_a_click_can_wait_for(rate: float, together: int) -> None:
    limits = replace(SENDING, ceiling=20_000)
    assert len(pace.grant(steady(rate), None, [steady(1)] * 50, NOW, limits=limits).slots) == together


def test_slack_s_no_halves_the_pace_down_to_the_floor_and_holds_it_as_long_as_asked() -> None:
    found = steady()
    rates = []
    for _ in range(5):
        found = pace.slowed(found, SENDING, NOW, 30)
        rates.append(found.rate)
    assert rates == [2.5, 1.25, 0.625, 0.5, 0.5]
    assert found.free_at == later(30)


def test_the_pace_recovers_a_step_after_each_quiet_minute_of_use_and_not_for_idling() -> None:
    found = pace.slowed(steady(), SENDING, NOW, 0)
    assert pace.recovered(found, SENDING, later(59)).rate == 2.5
    assert pace.recovered(found, SENDING, later(60)).rate == 3
    assert pace.recovered(found, SENDING, later(36_000)).rate == 3


def test_a_ceiling_that_was_lowered_counts_at_once() -> None:
    assert pace.recovered(steady(8), replace(SENDING, ceiling=4), NOW).rate == 4


def test_what_was_given_back_is_free_again() -> None:
    taken = pace.taken(steady(), SENDING, NOW)
    assert pace.given_back(taken).free_at == NOW


def test_edits_begin_with_ten_at_once() -> None:
    found, at_once = pace.fresh(CALLS, NOW), 0
    while found.wait(NOW) == 0:
        found, at_once = pace.taken(found, CALLS, NOW), at_once + 1
    assert at_once == 11


@given(
    st.lists(st.tuples(st.floats(0, 3), st.booleans()), min_size=1, max_size=200),
    st.floats(SENDING.floor, SENDING.ceiling),
)
def test_no_span_of_time_sees_more_than_the_rate_and_its_burst(arrivals: list[tuple[float, bool]], rate: float) -> None:
    limits = replace(SENDING, ceiling=rate, start=rate)
    whole, now, sent = Allowance(rate, NOW, NOW), NOW, []
    for wait, in_line in arrivals:
        now += timedelta(seconds=wait)
        result = pace.grant(whole, None, [pace.fresh(CHANNEL, now)], now, limits=limits, in_line=in_line)
        whole = result.whole
        sent += [now + timedelta(seconds=slot) for slot in result.slots]
    sent.sort()
    for first in range(len(sent)):
        span = (sent[-1] - sent[first]).total_seconds()
        assert len(sent) - first <= 1 + limits.burst + span * rate + 0.01


def test_pauses_grow_and_end_at_ten_minutes() -> None:
    assert [pause(n) for n in range(4)] == [FIRST_PAUSE_SECONDS, 10, 20, 40]
    assert pause(1000) == LONGEST_PAUSE_SECONDS


@pytest.mark.parametrize(("ahead", "wait"), [(timedelta(minutes=29), 29 * 60.0), (timedelta(minutes=59), 0.0)])
def test_a_slot_that_a_clock_wrote_down_before_it_was_put_back_is_not_waited_for(ahead: timedelta, wait: float) -> None:
    assert pace.believed(Allowance(5, NOW + ahead), NOW).wait(NOW) == wait
