"""The stop-list: words that hurt. It stops nothing: whoever wrote them is asked once more, and HR is named."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.coach_lexicon import Lexicon
from bot.domain.feedback import Part

THREAT, SLUR, EXCEPT = "hurtful.threat", "hurtful.slur", "hurtful.except"
"""The sections of the list, as a lexicon names them."""


@dataclass(frozen=True)
class Hit:
    """The code points [start, end) of this part."""

    part: Part
    start: int
    end: int
    threat: bool


def find(parts: Mapping[Part, str], lexicon: Lexicon) -> list[Hit]:
    """The first hit of each kind in each part. Whole words alone; in Chinese, whole phrases."""
    found = []
    for part, words in parts.items():
        text = lexicon.read(words)
        spans = lexicon.find(text)
        meant_otherwise = {at for first, last in spans.get(EXCEPT, ()) for at in range(first, last)}
        for kind in (THREAT, SLUR):
            hits = (span for span in spans.get(kind, ()) if not meant_otherwise.issuperset(range(*span)))
            if first_hit := next(hits, None):
                first, last = first_hit
                found.append(Hit(part, text.starts[first], text.ends[last - 1], kind == THREAT))
    return found
