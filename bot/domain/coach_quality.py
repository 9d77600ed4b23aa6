"""Qualities that are a verdict only in a frame that says whose they are, and those that no list knows."""

from bot.domain.coach_found import Span
from bot.domain.coach_part import Part, Who

PREFIXES = ("un", "in", "im", "ir", "il", "dis")
SUFFIXES = ("able", "ible", "ful", "ive", "ent", "ant", "ed", "al", "ous", "ic", "ing", "ate", "some")
COMPOUND = frozenset(("headed", "minded", "hearted", "tempered", "mannered", "skinned", "fisted", "mouthed", "willed"))
"""The second halves of "muddle-headed", "ill-mannered"."""


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
