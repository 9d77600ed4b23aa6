"""The rules of 1:1s: when their turns come, which times are proposed, what counts as held, and the file for a calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain import one_on_ones as rules
from bot.domain import one_on_ones_times as times
from bot.domain.cadence import Hours
from bot.domain.errors import RuleBroken
from bot.domain.one_on_ones import Cadence, TalkState
from bot.domain.one_on_ones_ics import LINE_MAX, Entry, calendar
from bot.domain.one_on_ones_times import Pair, Side
from bot.domain.working import Working

MONDAY = date(2027, 1, 18)
SLOT = "2027-W03"
NOW = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
BERLIN = Working("Europe/Berlin")
SHANGHAI = Working("Asia/Shanghai")
NEW_YORK = Working("America/New_York")


def pair(person: Working = BERLIN, manager: Working = BERLIN, **fields: object) -> Pair:
    return Pair(Side(person), Side(manager), 30, **fields)  # type: ignore[arg-type]


def local(moments: list[datetime]) -> list[str]:
    return [f"{one + timedelta(hours=1):%a %H:%M}" for one in moments]


def offered(of: Pair, now: datetime = NOW) -> list[str]:
    """By the clock of Berlin."""
    return local(times.proposals(of, MONDAY, MONDAY + timedelta(days=6), now))


@pytest.mark.parametrize(
    ("of", "wanted"),
    [
        (pair(), ["Mon 10:00", "Tue 10:00", "Wed 10:00"]),
        (pair(usual=time(15, 15)), ["Mon 15:15", "Tue 15:15", "Wed 15:15"]),
        (pair(manager=SHANGHAI), ["Mon 10:00", "Tue 10:00", "Wed 10:00"]),
        (pair(manager=NEW_YORK), ["Mon 15:00", "Tue 15:00", "Wed 15:00"]),
        (pair(SHANGHAI, NEW_YORK), []),
        (pair(manager=Working("Europe/Berlin", "5")), ["Fri 09:00", "Fri 10:00", "Fri 11:00"]),
        (
            pair(Working("Europe/Berlin", away=[(MONDAY, MONDAY + timedelta(days=2))])),
            ["Thu 09:00", "Thu 10:00", "Fri 10:00"],
        ),
        (pair(Working("Europe/Berlin", off=frozenset({MONDAY}))), ["Tue 10:00", "Wed 10:00", "Thu 10:00"]),
        (
            pair(busy=[(datetime(2027, 1, 18, 8, tzinfo=UTC), datetime(2027, 1, 18, 16, tzinfo=UTC))]),
            ["Mon 17:00", "Tue 10:00", "Wed 10:00"],
        ),
    ],
)
def test_three_times_are_proposed_within_the_hours_of_both_on_different_days_where_possible(
    of: Pair, wanted: list[str]
) -> None:
    assert offered(of) == wanted
    assert offered(of) == offered(of)


def test_no_proposal_lies_in_somebodys_quiet_hours_or_in_the_past() -> None:
    late = Side(Working("Europe/Berlin", hours=Hours(time(9), time(22))), time(12), time(8))
    of = Pair(late, Side(Working("Europe/Berlin", hours=Hours(time(9), time(22)))), 60, time(20))
    assert offered(of) == ["Mon 11:00", "Tue 11:00", "Wed 11:00"]
    assert offered(pair(), datetime(2027, 1, 21, 12, tzinfo=UTC)) == ["Thu 14:00", "Thu 15:00", "Fri 10:00"]


def test_a_zone_that_nobody_has_is_utc() -> None:
    nowhere = pair(Working("Mars/Olympus"), Working("Mars/Olympus"))
    assert times.proposals(nowhere, MONDAY, MONDAY, NOW)[0] == datetime(2027, 1, 18, 9, tzinfo=UTC)
    assert times.check(nowhere, datetime(2027, 1, 18, 10, tzinfo=UTC), NOW)


@pytest.mark.parametrize(
    ("slot", "of", "wanted"),
    [
        (SLOT, pair(), datetime(2027, 1, 21, 9, tzinfo=UTC)),
        ("2027-01", pair(), datetime(2027, 1, 21, 9, tzinfo=UTC)),
        (
            "2027-02",
            pair(Working("Europe/Berlin", away=[(date(2027, 2, 1), date(2027, 2, 10))])),
            datetime(2027, 2, 11, 9, tzinfo=UTC),
        ),
        (SLOT, pair(manager=Working("Europe/Berlin", "123")), None),
        (SLOT, pair(busy=[(datetime(2027, 1, 21, 9, 15, tzinfo=UTC), datetime(2027, 1, 21, 10, tzinfo=UTC))]), None),
        ("2027-W02", pair(), None),
    ],
)
def test_the_usual_time_holds_where_both_work_and_neither_is_in_another_one(
    slot: str, of: Pair, wanted: datetime | None
) -> None:
    assert times.usual(of, slot, 4, time(10), NOW) == wanted


@pytest.mark.parametrize(
    ("how_often", "today", "come", "following"),
    [
        (Cadence.WEEKLY, date(2027, 1, 14), ["2027-W02"], date(2027, 1, 15)),
        (Cadence.WEEKLY, date(2027, 1, 15), ["2027-W02", "2027-W03"], date(2027, 1, 22)),
        (Cadence.FORTNIGHTLY, date(2027, 1, 18), [], date(2027, 1, 22)),
        (Cadence.FORTNIGHTLY, date(2027, 1, 22), ["2027-W04"], date(2027, 2, 5)),
        (Cadence.MONTHLY, date(2027, 1, 24), ["2027-01"], date(2027, 1, 25)),
        (Cadence.MONTHLY, date(2027, 1, 25), ["2027-01", "2027-02"], date(2027, 2, 22)),
    ],
)
def test_turns_come_on_the_friday_before_a_week_and_a_week_before_a_month(
    how_often: Cadence, today: date, come: list[str], following: date
) -> None:
    assert times.turns(how_often, date(2027, 1, 13), today) == (come, following)


@pytest.mark.parametrize(
    ("of", "away"),
    [
        (pair(), False),
        (pair(Working("Europe/Berlin", away=[(MONDAY, MONDAY + timedelta(days=4))])), True),
        (pair(manager=Working("Europe/Berlin", away=[(MONDAY, MONDAY + timedelta(days=3))])), False),
        (pair(Working("Europe/Berlin", "12"), Working("Europe/Berlin", "45")), True),
    ],
)
def test_a_week_without_a_day_on_which_both_work_is_left_out(of: Pair, away: bool) -> None:
    assert times.all_away(of, SLOT) is away


@pytest.mark.parametrize(
    ("at", "code", "values"),
    [
        (NOW, "talk_over", {}),
        (NOW + timedelta(days=61), "talk_far", {"days": 60}),
        (datetime(2027, 1, 20, 9, tzinfo=UTC), "talk_in_leave", {"back": date(2027, 1, 25)}),
        (datetime(2027, 1, 26, 9, tzinfo=UTC), "talk_taken", {}),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_a_reason(at: datetime, code: str, values: dict[str, object]) -> None:
    busy = [(datetime(2027, 1, 26, 8, 45, tzinfo=UTC), datetime(2027, 1, 26, 9, 15, tzinfo=UTC))]
    of = pair(Working("Europe/Berlin", away=[(date(2027, 1, 19), date(2027, 1, 22))]), busy=busy)
    with pytest.raises(RuleBroken) as broken:
        times.check(of, at, NOW)
    assert (broken.value.code, broken.value.values) == (code, values)


def test_a_time_outside_of_working_hours_is_for_the_two_to_choose() -> None:
    assert not times.check(pair(), datetime(2027, 1, 18, 19, tzinfo=UTC), NOW)
    assert not times.check(pair(), datetime(2027, 1, 23, 9, tzinfo=UTC), NOW)
    assert times.check(pair(), datetime(2027, 1, 18, 9, tzinfo=UTC), NOW)


@pytest.mark.parametrize(
    ("person", "manager", "agreed", "over", "became"),
    [
        (True, True, True, False, TalkState.HELD),
        (False, False, True, False, TalkState.NOT_HELD),
        (True, None, True, False, None),
        (True, False, True, False, None),
        (None, None, True, False, None),
        (True, None, True, True, TalkState.HELD),
        (None, True, False, True, TalkState.HELD),
        (None, None, True, True, TalkState.HELD),
        (None, None, False, True, TalkState.NOT_HELD),
        (True, False, True, True, TalkState.NOT_HELD),
        (None, False, True, True, TalkState.NOT_HELD),
    ],
)
def test_silence_counts_as_given_after_five_working_days_and_a_no_stands(
    person: bool | None, manager: bool | None, agreed: bool, over: bool, became: TalkState | None
) -> None:
    assert rules.became(person, manager, agreed=agreed, over=over) is became


def test_five_working_days_are_those_of_the_one_who_works_less() -> None:
    at = datetime(2027, 1, 20, 9, tzinfo=UTC)
    assert times.answered_by(pair(), at, 5) == datetime(2027, 1, 27, 23, tzinfo=UTC)
    part_time = pair(manager=Working("Europe/Berlin", "12"))
    assert times.answered_by(part_time, at, 5) == datetime(2027, 2, 8, 23, tzinfo=UTC)


def test_whoever_was_in_a_talk_is_asked_towards_the_end_of_their_day() -> None:
    ends = datetime(2027, 1, 20, 9, tzinfo=UTC)
    assert times.asked_at(Side(BERLIN), ends) == datetime(2027, 1, 20, 16, 30, tzinfo=UTC)
    assert times.asked_at(Side(SHANGHAI), ends) == datetime(2027, 1, 20, 9, 30, tzinfo=UTC)
    assert times.asked_at(Side(BERLIN), ends + timedelta(hours=12)) == ends + timedelta(hours=12)


@pytest.mark.parametrize(
    ("state", "at", "by_choice", "missed"),
    [
        (TalkState.SKIPPED, None, False, None),
        (TalkState.SKIPPED, None, True, True),
        (TalkState.HELD, NOW, False, False),
        (TalkState.NOT_HELD, NOW, False, True),
        (TalkState.AGREED, NOW, False, False),
        (TalkState.AGREED, NOW + timedelta(days=1), False, None),
        (TalkState.PROPOSED, NOW, False, None),
        (TalkState.DUE, None, False, None),
    ],
)
def test_only_what_was_agreed_and_did_not_take_place_counts_as_missed(
    state: TalkState, at: datetime | None, by_choice: bool, missed: bool | None
) -> None:
    assert rules.missed(state, at, NOW, by_choice=by_choice) is missed


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    assert rules.slots_of(date(2026, 12, 31)) == ["2026-12", *(f"2026-W{week}" for week in range(49, 54))]
    assert rules.slots_of(date(2027, 1, 5)) == ["2027-01", "2027-W01", "2027-W02", "2027-W03", "2027-W04"]


@pytest.mark.parametrize("value", [None, "", "101", "-1", "7.5", "many", "٥٠٠"])
def test_an_answer_is_a_number_from_0_to_100(value: str | None) -> None:
    assert [rules.check_percent(one, "heard") for one in ("0", "100")] == [0, 100]
    with pytest.raises(RuleBroken, match="percent_wrong"):
        rules.check_percent(value, "heard")


def test_averages_move_once_a_month() -> None:
    assert (
        rules.survey_span(date(2027, 4, 1))
        == rules.survey_span(date(2027, 4, 30))
        == (date(2026, 12, 31), date(2027, 4, 1))
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((4, None, 30, ""), "time_needed"),
        ((4, time(10), 31, ""), "choice_needed"),
        ((4, time(10), 30, "x" * 201), "too_long"),
    ],
)
def test_what_makes_no_pairing_is_refused(given: tuple[int, time | None, int, str], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        rules.check_usual(*given)


@pytest.mark.parametrize("reason", ["  ", "x" * 501])
def test_a_skip_has_a_reason_of_a_sensible_length(reason: str) -> None:
    with pytest.raises(RuleBroken):
        rules.check_reason(reason)


def test_a_calendar_takes_the_file_whatever_people_are_called() -> None:
    title, place = "1:1 with 美玲; Müller, \\ & Söhne " * 4, "Room 4\r\n3rd floor,\x07 left"
    made = calendar(Entry("talk-7@T1", 3, NOW, 45, title, place, NOW - timedelta(days=1)))
    assert made.endswith(b"END:VCALENDAR\r\n")
    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= LINE_MAX
    assert b"\n" not in made.replace(b"\r\n", b"")
    unfolded = made.decode().replace("\r\n ", "").split("\r\n")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}" in unfolded
    assert "LOCATION:Room 4\\n3rd floor\\, left" in unfolded
    assert {"UID:talk-7@T1", "SEQUENCE:3", "DTSTART:20270115T090000Z", "DTEND:20270115T094500Z"} <= set(unfolded)
    assert "METHOD:CANCEL" not in unfolded
    for line in lines:
        line.decode()


def test_a_talk_that_is_called_off_leaves_the_calendar() -> None:
    made = calendar(Entry("talk-7@T1", 4, NOW, 45, "1:1", "", NOW, called_off=True)).decode()
    assert "METHOD:CANCEL\r\n" in made
    assert "STATUS:CANCELLED\r\n" in made
    assert "LOCATION" not in made
