"""A verdict on the person or their attitude: "you are careless", "no sense of responsibility", "态度很差"."""

from bot.domain.coach_part import Part, Span, Who

SAID_OF = (Who.YOU, Who.YOURS)
SAID_OF_CHINESE = (Who.YOU, Who.YOURS, Who.NOBODY)


def person(part: Part) -> Span | None:
    """The first verdict on the person, with "you are" before it where it stands close."""
    for rule in (_plain_verdict, _trait, _denied_good, _attitude, _lacking, _manner):
        span = rule(part)
        if span:
            return span
    return None


def _plain_verdict(part: Part) -> Span | None:
    for first, last in part.spans("person.phrase"):
        denied = part.negated(first) and not part.has("common.not", first, last)
        if not denied and part.who(first) not in (Who.OTHERS, Who.ME):
            return part.from_you(first), last
    for first, last in part.spans("person.noun"):
        if not part.negated(first) and _of_them(part, first):
            return part.from_you(first), last
    return None


def _of_them(part: Part, at: int) -> bool:
    """Said of the one who is spoken to; in Chinese, unless somebody else is named."""
    who = part.who(at)
    return who in SAID_OF_CHINESE if part.chinese(at) else who in SAID_OF or part.has("common.you", at - 4, at)


def _trait(part: Part) -> Span | None:
    for first, last in part.spans("person.trait"):
        if part.negated(first) and not part.has("common.not", first, last) and not _reproached(part, first):
            continue
        if _trait_chinese(part, first, last) if part.chinese(first) else _trait_english(part, first, last):
            return part.from_you(first), last
    return None


def _reproached(part: Part, at: int) -> bool:
    """ "Don't be so lazy" is a verdict all the same."""
    return part.has("person.reproach", at - 4, at) and part.who(at) in (Who.NOBODY, Who.YOU)


def _trait_chinese(part: Part, first: int, last: int) -> bool:
    of_others = part.text.words[last : last + 1] == ["的"] and part.has("common.others", last + 1, last + 5)
    return part.who(first) in SAID_OF_CHINESE and not of_others


def _trait_english(part: Part, first: int, last: int) -> bool:
    """By what it is said of: somebody, something of theirs, or nobody ("Lazy again.")."""
    if part.has("common.others", last, last + 2):
        return False
    who = part.who(first)
    bears = part.has("person.bearer", last, last + 1)
    if who is Who.YOU:
        return True
    if who is Who.YOURS:
        return bears or part.has("person.attitude", first - 5, first) or part.has("common.your", first - 2, first)
    if who is Who.NOBODY:
        return bears or part.ends(last) or part.has("common.function", last, last + 1)
    begin, _ = part.sentence(first)
    of_you = part.has("common.you", begin, first) or part.text.words[last : last + 2] == ["of", "you"]
    return who is Who.THING and bears and of_you and not part.has("common.others", begin, first)


def _denied_good(part: Part) -> Span | None:
    """ "You are not reliable", "不够认真": a good quality, denied."""
    for first, last in part.spans("person.good"):
        clause, _ = part.clause(first)
        begin = max(clause, first - part.reach(first, 4, 3))
        denied = next((at for at in range(first - 1, begin - 1, -1) if at in part.inside("common.not")), None)
        if denied is None or part.has("person.not_only", denied, first):
            continue
        if part.chinese(first):
            if (
                part.text.words[denied] in "不唔"
                and part.who(first) in SAID_OF_CHINESE
                and "是" not in part.text.words[denied:first]
            ):
                return part.from_you(denied), last
        elif part.who(first) is Who.YOU and part.has("common.be", max(clause, denied - 3), first):
            return part.from_you(denied), last
    return None


def _attitude(part: Part) -> Span | None:
    """ "Your attitude is terrible", "态度很差"."""
    for first, last in part.spans("person.attitude"):
        _, end = part.clause(first)
        bad = part.within("person.bad", last, min(end, last + part.reach(first, 6, 5)))
        if bad is None:
            continue
        if part.chinese(first):
            if part.who(first) in SAID_OF_CHINESE:
                return first, bad[1]
        elif part.has("common.your", first - 4, first) and part.has("common.be", last, bad[0]):
            return first, bad[1]
    return None


def _lacking(part: Part) -> Span | None:
    """ "You lack discipline", "缺乏责任心"."""
    for first, last in part.spans("person.lack"):
        _, end = part.clause(first)
        quality = part.within("person.quality", last, min(end, last + part.reach(first, 4, 5)))
        if quality and _of_them(part, first):
            return part.from_you(first), quality[1]
    return None


def _manner(part: Part) -> Span | None:
    """ "You spoke rudely"."""
    for first, last in part.spans("person.manner"):
        begin, _ = part.sentence(first)
        about_you = part.has("common.you", begin, first) and not part.has("common.others", begin, first)
        if about_you and not part.negated(first):
            return first, last
    return None
