"""What is asked about a goal before it is proposed, in the three languages; and what cannot be stored."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain import goals_form as forms
from bot.domain import goals_numbers as numbers
from bot.domain import goals_results as results
from bot.domain import goals_weights as weights
from bot.domain import goals_writing as writing
from bot.domain.errors import RuleBroken
from bot.domain.goals import Level, Measure, Perspective
from bot.domain.goals_command import parse
from bot.domain.goals_form import Filled, Held, Written
from bot.domain.goals_results import Result
from bot.domain.goals_writing import Around, Code

TODAY, DUE = date(2027, 7, 1), date(2027, 9, 30)
GOOD = Filled(title="Raise East China online sales by 20 % in the third quarter", due=DUE)


def found(title: str, around: Around | None = None, **said: Any) -> list[Code]:
    written = Written(**{"title": title, "measure": Measure.NUMBER, "due": DUE, **said})
    return [one.code for one in writing.review(written, around or Around())]


@pytest.mark.parametrize(
    "title",
    [
        "Raise East China online sales by 20 % in the third quarter",
        "第三季度将华东线上销售额提高 20%",
        "第三季將華東線上銷售額提高 20%",
        "Double the number of returning customers",
        "把客户投诉减少三成",
        "把客戶投訴減少三成",
    ],
)
def test_a_good_goal_is_asked_nothing(title: str) -> None:
    assert found(title) == []


@pytest.mark.parametrize(
    "title", ["Raise sales", "提高销售额", "提高銷售額", "Improve quality", "加强管理", "優化流程"]
)
def test_a_change_of_nothing_in_particular_is_asked_of_what_by_how_much_and_when(title: str) -> None:
    assert found(title) == [Code.VAGUE]
    assert found(title, target=20.0) == [Code.VAGUE]


@pytest.mark.parametrize("title", ["Increase the satisfaction of our key customers", "提高重点客户的续约意愿和满意度"])
def test_a_change_without_a_number_is_asked_for_one(title: str) -> None:
    assert found(title) == [Code.VAGUE]
    assert found(title, target=90.0) == []


@pytest.mark.parametrize(
    "title", ["Happy customers in East China in Q3 2027", "Fewer complaints by 30 September", "2027 年客户都满意"]
)
def test_no_number_is_asked_about_and_a_date_is_none(title: str) -> None:
    assert found(title) == [Code.NO_NUMBER]
    assert found(title, measure=Measure.YES_NO) == []
    assert found(title, results=(Result("NPS", target=40.0),)) == []


@pytest.mark.parametrize(
    "title",
    [
        "Attend 12 trade fairs",
        "Hold weekly meetings",
        "参加 3 次展会",
        "拜訪 30 家客戶",
        "积极开展培训",
        "To support sales",
    ],
)
def test_an_activity_is_asked_for_its_result(title: str) -> None:
    assert found(title) == [Code.ACTIVITY]


def test_a_target_that_is_met_already_is_asked_about() -> None:
    rising: dict[str, Any] = {"start": 100.0, "target": 120.0}
    assert found("Raise East China online sales to 120", **rising) == []
    assert found("Raise East China online sales to 120", Around(current=130.0), **rising) == [Code.ALREADY_MET]
    assert found("Raise East China online sales to 80", start=100.0, target=80.0) == [Code.ALREADY_MET]
    assert found("把华东线上退货率降低到 8%", start=5.0, target=8.0) == [Code.ALREADY_MET]
    assert found("Complaints a month: 5", Around(current=4.0), start=20.0, target=5.0) == [Code.ALREADY_MET]


def test_more_than_eight_goals_a_day_outside_the_cycle_and_no_day_are_asked_about() -> None:
    good = GOOD.title
    assert found(good, Around(others=7)) == []
    assert found(good, Around(others=8)) == [Code.TOO_MANY]
    assert found(good, Around(first=date(2027, 7, 1), last=DUE)) == []
    assert found(good, Around(first=date(2027, 10, 1), last=date(2027, 12, 31))) == [Code.OUTSIDE_CYCLE]
    assert found(good, Around(first=date(2027, 4, 1), last=date(2027, 6, 30))) == [Code.OUTSIDE_CYCLE]
    assert found(good, Around(first=date(2027, 7, 1), last=DUE, dated=False)) == [Code.NO_DATE]


def test_it_asks_once_and_once_more_after_a_change_and_never_blocks() -> None:
    vague = Written("Raise sales", Measure.NUMBER, DUE)
    asked = writing.review(vague, Around())
    held = Held(Filled())
    assert writing.asks(held, vague, asked)
    held = replace(held, reviewed=forms.mark(vague), reviews=1)
    assert not writing.asks(held, vague, asked)
    assert writing.asks(held, replace(vague, title="Raise revenue"), asked)
    assert not writing.asks(replace(held, reviews=2), replace(vague, title="Raise revenue"), asked)
    assert not writing.asks(Held(Filled()), vague, [])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("20", 20),
        ("1,500", 1500),
        ("1.500,5", None),
        ("12,5", 12.5),
        ("20 %", 20),
        ("３万", 30000),
        ("1.2亿", 120000000.0),
        ("-3", -3),
        ("1 500 000", 1500000),
        ("twenty", None),
        ("", None),
        ("1e400", None),
        ("5k", 5000),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, value: float | None) -> None:
    assert numbers.number(typed) == value


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"title": " "}, "title", "goal_title_needed"),
        ({"title": "20"}, "title", "goal_words_needed"),
        ({"title": "x" * 201}, "title", "too_long"),
        ({"why": "1500"}, "why", "goal_words_needed"),
        ({"target": "a lot"}, "target", "goal_number_needed"),
        ({"start": "很多", "target": "3"}, "start", "goal_number_needed"),
        ({"start": "3"}, "target", "goal_target_needed"),
        ({"start": "20", "target": "20 %"}, "target", "goal_target_is_start"),
        ({"unit": "300"}, "unit", "goal_unit_words"),
        ({"measure": Measure.YES_NO, "target": "3"}, "target", "goal_no_numbers"),
        ({"due": None}, "due", "goal_due_needed"),
        ({"due": date(2027, 6, 30)}, "due", "due_over"),
        ({"due": date(2040, 1, 1)}, "due", "goal_due_far"),
        ({"weight": "heavy"}, "weight", "goal_share_wrong"),
        ({"weight": "0"}, "weight", "goal_share_wrong"),
        ({"weight": "101"}, "weight", "goal_share_wrong"),
        ({"weight": "12.5"}, "weight", "goal_share_wrong"),
        ({"parent": 1, "contribution": "half"}, "contribution", "goal_share_wrong"),
        ({"level": Level.DEPARTMENT}, "department", "goal_department_needed"),
        ({"results": (Result("a"),) * 6}, None, "goal_results_many"),
    ],
)
def test_what_cannot_be_stored_is_said_at_its_field(said: dict[str, Any], field: str | None, code: str) -> None:
    forms.check(GOOD, TODAY)
    with pytest.raises(RuleBroken) as broken:
        forms.check(replace(GOOD, **said), TODAY)
    assert (broken.value.field, broken.value.code) == (field, code)


def test_what_is_filled_in_is_stored_as_it_is_meant() -> None:
    filled = replace(GOOD, measure=Measure.PERCENT, start="0", target="20 %", weight="30 %", unit="points", why=" So. ")
    written = forms.check(filled, TODAY)
    assert (written.start, written.target, written.unit, written.weight, written.why) == (0, 20, "%", 30, "So.")
    assert forms.check(replace(GOOD, due=None, cycle=1), TODAY, DUE).due == DUE
    assert forms.check(replace(GOOD, contribution="30"), TODAY).contribution is None
    assert forms.check(replace(GOOD, weight="30", level=Level.TEAM), TODAY).weight is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (("", Measure.NUMBER, "", "", "3"), "title"),
        (("7", Measure.NUMBER, "", "", "3"), "title"),
        (("NPS", Measure.NUMBER, "", "", ""), "target"),
        (("NPS", Measure.INDICATOR, "", "", "3"), "measure"),
        (("NPS", Measure.MILESTONE, "", "1", ""), "start"),
        (("x" * 121, Measure.YES_NO, "", "", ""), "title"),
    ],
)
def test_a_key_result_that_cannot_be_stored_is_said_at_its_field(said: tuple[Any, ...], field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        results.check(*said)
    assert broken.value.field == field


def test_key_results_come_back_from_what_is_kept_of_them() -> None:
    some = (results.check("NPS", Measure.NUMBER, "points", "20", "40"), Result("审计通过", Measure.YES_NO, position=2))
    assert results.loaded(results.dumped(some)) == some
    assert results.loaded(None) == ()
    held = Held(replace(GOOD, results=some, why="x" * 2000, perspective=Perspective.CUSTOMER, parent=3), 4, 5)
    assert forms.loaded(forms.dumped(held, words=True)) == held
    six = replace(held, filled=replace(held.filled, results=(Result("结" * 120, target=1e12, unit="单" * 40),) * 5))
    carried = forms.dumped(six, words=True)
    assert len(carried) <= 2_990
    assert forms.loaded(carried).filled.results == six.filled.results
    assert [one.title for one in forms.without(held, 0).filled.results] == ["审计通过"]
    assert forms.put(held, Result("New"), 1).filled.results[1].position == 2
    with pytest.raises(RuleBroken, match="goal_results_many"):
        forms.put(six, Result("New"), None)


@pytest.mark.parametrize(
    ("given", "shares"),
    [
        ({1: None}, {1: 100}),
        ({1: 40, 2: None, 3: None}, {1: 40, 2: 30, 3: 30}),
        ({1: None, 2: None, 3: None}, {1: 34, 2: 33, 3: 33}),
        ({1: 60, 2: 40, 3: None}, {1: 60, 2: 40, 3: 0}),
        ({1: 60, 2: 20}, {1: 60, 2: 20}),
        ({}, {}),
    ],
)
def test_goals_without_a_weight_share_what_is_left_of_a_hundred(
    given: dict[int, int | None], shares: dict[int, int]
) -> None:
    assert weights.shares(given) == shares


def test_weights_over_a_hundred_are_refused_with_what_is_given_away() -> None:
    weights.check(40, {1: 60, 2: None})
    weights.check(None, {1: 100})
    with pytest.raises(RuleBroken) as broken:
        weights.check(41, {1: 60, 2: None})
    assert (broken.value.code, broken.value.field) == ("goal_weights_over", "weight")
    assert broken.value.values == {"given": 60, "left": 40}


@pytest.mark.parametrize("text", ["new <@U1> Raise sales", "<@U1> new Raise sales", "新建 <@U1|leo> Raise sales"])
def test_the_word_for_a_new_goal_stands_before_or_after_the_names(text: str) -> None:
    typed = parse(text)
    assert (typed.new, typed.people, typed.words) == (True, ("U1",), "Raise sales")


def test_without_that_word_nothing_is_written() -> None:
    assert not parse("").new
    assert not parse("<@U1>").new
