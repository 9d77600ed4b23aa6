"""Measured against somebody else: "unlike Tom", "不如小张". One's own last month, or a target, is nobody else."""

from bot.domain.coach_contrast import contrast
from bot.domain.coach_found import Span
from bot.domain.coach_part import CHARGING, Part, Who
from bot.domain.coach_rivals import NEAR_ENGLISH, measure, rival
from bot.domain.coach_stand_in import stand_in

HIMSELF = frozenset(("predecessor", "girl", "guy", "man", "woman", "one", "person"))
"""With these "the last …" and "your …" already name somebody."""
TELLING = ("praise", "suggestion", "behaviour")


def comparison(part: Part) -> Span | None:
    """The first place where somebody else is the measure."""
    for first, last in part.spans("comparison.phrase"):
        if part.chinese(first) and (_own(part, last) if part.text.words[last - 1] == "你" else _spoken_to(part, first)):
            continue
        about = part.name in (*TELLING, "encouragement") or part.has("common.you", *part.sentence(first))
        if about and (part.who(first) is not Who.ME or part.has("common.you", first, last)):
            return first, last
    for rule in (
        _than_somebody,
        _than_you,
        _as_somebody_does,
        _worse_than,
        _paired,
        _even,
        _the_only,
        _of_all,
        _rank,
        _before_you,
    ):
        span = rule(part)
        if span:
            return span
    return stand_in(part) or (contrast(part) if part.name in CHARGING else None)


def _spoken_to(part: Part, at: int) -> bool:
    """请大家都戴好, 你说大家都签了: others who are asked, or told of."""
    before = part.any_of("common.to", "common.say")
    return at in part.inside("common.colleague") and at - 1 in before and part.clause(at)[0] < at


def _own(part: Part, at: int) -> bool:
    """比你们五月的记录: one's own time, plan or estimate."""
    at += part.text.words[at : at + 1] == ["们"]
    return part.has("comparison.self", at, at + 1) or part.has("comparison.estimate", at, at + 1)


def _than_somebody(part: Part) -> Span | None:
    """ "Unlike Tom", "better than the others", "why can't you do it like Anna"."""
    beginning = [span for span in part.spans("comparison.beginning") if part.begins(span[0])]
    for first, last in (*part.spans("comparison.before"), *beginning):
        _, end = part.clause(first)
        if not part.chinese(first) and _opens(part, first):
            other = measure(part, last, end) or _any_role(part, first, last, end)
            if other and not _beside_a_thing(part, first, other):
                return first, other[1]
    return None


def _beside_a_thing(part: Part, first: int, other: Span) -> bool:
    """ "Next to Maria's name": a place, where nothing of yours is set beside it."""
    theirs = part.text.words[other[1] : other[1] + 1] == ["'s"] and part.has("comparison.beginning", first, first + 1)
    return theirs and not part.has("comparison.mine", other[1], part.sentence(first)[1])


def _any_role(part: Part, first: int, last: int, end: int) -> Span | None:
    """ "Than any cashier we have had", "unlike a good foreman"."""
    if part.text.words[first] not in ("than", "as", "unlike"):
        return None
    role = next(part.starting("common.role", last, min(end, last + NEAR_ENGLISH)), None)
    return role if role and not part.has("comparison.self", last, role[1]) else None


def _than_you(part: Part) -> Span | None:
    """ "The temp was better than you"."""
    for first, last in part.spans("comparison.before"):
        if part.text.words[first] != "than" or last not in part.inside("common.you") or not _opens(part, first):
            continue
        if part.ends(last + 1) or (_you_do(part, last + 1) and not part.has("common.me", max(first - 8, 0), first)):
            return first, last + 1
    return None


def _you_do(part: Part, at: int) -> bool:
    """ "… than you do", "than you have all week"; and not "than you'd planned": then one's own plan is the measure."""
    skip, after = part.inside("common.skip"), part.any_of("common.function", "comparison.long_ago", "absolute.always")
    behind = at
    while behind < at + 3 and behind < len(part.text) and behind in skip:
        behind += 1
    return behind > at and (part.ends(behind) or behind in after)


def _as_somebody_does(part: Part) -> Span | None:
    """ "What Tom does in an hour", "how Paul runs it", "the way Mei handles it"."""
    for first, last in part.spans("comparison.tight"):
        _, end = part.clause(first)
        other = rival(part, last, min(end, last + 3))
        reason = part.text.words[first] == "as" and part.begins(first)  # ", as the late shift …": because
        if other and not reason and part.name in CHARGING and _does(part, other[1], min(end, other[1] + 3)):
            return first, other[1] + 1
    return None


def _does(part: Part, first: int, last: int) -> bool:
    return part.has("comparison.habit", first, last) or part.has("comparison.habits", first, last)


def _opens(part: Part, at: int) -> bool:
    """Whether "than", "as" and "like" open a comparison here."""
    word = part.text.words[at]
    clause, _ = part.clause(at)
    before = max(clause, at - 8)
    if word == "than":
        return part.has("comparison.degree", before, at) or part.has("comparison.than", before, at)
    if word == "as":
        return (
            part.has("comparison.degree", max(clause, at - 4), at) or "as" in part.text.words[max(clause, at - 4) : at]
        )
    return word != "like" or not part.has("comparison.fond", at - 1, at)


