"""A verdict on the person or their attitude: "you are careless", "no sense of responsibility", "态度很差"."""

from bot.domain.coach_found import Span
from bot.domain.coach_part import PRAISING, Part, Who
from bot.domain.coach_quality import called, formed, hard_to_bear, loose, reproached, such_a, turned_to_you
from bot.domain.coach_rivals import begins_with, rival

SAID_OF = (Who.YOU, Who.YOURS)
SAID_OF_CHINESE = (Who.YOU, Who.YOURS, Who.NOBODY)


def person(part: Part) -> Span | None:
    """The first verdict on the person, with "you are" before it where it stands close. What customers thought of it is an impact."""
    for rule in (
        _plain_verdict,
        _trait,
        _denied_good,
        _attitude,
        _lacking,
        _manner,
        _label,
        _acted,
        loose,
        such_a,
        hard_to_bear,
        formed,
    ):
        span = rule(part)
        if span and not (part.name == "impact" and part.has("common.others", part.sentence(span[0])[0], span[0])):
            return span
    return None


def _plain_verdict(part: Part) -> Span | None:
    for first, last in part.spans("person.phrase"):
        denied = part.negated(first) and not part.has("common.not", first, last)
        if not denied and part.who(first) not in (Who.OTHERS, Who.ME) and not part.reported(first):
            return part.from_you(first), last
    for first, last in part.spans("person.vice"):
        begin, _ = part.sentence(first)
        if (
            not part.negated(first)
            and not part.has("common.others", begin, first)
            and not part.has("common.me", begin, first)
        ):
            return first, last
    for first, last in part.spans("person.noun"):
        if reproached(part, first) or (not part.negated(first) and _of_them(part, first) and called(part, first)):
            return part.from_you(first), last
    return _poor_role(part)


def _poor_role(part: Part) -> Span | None:
    """ "You are a terrible driver"."""
    for first, last in part.spans("person.poor"):
        role = next(part.starting("common.role", last, last + 2), None) or next(
            part.starting("person.human", last, last + 1), None
        )
        if role and part.who(first) is Who.YOU and part.has("common.be", first - 4, first) and not part.negated(first):
            return part.from_you(first), role[1]
    return None


def _label(part: Part) -> Span | None:
    """ "You are the type who gives up", "你就是那种得过且过的人"; of praise it would be the same words."""
    return None if part.name in PRAISING else next(part.spans("person.label"), None)


def _of_them(part: Part, at: int) -> bool:
    """Said of the one who is spoken to; in Chinese, unless somebody else is named."""
    who = part.who(at)
    return who in SAID_OF_CHINESE if part.chinese(at) else who in SAID_OF or _you_are(part, at)


def _you_are(part: Part, at: int) -> bool:
    """ "You are too much of a coward"."""
    return part.has("common.you", at - 6, at) and part.has("common.be", at - 5, at)


def _trait(part: Part) -> Span | None:
    for first, last in part.spans("person.trait"):
        if part.negated(first) and not part.has("common.not", first, last) and not reproached(part, first):
            continue
        holds = _trait_chinese(part, first, last) if part.chinese(first) else _trait_english(part, first, last)
        if holds and not part.reported(first):
            return part.from_you(first), last
    return None


def _acted(part: Part) -> Span | None:
    """ "你很敷衍" is a verdict, "你敷衍地翻了翻" an act: a degree before it, or nothing behind it, makes the difference."""
    for first, last in part.spans("person.acted"):
        over = part.ends(last) or part.text.words[last] in "了啦啊的"
        said = over or (part.has("person.degree", first - 2, first) and not _how(part, first, last))
        denied = part.negated(first) and not part.has("common.not", first, last) and not reproached(part, first)
        if said and not denied and _trait_chinese(part, first, last) and not part.reported(first):
            return part.from_you(first), last
    return None


def _how(part: Part, first: int, last: int) -> bool:
    """都是随便勾一勾: how it was done; 太随便: a verdict."""
    return part.has("person.adverb", first, last) and not part.has("person.strong", first - 2, first)


def _trait_chinese(part: Part, first: int, last: int) -> bool:
    of_others = part.text.words[last : last + 1] == ["的"] and part.has("common.others", last + 1, last + 5)
    who = part.who(first)
    if part.text.words[last : last + 1] == ["的"] and not part.ends(last + 1) and not _of_somebody(part, last + 1):
        return False
    return (who in SAID_OF if part.name == "impact" else who in SAID_OF_CHINESE) and not (
        of_others or _of_a_colleague(part, first)
    )


def _of_somebody(part: Part, at: int) -> bool:
    """懒散的人, 散漫的态度: behind the quality stands a person or their way; 难搞的那颗螺丝 is a thing."""
    end = at + 5
    return any(part.has(f"person.{kind}", at, end) for kind in ("attitude", "quality", "human_zh")) or part.has(
        "common.role", at, end
    )


def _of_a_colleague(part: Part, first: int) -> bool:
    """老师傅脾气急，你等他说完再问: somebody else begins what is said, and you come behind."""
    clause, end = part.clause(first)
    other = rival(part, max(clause, first - 8), first)
    if not other or not begins_with(part, max(clause, first - 8), other[0]) or part.has("common.you", other[1], first):
        return False
    return part.has("common.you", end, part.sentence(first)[1])


