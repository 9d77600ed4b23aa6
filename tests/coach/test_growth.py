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


def seconds(text: str, size: int) -> float:
    """Of the processor, for a review with this in the part about which most is asked."""
    words = (text * (size // len(text) + 1))[:size]
    parts = dict.fromkeys(coach.PARTS[Form.BEHAVIOUR], "") | {"behaviour": words}
    begun = time.process_time()
    coach.review(Draft("en", Form.BEHAVIOUR, parts), lexicon.load())
    return time.process_time() - begun


@pytest.mark.parametrize("name", [*ORDINARY, *HOSTILE])
def test_twenty_thousand_characters_take_as_long_as_their_length_says(name: str) -> None:
    text = (ORDINARY | HOSTILE)[name]
    seconds(text, SHORT)

    assert seconds(text, LONG) <= TIMES_MAX * max(seconds(text, SHORT), 0.000_5)
