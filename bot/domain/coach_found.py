"""What was found in a text: where phrases of each kind stand, and the clauses and sentences around a word."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.coach_text import Text

Span = tuple[int, int]
"""Words [first, last)."""
WIDEST = 60
LEADING = frozenset(("and", "then", "just", "also", "always", "never", "simply", "first", "or"))
LEADING_MOST = 6
"""Words that may lead a clause in, and how many of them at most: a bound, so that time grows with length alone."""
"""Words to either side that count as the same clause or sentence: nobody writes longer ones, and a bound keeps hostile ones cheap."""


@dataclass
class Found:
    """The words of a text, and the phrases in them."""

    text: Text
    found: dict[str, list[Span]]
    name: str = ""
    """Of which part of a draft it is."""
    at: dict[str, set[int]] = field(default_factory=dict)
    _starting: dict[str, dict[int, list[int]]] = field(default_factory=dict)

    def spans(self, kind: str, *, quoted: bool = False) -> Iterator[Span]:
        """Where phrases of this kind stand, in order; not within quotation marks, and not within an exception."""
        rule = kind.partition(".")[0]
        excepted = self.inside(f"{rule}.except")
        for first, last in self.found.get(kind, ()):
            if not quoted and (self.text.quoted[first] or (rule == "person" and self.held_up(first))):
                continue
            if not (first in excepted and last - 1 in excepted):
                yield first, last

    def held_up(self, at: int) -> bool:
        """Whether this is a word held up ("you split them into “careless” and “unclear”"), and not said of somebody (你就是“懒”)."""
        if not self.text.held[at]:
            return False
        while at > 0 and self.text.held[at - 1]:
            at -= 1
        return not (
            self.has("common.be", at - 1, at)
            or self.has("person.degree", at - 1, at)
            or self.text.words[at - 1] == "是"
        )

    def inside(self, kind: str) -> set[int]:
        """Every word that belongs to a phrase of this kind."""
        known = self.at.get(kind)
        if known is None:
            known = {at for first, last in self.found.get(kind, ()) for at in range(first, last)}
            self.at[kind] = known
        return known

    def any_of(self, *kinds: str) -> set[int]:
        """Every word that belongs to a phrase of any of these kinds."""
        name = " ".join(kinds)
        if name not in self.at:
            self.at[name] = set().union(*(self.inside(kind) for kind in kinds))
        return self.at[name]

    def has(self, kind: str, first: int, last: int) -> bool:
        """Whether a word of [first, last) belongs to a phrase of this kind."""
        inside = self.inside(kind)
        return any(at in inside for at in range(max(first, 0), min(last, len(self.text))))

    def within(self, kind: str, first: int, last: int) -> Span | None:
        """The first whole phrase of this kind in [first, last)."""
        for span in self.starting(kind, first, last):
            if span[1] <= last:
                return span
        return None

    def starting(self, kind: str, first: int, last: int) -> Iterator[Span]:
        """Phrases of this kind that begin in [first, last)."""
        starts = self._starts(kind)
        for at in range(max(first, 0), min(last, len(self.text))):
            for end in starts.get(at, ()):
                yield at, end

    def _starts(self, kind: str) -> dict[int, list[int]]:
        known = self._starting.get(kind)
        if known is None:
            known = {}
            for first, last in self.spans(kind, quoted=True):
                known.setdefault(first, []).append(last)
            self._starting[kind] = known
        return known

    def chinese(self, at: int) -> bool:
        return self.text.words[at][0] >= "\u2e80"

    def reach(self, at: int, english: int, chinese: int) -> int:
        """How many words to look at, by the language of this one."""
        return chinese if self.chinese(at) else english

    def clause(self, at: int) -> Span:
        """The clause of this word, and no more than sixty words of it to either side."""
        return self._around(self.text.clauses, at)

    def sentence(self, at: int) -> Span:
        return self._around(self.text.sentences, at)

    def _around(self, numbers: list[int], at: int) -> Span:
        first = max(bisect_left(numbers, numbers[at]), at - WIDEST)
        return first, min(bisect_right(numbers, numbers[at]), at + WIDEST)

    def ends(self, at: int) -> bool:
        """Whether no word follows in this clause."""
        return at >= len(self.text) or not self.text.words[at][0].isalnum()

    def begins(self, at: int) -> bool:
        """Whether a clause begins here, but for an "and", "then", "always"."""
        for _ in range(LEADING_MOST):
            if at == 0 or self.text.clauses[at - 1] != self.text.clauses[at]:
                return True
            if self.text.words[at - 1] not in LEADING:
                return False
            at -= 1
        return False

    def from_you(self, first: int) -> int:
        """Where "you are …" begins, when it stands close before."""
        clause, _ = self.clause(first)
        for at in range(first - 1, max(clause, first - 6) - 1, -1):
            if at in self.inside("common.you"):
                return at
        return first

    @property
    def known(self) -> set[int]:
        """Every word that belongs to any phrase of any list."""
        if "" not in self.at:
            self.at[""] = {at for spans in self.found.values() for first, last in spans for at in range(first, last)}
        return self.at[""]
