"""The model of competencies: edits, what breaks a rule, the gap between two sides, and the file that it goes into and comes from."""

import pytest

from bot.domain import competencies as rules
from bot.domain import competencies_file
from bot.domain.competencies import Gap, Model, Rated, Sides
from bot.domain.competencies_starter import STARTER
from bot.domain.errors import RuleBroken
from bot.domain.imports import ImportBroken
from bot.domain.questions import LANGUAGES

LEVELS = [{"en": "Junior"}, {"en": "Senior", "zh_Hans": "高级"}]


def test_the_starter_has_three_families_of_four_competencies_and_three_levels_in_three_languages() -> None:
    assert [len(one.competencies) for one in STARTER.families] == [4, 4, 4]
    for family in STARTER.families:
        assert len(family.levels) == 3
        for one in family.competencies:
            assert len(one.texts) == 3
            for names in (family.names, *family.levels, one.names, *one.texts):
                assert set(names) == set(LANGUAGES)
                assert all(0 < len(text) <= rules.TEXT_MAX for text in names.values())
            assert len({str(text) for text in one.texts}) == 3


def test_a_family_and_a_competency_are_added_changed_and_retired() -> None:
    model = rules.put_family(Model(), "", {"en": " Sales  people "}, LEVELS, "v1")
    assert model.families[0].names == {"en": "Sales people"}
    model = rules.put_competency(model, "v1", "", {"en": "Listening"}, [{"en": "Asks first"}, {}], "v2")
    model = rules.put_competency(model, "v1", "v2", {"en": "Hearing"}, [{"en": "Asks"}, {"en": "Advises"}], "v3")
    assert [one.names["en"] for one in model.families[0].competencies] == ["Hearing"]
    model = rules.put_family(model, "v1", {"en": "Sales"}, [*LEVELS, {"en": "Lead"}], "v4")
    assert [len(one.texts) for one in model.families[0].competencies] == [3]
    assert rules.without_competency(model, "v1", "v2").families[0].competencies == ()
    assert rules.without_family(model, "v1") == Model()
    assert rules.put_family(model, "", {"en": "Other"}, LEVELS, "v1").families[1].key == "v1x"


@pytest.mark.parametrize(
    ("names", "levels", "field", "code"),
    [
        ({"en": " "}, LEVELS, "name_en", "name_needed"),
        ({"en": "x" * (rules.NAME_MAX + 1)}, LEVELS, "name_en", "too_long"),
        ({"zh_Hans": "销售"}, LEVELS[:1], "levels_en", "competency_levels"),
        ({"en": "x"}, [{"en": "a"}, {}], "levels_en", "name_needed"),
    ],
)
def test_what_is_wrong_with_a_family_is_said_at_its_field(
    names: dict[str, str], levels: list[dict[str, str]], field: str, code: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.put_family(Model(), "", names, levels, "v1")
    assert (broken.value.field, broken.value.code) == (field, code)


def test_a_competency_that_somebody_retired_meanwhile_is_not_written_back() -> None:
    for family, key in (("gone", ""), ("engineering", "gone")):
        with pytest.raises(RuleBroken, match="competency_gone"):
            rules.put_competency(STARTER, family, key, {"en": "x"}, [], "v2")


def test_the_text_is_in_the_readers_language_else_in_english_else_in_any() -> None:
    assert rules.said({"en": "a", "zh_Hans": "b"}, "zh_Hans") == "b"
    assert rules.said({"en": "a", "zh_Hans": "b"}, "zh_Hant") == "a"
    assert rules.said({"zh_Hans": "b"}, "en") == "b"


@pytest.mark.parametrize(
    ("ratings", "field"),
    [
        ({}, "level_solving"),
        ({"solving": Rated(4)}, "level_solving"),
        ({"listening": Rated(1)}, "level_listening"),
        ({"solving": Rated(1, "x" * (rules.INSTANCE_MAX + 1))}, "instance_solving"),
    ],
)
def test_a_rating_that_cannot_be_is_said_at_its_field(ratings: dict[str, Rated], field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.check_ratings(STARTER.families[0], ratings)
    assert broken.value.field == field


def test_it_is_given_once_every_competency_is_rated() -> None:
    family = STARTER.families[0]
    keys = [one.key for one in family.competencies]
    assert [rules.is_given(family, keys[:number]) for number in range(5)] == [False] * 4 + [True]
    assert not rules.is_given(None, keys)


def test_the_gap_is_manager_minus_self_and_what_is_missing_to_the_expected_level() -> None:
    sides = Sides({"a": 1, "b": 3, "c": 2}, {"a": 2, "b": 3})
    found = rules.gaps(["a", "b", "c", "d"], sides, 3)
    assert [(one.key, one.apart, one.missing) for one in found] == [
        ("a", 1, 1),
        ("b", 0, 0),
        ("c", None, 1),
        ("d", None, None),
    ]
    assert Gap("a", 3, 1, None).missing is None


def test_what_is_written_into_a_file_is_read_from_it() -> None:
    assert competencies_file.read(competencies_file.write(STARTER).encode()) == STARTER


HEADER = "family,competency,level,family_en,competency_en,level_en,text_en\n"
GOOD = "eng,solve,1,Engineering,Solving,Junior,Asks\neng,solve,2,Engineering,Solving,Senior,Finds\n"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("", 1, "empty"),
        ("family,level\n", 1, "The columns are"),
        (HEADER + GOOD + "eng,,1,,,,\n", 4, "short names"),
        (HEADER + GOOD + "eng,solve,nine,,,,\n", 4, "whole number"),
        (HEADER + GOOD + "eng,solve,2,,,,\n", 4, "already"),
        (HEADER + GOOD + "eng,other,1,Sales,Other,,\n", 4, "another name"),
        (HEADER + GOOD + f"eng,other,1,,{'x' * 71},,\n", 4, "up to 70"),
        (HEADER + "eng,solve,1,Engineering,Solving,Junior,Asks\n", 2, "two at least"),
        (HEADER + "eng,solve,1,,Solving,Junior,\neng,solve,2,,Solving,Senior,\n", 2, "no name"),
        (HEADER + GOOD + "eng,solve\n", 4, "cells"),
    ],
)
def test_every_wrong_line_is_named_by_its_number(text: str, line: int, why: str) -> None:
    with pytest.raises(ImportBroken) as broken:
        competencies_file.read(text.encode())
    assert any(one.line == line and why in one.why for one in broken.value.problems), broken.value.problems
