"""A motive or a feeling that is imputed: "because you don't care", "on purpose", "你就是不想干活"."""

from bot.domain.coach_found import Span
from bot.domain.coach_part import CHARGING, PRAISING, Part, Who


def motive(part: Part) -> Span | None:
    """The first motive or feeling that is put into somebody."""
    for rule in (
        _ill,
        _plain_motive,
        _thinks,
        _surely,
        _guessed,
        _finds,
        _unwilling,
        _denied,
        _feeling,
        _only_because,
        _mental,
    ):
        span = rule(part)
        if span:
            return span
    return None


def _ill(part: Part) -> Span | None:
    """ "No doubt hoping for the promotion": thought ill of somebody, so in praise as well."""
    for first, last in part.spans("motive.ill"):
        others = part.has("hearsay.who", part.clause(first)[0], first)
        if others or part.negated(first) or part.reported(first) or part.who(first) in (Who.OTHERS, Who.ME):
            continue
        return part.from_you(first), last
    return None


def _plain_motive(part: Part) -> Span | None:
    for first, last in part.spans("motive.phrase"):
        said_not = part.has("common.not", first, last)
        if (part.negated(first) and not said_not) or part.reported(first):
            continue
        you = part.from_you(first)
        if part.chinese(first) and you < first and part.text.words[max(you - 1, 0)] == "对":
            continue  # 对你颇有怨气: theirs
        told = part.who(first) not in (Who.OTHERS, Who.ME) or (part.chinese(first) and _of_you(part, first))
        if not told or _praised(part, first, said_not=said_not):
            continue
        if part.chinese(first) or part.has("common.you", first, last) or _about_you(part, first):
            return part.from_you(first), last
    return None


def _praised(part: Part, first: int, *, said_not: bool) -> bool:
    """ "You spoke slowly on purpose" may be praise; "you only stayed to impress me" is none."""
    return part.name in PRAISING and not said_not and "only" not in part.text.words[max(first - 6, 0) : first]


def _only_because(part: Part) -> Span | None:
    """ "You only helped because …"."""
    for first, last in part.spans("motive.only"):
        _, end = part.sentence(first)
        purpose = next(part.starting("motive.purpose", last, end), None)
        if purpose:
            return first, purpose[1]
    return None


def _about_you(part: Part, at: int) -> bool:
    """The sentence names the one who is spoken to, or nobody."""
    first, _ = part.sentence(at)
    if part.has("common.you", first, at) or part.has("common.your", first, at):
        return True
    return not part.has("common.me", first, at) and not part.has("common.others", first, at)


def _thinks(part: Part) -> Span | None:
    """ "You thought nobody would check", "你觉得规矩跟你没关系": what goes on in a head, told as a fact."""
    if part.name not in ("behaviour", "impact", "suggestion"):
        return None
    for first, last in part.spans("motive.thinks"):
        if part.reported(first) or _own_words(part, first):
            continue
        if not part.chinese(first) or part.who(last) is Who.YOU:
            return first, last
    return None


def _own_words(part: Part, at: int) -> bool:
    """ "You told us in the briefing that you wanted …": what somebody said of their own mind."""
    begin, _ = part.sentence(at)
    said = next(part.starting("common.say", max(begin, at - part.reach(at, 9, 10)), at), None)
    return said is not None and part.has("common.you", max(begin, said[0] - 2), said[0])


def _mental(part: Part) -> Span | None:
    """ "You wanted …", "you secretly hoped …": where a behaviour is told, what somebody wants is no behaviour."""
    if part.name != "behaviour":
        return None
    for first, last in part.spans("motive.mental"):
        if part.who(first) is not Who.YOU or part.negated(first) or part.reported(first):
            continue
        if _own_words(part, first):
            continue
        at = part.from_you(first)
        between = range(at + 1, first)
        if at < first and all(
            one in part.inside("common.skip") or part.text.words[one].endswith("ly") for one in between
        ):
            return at, last
    return None


def _surely(part: Part) -> Span | None:
    """ "Clearly you wanted …", "because you were afraid", "你就是不想…"."""
    if part.name in PRAISING:
        return None
    for first, last in part.spans("motive.surely"):
        if _own_words(part, first):
            continue
        named = last in part.inside("common.you") or part.has("common.you", first - part.reach(first, 2, 8), first)
        if not named and not (part.chinese(first) and _of_you(part, first)):
            continue
        at = last + 1 if last in part.inside("common.you") else last
        at = _past(part, "motive.surely", at)
        mind = next(part.starting("motive.mind", at, at + 1), None)
        if mind is None and at in part.inside("common.be") and not part.chinese(at):
            mind = next((span for span in part.starting("motive.feeling", at + 1, at + 4)), None)
        if mind is None and part.name in CHARGING:
            mind = next(part.starting("motive.mind_told", at, at + 1), None)
        if mind and (part.who(mind[0]) in (Who.YOU, Who.NOBODY) or (part.chinese(first) and _of_you(part, first))):
            return part.from_you(first), mind[1]
    return None


