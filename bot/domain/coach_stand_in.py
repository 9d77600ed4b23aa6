"""Comparisons in which somebody else stands in the place of the one who is spoken to: what they would have done, need, have or are."""

from bot.domain.coach_found import Span
from bot.domain.coach_part import CHARGING, Part
from bot.domain.coach_rivals import begins_with, rival

HALF = frozenset(("other", "the", "of", "your", "two", "three", "four", "five", "remaining"))
"""What needs a role behind it: "every other nurse"."""
PAST = frozenset(
    ("was", "were", "had", "went", "left", "got", "took", "came", "saw", "heard", "said", "told", "sat", "stood", "fell",
     "ran", "kept", "lost", "made", "found", "began", "felt", "thought", "did", "gave", "paid", "held", "knew", "brought")
)  # fmt: skip


def stand_in(part: Part) -> Span | None:
    """The first place where somebody else stands in for "you"."""
    for rule in (
        _supposed,
        _share,
        _only_you,
        _costs,
        _gift,
        _post,
        _group,
        _so_can_you,
        _guess_who,
        _model,
        _nobody_like_you,
        _before_you_came,
    ):
        span = rule(part)
        if span:
            return span
    return None


def _supposed(part: Part) -> Span | None:
    """要是小李在，早就…, 换成佳玲来带…: were it somebody else."""
    if part.name not in CHARGING:
        return None
    instead = {first for first, _ in part.spans("comparison.instead")}
    for first, last in part.spans("comparison.supposed"):
        clause, end = part.clause(first)
        other = rival(part, last, min(end, last + 4))
        if not other or other[0] != last or not begins_with(part, clause, first):
            continue
        rest = part.sentence(first)[1]
        outcome = next(part.starting("comparison.outcome", other[1], rest), None)
        asked = part.has("common.modal", other[1], rest) or part.has("common.you", other[1], rest)
        if first in instead or (outcome and not asked):
            return first, outcome[1] if outcome else end
    return None


def _share(part: Part) -> Span | None:
    """只有老陈的三分之一: so much of what somebody else does."""
    for first, last in part.spans("comparison.fraction"):
        behind = first - 1 if part.text.words[first - 1 : first] == ["的"] else first
        other = rival(part, behind - 6, behind)
        if other and other[1] >= behind - 1 and part.has("common.you", part.sentence(first)[0], first):
            return other[0], last
    return None


def _only_you(part: Part) -> Span | None:
    """全科室只有你…, 成个部门得你…: of a group, only you."""
    if part.name not in CHARGING:
        return None
    for first, last in part.spans("comparison.only_you"):
        group = next(part.starting("comparison.group", max(part.clause(first)[0], first - 8), first), None)
        if group:
            return group[0], last
    return None


def _costs(part: Part) -> Span | None:
    """ "It takes Nils an hour; it takes you three.": the same word before both."""
    if part.name not in CHARGING:
        return None
    addressed = part.inside("common.you")
    for first, last in part.spans("comparison.costs"):
        word = part.text.words[first]
        other = rival(part, last, last + 3)
        if not other:
            continue
        begin, end = part.sentence(first)
        end = part.sentence(end)[1] if end < len(part.text) else end
        for at in range(begin, end):
            if at != first and part.text.words[at] == word and at + 1 in addressed:
                return min(first, at), max(last, at + 2)
    return None


def _gift(part: Part) -> Span | None:
    """ "You don't have Hamid's touch": what somebody else has, and you have not."""
    for first, last in part.spans("comparison.gift"):
        owner = next((at for at in range(first - 1, max(first - 4, 0), -1) if part.text.words[at] == "'s"), None)
        if owner is None or not (rival(part, owner - 1, owner) and part.name in CHARGING):
            continue
        begin, _ = part.clause(first)
        if part.has("common.you", begin, owner) and part.has("comparison.wanting", begin, owner):
            return owner - 1, last
    return None


