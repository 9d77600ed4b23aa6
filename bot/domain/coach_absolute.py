"""Always, never, every time, where it is a charge. "You never gave up" is none, nor is "always wear gloves"."""

from collections.abc import Iterator

from bot.domain.coach_found import Span
from bot.domain.coach_part import BACK_CHINESE, PRAISING, Part, Who
from bot.domain.coach_rivals import rival

AHEAD_ENGLISH, AHEAD_CHINESE = 12, 16
"""How far the charge may stand behind the word."""
TONES = (("bad", -1), ("good", 1), ("due", 1))
"""What one does not want to hear of somebody, what one does, and what is anybody's duty."""


def absolute(part: Part) -> Span | None:
    """The first word that counts all occasions against somebody."""
    for first, last in part.spans("absolute.phrase"):
        another = part.chinese(first) and _of_another(part, part.sentence(first)[0], first)
        if part.who(first) not in (Who.OTHERS, Who.ME) and not another:
            return first, last
    for kind in ("never", "always"):
        for first, last in _longest(part, kind):
            if _charges(part, first, last, never=kind == "never" and not _after_not(part, first)):
                return first, last
    return None


def _longest(part: Part, kind: str) -> Iterator[Span]:
    """The longest phrase of those that begin together, 从头到尾没 with its 有."""
    for first, last in dict(part.spans(f"absolute.{kind}")).items():
        yield first, last + (part.text.words[last - 1 : last + 1] == ["没", "有"])


def _after_not(part: Part, first: int) -> bool:
    """ "Not … ever", "not … a single one": never, in two pieces."""
    return any(part.starting("absolute.after_not", first, first + 1))


def _charges(part: Part, first: int, last: int, *, never: bool) -> bool:
    if _asks(part, first, last) or part.reported(first) or _title(part, first, last) or _told(part, first):
        return False
    if part.text.words[first:last] == ["你", "都"] and not part.has("absolute.wide", part.sentence(first)[0], first):
        return False
    if (_of_a_noun if part.chinese(first) else _of_a_group)(part, first, last):
        return False
    who = _of_whom(part, first, last)
    if who in (Who.OTHERS, Who.ME, Who.THING):
        return False
    tone = _tone(part, first, last, never=never)
    if never:
        tone = -tone
    if part.name in PRAISING:
        return tone < 0 and (not never or "but" in part.text.words[last : part.sentence(first)[1]])
    if who is Who.NOBODY and not part.chinese(first):
        return tone < 0
    if _occasion(part, first, last):
        return tone < 0
    weak = any(span[1] >= last for span in part.starting("absolute.weak", first, first + 1))
    if who is Who.NOBODY and (weak or part.name in ("situation", "impact")):
        return tone < 0 and part.name in ("suggestion", "behaviour")
    close = part.has("common.you", first - 1, first) and not part.has("absolute.weak_you", first, last)
    return tone < 0 if weak and not close else tone <= 0


def _of_a_noun(part: Part, first: int, last: int) -> bool:
    """把一直漏水的阀门换了, 一台老交换机: the word says which thing, and not how often."""
    old = part.text.words[first:last] == ["老"] and part.has("vague.measure", first - 1, first)
    return old or part.text.words[max(first - 1, 0)] in "把将"


def _of_a_group(part: Part, first: int, last: int) -> bool:
    """ "The whole shift reckons …": who says so, and not how often."""
    return part.has("hearsay.says", last, last + 2) and part.has("hearsay.who", first, last)


def _title(part: Part, first: int, last: int) -> bool:
    """顶撞李总: the head of the firm, and no "always"."""
    return part.text.words[first:last] == ["总"] and part.has("common.surname", first - 1, first) and part.ends(last)


def _told(part: Part, at: int) -> bool:
    """有客人说你从来不笑: others' words, of which hearsay is asked."""
    begin, end = part.sentence(at)
    whos = part.starting("hearsay.who", max(begin, at - BACK_CHINESE), min(at + 4, end)) if part.chinese(at) else ()
    return any(part.has("hearsay.says", who[1], who[1] + 4 if who[0] < at else who[1] + 3) for who in whos)


def _occasion(part: Part, first: int, last: int) -> bool:
    """ "Every time the alarm rang, …": a thing, and not what I or you did, tells when."""
    if part.chinese(first) or not part.begins(first) or not part.has("absolute.wide", first, last):
        return False
    return not any(part.has(kind, first, last + 2) for kind in ("common.me", "common.you", "common.colleague"))


def _asks(part: Part, first: int, last: int) -> bool:
    """ "Please always …", "you can always …", "希望你每次都…"; and "ever" without a "not"."""
    begin, _ = part.sentence(first)
    if _after_not(part, first) and not part.has("common.not", max(begin, first - 6), first):
        return True
    clause, _ = part.clause(first)
    return part.has("common.modal", max(clause, first - part.reach(first, 1, 6)), first)


