"""What the coach misses: an instance behind praise or a charge, an effect on somebody, a request that can be followed.

A text has substance when something is left once function words and words that any sentence about work could hold are taken out.
"""

from bot.domain.coach_lexicon import VOWELS
from bot.domain.coach_part import Part

SPOKEN = frozenset("一二两三四五六七八九十百千半")
WHOLE_ENGLISH, WHOLE_CHINESE = 1.0, 0.5
"""What one word that is left counts, and one character."""
VAGUE_MOST = 1.5
SHARE_MOST = 0.16
"""Left words up to this number, or this share of all words, make no instance."""
NO_IMPACT_MOST = 1.0
SOMETHING, UNKNOWN_ACT, DIRECTED_ACT = 1.0, 2.0, 4.0
"""What must be left of a request beside an act, without a word known as an act, and beside a mere direction ("improve")."""
ACTS_ENOUGH = 2
"""So many English acts are a request by themselves ("hand the call to me")."""
EVALUATES = ("vague.good", "vague.bad")
COMMON = (
    "common.function",
    "common.colleague",
    "vague.generic",
    *EVALUATES,
    *(
        f"person.{section}"
        for section in ("trait", "noun", "phrase", "attitude", "bad", "lack", "quality", "good", "bearer")
    ),
    "absolute.always",
    "absolute.never",
)
"""Function words, words of any work, verdicts: none of them is an instance."""
NOUNS = ("s", "tion", "ness", "ment", "ity", "ance", "ence", "ship", "ism", "tude")
"""No word that ends like this begins a request, unless it is known as an act."""
NAMING = frozenset(("a", "an", "one", "two", "three", "five", "ten", "half", "another"))
"""With these a thing to be done begins: "a short note on the door"."""
WISHED = frozenset(("more", "less", "better"))
ASKING = ("no_request.cue", "no_request.weak", "no_request.generic")


def is_word(word: str) -> bool:
    return word[0].isalnum()


def words_in(part: Part) -> bool:
    return any(is_word(word) for word in part.text.words)


def evidence(part: Part) -> bool:
    """A number, a day, a time of day, or somebody's words between quotation marks."""
    excepted = part.inside("vague.except")
    for first, last in part.found.get("vague.when", ()):
        if not (first in excepted and last - 1 in excepted):
            return True
    measures = part.inside("vague.measure")
    for at, word in enumerate(part.text.words):
        if at in excepted:
            continue
        if word[0].isdigit() or (word in SPOKEN and at + 1 in measures and not _idle(part, at)):
            return True
    return any(part.text.quoted)


def _idle(part: Part, at: int) -> bool:
    """一个, 一次, 一些 count nothing; nor does a number that is part of a word."""
    if part.text.words[at] in ("一", "半"):
        return True
    return any(first <= at < last - 1 for first, last in part.starting("vague.generic", at, at + 1))


def left(part: Part, kinds: tuple[str, ...]) -> float:
    """How much is left when words of these kinds are taken out."""
    covered: set[int] = set()
    for kind in kinds:
        covered |= part.inside(kind)
    count = 0.0
    for at, word in enumerate(part.text.words):
        if at not in covered and is_word(word):
            count += WHOLE_CHINESE if part.chinese(at) else WHOLE_ENGLISH
    return count


def size(part: Part) -> float:
    return sum(
        WHOLE_CHINESE if part.chinese(at) else WHOLE_ENGLISH for at, word in enumerate(part.text.words) if is_word(word)
    )


def vague(part: Part, *, asked: bool) -> bool:
    """Praise or a charge without an instance. Where something else is `asked` already, a charge needs no second question."""
    if part.name == "suggestion" and _falls_short(part) and not asked:
        return True
    if evidence(part) or next(part.spans("vague.act"), None) or (asked and part.name != "praise"):
        return False
    if part.name == "suggestion" and (not no_request(part) or _aims(part)):
        return False
    rest = left(part, COMMON)
    if not _evaluates(part):
        return part.name == "praise" and rest == 0 and not asked and words_in(part)
    return rest <= VAGUE_MOST or rest <= size(part) * SHARE_MOST


def _falls_short(part: Part) -> bool:
    """ "Your case notes need work.", 巡检的质量有待提高。: a charge against something that is named, with which nothing is asked."""
    told = part.inside("vague.deficit")
    if not told or evidence(part) or any(first not in told for first, _ in part.spans("no_request.cue")):
        return False
    small = part.any_of("common.function", "common.be", "common.skip")
    of_what = range(part.clause(min(told))[0], min(told))
    return any(is_word(part.text.words[at]) and at not in small for at in of_what)


def _aims(part: Part) -> bool:
    """ "Improve …": begins with a direction, and so asks, if for nothing that could be done."""
    return any(part.begins(first) and not part.chinese(first) for first, _ in part.spans("no_request.weak"))


def _evaluates(part: Part) -> bool:
    """Whether there is a word of praise or a charge; in a suggestion a charge that is more than a wish."""
    if part.name != "suggestion":
        return any(next(part.spans(kind), None) for kind in EVALUATES)
    mild = part.inside("vague.mild")
    return any(first not in mild for first, _ in part.spans("vague.bad"))


