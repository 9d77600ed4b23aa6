"""HR's own questions: what counts as an answer, in which words they are asked, and in which turns."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import cadence, questions
from bot.domain.cadence import CadenceKind, Rule
from bot.domain.checkins import QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.replies import Reply

TEXT, LONG, NUMBER = QuestionKind.TEXT, QuestionKind.LONG_TEXT, QuestionKind.NUMBER
SCALE, SINGLE, MULTIPLE = QuestionKind.SCALE, QuestionKind.SINGLE, QuestionKind.MULTIPLE
KEYS = ("a", "b", "c")


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (TEXT, Reply(7, words=" as typed "), Reply(7, words=" as typed ")),
        (LONG, Reply(7, words="x" * 3_000), Reply(7, words="x" * 3_000)),
        (NUMBER, Reply(7, words="3.5"), Reply(7, number=3.5)),
        (NUMBER, Reply(7, words=" -12 "), Reply(7, number=-12.0)),
        (NUMBER, Reply(7, words="0"), Reply(7, number=0.0)),
        (SCALE, Reply(7, chosen=("4",)), Reply(7, number=4.0)),
        (SINGLE, Reply(7, chosen=("b",)), Reply(7, chosen=("b",))),
        (MULTIPLE, Reply(7, chosen=("c", "a", "c")), Reply(7, chosen=("c", "a"))),
        (TEXT, Reply(7, words="  "), Reply(7)),
        (MULTIPLE, Reply(7), Reply(7)),
    ],
)
def test_a_reply_is_kept_by_its_kind_and_checking_it_again_changes_nothing(
    kind: QuestionKind, given: Reply, kept: Reply
) -> None:
    once = questions.check(kind, given, KEYS)
    assert once == kept
    assert questions.check(kind, once, KEYS) == kept


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (TEXT, Reply(7, words="x" * 301), "too_long"),
        (LONG, Reply(7, words="x" * 3_001), "too_long"),
        (TEXT, Reply(7, chosen=("a",)), "answer_unknown"),
        (NUMBER, Reply(7, words="many"), "number_needed"),
        (NUMBER, Reply(7, words="nan"), "number_needed"),
        (NUMBER, Reply(7, words="1e400"), "number_needed"),
        (NUMBER, Reply(7, words="1e13"), "number_needed"),
        (SCALE, Reply(7, chosen=("6",)), "answer_unknown"),
        (SCALE, Reply(7, words="4"), "answer_unknown"),
        (SINGLE, Reply(7, chosen=("d",)), "answer_unknown"),
        (SINGLE, Reply(7, chosen=("a", "b")), "answer_unknown"),
        (SINGLE, Reply(7, words="a"), "answer_unknown"),
        (MULTIPLE, Reply(7, chosen=("a", "d")), "answer_unknown"),
    ],
)
def test_what_is_no_answer_is_said_at_its_field(kind: QuestionKind, given: Reply, code: str) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        questions.check(kind, given, KEYS)
    assert refused.value.field == "question_7"


@pytest.mark.parametrize("kind", questions.OWN)
def test_only_a_required_question_must_be_answered(kind: QuestionKind) -> None:
    assert questions.check(kind, Reply(7), KEYS).empty
    with pytest.raises(RuleBroken, match="answer_needed"):
        questions.check(kind, Reply(7, words=" "), KEYS, required=True)


@given(st.sampled_from(questions.OWN), st.text(max_size=400), st.lists(st.text(max_size=3), max_size=4), st.booleans())
def test_whatever_is_sent_it_is_kept_or_refused_in_words(
    kind: QuestionKind, words: str, chosen: list[str], required: bool
) -> None:
    try:
        field = questions.field(
            questions.check(kind, Reply(7, words=words, chosen=tuple(chosen)), KEYS, required=required).question_id
        )
    except RuleBroken as refused:
        field = str(refused.field)
    assert field == "question_7"


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"en": "Hi", "zh_Hans": "简", "zh_Hant": "繁"}, "zh_Hant", "繁"),
        ({"en": "Hi", "zh_Hans": "简"}, "zh_Hant", "简"),
        ({"en": "Hi", "zh_Hant": "繁"}, "zh_Hans", "繁"),
        ({"en": "Hi"}, "zh_Hans", "Hi"),
        ({"zh_Hans": "简"}, "en", "简"),
        ({"en": "", "zh_Hant": "繁"}, "en", "繁"),
        ({}, "en", ""),
    ],
)
def test_who_reads_a_language_without_a_wording_gets_the_nearest(
    texts: dict[str, str], language: str, shown: str
) -> None:
    assert questions.in_language(texts, language) == shown


WEEKLY = Rule(anchor=date(2027, 1, 4))
SLOTS = ["2027-W01", "2027-W02", "2027-W03", "2027-W04", "2027-W05", "2027-W06", "2027-W07"]


@pytest.mark.parametrize(
    ("rhythm", "asked"),
    [
        ("every", SLOTS),
        ("nth:2", ["2027-W01", "2027-W03", "2027-W05", "2027-W07"]),
        ("nth:3", ["2027-W01", "2027-W04", "2027-W07"]),
        ("month", ["2027-W05"]),
    ],
)
def test_a_question_comes_in_its_rhythm(rhythm: str, asked: list[str]) -> None:
    assert [slot for slot in SLOTS if questions.is_asked(rhythm, WEEKLY, slot)] == asked


def test_a_monthly_series_asks_the_months_first_question_each_time() -> None:
    rule = Rule(anchor=date(2027, 1, 4), kind=CadenceKind.MONTHLY_DATE)
    assert questions.is_asked("month", rule, "2027-02")
    assert [slot for slot in ("2027-01", "2027-02", "2027-03") if questions.is_asked("nth:2", rule, slot)] == [
        "2027-01",
        "2027-03",
    ]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 12), st.integers(1, 7))
def test_turns_are_numbered_without_a_gap(anchor: date, every: int, weekday: int) -> None:
    rule = Rule(anchor=anchor, every=every, weekday=weekday)
    slot = cadence.slot_at(rule, anchor)
    for number in range(5):
        assert cadence.number(rule, slot) == number
        slot = cadence.slot_after(rule, slot)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 4), st.integers(1, 7))
def test_a_question_for_each_month_comes_once_in_each_month_with_a_turn(anchor: date, every: int, weekday: int) -> None:
    rule = Rule(anchor=anchor, every=every, weekday=weekday)
    slot = cadence.slot_at(rule, anchor)
    months: dict[tuple[int, int], int] = {}
    for _ in range(30):
        slot = cadence.slot_after(rule, slot)
        day = cadence.nominal_day(rule, slot)
        months[day.year, day.month] = months.get((day.year, day.month), 0) + questions.is_asked("month", rule, slot)
    assert set(list(months.values())[1:-1]) <= {1}
