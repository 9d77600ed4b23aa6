"""The coach: reads a draft of feedback before it is sent, and finds what its receiver could not do anything with.

It advises and never blocks. The rules are word lists and a little grammar, in English and Chinese: nothing leaves the machine, and the
same words always get the same answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain import coach_substance as substance
from bot.domain.coach_absolute import absolute
from bot.domain.coach_comparison import comparison
from bot.domain.coach_found import Span
from bot.domain.coach_hearsay import hearsay
from bot.domain.coach_lexicon import Lexicon
from bot.domain.coach_motive import motive
from bot.domain.coach_part import Part, part
from bot.domain.coach_person import person
from bot.domain.feedback import Form

PARTS = {
    Form.SANDWICH: ("praise", "suggestion", "encouragement"),
    Form.BEHAVIOUR: ("situation", "behaviour", "impact"),
}


class Code(StrEnum):
    """What may be found."""

    PERSON = "person"
    ABSOLUTE = "absolute"
    MOTIVE = "motive"
    HEARSAY = "hearsay"
    COMPARISON = "comparison"
    VAGUE = "vague"
    NO_IMPACT = "no_impact"
    NO_REQUEST = "no_request"


SOURCES = {
    Code.PERSON: "Kluger & DeNisi 1996: feedback that draws attention to the self lowers performance. Rosenberg: observe, do not judge.",
    Code.ABSOLUTE: "Rosenberg: always and never are evaluations; an observation has a time and a place.",
    Code.MOTIVE: "Ross 1977, the fundamental attribution error: we explain others' acts by their character and not by their situation.",
    Code.HEARSAY: "London 2003: a source counts when it has seen the work itself.",
    Code.COMPARISON: "Hattie & Timperley 2007: measure against a goal or one's own past; comparison with others speaks of the self.",
    Code.VAGUE: "Hattie & Timperley 2007: praise without information on the task does not help to learn.",
    Code.NO_IMPACT: "SBI, Center for Creative Leadership: situation, behaviour, and the impact it had on somebody.",
    Code.NO_REQUEST: "Rosenberg: a request names an act that can be done; Hattie & Timperley 2007: where to next?",
}
"""Where each code comes from."""


@dataclass(frozen=True)
class Draft:
    """What somebody is about to send. `language` is the one it says it is in; the text is read in all."""

    language: str
    form: Form
    parts: Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """One thing to ask about: the code points [start, end) of this part."""

    code: Code
    part: str
    start: int
    end: int


PHRASES: dict[Code, Callable[[Part], Span | None]] = {
    Code.PERSON: person,
    Code.ABSOLUTE: absolute,
    Code.MOTIVE: motive,
    Code.HEARSAY: hearsay,
    Code.COMPARISON: comparison,
}

WHOLE: dict[Code, tuple[tuple[str, ...], Callable[[Part, bool], bool]]] = {
    Code.VAGUE: (("praise", "suggestion", "behaviour"), lambda one, asked: substance.vague(one, asked=asked)),
    Code.NO_IMPACT: (("impact",), lambda one, _: substance.no_impact(one)),
    Code.NO_REQUEST: (("suggestion",), lambda one, _: substance.no_request(one)),
}
"""What a whole part lacks: in which parts, and how it is told."""


def review(draft: Draft, lexicon: Lexicon) -> list[Finding]:
    """The findings, in the order of the parts and of the codes; at most one for each code and part."""
    found: list[Finding] = []
    for name in PARTS[draft.form]:
        found += _review_part(part(name, draft.parts.get(name, ""), lexicon))
    return found


def _review_part(one: Part) -> list[Finding]:
    spans = {code: span for code, rule in PHRASES.items() if (span := rule(one))}
    whole = [code for code, (parts, rule) in WHOLE.items() if one.name in parts and rule(one, bool(spans))]
    if Code.NO_IMPACT in whole:
        # An impact that is a verdict and nothing else is asked for once.
        spans.pop(Code.PERSON, None)
    starts, ends = one.text.starts, one.text.ends
    found = [Finding(code, one.name, starts[first], ends[last - 1]) for code, (first, last) in spans.items()]
    return found + [Finding(code, one.name, 0, len(one.text.source)) for code in whole]