def _of_whom(part: Part, first: int, last: int) -> Who:
    """Of whom it is said, wherever the word stands: "you are late all the time", "every time I ask, you sigh"."""
    begin, end = part.sentence(first)
    if part.chinese(first) and _of_another(part, begin, first):
        return Who.OTHERS
    if part.has("common.you", first, last) or part.has("common.your", first, last) or _you_behind(part, first, last):
        return Who.YOU
    who = part.who(first)
    if part.chinese(first):
        return Who.YOU if who is Who.ME and part.has("common.you", last, end) else who
    clause, _ = part.clause(first)
    named = part.has("common.you", clause, clause + 3) or part.has("common.your", clause, clause + 3)
    if who is Who.THING and named and part.subject(first) in (Who.YOU, Who.YOURS):
        return Who.YOU
    if (
        who in (Who.ME, Who.THING)
        and part.has("absolute.burden", begin, end)
        and (part.has("common.you", begin, end) or part.has("common.your", begin, end))
    ):
        return Who.YOU
    return Who.YOU if who is Who.NOBODY and part.has("common.you", last, last + 2) else who


def _of_another(part: Part, begin: int, at: int) -> bool:
    """以前蔡老师带的时候从没…, 人家的刨刀几时都…: said of somebody who is named before, and not of you."""
    begin = max(begin, at - BACK_CHINESE)
    past = next(part.starting("comparison.long_ago", begin, at), None)
    other = next(part.starting("absolute.another", begin, at), None)
    if other is None and past:
        other = rival(part, past[1], min(past[1] + 3, at))
    return other is not None and not part.has("common.you", other[1], at)


def _you_behind(part: Part, first: int, last: int) -> int | None:
    """The last "you" of the sentence behind "every time …", which is what the charge is about."""
    if not part.has("absolute.wide", first, last):
        return None
    _, end = part.sentence(first)
    addressed = part.any_of("common.you", "common.your")
    return next((at for at in range(end - 1, last - 1, -1) if at in addressed), None)


def _tone(part: Part, first: int, last: int, *, never: bool) -> int:
    """-1: what one does not want to hear of somebody; 1: what one does; 0: neither. First what follows, then what went before."""
    clause = part.name in PRAISING or (never and part.chinese(first))
    begin, end = part.clause(first) if clause else part.sentence(first)
    since = max(_you_behind(part, first, last) or last, last)
    find = _first_tone if never else _any_tone
    follows = find(part, since, min(end, since + part.reach(first, AHEAD_ENGLISH, AHEAD_CHINESE)))
    if not follows and not never and since == last and _does_duty(part, first, last):
        return 1
    if since > last or (part.name in PRAISING and _after_not(part, first)):
        return follows
    return follows or find(part, begin, first)


def _does_duty(part: Part, first: int, last: int) -> bool:
    """ "You always check the dose …", 你每次收工都报给我: a duty that is done; "not … ever" is none."""
    if _after_not(part, first):
        return False
    duties = part.starting("absolute.due", last, last + part.reach(first, 1, 6))
    return any(duty[0] not in part.inside("absolute.either") for duty in duties)


def _first_tone(part: Part, first: int, last: int) -> int:
    """Behind "never" the first word counts: "you never tell us when you are late" is a charge."""
    tones = [(span, tone) for kind, tone in TONES for span in _first(part, f"absolute.{kind}", first, last)]
    if not tones:
        return 0
    span, tone = min(tones, key=lambda one: (one[0][0], -one[0][1]))
    return -tone if _denied(part, first, span) else tone


def _any_tone(part: Part, first: int, last: int) -> int:
    """Behind "always" one bad word is enough, and only what deserves praise is praise: "you always tell people the wrong price"."""
    tone = 0
    for span in part.starting("absolute.bad", first, last):
        if span[0] in part.inside("absolute.always"):
            continue  # "without fail"
        if not _denied(part, first, span) or part.has("common.not", *span):
            return -1
        tone = 1
    for kind in ("good", "due"):
        for span in part.starting(f"absolute.{kind}", first, last):
            if _denied(part, first, span):
                return -1
            tone = max(tone, int(kind == "good"))
    return tone


def _denied(part: Part, first: int, span: Span) -> bool:
    return part.has("common.not", max(first, span[0] - part.reach(span[0], 3, 2)), span[0])


def _first(part: Part, kind: str, first: int, last: int) -> list[Span]:
    """The longest of the phrases that begin first."""
    at = next(part.starting(kind, first, last), None)
    return [max(part.starting(kind, at[0], at[0] + 1), key=lambda span: span[1])] if at else []