def _guessed(part: Part) -> Span | None:
    """ "I expect that you were worried …", "were you just trying to …?", 我想你大概是觉得…: a guess at a mind, a few words behind it."""
    if part.name in PRAISING:
        return None
    for first, last in part.spans("motive.guess"):
        begin, end = part.sentence(first)
        end = min(end, last + part.reach(first, 6, 12))
        chinese = part.chinese(first)
        if _own_words(part, first) or (chinese and part.has("common.others", part.clause(first)[0], first)):
            continue
        if chinese and not _of_you(part, first) and not part.has("common.you", first, last):
            continue
        if not chinese and not part.has("common.you", max(begin, first - 2), end):
            continue
        for mind in (span for kind in ("mind", "guessed") for span in part.starting(f"motive.{kind}", last, end)):
            between = any(part.has(f"common.{kind}", last, mind[0]) for kind in ("me", "others", "he"))
            if mind[0] not in part.inside("motive.except") and not between and (chinese or _auxiliary(part, mind[0])):
                return part.from_you(first), mind[1]
    return None


def _auxiliary(part: Part, at: int) -> bool:
    """Whether nothing but auxiliaries and adverbs stands between "you" and what is thought."""
    for back in range(at - 1, max(at - 5, -1), -1):
        if back in part.inside("common.you"):
            return True
        if back not in part.any_of("common.skip", "motive.surely", "motive.guess") and not part.text.words[
            back
        ].endswith("ly"):
            return False
    return False


def _finds(part: Part) -> Span | None:
    """ "You find the briefings boring"."""
    for first, last in part.spans("motive.finds"):
        so = next(part.starting("motive.found_so", last, min(part.clause(first)[1], last + 6)), None)
        if so and part.name not in PRAISING and not part.negated(so[0]) and not _own_words(part, first):
            return first, so[1]
    return None


def _unwilling(part: Part) -> Span | None:
    """你看快下班了，不想办那笔汇款; 就为了上头版: in Chinese, where a behaviour is told, and of nobody else."""
    if part.name != "behaviour":
        return None
    addressed = min(part.inside("common.you"), default=len(part.text))
    for kind in ("motive.unwilling", "motive.for"):
        for first, last in part.spans(kind):
            begins = part.clause(first)[0] == first
            if begins and _of_you(part, first) and not part.reported(first) and addressed < first:
                return first, last
    return None


def _of_you(part: Part, at: int) -> bool:
    """In Chinese: said of you, or of nobody in a clause that goes on with a sentence about you."""
    if part.who(at) in (Who.YOU, Who.NOBODY):
        return True
    clause, _ = part.clause(at)
    begin, _ = part.sentence(at)
    mentioned = (
        kind
        for word in range(begin, clause)
        for kind in ("you", "me", "others")
        if part.has(f"common.{kind}", word, word + 1)
    )
    return (
        not any(part.has(f"common.{kind}", clause, at) for kind in ("me", "others", "he"))
        and next(mentioned, "") == "you"
    )


def _denied(part: Part) -> Span | None:
    """ "You don't care about …", "没把安全放在心上": a motive when it is denied."""
    for first, last in part.spans("motive.denied"):
        clause, _ = part.clause(first)
        denied = [
            at for at in range(max(clause, first - part.reach(first, 4, 9)), first) if at in part.inside("common.not")
        ]
        if not denied or part.reported(first) or part.name in PRAISING:
            continue
        if part.who(denied[0]) is Who.YOU or (part.chinese(first) and part.who(denied[0]) is Who.NOBODY):
            return part.from_you(denied[0]), last
    return None


def _past(part: Part, kind: str, at: int) -> int:
    """Behind the words of this kind that stand here."""
    most = at + 3
    while at < most and at in part.inside(kind) and not next(part.starting("motive.mind", at, at + 1), None):
        at += 1
    return at


def _feeling(part: Part) -> Span | None:
    """ "You were bored"."""
    if part.name in PRAISING:
        return None
    for first, last in part.spans("motive.feeling"):
        if part.negated(first) or part.who(first) is not Who.YOU or part.reported(first):
            continue
        if part.chinese(first) or part.has("common.be", first - 4, first):
            return part.from_you(first), last
    return None