def _post(part: Part) -> Span | None:
    """ "When Olena had this class, they read a book a month."."""
    for first, last in (*part.spans("comparison.held"), *part.spans("comparison.held_with")):
        begin, end = part.sentence(first)
        if part.has("comparison.held_with", first, last) and part.text.words[begin] != "with":
            continue
        other = rival(part, begin, first)
        opened = other and part.has("comparison.during", begin, other[0])
        post = next(part.starting("comparison.post", last, min(last + 4, end)), None)
        post = post or next(part.starting("comparison.then", last, min(last + 8, end)), None)
        near = other and first - other[1] <= 2 and part.name in CHARGING
        if opened and post and other and near and not part.has("common.you", begin, end):
            return other[0], post[1]
    return None


def _group(part: Part) -> Span | None:
    """ "The rest of the crew clock in by six": what all the others do, in a sentence without you. What they once did is an event."""
    if part.name not in CHARGING:
        return None
    for first, last in part.spans("comparison.all_others"):
        begin, end = part.sentence(first)
        role = next(part.starting("common.role", last, last + 1), None)
        behind = role[1] if role else last
        if not role and part.text.words[last - 1] in HALF:
            continue
        if not begins_with(part, part.clause(first)[0], first) or part.has("comparison.asked", begin, end):
            continue
        if part.has("common.you", begin, first) or not _set_beside(part, first, end):
            continue
        event = any(part.has(f"comparison.{kind}", behind, behind + 3) for kind in ("will", "suffers", "opinion"))
        if not event and (not _is_past(part, behind) or part.has("comparison.already", first, behind + 3)):
            return first, behind
    return None


def _set_beside(part: Part, first: int, end: int) -> bool:
    """The rest of the sentence does not name you, or "…; you stand by the door": a clause that begins with you, and not with them."""
    you = next((at for at in range(first, end) if at in part.inside("common.you")), None)
    return you is None or (part.begins(you) and not part.has("comparison.him", you, end))


def _is_past(part: Part, first: int) -> bool:
    words = [word for word in part.text.words[first : first + 2] if word[0].isalpha()]
    return any(word in PAST or word.endswith("ed") for word in words)


def _so_can_you(part: Part) -> Span | None:
    """俊杰做得到，你一定也做得到."""
    if part.name not in (*CHARGING, "encouragement"):
        return None
    for first, last in part.spans("comparison.does"):
        clause, end = part.clause(first)
        other = rival(part, clause, first) if part.chinese(first) else None
        if not other or not begins_with(part, clause, other[0]) or part.has("common.you", clause, first):
            continue
        words = part.text.words[end : part.sentence(first)[1]]
        if "你" in words and "也" in words[words.index("你") :]:
            return other[0], last
    return None


def _guess_who(part: Part) -> Span | None:
    """ "One did not: you."."""
    words = part.text.words
    if part.name not in CHARGING:
        return None
    for at in part.inside("common.you"):
        if at > 1 and words[at - 1] in ":—–" and part.ends(at + 1):
            return part.sentence(at)[0], at + 1
    return None


def _model(part: Part) -> Span | None:
    """ "Take Sunita as an example"."""
    for first, last in part.spans("comparison.model"):
        clause, _ = part.clause(first)
        other = rival(part, max(clause, first - 4), first)
        if other and part.has("comparison.taking", clause, other[0]):
            return other[0], last
    return None


def _nobody_like_you(part: Part) -> Span | None:
    """ "Nobody on the team bakes a loaf like you"."""
    for first, last in part.spans("comparison.nobody"):
        end = part.clause(first)[1]
        for at in range(last, min(end, last + 12) - 1):
            if (
                part.text.words[at] in ("like", "as", "than")
                and part.text.words[at + 1] == "you"
                and part.begins(first)
                and not part.has("person.trait", last, at)
            ):
                return first, at + 2
    return None


def _before_you_came(part: Part) -> Span | None:
    """ "Before you came, Hanne did the wages alone."."""
    if part.name not in CHARGING:
        return None
    for first, last in part.spans("comparison.before_you"):
        _, end = part.sentence(first)
        other = rival(part, last, min(end, last + 5))
        if other and part.has("comparison.alone", other[1], end) and not part.has("common.you", other[1], end):
            return first, other[1]
    return None
