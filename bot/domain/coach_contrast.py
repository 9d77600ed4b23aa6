"""Comparisons without a word of comparing: somebody does it, and you do not; somebody else's is so, and yours is so.

They hold for parts that tell what was done: in a situation or an impact somebody else is only there.
"""

from bot.domain.coach_found import Span
from bot.domain.coach_part import CHARGING, Part
from bot.domain.coach_rivals import begins_with, close, counts, new_name, rival, some_role, titled


def contrast(part: Part) -> Span | None:
    """The first place where somebody else is set beside the one who is spoken to."""
    for rule in (
        _somebody_does,
        _contrasted,
        _parallel,
        _as_well,
        _after_self,
        _compares,
        _by_habit,
        _all_of_them,
        _yours,
    ):
        span = rule(part)
        if span:
            return span
    return None


def _somebody_does(part: Part) -> Span | None:
    """ "Anna manages it", "小李就不会这样": somebody else begins the clause, and does well by habit, or better."""
    for kind in ("comparison.does", "comparison.degree", "comparison.would"):
        for first, last in part.spans(kind):
            clause, _ = part.clause(first)
            if "so" in part.text.words[clause : clause + 2] and part.name == "suggestion":
                # "…, so that Jo can do it too": a purpose.
                continue
            back = part.reach(first, 8 if kind == "comparison.degree" else 4, 8)
            other = rival(part, max(clause, first - back), first) or new_name(part, clause, first)
            if (
                other
                and begins_with(part, clause, other[0])
                and (kind == "comparison.degree" or close(part, other[1], first))
            ):
                return other[0], last
    return None


def _contrasted(part: Part) -> Span | None:
    """小陈一天接八十通，你只有四十通; "The others were done by four; you were not.": somebody in one clause, you in another."""
    turns = {last for _, last in part.spans("comparison.turn") if last < len(part.text) and not part.chinese(last)}
    begins = {part.clause(at)[0] for at in range(len(part.text))}
    where = {at + 1 for at, word in enumerate(part.text.words[:-1]) if word == "where"} - turns
    for at in sorted(begins | turns | where):
        end = part.clause(at)[1]
        other = rival(part, at, end) or some_role(part, at, end)
        if other and begins_with(part, at, other[0]):
            span = (at not in where and _contrast(part, other)) or _contrast_before(part, other, end)
            if span:
                return span
    return None


def _contrast(part: Part, other: Span) -> Span | None:
    """They do it, and you only …, still …, do not, or in another number. Whoever has no name may stand a sentence before."""
    end = part.sentence(other[0])[1]
    if end < len(part.text):
        end = part.sentence(end)[1]
    addressed = part.any_of("common.you", "common.your")
    you = next((at for at in range(other[1], end) if at in addressed and _opens_clause(part, at)), None)
    if you is None or part.has("comparison.him", you, end) or part.has("common.you", other[1], you):
        return None
    if you - other[1] <= 1 and part.has("common.and", other[1], you):
        # "Tom and you": together.
        return None
    clause_end = part.clause(you)[1]
    but = next(part.starting("comparison.but_you", max(other[1], you - 3), you + 1), None)
    both = counts(part, other[0] - 4, you) and counts(part, you, end) and not titled(part, other)
    if but or _elliptic(part, you, clause_end) or both:
        return other[0], but[1] if but else clause_end
    return None


def _contrast_before(part: Part, other: Span, end: int) -> Span | None:
    """ "You sold two phones. The part-timer sold five.": you first, then they."""
    begin = part.sentence(other[0])[0]
    if begin > 0:
        begin = part.sentence(begin - 1)[0]
    addressed = part.any_of("common.you", "common.your")
    you = next((at for at in range(begin, other[0]) if at in addressed), None)
    sharp = (
        part.text.words[max(other[0] - 1, 0)] in ("whereas", "while")
        or part.text.words[max(other[0] - 2, 0)] == "whereas"
    )
    if (
        you is None
        or part.has("common.you", other[1], end)
        or (part.has("comparison.him", other[0], end) and not sharp)
    ):
        return None
    until = part.sentence(other[0])[1]
    both = (
        counts(part, you, other[0])
        and counts(part, other[1], until)
        and not _asked(part, you)
        and not titled(part, other)
    )
    short = end - other[1] <= 6 and other[1] in part.inside("comparison.elliptic")
    same = part.sentence(you) == part.sentence(other[0])
    return (
        (you, end)
        if both
        or (sharp and same and part.text.words[other[0] - 1] == "whereas")
        or (short and same and part.has("comparison.turn", other[0] - 3, other[0]))
        else None
    )


def _asked(part: Part, you: int) -> bool:
    """ "Could you ring if you'll be twenty minutes late?": what you may do, and have not done."""
    return part.has("common.modal", part.sentence(you)[0], you)


