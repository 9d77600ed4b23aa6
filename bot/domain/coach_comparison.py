"""Measured against somebody else: "unlike Tom", "不如小张". One's own last month, or a target, is nobody else."""

from bot.domain.coach_part import Part, Span, Who

TELLING = ("praise", "suggestion", "behaviour")
NEAR = 3
"""Words between "than" and the name."""


def comparison(part: Part) -> Span | None:
    """The first place where somebody else is the measure."""
    for first, last in part.spans("comparison.phrase"):
        if part.who(first) is not Who.ME:
            return first, last
    for rule in (_than_somebody, _worse_than, _paired, _somebody_does):
        span = rule(part)
        if span:
            return span
    return None


def _colleague(part: Part, first: int, last: int) -> Span | None:
    """The first colleague or name in [first, last)."""
    for at in range(max(first, 0), min(last, len(part.text))):
        if at in part.inside("common.colleague") or part.named(at):
            return at, at + 1
        if part.chinese(at) and _named_chinese(part, at):
            return at, at + 2
    return None


def _named_chinese(part: Part, at: int) -> bool:
    """小张, 阿丽, 王姐, 李师傅."""
    if at in part.inside("common.name"):
        return at + 1 in part.inside("common.surname") or part.text.words[at] == "阿"
    return at in part.inside("common.surname") and part.has("common.title", at + 1, at + 3)


def _somebody(part: Part, first: int, last: int) -> Span | None:
    """A colleague, a name, or right at the beginning somebody by full name; not a time, a plan or a thing."""
    other = _colleague(part, first, min(last, first + NEAR))
    if other is None and first < last and part.chinese(first) and first in part.inside("common.surname"):
        other = first, min(last, first + 2)
    if other is None or part.has("comparison.self", first, other[1]) or part.has("common.me", first, other[0]):
        return None
    return other


def _than_somebody(part: Part) -> Span | None:
    """ "Unlike Tom", "better than the others", "why can't you do it like Anna"."""
    for first, last in part.spans("comparison.before"):
        _, end = part.clause(first)
        if not part.chinese(first) and _opens(part, first):
            other = _somebody(part, last, end)
            if other:
                return first, other[1]
    return None


def _opens(part: Part, at: int) -> bool:
    """Whether "than", "as" and "like" open a comparison here."""
    word = part.text.words[at]
    clause, _ = part.clause(at)
    if word == "than":
        return part.has("comparison.degree", max(clause, at - 8), at)
    if word == "as":
        return part.has("comparison.degree", max(clause, at - 4), at)
    return word != "like" or not part.has("comparison.fond", at - 1, at)


def _worse_than(part: Part) -> Span | None:
    """不如小张, 学学王姐: the word says by itself that somebody is the measure."""
    for first, last in part.spans("comparison.worse"):
        _, end = part.clause(first)
        other = _somebody(part, last, end)
        if other:
            return first, other[1]
    return None


def _paired(part: Part) -> Span | None:
    """像小张那样, 比阿国差, 向李姐学习: a frame of two words with somebody in between."""
    for opens, closes in (("like", "alike"), ("beside", "compared"), ("than", "more"), ("towards", "learn")):
        for first, last in part.spans(f"comparison.{opens}"):
            _, end = part.clause(first)
            other = _somebody(part, last, end)
            closing = other and next(part.starting(f"comparison.{closes}", other[0] + 1, min(end, other[1] + 8)), None)
            if closing:
                return first, closing[1]
    return None


def _somebody_does(part: Part) -> Span | None:
    """ "Anna manages it", "小李就不会这样": somebody else begins the clause, and does well by habit."""
    if part.name not in TELLING:
        return None
    for first, last in part.spans("comparison.does"):
        clause, _ = part.clause(first)
        other = _colleague(part, max(clause, first - part.reach(first, 4, 6)), first)
        if (
            other
            and _begins(part, clause, other[0])
            and _close(part, other[1], first)
            and part.who(other[0]) is not Who.OTHERS
        ):
            return other[0], last
    return _contrasted(part)


def _begins(part: Part, clause: int, at: int) -> bool:
    """Whether somebody is who the clause begins with, but for an "and", "why does", "你看"."""
    return all(
        before in part.inside("comparison.lead") or not part.text.words[before][0].isalnum()
        for before in range(clause, at)
    )


def _close(part: Part, first: int, last: int) -> bool:
    """Nothing but adverbs, or one word more of the name, between somebody and what they do."""
    strange = [
        at
        for at in range(first, last)
        if at not in part.inside("common.skip") and at not in part.inside("common.function")
    ]
    return len(strange) <= part.reach(min(first, len(part.text) - 1), 0, 2)


def _contrasted(part: Part) -> Span | None:
    """小陈一天接八十通，你只有四十通: somebody in one clause, you in the next with "only", "but", "why"."""
    for first, last in part.spans("comparison.but_you"):
        begin, end = part.sentence(first)
        clause, _ = part.clause(first)
        other = _colleague(part, max(begin, clause - 24), clause)
        if other and _begins(part, part.clause(other[0])[0], other[0]):
            return other[0], last
        if part.text.words[first] == "you" and _colleague(part, last, min(end, last + 4)):
            return first, last
    return None
