"""Finding a word in one's own words."""

import pytest

from bot.domain.searching import WORD_MAX, excerpt, found_in, parts


@pytest.mark.parametrize(
    ("word", "texts", "found"),
    [
        ("pump", ["The PUMP test passed."], True),
        ("STRASSE", ["Besuch in der Straße"], True),
        ("水泵", ["今天测试了水泵。"], True),
        ("泵水", ["今天测试了水泵。"], False),
        ("ABC", ["ＡＢＣ"], True),
        ("pump test", ["test one", "a pump"], True),
        ("pump rest", ["test one", "a pump"], False),
        ("ump", ["The pump"], True),
        ("", ["anything"], True),
        ("", [], True),
        ("pump", [], False),
        ("%", ["100 %"], True),
        ("_", ["nothing"], False),
        (".*", ["anything"], False),
    ],
)
def test_a_word_is_found_in_any_case_and_chinese_by_its_characters(word: str, texts: list[str], found: bool) -> None:
    assert found_in(parts(word), texts) is found


def test_a_word_is_looked_for_up_to_its_length() -> None:
    assert parts("x" * 10_000) == ["x" * WORD_MAX]


@pytest.mark.parametrize(
    ("word", "texts", "line"),
    [
        ("", ["", "\n First line \nSecond"], "First line"),
        ("second", ["First line\nSecond"], "Second"),
        ("nothing", ["First line"], "First line"),
        ("end", ["x" * 50 + " end"], "…" + "x" * 29 + " end"),
        ("", [], ""),
    ],
)
def test_the_line_in_which_it_stands_is_shown(word: str, texts: list[str], line: str) -> None:
    assert excerpt(parts(word), texts) == line
