"""What can be typed after the command that gives feedback."""

import pytest

from bot.domain.feedback import Form, Part
from bot.domain.feedback_command import Typed, parse, parts

MEI, TOM = "<@U1|mei>", "<@U2>"
SANDWICH, BEHAVIOUR = Form.SANDWICH, Form.BEHAVIOUR


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("", Typed()),
        ("   ", Typed()),
        (MEI, Typed(("U1",))),
        (f"{MEI} {TOM}", Typed(("U1", "U2"))),
        (f"{MEI}, {TOM}", Typed(("U1", "U2"))),
        (f"{MEI}、{TOM}，{MEI}", Typed(("U1", "U2"))),
        (f"{MEI}{TOM} sandwich", Typed(("U1", "U2"), SANDWICH)),
        (f"{MEI} sandwich a / b / c", Typed(("U1",), SANDWICH, ("a", "b", "c"))),
        (f"{MEI} Sandwich: a / b / c", Typed(("U1",), SANDWICH, ("a", "b", "c"))),
        (f"{MEI} behaviour a / b / c", Typed(("U1",), BEHAVIOUR, ("a", "b", "c"))),
        (f"{MEI} behavior a", Typed(("U1",), BEHAVIOUR, ("a",))),
        (f"{MEI} SBI a / b", Typed(("U1",), BEHAVIOUR, ("a", "b"))),
        (f"{MEI} 三明治 甲 / 乙 / 丙", Typed(("U1",), SANDWICH, ("甲", "乙", "丙"))),
        (f"{MEI} 三明治：甲 ／ 乙 ／ 丙", Typed(("U1",), SANDWICH, ("甲", "乙", "丙"))),
        (f"{MEI} 三明治： 甲 ／ 乙 ／ 丙", Typed(("U1",), SANDWICH, ("甲", "乙", "丙"))),
        (f"{MEI} 行为 甲", Typed(("U1",), BEHAVIOUR, ("甲",))),
        (f"{MEI} 行為 甲", Typed(("U1",), BEHAVIOUR, ("甲",))),
        (f"{MEI} 行為描述\n甲\n乙\n丙", Typed(("U1",), BEHAVIOUR, ("甲", "乙", "丙"))),
        (f"{MEI}\nsandwich\na\nb\nc", Typed(("U1",), SANDWICH, ("a", "b", "c"))),
        (f"{MEI} a / b / c", Typed(("U1",), None, ("a", "b", "c"))),
        (f"{MEI} a / b / c / d", Typed(("U1",), None, ("a", "b", "c / d"))),
        (f"{MEI} a\n\nb\nc\nd", Typed(("U1",), None, ("a", "b", "c\nd"))),
        (f"{MEI} a / b / c\nd\ne", Typed(("U1",), None, ("a", "b", "c\nd\ne"))),
        (f"{MEI} a\nb / c\nd", Typed(("U1",), None, ("a", "b / c", "d"))),
        (f"{MEI} a / b\nc", Typed(("U1",), None, ("a", "b", "c"))),
        (f"{MEI} and/or 24/7", Typed(("U1",), None, ("and/or 24/7",))),
        (f"{MEI} sandwiches were good", Typed(("U1",), None, ("sandwiches were good",))),
        (f"{MEI} you told {TOM} &amp; me", Typed(("U1",), None, ("you told @U2 & me",))),
        ("good demo", Typed((), None, ("good demo",))),
        ("@mei sandwich a", Typed((), SANDWICH, ("a",), ("@mei",))),
        (f"@mei.lin {TOM} @mei.lin", Typed(("U2",), None, (), ("@mei.lin",))),
        ("<!subteam^S1|@team-a> a", Typed((), None, ("a",), ("@team-a",))),
        ("<!channel> a", Typed((), None, ("a",), ("@channel",))),
        ("<!here>", Typed((), None, (), ("@here",))),
    ],
)
def test_what_was_typed_is_understood(text: str, typed: Typed) -> None:
    assert parse(text) == typed


def test_parts_stand_in_the_order_of_the_form() -> None:
    assert parts(SANDWICH, ("a", "b", "c")) == {Part.PRAISE: "a", Part.SUGGESTION: "b", Part.ENCOURAGEMENT: "c"}
    assert parts(BEHAVIOUR, ("a",)) == {Part.SITUATION: "a"}
    assert parts(BEHAVIOUR, ()) == {}


def test_a_long_text_is_parted_as_quickly_as_it_is_long() -> None:
    """No pattern goes back and forth over what somebody typed."""
    for hostile in (" " * 20_000, "/ " * 10_000, "\n" * 20_000, "@" * 20_000, "<" * 20_000, "<@U1" * 5_000):
        parse(hostile)
        parse(f"a{hostile}a")