def _trait_english(part: Part, first: int, last: int) -> bool:
    """By what it is said of: somebody, something of theirs, or nobody ("Lazy again.")."""
    if _you_are_a(part, first):
        return True
    if part.has("common.others", last, last + 2) or _of_a_thing(part, first, last):
        return False
    who = part.who(first)
    bears = part.has("person.bearer", last, last + 1)
    if who is Who.YOU or reproached(part, first) or turned_to_you(part, first, last):
        return True
    if who is Who.YOURS:
        return bears or part.has("person.attitude", first - 5, first) or part.has("common.your", first - 2, first)
    if who is Who.NOBODY:
        return part.name != "impact" and (
            bears
            or part.has("common.role", last, last + 1)
            or part.ends(last)
            or part.has("common.function", last, last + 1)
        )
    if part.has("person.anyone", first - 2, first):
        return part.name not in PRAISING
    begin, end = part.sentence(first)
    of_others = part.has("common.others", begin, first)
    of_you = (
        part.has("common.you", begin, end)
        or part.has("person.human", last, last + 1)
        or "yours" in part.text.words[begin:first]
    )
    return who is Who.THING and bears and of_you and not of_others


def _you_are_a(part: Part, first: int) -> bool:
    """ "You are a disorganised mess": whatever follows, it is you."""
    at = first - 1
    skip, be, articles = part.inside("common.skip"), part.inside("common.be"), part.inside("person.article")
    while at > first - 6 and at > 0 and at in skip and at not in be:
        at -= 1
    said = any(one in articles for one in range(at + 1, first))
    return said and at in be and at - 1 in part.inside("common.you") and not part.has("common.others", first, first + 3)


def _of_a_thing(part: Part, first: int, last: int) -> bool:
    """ "The boring part": between an article and a word that is nobody."""
    if part.ends(last) or not part.has("person.article", first - 3, first):
        return False
    known = ("person.bearer", "person.noun", "common.function", "common.skip", "common.and", "person.trait")
    return not any(part.has(kind, last, last + 1) for kind in known)


def _denied_good(part: Part) -> Span | None:
    """ "You are not reliable", "不够认真": a good quality, denied."""
    for first, last in part.spans("person.good"):
        clause, _ = part.clause(first)
        begin = max(clause, first - part.reach(first, 4, 3))
        denying = part.any_of("common.not", "person.denier")
        denied = next((at for at in range(first - 1, begin - 1, -1) if at in denying), None)
        if denied is None or (part.has("person.not_only", denied, first) and not _is_no(part, denied)):
            continue
        if part.chinese(first):
            of_them = part.who(first) in (SAID_OF if part.name == "impact" else SAID_OF_CHINESE) and not part.reported(
                first
            )
            said = first - denied > 1 or part.ends(last) or part.text.words[last] in "了的啊啦"
            if said and of_them and (part.text.words[denied] in "不唔" or _is_no(part, denied)):
                return part.from_you(denied), last
        elif part.who(first) is Who.YOU and part.has("common.be", max(clause, denied - 3), first):
            return part.from_you(denied), last
    return None


AFTER_IS_NO = frozenset("个一很太什那")


def _is_no(part: Part, denied: int) -> bool:
    """不是个踏实的人, 不是很认真: denied, and not "not only"."""
    words = part.text.words
    start = denied - 1 if words[denied] == "是" and denied > 0 else denied
    return words[start : start + 2] == ["不", "是"] and "".join(words[start + 2 : start + 3]) in AFTER_IS_NO


def _attitude(part: Part) -> Span | None:
    """ "Your attitude is terrible", "态度很差"."""
    for first, last in part.spans("person.attitude"):
        _, end = part.clause(first)
        until = min(end, last + part.reach(first, 14, 6))
        if part.chinese(first):
            bad = part.within("person.bad", last, until)
            if bad and part.who(first) in SAID_OF_CHINESE and not part.reported(first):
                return first, bad[1]
            continue
        bad = (
            part.within("person.bad", last, until)
            or part.within("person.trait", last, until)
            or _is_bad(part, last, until)
        )
        named = part.has("common.your", first - 4, first) or part.text.words[max(first - 1, 0)] in ("that", "this")
        if bad and named and not part.has("common.others", bad[1], bad[1] + 1):
            return first, bad[1]
    return None


def _is_bad(part: Part, first: int, last: int) -> Span | None:
    """ "… is lax": a predicate, with nothing behind it that it could be said of."""
    for bad in part.starting("person.bad_is", first, last):
        free = part.ends(bad[1]) or part.has("common.function", bad[1], bad[1] + 1)
        if free and part.has("common.be", first, bad[0]):
            return bad
    return None


def _lacking(part: Part) -> Span | None:
    """ "You lack discipline", "缺乏责任心", "责任心都没有"."""
    for first, last in part.spans("person.lack"):
        _, end = part.clause(first)
        quality = part.within("person.quality", last, min(end, last + part.reach(first, 4, 6)))
        if quality and quality[0] > last and (part.chinese(first) or not _passes(part, last, quality[0])):
            continue
        if quality and _of_them(part, first):
            return part.from_you(first), quality[1]
    for first, last in part.spans("person.quality"):
        none = next(part.starting("person.none", last, last + 3), None)
        if none and _of_them(part, first):
            return part.from_you(first), none[1]
    return None


def _passes(part: Part, first: int, last: int) -> bool:
    """Nothing but small words, or one more: "lack basic patience", and not "no time to …"."""
    small = part.any_of("common.function", "common.skip")
    return sum(at not in small for at in range(first, last)) <= 1


def _manner(part: Part) -> Span | None:
    """ "You spoke rudely"."""
    for first, last in part.spans("person.manner"):
        begin, _ = part.sentence(first)
        about_you = part.has("common.you", begin, first) and not part.has("common.others", begin, first)
        of_a_thing = part.has("person.article", first - 1, first) and not part.ends(last)
        if about_you and not part.negated(first) and not of_a_thing:
            return first, last
    return None
