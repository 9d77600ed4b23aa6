"""The company's values: a line each, few and short."""

import pytest

from bot.domain.errors import RuleBroken
from bot.domain.values import MOST, NAME_MAX, check


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        (" \n\n", []),
        ("Look twice", ["Look twice"]),
        ("Look twice\r\nAsk early\n", ["Look twice", "Ask early"]),
        ("  Look \t twice \n\n 早开口 ", ["Look twice", "早开口"]),
        ("x" * NAME_MAX, ["x" * NAME_MAX]),
        ("\n".join(map(str, range(MOST))), [str(one) for one in range(MOST)]),
    ],
)
def test_each_line_is_a_value(text: str, names: list[str]) -> None:
    assert check(text) == names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\n".join(map(str, range(MOST + 1))), "values_too_many"),
        ("x" * (NAME_MAX + 1), "value_too_long"),
        ("Look twice\nAsk early\nlook  TWICE", "value_twice"),
    ],
)
def test_what_is_too_many_too_long_or_there_twice_is_said_at_its_field(text: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        check(text)
    assert refused.value.field == "values"