def _worse_than(part: Part) -> Span | None:
    """不如小张, 学学王姐: the word says by itself that somebody is the measure."""
    for first, last in part.spans("comparison.worse"):
        _, end = part.clause(first)
        if last in part.inside("common.you"):
            continue  # 不如你同阿May…: a proposal
        other = measure(part, last, min(end, last + 5))
        if other and not _looks_it_up(part, first, last, other) and not _in_time(part, first, last, other):
            return first, other[1]
    return None


def _in_time(part: Part, first: int, last: int, other: Span) -> bool:
    """赶上最后一班车: what is caught up with is somebody only where the clause ends with them (赶上国栋了)."""
    return part.text.words[first:last] in (["赶", "上"], ["追", "上"]) and not (
        part.ends(other[1]) or part.text.words[other[1]] == "了"
    )


def _looks_it_up(part: Part, first: int, last: int, other: Span) -> bool:
    """请看看小王的交接本: something of theirs that is to be read."""
    looks = part.has("comparison.look", first, last)
    theirs = part.text.words[other[1] : other[1] + 1] == ["的"]
    asked = part.has("common.modal", part.clause(first)[0], first)
    return looks and theirs and asked and not part.has("comparison.how", other[1], part.sentence(first)[1])


def _paired(part: Part) -> Span | None:
    """像小张那样, 比阿国差, 向李姐学习: a frame of two words with somebody in between."""
    for opens, closes in (
        ("like", "alike"),
        ("beside", "compared"),
        ("than", "more"),
        ("towards", "learn"),
        ("short", "far"),
    ):
        for first, last in part.spans(f"comparison.{opens}"):
            within = {first, last} <= part.inside("common.colleague")  # the 同 of 同事
            if within or not part.chinese(first) or part.text.words[last : last + 1] == ["较"]:
                continue
            _, end = part.clause(first)
            other = measure(part, last, end)
            closing = other and next(part.starting(f"comparison.{closes}", other[0] + 1, min(end, other[1] + 8)), None)
            if closing:
                return first, closing[1]
    for first, last in part.spans("comparison.you_have"):
        much = next(part.starting("comparison.much", last + 1, min(part.clause(first)[1], last + 6)), None)
        if much and not part.has("comparison.self", last, much[0]):
            return first, much[1]
    return None


def _even(part: Part) -> Span | None:
    """ "Even the trainee spotted it", "连新来的都知道"."""
    for first, last in part.spans("comparison.even"):
        _, end = part.clause(first)
        if part.name not in CHARGING:
            continue
        if part.chinese(first):
            knows = next(part.starting("comparison.knows", last + 1, min(end, last + 10)), None)
            if knows and not part.has("common.others", last, knows[0]) and not part.has("common.you", last, knows[0]):
                return first, knows[1]
        elif rival(part, last, min(end, last + 3)):
            return first, last + 1
    return None


def _the_only(part: Part) -> Span | None:
    """ "You are the only driver who …"."""
    if part.name not in CHARGING:
        return None
    for first, last in part.spans("comparison.only"):
        if part.text.words[max(first - 1, 0)] in ("like", "if", "though", "think"):
            continue
        if {"who", "that", "without", "in", "on", "not"}.intersection(part.text.words[last : last + 4]):
            return first, last
    return None


def _of_all(part: Part) -> Span | None:
    """ "Of all my cashiers you are the slowest", "组里就数你最慢"."""
    for first, last in part.spans("comparison.most"):
        begin, end = part.sentence(first)
        near = part.reach(first, 7, 12)
        group = next(part.starting("comparison.group", max(begin, first - near - 4), min(end, last + near)), None)
        about = part.any_of("common.you", "common.your")
        if group and any(
            at in about for at in range(max(begin, first - near), min(end, last + part.reach(first, 0, near)))
        ):
            return min(first, group[0]), max(last, group[1])
    return None


def _rank(part: Part) -> Span | None:
    """ "You closed one let, bottom of the office": no "at the bottom of the page"."""
    for first, last in part.spans("comparison.rank"):
        ranked = next(part.starting("comparison.ranked", last, last + 2), None)
        if ranked and part.name in TELLING and (part.begins(first) or part.has("common.be", first - 1, first)):
            return first, ranked[1]
    return None


def _before_you(part: Part) -> Span | None:
    """ "The nurse before you had …", 以前佩珊坐这个位子的时候: how it was with somebody else."""
    for at in part.inside("common.you") if part.name in CHARGING else ():
        if part.before_you(at) and part.has("comparison.kept", at + 1, at + 2):
            return at - 2, at + 1
    for first, last in part.spans("comparison.previous") if part.name in CHARGING else ():
        person = next(part.starting("common.role", last, last + 1), None) or (first, last)
        named = person[0] == last or part.text.words[last - 1] in HIMSELF
        if named and part.begins(first) and part.has("comparison.kept", person[1], person[1] + 1):
            return first, person[1]
    for first, last in part.spans("comparison.past"):
        clause, _ = part.clause(first)
        since = next(part.starting("comparison.long_ago", max(clause, first - 10), first), None)
        if since and not part.has("common.you", since[1], first) and not part.has("common.me", since[1], first):
            return since[0], last
    for first, last in part.spans("comparison.long_ago"):
        other = rival(part, last, last + 3) if part.chinese(first) else None
        end = part.sentence(first)[1]
        if other and part.begins(first) and part.name in CHARGING:
            ever = next(part.starting("absolute.never", other[1], end), None)
            if ever and not part.has("common.you", other[1], ever[0]):
                return first, ever[1]
    return None
