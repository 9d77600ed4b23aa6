"""Qualities that are a verdict only in a frame that says whose they are, and those that no list knows."""

from bot.domain.coach_found import Span
from bot.domain.coach_part import BACK_ENGLISH, Part, Who

PREFIXES = ("un", "in", "im", "ir", "il", "dis")
SUFFIXES = ("able", "ible", "ful", "ive", "ent", "ant", "ed", "al", "ous", "ic", "ing", "ate", "some")
COMPOUND = frozenset(("headed", "minded", "hearted", "tempered", "mannered", "skinned", "fisted", "mouthed", "willed"))
"""The second halves of "muddle-headed", "ill-mannered"."""
CALLING = frozenset(("like", "as", "such", "play", "playing", "played", "have", "had", "call", "into", "always"))
"""With these somebody is called something, as with "are"."""


def reproached(part: Part, at: int) -> bool:
    """ "Don't be so lazy" is a verdict all the same."""
    return part.has("person.reproach", at - 4, at) and part.who(at) not in (Who.OTHERS, Who.ME)


def loose(part: Part) -> Span | None:
    """ "You were cold": a word that can mean other things, said of nobody but you and of nothing behind it."""
    for first, last in part.spans("person.loose"):
        if part.reported(first) or (part.negated(first) and not reproached(part, first)):
            continue
        if _of_you(part, first, last) or _has_way(part, first, last):
            return part.from_you(first), last
    return None


def such_a(part: Part) -> Span | None:
    """ "Don't be such a baby", "you're such a pain": a noun that names somebody only there."""
    for first, last in part.spans("person.such_a"):
        free = part.ends(last) or part.has("common.function", last, last + 1)
        named = "such" in part.text.words[max(first - 3, 0) : first] and part.has("common.be", first - 6, first)
        if free and (reproached(part, first) or (named and part.who(first) is Who.YOU and not part.negated(first))):
            return part.from_you(first), last
    return None


def hard_to_bear(part: Part) -> Span | None:
    """ "You are a difficult man to work with", "you are no fun to be around"."""
    for first, last in part.spans("person.hard"):
        end = part.clause(first)[1]
        to = next((at for at in range(last, min(end, last + 4)) if part.text.words[at] == "to"), None)
        dealing = None if to is None else next(part.starting("person.dealing", to + 1, to + 2), None)
        if not dealing or not (part.ends(dealing[1]) or part.has("common.and", dealing[1], dealing[1] + 1)):
            continue
        you = part.from_you(first)
        if you < first and part.has("common.be", you, last) and part.who(first) is Who.YOU and not part.reported(first):
            return you, dealing[1]
    return None


def formed(part: Part) -> Span | None:
    """ "You are unsystematic", "scatter-headed": bad by how its word is made, though no list knows the word."""
    fine = part.inside("person.fine")
    for at, word in enumerate(part.text.words):
        compound = word in COMPOUND and at > 0 and at - 1 not in part.any_of("person.fine_half", "common.function")
        made = word.endswith("less") or (word.startswith(PREFIXES) and word.endswith(SUFFIXES))
        if not (compound or (made and len(word) >= 7)) or at in fine or part.text.quoted[at]:
            continue
        first = at - 1 if compound else at
        if _of_you(part, first, at + 1) and not part.negated(first) and not part.reported(first):
            return part.from_you(first), at + 1
    return None


def _of_you(part: Part, first: int, last: int) -> bool:
    """ "You are …", "I find you …", "stop being so …", with nothing behind it that it could be said of."""
    free = part.ends(last) or part.has("common.function", last, last + 1) or part.has("person.bearer", last, last + 1)
    if not free:
        return False
    if reproached(part, first) or part.has("person.find_you", first - 4, first):
        return True
    you = part.from_you(first)
    return you < first and part.has("common.be", max(you, first - 4), first) and part.who(first) is Who.YOU


def _has_way(part: Part, first: int, last: int) -> bool:
    """ "You have such a superior way", "your cold manner": theirs, and not a thing."""
    way = part.within("person.way", last, last + 1)
    if not way:
        return False
    near = first - 5
    return part.has("common.your", first - 3, first) or (
        part.has("person.having", near, first) and part.has("common.you", near, first)
    )


def called(part: Part, at: int) -> bool:
    """ "You are …", "like a …", "you …": an English noun that is said of somebody; "you mended the dinosaur model" calls nobody so."""
    if part.chinese(at):
        return True
    begin = max(part.sentence(at)[0], at - BACK_ENGLISH)
    near = part.text.words[max(begin, at - 4) : at]
    return (
        part.has("common.be", begin, at)
        or not CALLING.isdisjoint(near)
        or part.has("common.you", at - 1, at)
        or part.has("common.your", at - 2, at)
    )


def turned_to_you(part: Part, first: int, last: int) -> bool:
    """ "How immature you are", "careless of you", "something selfish about you", "a stubborn mule like you"."""
    words = part.text.words[last : last + 3]
    return (
        _like_you(part, first, last)
        or _somebody_as(part, first, last)
        or part.text.words[last + 1 : last + 3] == ["of", "yours"]
        or words[:2] in (["of", "you"], ["about", "you"], ["from", "you"])
        or words == ["on", "your", "part"]
        or (words[:1] == ["you"] and part.has("common.be", last + 1, last + 2))
    )


def _like_you(part: Part, first: int, last: int) -> bool:
    """ "Someone as clumsy as you", "a stubborn mule like you"."""
    words = part.text.words
    at = last if words[last : last + 1] in (["like"], ["as"]) else last + 1
    if words[at + 1 : at + 2] != ["you"] or not part.ends(at + 2) or (at > last and part.ends(last)):
        return False
    return words[at] == "like" or (at == last and words[max(first - 1, 0)] in ("as", "so"))


def _somebody_as(part: Part, first: int, last: int) -> bool:
    """ "Somebody as scatterbrained as you remembered it"."""
    return part.text.words[last : last + 2] == ["as", "you"] and part.has("person.anyone", first - 2, first)
