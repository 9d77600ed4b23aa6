"""No text makes a review take longer than its length accounts for."""

import time

import pytest

from bot import lexicon
from bot.domain import coach
from bot.domain.coach import Draft
from bot.domain.feedback import Form
from tests.benchmarks.bench_coach import HOSTILE, ORDINARY

SHORT, LONG = 2_000, 20_000
TIMES_MAX = 40
"""Ten is the length; with its square it would be a hundred."""


def seconds(text: str, size: int, form: Form = Form.BEHAVIOUR, part: str = "behaviour") -> float:
    """Of the processor, for a review with this in one part; a behaviour is asked about most."""
    words = (text * (size // len(text) + 1))[:size]
    parts = dict.fromkeys(coach.PARTS[form], "") | {part: words}
    begun = time.process_time()
    coach.review(Draft("en", form, parts), lexicon.load())
    return time.process_time() - begun


@pytest.mark.parametrize("name", [*ORDINARY, *HOSTILE])
def test_twenty_thousand_characters_take_as_long_as_their_length_says(name: str) -> None:
    text = (ORDINARY | HOSTILE)[name]
    seconds(text, SHORT)

    assert seconds(text, LONG) <= TIMES_MAX * max(seconds(text, SHORT), 0.000_5)


@pytest.mark.parametrize("text", ["and ", "then quickly ", "check on ", "i think you said ", "我想你大概是", "前后用"])
def test_so_does_a_suggestion_that_seems_to_begin_to_ask_at_every_word(text: str) -> None:
    seconds(text, SHORT, Form.SANDWICH, "suggestion")

    long, short = (seconds(text, size, Form.SANDWICH, "suggestion") for size in (LONG, SHORT))
    assert long <= TIMES_MAX * max(short, 0.000_5)
