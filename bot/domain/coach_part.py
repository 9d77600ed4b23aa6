"""One part of a draft as the rules see it: of whom something is said, and whether it is denied or reported."""

from dataclasses import dataclass, field
from enum import Enum

from bot.domain.coach_found import Found
from bot.domain.coach_lexicon import Lexicon
from bot.domain.coach_text import CLAUSE_ENDS

PRAISING = ("praise", "encouragement")
CHARGING = ("suggestion", "behaviour")
BACK_ENGLISH, BACK_CHINESE = 14, 24
"""How far back a subject is looked for, in words and in characters: a bound, so that time grows with length alone."""
THING_NEAR = 5
"""Characters between a thing and what is said of it."""


class Who(Enum):
    """Of whom something is said."""

    YOU = "you"
    YOURS = "yours"
    ME = "me"
    THING = "thing"
    OTHERS = "others"
    NOBODY = "nobody"
    """No subject: in Chinese the one who is spoken to, in English a request."""


@dataclass
class Part(Found):
    """Words of one part of a draft."""

    _known: dict[int, Who] = field(default_factory=dict)

    def negated(self, at: int) -> bool:
        """Whether what is said here is denied: "not really …", "I don't think that you are …", 并不是很…"""
        first, _ = self.clause(at)
        denying = self.inside("common.not")
        if self.chinese(at):
            return any(back in denying for back in range(max(first, at - 3), at))
        passed = self.any_of("common.skip", "common.you", "common.through")
        for back in range(at - 1, max(first, at - 9) - 1, -1):
            if back in denying:
                return True
            if back not in passed and not _is_adverb(self.text.words[back]):
                return False
        return False

    def who(self, at: int) -> Who:
        """Of whom the word here is said."""
        known = self._known.get(at)
        if known is None:
            known = self._known[at] = self._who_chinese(at) if self.chinese(at) else self._who_english(at)
        return known

    def _who_chinese(self, at: int) -> Who:
        """The nearest person before who is not an object ("to the customer"); none: the one who is spoken to."""
        if self._of_a_thing(at):
            return Who.THING
        sentence = self.text.sentences[at]
        back, oneself = at - 1, False
        while back >= 0 and at - back <= BACK_CHINESE and self.text.sentences[back] == sentence:
            if back in self.inside("common.others") and not self.text.quoted[back]:
                first = self._begin("common.others", back)
                if not self._is_object(first):
                    return Who.OTHERS
                back = first
            elif self.text.words[back] in "自己":
                oneself = True
            elif back in self.inside("common.you"):
                return Who.YOU
            elif back in self.inside("common.he"):
                if not self._is_object(back):
                    return self._third(back)
            elif (
                back in self.inside("common.me")
                and not self.has("common.think", back + 1, back + 5)
                and not self._is_object(self._begin("common.me", back))
            ):
                return Who.ME
            back -= 1
        return Who.YOU if oneself else Who.NOBODY

    def _of_a_thing(self, at: int) -> bool:
        """ "打印机又慢又笨": a thing begins what is said in this clause, and nobody does."""
        clause, _ = self.clause(at)
        clause = max(clause, at - BACK_CHINESE)
        things = self.inside("common.thing")
        thing = next((one for one in range(at - 1, clause - 1, -1) if one in things), None)
        return (
            thing is not None
            and at - thing <= THING_NEAR
            and not any(
                self.has(kind, clause, at) for kind in ("common.you", "common.he", "common.me", "common.others")
            )
        )

    def _third(self, at: int) -> Who:
        """He and she are somebody else where there is a "you", where others were named, and in an impact; 你这个人 is you."""
        if self.chinese(at) and "你" in self.text.words[max(at - 3, 0) : at]:
            return Who.YOU
        addressed = bool(self.inside("common.you") or self.inside("common.your") - {at})
        others = self.has("common.others", at - BACK_CHINESE, at)
        return Who.OTHERS if addressed or others or self.name == "impact" else Who.YOU

    def reported(self, at: int) -> bool:
        """Whether somebody who can be named says it in this sentence: a customer who scolds you, or "you said you were …"."""
        begin, _ = self.sentence(at)
        for said in self.starting("common.say", max(begin, at - self.reach(at, 8, 8)), at):
            behind = min(said[1] + self.reach(at, 3, 2), self.clause(said[0])[1])
            if not self.has("common.you", said[1], behind):
                continue
            near = max(begin, said[0] - self.reach(at, 4, 5))
            opinion = said[0] in self.inside("hearsay.says") and self.has("hearsay.who", begin, said[0])
            if not opinion and (self._one_of_others(near, said[0]) or self.has("common.you", near, said[0])):
                return True
        return False

    def _one_of_others(self, first: int, last: int) -> bool:
        """One customer, whose words are an event; what customers say is an opinion."""
        others = self.inside("common.others")
        return any(
            (at in others and (self.chinese(at) or not self.text.words[at].endswith("s"))) or self.named(at)
            for at in range(first, last)
        )

    def _begin(self, kind: str, at: int) -> int:
        inside = self.inside(kind)
        while at - 1 in inside:
            at -= 1
        return at

    def _is_object(self, first: int) -> bool:
        to = self.inside("common.to")
        return (
            any(at in to for at in range(max(first - 3, 0), first))
            and self.text.clauses[first] == self.text.clauses[max(first - 1, 0)]
        )

    def _who_english(self, at: int) -> Who:
        """What stands before, once auxiliaries, adverbs and articles are passed over; behind an "and", the sentence's subject."""
        skip, ands = self.inside("common.skip"), self.inside("common.and")
        back, joined = at - 1, False
        words = self.text.words
        while back >= 0 and at - back <= BACK_ENGLISH and self.text.sentences[back] == self.text.sentences[at]:
            if words[back] in CLAUSE_ENDS or back in ands or back in self.inside("person.trait"):
                joined = joined or words[back] in CLAUSE_ENDS or back in ands
            elif back not in skip and not _is_adverb(words[back]):
                decided = self._decide(back)
                return self._joined(at, back, decided) if joined else decided
            back -= 1
        return self.subject(at) if joined else Who.NOBODY

    def _joined(self, at: int, back: int, decided: Who) -> Who:
        """Behind an "and" or a comma: of whom the quality before it is said ("the till is slow and clumsy"), or the sentence's subject."""
        if decided is not Who.THING:
            return decided
        be, skip = self.inside("common.be"), self.inside("common.skip")
        said = next((one for one in range(back, max(back - 4, 0), -1) if one in be), None)
        while said is not None and said > 0 and (said in skip or said in be):
            said -= 1
        return self.subject(at) if said is None else self._decide(said)

    def _decide(self, at: int) -> Who:
        if at in self.inside("common.you"):
            return Who.OTHERS if self.before_you(at) else Who.YOU
        if at in self.inside("common.me"):
            return Who.ME
        if at in self.inside("common.he"):
            return self._third(at)
        if at in self.inside("common.they") or at in self.inside("common.others"):
            return Who.OTHERS
        clause, _ = self.clause(at)
        if at in self.inside("common.your") or self.has("common.your", max(clause, at - 3), at):
            return Who.YOURS
        if self.named(at):
            return Who.OTHERS if self.has("common.you", *self.sentence(at)) else Who.YOU
        return Who.THING

    def before_you(self, at: int) -> bool:
        """Whether "you" ends "The nurse before you": a predecessor, who begins the clause."""
        words = self.text.words
        return (
            at >= 3
            and words[at - 1] == "before"
            and words[at - 3] in ("the", "our", "your")
            and self.clause(at)[0] == at - 3
        )

    def subject(self, at: int) -> Who:
        """Whom the English sentence names first, before this word."""
        first, _ = self.sentence(at)
        for word in range(first, at):
            if word in self.inside("common.you"):
                return Who.YOU
            if word in self.inside("common.me"):
                return Who.ME
            if word in self.inside("common.others") or word in self.inside("common.they"):
                return Who.OTHERS
            if word in self.inside("common.your"):
                return Who.YOURS
            if word in self.inside("common.it"):
                return Who.THING
        return Who.NOBODY

    def named(self, at: int) -> bool:
        """Whether this English word is somebody's name: a capital within a sentence, or a name that is known."""
        if self.chinese(at) or not self.text.words[at][0].isalpha():
            return False
        if at in self.inside("common.name"):
            return True
        written = self.text.source[self.text.starts[at] : self.text.ends[at]]
        if not written[0].isupper() or written.isupper():
            return False
        if at > 0 and self.text.sentences[at - 1] == self.text.sentences[at]:
            return not any(at in self.inside(kind) for kind in ("common.function", "vague.when", "vague.generic"))
        # Where a sentence begins every word has a capital: a name is one that is no word we know, nor ends like one.
        return at not in self.known and not written.endswith(
            ("s", "ing", "ed", "tion", "ment", "ly", "ness", "ity", "er")
        )


def _is_adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 4 and word.isascii()


def part(name: str, words: str, lexicon: Lexicon) -> Part:
    """A part of a draft, read once."""
    text = lexicon.read(words)
    return Part(text, lexicon.find(text), name)
