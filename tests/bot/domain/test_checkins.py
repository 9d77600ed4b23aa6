"""What may be answered in a check-in, when, and what may be said about it."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import checkins, talks
from bot.domain.audience import Audience
from bot.domain.checkins import Draft
from bot.domain.errors import RuleBroken
from bot.domain.working import Working

ME, OTHER = 1, 2
FULL = Draft("Shipped it", "Rest", "The build", OTHER, 4, "fine", "A cake")
FIELDS = ("progress", "plan", "blocker", "mood_words", "idea")


def filled(field: str, words: str) -> Draft:
    """The full draft, with other words in one field."""
    return Draft(**{**asdict(FULL), field: words})


@pytest.mark.parametrize(
    "draft",
    [
        FULL,
        Draft(progress="x"),
        Draft(plan="x"),
        Draft(blocker="x"),
        Draft(idea="x"),
        Draft(mood=1),
        Draft(mood=5, mood_words="tired"),
        *(filled(field, "字" * checkins.WORDS_MAX) for field in FIELDS),
        replace(FULL, progress="<!channel> *bold* <@U1> \u202egnp.exe 🙂"),
    ],
)
def test_what_anybody_would_write_is_taken_as_it_is(draft: Draft) -> None:
    assert checkins.check(draft, ME) is draft


@pytest.mark.parametrize(
    ("draft", "code", "field"),
    [
        (Draft(), "checkin_empty", "progress"),
        (Draft(progress=" \n\t\u3000"), "checkin_empty", "progress"),
        (Draft(mood_words="tired"), "checkin_empty", "progress"),
        *((filled(field, "x" * (checkins.WORDS_MAX + 1)), "too_long", field) for field in FIELDS),
        (replace(FULL, mood=0), "mood_unknown", "mood"),
        (replace(FULL, mood=6), "mood_unknown", "mood"),
        (replace(FULL, blocker=" "), "help_without_blocker", "blocker"),
        (replace(FULL, help_from=ME), "help_from_self", "help_from"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(draft: Draft, code: str, field: str) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        checkins.check(draft, ME)
    assert refused.value.field == field


def test_a_window_takes_answers_until_the_moment_it_closes() -> None:
    closes_at = datetime(2027, 1, 18, 12, tzinfo=UTC)
    assert checkins.takes_answers(closes_at, closes_at - timedelta(seconds=1))
    assert not checkins.takes_answers(closes_at, closes_at)


@pytest.mark.parametrize("words", ["", "  ", "\n\u3000"])
def test_an_empty_reply_is_refused(words: str) -> None:
    with pytest.raises(RuleBroken, match="words_needed"):
        talks.check_field(words)


def test_a_reply_in_a_form_has_the_forms_length_and_one_in_the_dm_has_none() -> None:
    long = "x" * (checkins.WORDS_MAX + 1)
    assert talks.check(long) == long
    assert talks.check_field(long[:-1]) == long[:-1]
    with pytest.raises(RuleBroken, match="too_long"):
        talks.check_field(long)


@pytest.mark.parametrize(
    ("rule", "meant"),
    [
        (Audience(), [1, 2, 3]),
        (Audience(people=(1, 2)), [1, 2]),
        (Audience(without=(2,)), [1, 3]),
        (Audience(people=(1, 2), without=(2,)), [1]),
    ],
)
def test_an_audience_is_everyone_or_a_list_and_minus_a_list(rule: Audience, meant: list[int]) -> None:
    assert [one for one in (1, 2, 3) if rule.means(one)] == meant


@pytest.mark.parametrize(
    ("opens", "reminds", "until"),
    [
        ("2027-01-13 10:00", "2027-01-18 09:00", "2027-01-13 14:00"),
        ("2027-01-14 15:00", "2027-01-18 09:00", "2027-01-15 10:00"),
        ("2027-01-15 15:00", "2027-01-18 09:00", "2027-01-15 18:00"),
        ("2027-01-15 15:00", None, "2027-01-18 10:00"),
        ("2027-01-18 09:00", "2027-01-18 11:00", "2027-01-18 11:00"),
    ],
    ids=["the same day", "the next morning", "not on the day of the reminder", "no reminder", "reminded the same day"],
)
def test_a_prompt_is_of_use_for_four_hours_of_work_and_never_beside_the_reminder(
    opens: str, reminds: str | None, until: str
) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))

    found = checkins.prompt_until(
        at(opens), at(reminds) if reminds else None, at("2027-01-18 12:00"), Working("Asia/Shanghai")
    )
    assert found == at(until)
