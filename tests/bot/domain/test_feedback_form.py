"""The form of feedback as it is kept, when it can be sent, and how often it is asked about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.coach import Code, Finding
from bot.domain.errors import RuleBroken
from bot.domain.feedback import Aim, Form, Part, Written
from bot.domain.feedback_form import AHEAD_MOST, Filled, Held, Message, When, dumped, loaded, mark, sent_at
from bot.domain.feedback_review import Review, asks
from bot.domain.hurtful import Hit

NOW = datetime(2027, 1, 13, 9, tzinfo=UTC)
FULL = Filled(
    to=("U1", "U2"),
    form=Form.BEHAVIOUR,
    parts={Part.PRAISE: "a", Part.BEHAVIOUR: "乙 <@U1>"},
    aim=Aim.CHANGE,
    to_manager=True,
    when=When.AT,
    at=NOW,
    value=3,
    said_by="Ms Novak",
    said_on=date(2027, 1, 12),
    about=(("checkin", 7),),
    message=Message("C1", "1.2", "U1", "https://x.slack.com/archives/C1/p12"),
    quoted="text",
    dm=5,
    long=True,
    request=9,
)
WORDS = ("a", "乙", "Novak", "text")


@pytest.mark.parametrize("filled", [Filled(), FULL])
def test_what_was_filled_in_comes_back_from_a_draft(filled: Filled) -> None:
    assert loaded(dumped(filled)) == filled


def test_what_travels_with_the_form_holds_nobodys_words() -> None:
    carried = dumped(FULL, words=False)
    assert [one for one in WORDS[1:] if one in carried] == []
    assert loaded(carried) == replace(FULL, parts={}, said_by="", said_on=None, quoted=None)


def test_fields_that_are_not_shown_keep_their_words_and_those_that_are_take_the_new_ones() -> None:
    now = Filled(form=Form.SANDWICH, parts={Part.PRAISE: ""})
    assert now.over(FULL).parts == {Part.PRAISE: "", Part.BEHAVIOUR: "乙 <@U1>"}


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (None, "time_needed"),
        (NOW, "later_over"),
        (NOW - timedelta(days=1), "later_over"),
        (NOW + AHEAD_MOST + timedelta(minutes=1), "feedback_too_far"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused_at_its_field(at: datetime | None, code: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        sent_at(Filled(when=When.AT, at=at), NOW)
    assert (broken.value.code, broken.value.field) == (code, "at")


@pytest.mark.parametrize("when", [When.WORK, When.NOW])
def test_without_a_time_of_its_own_there_is_none(when: When) -> None:
    assert sent_at(Filled(when=when, at=NOW), NOW) is None
    assert sent_at(Filled(when=When.AT, at=NOW + AHEAD_MOST), NOW) == NOW + AHEAD_MOST


WRITTEN = Written(Form.SANDWICH, {Part.PRAISE: "Great"})
ASKED = Review([Finding(Code.VAGUE, "praise", 0, 5)])
HURTS = Review(hits=[Hit(Part.PRAISE, 0, 5, threat=False)])
SAME, OTHER = mark(WRITTEN), mark(Written(Form.SANDWICH, {Part.PRAISE: "Good"}))


@pytest.mark.parametrize(
    ("reviewed", "reviews", "found", "comes_back"),
    [
        ("", 0, Review(), False),
        ("", 0, ASKED, True),
        (SAME, 1, ASKED, False),
        (OTHER, 1, ASKED, True),
        (OTHER, 1, Review(), False),
        (SAME, 2, ASKED, False),
        (OTHER, 2, ASKED, False),
        ("", 0, HURTS, True),
        (SAME, 1, HURTS, False),
        (OTHER, 2, HURTS, True),
        (OTHER, 5, HURTS, True),
        (SAME, 6, HURTS, False),
    ],
)
def test_it_is_asked_about_once_and_once_more_after_a_change_and_new_words_that_hurt_always(
    reviewed: str, reviews: int, found: Review, comes_back: bool
) -> None:
    assert asks(Held(Filled(), reviewed=reviewed, reviews=reviews), WRITTEN, found) is comes_back


def test_the_form_and_what_it_aims_at_are_part_of_what_was_asked_about() -> None:
    said = {Part.SITUATION: "a", Part.PRAISE: "a"}
    assert len({mark(Written(form, said, aim)) for form in Form for aim in (None, *Aim)}) == 6