def no_impact(part: Part) -> bool:
    """An impact that is missing, or only a verdict."""
    if not words_in(part):
        return True
    if evidence(part):
        return False
    generic = part.inside("no_impact.generic")
    for first, last in part.spans("no_impact.effect"):
        if not (first in generic and last - 1 in generic):
            return False
    rest = left(part, (*COMMON, "no_impact.generic"))
    return rest <= NO_IMPACT_MOST or rest <= size(part) * SHARE_MOST


def no_request(part: Part) -> bool:
    """A suggestion that asks nothing which could be done."""
    if not asks(part) or _falls_short(part):
        return True
    if next(part.spans("no_request.means"), None) or _acts(part, english=True) >= ACTS_ENOUGH:
        return False
    rest = left(part, (*COMMON, *ASKING))
    if not _acts(part) and not evidence(part) and not _demands(part):
        return rest < (UNKNOWN_ACT if not _directs(part) else DIRECTED_ACT)
    return rest < SOMETHING and not evidence(part)


def asks(part: Part) -> bool:
    """Whether there is a word with which one asks, or a clause that could be a request and tells of nothing past."""
    regrets = part.inside("no_request.regret")
    if any(first not in regrets for first, _ in part.spans("no_request.cue", quoted=True)):
        return True
    if any(not _tells(part, first) for first, _ in part.spans("no_request.soft", quoted=True)):
        return True
    if any(part.begins(first) for first, _ in part.spans("no_request.opens", quoted=True)):
        return True
    if any(_begins_to_ask(part, *span) for span in part.spans("no_request.act", quoted=True)) or _names_a_thing(part):
        return True
    return any(_imperative(part, at) for at in range(len(part.text)))


def _names_a_thing(part: Part) -> bool:
    """ "A glass of water for the driver.": a thing to be done begins it, and nothing is told of it, nor anything bad."""
    if not NAMING.intersection(part.text.words[:1]) or _tells(part, 0):
        return False
    first, last = part.clause(0)
    return WISHED.isdisjoint(part.text.words[first:last]) and not any(part.starting("absolute.bad", first, last))


def _tells(part: Part, at: int) -> bool:
    """Whether the clause of this word tells of something past, or says how something is."""
    if part.chinese(at):
        return part.has("no_request.past", *part.clause(at))
    _, last = part.clause(at)
    finite, nested = part.inside("no_request.finite"), part.inside("no_request.nested")
    for word in range(at + 1, last):
        if word in nested:
            return False
        if word in finite:
            return True
    return False


def _begins_to_ask(part: Part, first: int, last: int) -> bool:
    """An act where a clause begins; in Chinese anywhere in a clause that tells of nothing past."""
    if part.chinese(first):
        told = part.text.words[last : last + 1] == ["得"]  # 念得有点快
        return not told and not _tells(part, first)
    if _imperative(part, first):
        return True
    if not part.begins(first) or not _bare(part.text.words[first]):
        return False
    compound = part.ends(last + 1) and "".join(part.text.words[last : last + 1]).endswith("ing")  # "time keeping"
    return not compound and not part.has("no_request.statement", last, last + 1)


def _imperative(part: Part, at: int) -> bool:
    """Whether a clause begins with an English verb, known or not, and what it is done with: "Rotate the stock", "ease off …"."""
    if part.chinese(at) or not is_word(part.text.words[at]) or not _first(part, at):
        return False
    if at in part.any_of("no_request.statement", "vague.when") or not _bare(part.text.words[at]):
        return False
    if at + 1 in part.inside("no_request.object"):
        return True
    known = at in part.inside("no_request.act")
    if known and part.has("no_request.when", at + 1, at + 2):
        return True
    if not known and (at in part.any_of("vague.generic", *EVALUATES) or part.text.words[at].endswith(NOUNS)):
        return False
    if part.has("no_request.what", at + 1, at + 2):
        return True
    whither = part.has("no_request.whither", at + 1, at + 2) or (at + 1 < len(part.text) and part.named(at + 1))
    return whither and not _tells(part, at)


def _demands(part: Part) -> bool:
    """Whether an English clause begins with a verb that is no mere direction."""
    weak = part.inside("no_request.weak")
    return any(at not in weak and _imperative(part, at) for at in range(len(part.text)))


def _first(part: Part, at: int) -> bool:
    """Where a clause begins, or behind an adverb that begins it ("Briefly name …")."""
    return part.begins(at) or (at > 0 and part.text.words[at - 1].endswith("ly") and part.begins(at - 1))


def _bare(word: str) -> bool:
    """No "dropping" and no "missed": with these one tells, and does not ask. "Bring" and "need" have no vowel but their own."""
    stem = word[:-3] if word.endswith("ing") else word[:-2] if word.endswith("ed") and not word.endswith("eed") else ""
    return not any(letter in VOWELS for letter in stem)


def _directs(part: Part) -> bool:
    """Whether it names a direction ("improve …") and so perhaps no act."""
    return bool(part.found.get("no_request.weak"))


def _acts(part: Part, *, english: bool = False) -> int:
    """Acts, or `english` ones, that are not part of a mere direction ("take more responsibility"), nor of a topic (记录的部分)."""
    weak, excepted = part.inside("no_request.weak"), part.inside("no_request.except")
    return sum(
        not all(at in weak or at in excepted for at in range(first, last))
        and not part.has("no_request.topic", last, last + 3)
        and not (english and part.chinese(first))
        for first, last in part.spans("no_request.act", quoted=True)
    )
