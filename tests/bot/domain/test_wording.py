"""How HR words a question: languages, options, and what is refused at which field."""

import pytest

from bot.domain import wording
from bot.domain.checkins import QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.wording import Wording

SINGLE = QuestionKind.SINGLE


def choice(**options: str) -> Wording:
    return Wording(SINGLE, texts={"en": "Where?"}, options=options)


@pytest.mark.parametrize(
    ("wanted", "field", "code"),
    [
        (Wording(QuestionKind.TEXT), "text_en", "question_needed"),
        (Wording(QuestionKind.TEXT, texts={"en": " "}), "text_en", "question_needed"),
        (Wording(QuestionKind.TEXT, texts={"zh_Hant": "x" * 201}), "text_zh_Hant", "too_long"),
        (Wording(QuestionKind.TEXT, texts={"en": "a"}, rhythm="nth:13"), "rhythm", "answer_unknown"),
        (Wording(QuestionKind.TEXT, texts={"en": "a"}, rhythm="nth:1"), "rhythm", "answer_unknown"),
        (Wording(QuestionKind.TEXT, texts={"en": "a"}, rhythm="3"), "rhythm", "answer_unknown"),
        (Wording(QuestionKind.TEXT, texts={"en": "a"}, rhythm="sometimes"), "rhythm", "answer_unknown"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_at_its_field(wanted: Wording, field: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        wording.check(wanted)
    assert refused.value.field == field


def test_one_language_is_enough_and_a_built_in_kind_needs_none() -> None:
    assert wording.check(Wording(QuestionKind.TEXT, texts={"zh_Hans": " 在哪里 ", "en": ""})) == {"zh_Hans": "在哪里"}
    assert wording.check(Wording(QuestionKind.MOOD, rhythm="month")) == {}


@pytest.mark.parametrize(
    ("wanted", "field", "code"),
    [
        (choice(), "options_en", "options_needed"),
        (choice(en="Office\n \n"), "options_en", "options_needed"),
        (choice(en="\n".join(map(str, range(101)))), "options_en", "options_too_many"),
        (choice(en="a\nb", zh_Hans="甲\n乙\n丙"), "options_zh_Hans", "options_uneven"),
        (choice(en="a\nA"), "options_en", "options_twice"),
        (choice(en="a\n" + "b" * 76), "options_en", "option_too_long"),
    ],
)
def test_options_that_make_no_sense_are_refused_at_their_field(wanted: Wording, field: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        wording.options(wanted)
    assert refused.value.field == field


def test_a_hundred_options_are_taken_and_all_questions_together_take_two_hundred() -> None:
    wanted = choice(en="\n".join(map(str, range(100))))
    assert len(wording.options(wanted, others=100)) == 100
    with pytest.raises(RuleBroken, match="options_too_many_in_all"):
        wording.options(wanted, others=101)


def test_an_option_keeps_its_key_while_any_of_its_texts_stays() -> None:
    first = wording.options(choice(en="Office\nHome", zh_Hans="办公室\n家"))
    assert [one["key"] for one in first] == ["o1", "o2"]
    again = wording.options(choice(en="Train\nhome\nThe office", zh_Hans="火车\n家里\n办公室"), first)
    assert [one["key"] for one in again] == ["o3", "o2", "o1"]
    assert wording.typed(again) == {"en": "Train\nhome\nThe office", "zh_Hans": "火车\n家里\n办公室"}
