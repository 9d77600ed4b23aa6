"""Others' opinions in place of an own observation: "everyone says", "有人反映"."""

from bot.domain.coach_found import Span
from bot.domain.coach_part import PRAISING, Part, Who
from bot.domain.coach_rivals import rival

QUOTED_SOON = 6
"""Words within which a quotation begins: then the others are a source, and quoted."""
NEAR = 5
"""Words within which the one who is spoken to is named, where customers say something."""
ABOUT_ANYBODY = ("praise", "suggestion", "behaviour")
UNKIND = ("vague.bad", "absolute.bad", "person.trait", "person.bad", "person.phrase")
SHUNNING = frozenset(("nobody", "no", "没", "冇"))


def hearsay(part: Part) -> Span | None:
    """The first opinion of others, unless the writer saw or heard it too."""
    if any(not _not_seen(part, first) for first, _ in part.spans("hearsay.own", quoted=True)):
        return None
    if part.name == "encouragement" and not any(part.found.get(kind) for kind in UNKIND):
        return None  # praise from all sides
    for first, last in part.spans("hearsay.phrase"):
        if _fond(part, first, last) or _shunned(part, first) or _mine(part, first, last):
            continue
        told_by_you = not part.chinese(first) and part.has("common.you", first - 1, first)
        if (
            not _quoted_soon(part, last)
            and not told_by_you
            and (part.chinese(first) or part.who(first) is not Who.OTHERS)
        ):
            return first, last
    return _opinion(part) or _of_named(part) or _heard(part) or _witnessed(part)


def _not_seen(part: Part, at: int) -> bool:
    """ "I haven't seen it myself", 没亲眼看过."""
    return part.negated(at) or part.has("common.not", at + 1, at + 3)


def _fond(part: Part, first: int, last: int) -> bool:
    """ "The children all call you Uncle Spanner": a kindness, told to please."""
    return part.name in PRAISING and part.has("hearsay.warm", first, last)


def _shunned(part: Part, at: int) -> bool:
    """ "Nobody wants to share a van with you now": in an impact it is what came of it."""
    return part.name == "impact" and not SHUNNING.isdisjoint(part.text.words[max(at - 1, 0) : at + 1])


def _mine(part: Part, first: int, last: int) -> bool:
    """ "I am fed up with you", 我对你有意见: the writer's own opinion."""
    return part.has("common.you", first, last) and (
        part.has("common.me", first - 1, first) or (not part.chinese(first) and part.who(first) is Who.ME)
    )


def _witnessed(part: Part) -> Span | None:
    """ "…, everyone could see that.": the others as witnesses, where the clause ends."""
    spans = part.spans("hearsay.tag") if part.name in ABOUT_ANYBODY else ()
    return next((span for span in spans if part.ends(span[1]) and part.begins(span[0])), None)


def _opinion(part: Part) -> Span | None:
    """ "Everyone says …", "同事们都觉得…"."""
    for first, last in part.spans("hearsay.who"):
        says = _says(part, first, last)
        if (
            not says
            or _fond(part, says[0], part.clause(says[0])[1])
            or _shunned(part, first)
            or _quoted_soon(part, says[1])
            or _addressed(part, first)
        ):
            continue
        if _about_you(part, first, says[1]):
            return first, says[1]
    return None


def _of_named(part: Part) -> Span | None:
    """ "Ana says you …", "几个同学来投诉你": somebody who has a name or a place, about you."""
    for first, last in part.spans("hearsay.names"):
        clause, _ = part.clause(first)
        speaker = rival(part, max(clause, first - 6), first) or next(
            part.starting("common.role", max(clause, first - 5), first), None
        )
        if speaker and not _quoted_soon(part, last) and not part.has("common.you", speaker[1], first):
            return speaker[0], last
    for first, last in part.spans("hearsay.per"):
        source = rival(part, last, last + 4)
        if source and _about_you(part, first, source[1]):
            return first, source[1]
    for first, last in part.spans("hearsay.of_you"):
        clause, _ = part.clause(first)
        begin = max(clause, first - 8)
        some = next(part.starting("hearsay.some", begin, first), None) or rival(part, begin, first)
        if (
            some
            and not part.has("common.you", some[1], first)
            and not _quoted_soon(part, last)
            and not _addressed(part, some[0])
        ):
            return some[0], last
    return None


def _heard(part: Part) -> Span | None:
    """听店长讲，你…"""
    for first, last in part.spans("hearsay.heard"):
        _, end = part.clause(first)
        told = next(part.starting("hearsay.told", last + 1, min(end, last + 8)), None)
        if not told or part.has("common.you", last, told[0]) or part.has("common.me", last, told[0]):
            continue
        behind = told[1] if told[1] < end and part.text.words[told[1]][0].isalnum() else told[1] + 1
        if (
            not _addressed(part, first)
            and part.has("common.you", first - 2, first) is False
            and behind in part.inside("common.you")
        ):
            return first, told[1]
    return None


def _says(part: Part, first: int, last: int) -> Span | None:
    """What they do with it: say, think, complain; close behind, and nobody else in between."""
    _, end = part.clause(first)
    excepted = part.inside("hearsay.except")
    for says in part.starting("hearsay.says", last, min(end, last + part.reach(first, 5, 6))):
        between = part.has("common.you", last, says[0]) or part.has("common.me", last, says[0])
        return None if between or part.text.quoted[says[0]] or says[0] in excepted else says
    return None


def _quoted_soon(part: Part, at: int) -> bool:
    return any(part.text.quoted[at : at + QUOTED_SOON])


def _addressed(part: Part, at: int) -> bool:
    """ "Tell everyone", "跟大家说": the others are spoken to."""
    before = part.has("hearsay.behind", at + 1, at + 5) and part.chinese(at)
    return part.has("hearsay.addressed", at - 1, at) or before or _said_there(part, at)


def _said_there(part: Part, at: int) -> bool:
    """没有在群组里说: a place where somebody says it, and not who says it."""
    words = part.text.words
    clause, _ = part.clause(at)
    return "里" in words[at : at + 3] and "在" in words[max(clause, at - 4) : at]


def _about_you(part: Part, first: int, last: int) -> bool:
    """The opinion is about the one who is spoken to; in Chinese also where nobody is named, unless a customer says it: an event."""
    _, end = part.clause(first) if part.chinese(first) and part.name in PRAISING else part.sentence(first)
    if not part.chinese(first) and part.has("common.others", first, last):
        end = min(end, last + NEAR)  # what customers say of anything else is an event
    named = part.has("common.you", last - 3, end) or part.has("common.your", last, end)
    if part.has("hearsay.mistook", first, last):
        return False
    event = part.has("common.others", first, last)
    return named or (part.chinese(first) and part.name in ABOUT_ANYBODY and not event)
