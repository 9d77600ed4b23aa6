"""Somebody beside the one who is spoken to: by name, by role, as "the others"; and how a text counts."""

from bot.domain.coach_found import Span
from bot.domain.coach_part import Part

NUMERALS = frozenset("一二两三四五六七八九十百千半")
NUMBER_WORDS = frozenset(
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen", "twenty", "thirty",
     "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "noon", "midnight")
)  # fmt: skip
NEAR_ENGLISH, NEAR_CHINESE = 4, 8
"""Words between "than" and the name, characters between 跟 and the name."""


def rival(part: Part, first: int, last: int) -> Span | None:
    """The first colleague in [first, last): by name, by role ("the previous foreman"), or as "the others"."""
    hinted = part.any_of("common.colleague", "common.name", "common.surname", "common.rival")
    colleague, given = part.inside("common.colleague"), _given(part)
    for at in range(max(first, 0), min(last, len(part.text))):
        chinese = part.chinese(at)
        if chinese and at not in hinted and at not in given:
            continue
        if at in colleague and not chinese:
            return max(part.starting("common.colleague", at, at + 1), default=(at, at + 1), key=lambda span: span[1])
        if at in colleague or (not chinese and part.named(at)):
            return at, at + 1
        if chinese and (at in given or _named_chinese(part, at)):
            return at, at + 2
        role = _role(part, at)
        if role:
            return role
    return None


def _role(part: Part, at: int) -> Span | None:
    """ "The other nurses", "the last apprentice", 隔壁班老师."""
    if at not in part.inside("common.rival"):
        return None
    role = next(part.starting("common.role", at + 1, at + part.reach(at, 3, 6)), None)
    return (at, role[1]) if role else None


def _named_chinese(part: Part, at: int) -> bool:
    """小张, 阿丽, 阿May, 王姐, 李师傅."""
    if part.text.words[at] == "阿" and at + 1 < len(part.text) and not part.chinese(at + 1):
        return part.text.source[part.text.starts[at + 1]].isupper()
    if at in part.inside("common.name") and at + 1 < len(part.text) and part.chinese(at + 1):
        return at + 1 in part.inside("common.surname") or (
            part.text.words[at] != "老" and at not in part.inside("common.not_name")
        )
    return at in part.inside("common.surname") and part.has("common.title", at + 1, at + 4)


FRAMES = (
    "comparison.lead", "comparison.worse", "comparison.like", "comparison.beside", "comparison.than", "comparison.towards",
    "comparison.supposed", "comparison.long_ago", "comparison.even", "comparison.short", "common.colleague", "common.surname",
    "common.function",
)  # fmt: skip
"""Behind one of these, or where a clause begins, a name may stand."""


def _given(part: Part) -> set[int]:
    """Where 佳玲 or 志伟 begins: two characters that names are made of, which are no word, where a name may stand."""
    known = part.at.get("given names")
    if known is None:
        given, words, frames = part.inside("common.given"), part.inside("common.not_given"), part.any_of(*FRAMES)
        known = part.at["given names"] = {
            at
            for at in given - words
            if at + 1 in given
            and at + 1 not in words
            and (at == 0 or not part.text.words[at - 1][0].isalnum() or at - 1 in frames)
        }
    return known


def full_name(part: Part, at: int, end: int) -> Span | None:
    """A surname with a name behind it: only where the frame expects somebody."""
    if (
        at >= end
        or not part.chinese(at)
        or at not in part.inside("common.surname")
        or part.has("comparison.self", at, at + 2)
    ):
        return None
    return at, min(end, at + 2)


def measure(part: Part, first: int, last: int) -> Span | None:
    """Somebody in [first, last), with no time, plan or thing before them."""
    if first >= last:
        return None
    other = rival(part, first, min(last, first + part.reach(first, NEAR_ENGLISH, NEAR_CHINESE)))
    other = other or full_name(part, first, last)
    if other is None and part.chinese(first):
        roles = part.starting("common.role", first, min(last, first + NEAR_CHINESE))
        other = next((role for role in roles if role[1] - role[0] > 1), None)
    if other is None or part.has("comparison.self", first, other[1]) or part.has("common.me", first, other[0]):
        return None
    if part.chinese(other[0]) and part.has("comparison.sets", other[1], other[1] + 1):
        # 比主管定的时间早: a date that somebody set.
        return None
    return other


def some_role(part: Part, first: int, last: int) -> Span | None:
    """ "Seven drivers", "the part-timer": a measure only beside you."""
    role = next(part.starting("common.role", first, min(last, first + 4)), None)
    if role is None or part.chinese(role[0]) or part.has("common.you", first, role[0]):
        return None
    acts = part.has("common.skip", role[1], role[1] + 1) or part.has("comparison.does", role[1], role[1] + 1)
    return role if acts or (role[1] < last and part.text.words[role[1]].endswith("ed")) else None


def new_name(part: Part, clause: int, before: int) -> Span | None:
    """A name that only its place tells: an English sentence that begins with it, a Chinese clause that begins with a surname."""
    if part.chinese(clause):
        return full_name(part, clause, before) if before - clause <= 6 else None
    word = part.text.words[clause]
    alone = before - clause == 1 and word.isalpha() and not word.endswith("s")
    known = any(
        clause in part.inside(kind) for kind in ("common.function", "vague.generic", "common.others", "common.you")
    )
    return (
        (clause, clause + 1) if alone and not known and part.text.source[part.text.starts[clause]].isupper() else None
    )


def begins_with(part: Part, clause: int, at: int) -> bool:
    """Whether somebody is who the clause begins with, but for an "and", "why does", "你看"."""
    return all(
        before in part.inside("comparison.lead") or not part.text.words[before][0].isalnum()
        for before in range(clause, at)
    )


def close(part: Part, first: int, last: int) -> bool:
    """Nothing but adverbs, or a word more of the name, between somebody and what they do; in Chinese something of theirs as well."""
    if first < last and part.text.words[first] in ("的", "做", "写", "'s"):
        return last - first <= 6
    if part.chinese(min(first, len(part.text) - 1)) and "的" in part.text.words[first : first + 5]:
        return last - first <= 10
    strange = [
        at
        for at in range(first, last)
        if at not in part.inside("common.skip") and at not in part.inside("common.function")
    ]
    return len(strange) <= part.reach(min(first, len(part.text) - 1), 0, 3)


def counts(part: Part, first: int, last: int) -> bool:
    """Whether there is a figure, or a word like "half", "only", "still"."""
    if part.has("comparison.count", first, last):
        return True
    measures = part.inside("vague.measure")
    words, first = part.text.words, max(first, 0)
    return any(
        words[at][0].isdigit() or (words[at] in NUMERALS and (at + 1 in measures or _goes_on(words, at)))
        for at in range(first, last)
    ) or any(words[at] in NUMBER_WORDS for at in range(first, last))


def _goes_on(words: list[str], at: int) -> bool:
    """八十, 两百: a number of two characters needs no measure."""
    return at + 1 < len(words) and words[at] != "一" and words[at + 1] in "十百千万"


TITLES = frozenset(("mr", "mrs", "ms", "miss"))


def titled(part: Part, other: Span) -> bool:
    """ "Mr Doyle": so one writes of customers rather than of colleagues."""
    return not TITLES.isdisjoint(part.text.words[max(other[0] - 2, 0) : other[1]])
