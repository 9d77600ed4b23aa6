"""The rules of announcements: when they come, what may be written, which language stands in for another."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.domain import announcements as rules
from bot.domain.announcements import LINK_MAX, LINKS_MAX, TITLE_MAX, WORDS_MAX, Place, Timing, When
from bot.domain.errors import RuleBroken

NOW = datetime(2027, 2, 10, 9, 30, tzinfo=UTC)
TODAY, TOMORROW = date(2027, 2, 10), date(2027, 2, 11)
OWN = When(Timing.OWN, TOMORROW, time(9), "Europe/London")
SAME = When(Timing.SAME, TOMORROW, time(9), "Europe/London")


@pytest.mark.parametrize(
    ("when", "zone", "due"),
    [
        (When(Timing.NOW, None, None, "UTC"), "Asia/Shanghai", NOW),
        (OWN, "Asia/Shanghai", datetime(2027, 2, 11, 1, tzinfo=UTC)),
        (OWN, "America/New_York", datetime(2027, 2, 11, 14, tzinfo=UTC)),
        (SAME, "Asia/Shanghai", datetime(2027, 2, 11, 9, tzinfo=UTC)),
        (When(Timing.OWN, TODAY, time(16), "Europe/London"), "Asia/Shanghai", NOW),
        (When(Timing.OWN, date(2027, 3, 14), time(2, 30), "UTC"), "America/New_York", datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_each_gets_it_at_their_time_and_at_once_where_that_is_over(when: When, zone: str, due: datetime) -> None:
    assert when.due_at(zone, NOW) == due


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Asia/Shanghai", "UTC", "Pacific/Midway"])
def test_it_begins_before_the_first_is_due(zone: str) -> None:
    assert OWN.starts_at(NOW - timedelta(days=3)) <= OWN.due_at(zone, NOW - timedelta(days=3))
    assert SAME.starts_at(NOW) == SAME.due_at(zone, NOW)


@pytest.mark.parametrize(
    ("when", "lasts_until", "field"),
    [
        (When(Timing.OWN, None, time(9), "UTC"), TOMORROW, "day"),
        (When(Timing.SAME, TOMORROW, None, "UTC"), TOMORROW, "at"),
        (When(Timing.SAME, TODAY, time(9), "UTC"), TOMORROW, "day"),
        (When(Timing.OWN, TODAY + timedelta(days=400), time(9), "UTC"), TODAY, "day"),
        (OWN, TODAY, "lasts_until"),
        (OWN, TODAY + timedelta(days=400), "lasts_until"),
        (When(Timing.NOW, None, None, "UTC"), TODAY - timedelta(days=1), "lasts_until"),
    ],
)
def test_a_time_that_makes_no_sense_is_said_at_its_field(when: When, lasts_until: date, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.check_when(when, lasts_until, NOW)
    assert refused.value.field == field


@pytest.mark.parametrize("lasts_until", [TOMORROW, TODAY + timedelta(days=300)])
def test_a_time_that_makes_sense_passes(lasts_until: date) -> None:
    rules.check_when(OWN, lasts_until, NOW)
    rules.check_when(When(Timing.NOW, None, None, "UTC"), TODAY, NOW)


@pytest.mark.parametrize(
    ("check", "given", "code"),
    [
        (rules.check_title, " \n ", "announcement_title_needed"),
        (rules.check_title, "x" * (TITLE_MAX + 1), "too_long"),
        (rules.check_words, "  ", "words_needed"),
        (rules.check_words, "x" * (WORDS_MAX + 1), "too_long"),
        (lambda text: rules.check_changed(text, "changed_en"), "", "announcement_changed_needed"),
        (rules.check_links, "http://example.com", "link_wrong"),
        (rules.check_links, "https://example.com\njavascript:alert(1)", "link_wrong"),
        (rules.check_links, "https:///nothing", "link_wrong"),
        (rules.check_links, "https://you@example.com", "link_wrong"),
        (rules.check_links, "https://[", "link_wrong"),
        (rules.check_links, "https://example.com/" + "a" * LINK_MAX, "link_wrong"),
        (rules.check_links, "\n".join(f"https://example.com/{n}" for n in range(LINKS_MAX + 1)), "links_too_many"),
    ],
)
def test_bad_input_gets_a_sentence(check: Any, given: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check(given)
    assert refused.value.code == code


def test_what_is_kept_is_what_was_meant() -> None:
    assert rules.check_title(" The\n canteen ") == "The canteen"
    assert rules.check_words("x" * WORDS_MAX) == "x" * WORDS_MAX
    assert rules.check_links(" https://example.com/a \n\nhttps://example.com/a\nhttps://b.example") == [
        "https://example.com/a",
        "https://b.example",
    ]


@pytest.mark.parametrize(
    ("wanted", "written", "read"),
    [
        ("zh_Hant", {"en", "zh_Hant"}, "zh_Hant"),
        ("zh_Hant", {"zh_Hans", "en"}, "en"),
        ("en", {"zh_Hant", "zh_Hans"}, "zh_Hans"),
        ("en", set(), None),
    ],
)
def test_who_has_no_text_in_their_language_reads_the_first_there_is(
    wanted: str, written: set[str], read: str | None
) -> None:
    assert rules.language_for(wanted, written) == read


def test_when_it_will_be_done_is_by_the_pace_and_not_before_the_last_is_due() -> None:
    assert rules.done_at(NOW, 0, 3.5, None) is None
    assert rules.done_at(NOW, 10_000, 5, None) == NOW + timedelta(seconds=2_000)
    later = NOW + timedelta(hours=8)
    assert rules.done_at(NOW, 10, 5, later) == later


def test_where_it_goes() -> None:
    assert [(one.to_people, one.to_channel) for one in Place] == [(True, False), (False, True), (True, True)]
    assert rules.ends_at(TODAY, "Asia/Shanghai") == datetime(2027, 2, 10, 16, tzinfo=UTC)
