"""When both are told of an agenda, and what can be put on it."""

from datetime import date, datetime

import pytest

from bot.domain import agenda
from bot.domain.agenda import WORDS_MAX, Struck
from bot.domain.errors import RuleBroken
from bot.domain.working import Working

SHANGHAI = Working("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("mine", "talk", "told"),
    [
        pytest.param(SHANGHAI, "2027-01-15T14:00+08:00", "2027-01-15T09:00+08:00", id="at nine on its day"),
        pytest.param(SHANGHAI, "2027-01-15T10:00+08:00", "2027-01-15T09:00+08:00", id="ten is not early"),
        pytest.param(SHANGHAI, "2027-01-15T09:30+08:00", "2027-01-14T15:00+08:00", id="early: the afternoon before"),
        pytest.param(SHANGHAI, "2027-01-18T09:30+08:00", "2027-01-15T15:00+08:00", id="over the week-end"),
        pytest.param(
            Working("Asia/Shanghai", away=[(date(2027, 1, 1), date(2027, 1, 14))]),
            "2027-01-15T08:30+08:00",
            "2027-01-15T07:30+08:00",
            id="nobody worked before: an hour before",
        ),
        pytest.param(
            Working("Europe/Berlin"),
            "2027-01-15T16:00+08:00",
            "2027-01-14T15:00+01:00",
            id="nine for one is early for two",
        ),
        pytest.param(
            Working("America/New_York"),
            "2027-03-14T14:00-04:00",
            "2027-03-14T09:00-04:00",
            id="on the day the clocks change",
        ),
    ],
)
def test_each_is_told_at_nine_where_they_are_or_the_afternoon_before_an_early_talk(
    mine: Working, talk: str, told: str
) -> None:
    assert agenda.told_at(at(talk), mine) == at(told)


def test_the_day_of_a_talk_is_the_one_where_somebody_is() -> None:
    when = at("2027-01-15T23:30+00:00")
    assert [agenda.day_of(when, zone) for zone in ("Asia/Shanghai", "America/New_York")] == ["2027-01-16", "2027-01-15"]


@pytest.mark.parametrize(("words", "code"), [(" ", "words_needed"), ("x" * (WORDS_MAX + 1), "too_long")])
def test_a_point_needs_words_and_is_no_letter(words: str, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        agenda.check(words)
    assert (broken.value.code, broken.value.field) == (code, "words")


def test_a_point_about_a_message_needs_no_words() -> None:
    assert agenda.check(" ", optional=True) == ""


def test_what_was_struck_is_told_from_the_same_thing_once_it_has_changed() -> None:
    struck = [Struck("goal", 1, mark).source(1, 2) for mark in ("at_risk", "off_track")]
    assert struck == ["struck:1:2:goal:1:at_risk", "struck:1:2:goal:1:off_track"]
