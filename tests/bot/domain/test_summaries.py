"""When a summary is due, over which turns it looks, and whom its figures may speak for."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import summaries
from bot.domain.cadence import CadenceKind, Rule
from bot.domain.summaries import Figures
from bot.domain.working import Working

WEEKLY = Rule(anchor=date(2027, 1, 1))
EVERY_OTHER = replace(WEEKLY, every=2)
MONTHLY = Rule(anchor=date(2027, 1, 1), kind=CadenceKind.MONTHLY_DATE, month_day=31)
AT = time(16, 30)
MONDAY = date(2027, 1, 18)


@pytest.mark.parametrize(
    ("rule", "slot", "day"),
    [
        (WEEKLY, "2027-W02", MONDAY),
        (replace(WEEKLY, closes_after=0), "2027-W02", date(2027, 1, 16)),
        (replace(WEEKLY, weekday=1, closes_after=1), "2027-W02", date(2027, 1, 12)),
        (MONTHLY, "2027-02", date(2027, 3, 3)),
    ],
)
def test_its_day_is_the_one_on_which_the_windows_end(rule: Rule, slot: str, day: date) -> None:
    assert summaries.day_of(rule, slot) == day


@pytest.mark.parametrize(
    ("now", "slots"),
    [
        (datetime(2027, 1, 16, 23, 59, tzinfo=UTC), []),
        (datetime(2027, 1, 17, 0, 0, tzinfo=UTC), ["2027-W02"]),
        (datetime(2027, 1, 18, 12, 0, tzinfo=UTC), ["2027-W02"]),
        (datetime(2027, 1, 21, 23, 59, tzinfo=UTC), ["2027-W02"]),
        (datetime(2027, 1, 22, 0, 0, tzinfo=UTC), []),
    ],
)
def test_it_is_looked_for_from_the_first_clock_that_shows_its_day_until_three_days_after(
    now: datetime, slots: list[str]
) -> None:
    assert list(summaries.due_days(WEEKLY, {}, now)) == slots


@pytest.mark.parametrize("rule", [WEEKLY, replace(WEEKLY, weekday=2, closes_after=1), MONTHLY])
def test_a_slot_that_has_begun_keeps_its_day_whatever_the_rule_says_since(rule: Rule) -> None:
    begun = {"2027-W01": date(2027, 1, 11), "2027-W02": MONDAY}
    assert summaries.due_days(rule, begun, datetime(2027, 1, 18, 12, tzinfo=UTC)) == {"2027-W02": MONDAY}


@pytest.mark.parametrize(
    ("rule", "slot", "before"),
    [
        (WEEKLY, "2027-W02", "2027-W01"),
        (WEEKLY, "2027-W01", "2026-W53"),
        (EVERY_OTHER, "2027-W02", "2026-W53"),
        (MONTHLY, "2027-01", "2026-12"),
    ],
)
def test_the_turn_before_is_one_turn_of_the_rule_earlier(rule: Rule, slot: str, before: str) -> None:
    assert summaries.slot_before(rule, slot) == before


def test_six_turns_are_looked_at_the_oldest_first() -> None:
    assert summaries.turns(WEEKLY, "2027-W02") == [
        "2026-W50", "2026-W51", "2026-W52", "2026-W53", "2027-W01", "2027-W02",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("working", "due"),
    [
        (Working("Europe/Berlin"), datetime(2027, 1, 18, 15, 30, tzinfo=UTC)),
        (Working("Asia/Shanghai"), datetime(2027, 1, 18, 8, 30, tzinfo=UTC)),
        (Working("Europe/Berlin", days="2345"), datetime(2027, 1, 19, 15, 30, tzinfo=UTC)),
        (Working("Europe/Berlin", away=((MONDAY, date(2027, 1, 20)),)), datetime(2027, 1, 21, 15, 30, tzinfo=UTC)),
        (Working("Europe/Berlin", off=frozenset({MONDAY})), datetime(2027, 1, 19, 15, 30, tzinfo=UTC)),
        (Working("Europe/Berlin", away=((MONDAY, date(2027, 1, 22)),)), None),
    ],
    ids=["berlin", "shanghai", "from tuesday", "on leave", "a holiday", "away until the next one"],
)
def test_it_comes_at_the_managers_hour_on_that_day_or_the_first_they_work_after_it(
    working: Working, due: datetime | None
) -> None:
    assert summaries.due_at(WEEKLY, "2027-W02", MONDAY, working, AT) == due


@pytest.mark.parametrize("rule", [replace(WEEKLY, weekday=1, closes_after=0), MONTHLY])
def test_it_comes_although_the_next_turn_of_a_new_rule_would_end_before(rule: Rule) -> None:
    due = summaries.due_at(rule, "2027-W02", date(2027, 1, 25), Working("Europe/Berlin"), AT)
    assert due == datetime(2027, 1, 25, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moods", "hidden", "mood"),
    [(0, 0, None), (3, 0, None), (4, 0, 4.0), (5, 1, None), (7, 3, None), (8, 4, 4.0), (4, 4, 4.0)],
)
def test_a_mood_speaks_for_four_and_never_for_the_few_whom_the_manager_may_not_read(
    moods: int, hidden: int, mood: float | None
) -> None:
    assert Figures(moods=moods, mood_sum=moods * 4, hidden=hidden).mood == mood


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_whoever_was_away_or_said_not_this_week_lowers_no_share(
    answered: int, away: int, skipped: int, missed: int, still_open: int
) -> None:
    figures = Figures(answered=answered, away=away, skipped=skipped, missed=missed, open=still_open)
    bare = Figures(answered=answered, missed=missed, open=still_open)
    assert figures.share == bare.share
    assert figures.share is None or 0 <= figures.share <= 1


@pytest.mark.parametrize(
    ("still_open", "closes", "final"),
    [(1, MONDAY, False), (0, date(2027, 1, 20), False), (0, MONDAY, True), (0, None, True)],
)
def test_it_is_final_once_every_window_has_closed_and_is_settled(
    still_open: int, closes: date | None, final: bool
) -> None:
    at = datetime.combine(closes, time(12), UTC) if closes else None
    assert Figures(open=still_open, last_closes_at=at).is_final(datetime(2027, 1, 19, tzinfo=UTC)) is final