def _opens_clause(part: Part, at: int) -> bool:
    """Whether "you" begins what is said: at the beginning of a clause, or behind "and", "while", "but"."""
    return part.begins(at) or part.has("common.and", at - 1, at) or part.has("comparison.turn", at - 1, at)


def _elliptic(part: Part, you: int, end: int) -> bool:
    """ "…, you didn't.": the rest is to be found with the others."""
    words = [word for word in part.text.words[you + 1 : end] if word[0].isalnum()]
    return 0 < len(words) <= 3 and all(part.has("common.skip", you + 1 + at, you + 2 + at) for at in range(len(words)))


def _parallel(part: Part) -> Span | None:
    """ "You closed nine tickets while Aki closed thirty", "人家修一台半小时，你修一台一上午": the same verb twice."""
    words = part.text.words
    verbs = {
        _verb(words[at + 1]): at
        for at in part.inside("common.you")
        if at + 1 < len(words) and words[at + 1][0].isalnum()
    }
    for at, word in enumerate(words) if verbs else ():
        you = verbs.get(_verb(word), at - 1)
        if at - 1 == you or part.text.sentences[at] != part.text.sentences[you] or at in part.inside("common.skip"):
            continue
        if at in part.inside("common.function") or (
            part.text.clauses[at] == part.text.clauses[you] and part.chinese(at)
        ):
            continue
        other = rival(part, at - part.reach(at, 6, 6), at)
        if other and not part.has("common.you", other[1], at):
            return min(other[0], you), max(at, you + 1) + 1
    return None


def _verb(word: str) -> str:
    """ "Kim needs one hour, you need three": the same verb."""
    return {"does": "do", "goes": "go", "has": "have"}.get(word, word.removesuffix("s"))


def _as_well(part: Part) -> Span | None:
    """ "Marcus handled the same queue in half the time"."""
    for first, last in part.spans("comparison.same"):
        clause, _ = part.clause(first)
        other = rival(part, clause, first)
        if other and begins_with(part, clause, other[0]) and not part.has("common.you", clause, first):
            return other[0], last
    return None


def _after_self(part: Part) -> Span | None:
    """ "…, and Wilf, who is seventy-one, sweeps up after himself": in the present, as a habit."""
    for first, last in part.spans("comparison.after_self"):
        begin, _ = part.sentence(first)
        habit = any(_present(word) for word in part.text.words[max(begin, first - 3) : first])
        other = rival(part, begin, first) if habit else None
        if other and part.begins(other[0]) and not part.has("common.you", other[1], first):
            return other[0], last
    return None


def _present(word: str) -> bool:
    """ "Sweeps", "shuts"."""
    return word.endswith("s") and len(word) > 3 and not word.endswith("ss")


def _compares(part: Part) -> Span | None:
    """ "I compared your ticket with Ngozi's", "aim for Dana's level"."""
    for first, last in part.spans("comparison.compare"):
        _clause, end = part.clause(first)
        other = rival(part, last, end)
        if other and not part.has("comparison.self", last, other[1]):
            return first, other[1]
    for first, last in part.spans("comparison.theirs"):
        if (
            part.text.words[first - 1 : first] == ["'s"]
            and first > 1
            and part.named(first - 2)
            and part.name == "suggestion"
        ):
            return first - 2, last
    return None


def _by_habit(part: Part) -> Span | None:
    """ "Noor replies within the hour.": in the present, and nobody is sent to them."""
    if part.name not in CHARGING:
        return None
    for first, last in part.spans("comparison.habits"):
        begin, end = part.sentence(first)
        other = rival(part, begin, min(begin + 4, first)) or new_name(part, begin, first)
        if (
            not other
            or not begins_with(part, begin, other[0])
            or first - other[1] > 5
            or part.has("common.you", begin, end)
        ):
            continue
        if not part.has("comparison.him", last, len(part.text)) and not part.has("common.he", last, len(part.text)):
            return other[0], last
    return None


def _all_of_them(part: Part) -> Span | None:
    """设计二组的人都提早三天: what a whole group does well, in a clause without you."""
    for first, last in part.spans("comparison.all_of"):
        clause, end = part.clause(first)
        does = part.has("comparison.all_do", last, last + 2)
        if does and not part.has("common.you", clause, end) and not part.has("common.others", clause, first):
            return clause, last
    return None


def _yours(part: Part) -> Span | None:
    """ "Look at Dele's desk and then at yours"."""
    for first, last in part.spans("comparison.mine"):
        together = part.text.words[first - 1 : first] in (["and"], ["or"])
        other = rival(part, max(first - 20, min(first - 14, part.sentence(first)[0])), first)
        if other and not together:
            return other[0], last
    return None
