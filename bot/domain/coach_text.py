"""How the coach reads: words and signs with their places, sentences, and what stands between quotation marks.

English words and Chinese characters are read side by side, whatever language a draft says it is in. A character becomes exactly one
character (small, half-width, simplified), so every place is a place in the text as it was written.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

WORD = re.compile(
    r"[a-z\u0300-\u036f\u00ad\u200b-\u200d]+(?:'[a-z]+)*|[0-9]+(?:[.,:/][0-9]+)*|\n|[^\s\u00ad\u200b-\u200f\ufe0f]"
)
"""A word with its apostrophes, a figure, or one sign. Each way begins with another character: nothing is tried twice."""
MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d]")

SENTENCE_ENDS = frozenset(".!?。\n…")
CLAUSE_ENDS = frozenset(",;:、—–()[]") | SENTENCE_ENDS
TITLES = frozenset(("mr", "mrs", "ms", "dr", "st", "no", "vs", "e", "g"))
"""A stop behind these ends nothing."""
OPENING = {"“": "”", "「": "」", "『": "』", "«": "»", "《": "》", "‘": "'", '"': '"', "'": "'", "„": "”"}
SPOKEN_LEAST = 3
"""Fewer words than these between quotation marks are rather a word held up than a word quoted."""

PLAIN = {
    "’": "'",
    "ʼ": "'",
    "`": "'",
    "！": "!",
    "？": "?",
    "；": ";",
    "｡": "。",
    "：": ":",
    "，": ",",
    "‐": "-",
    "‑": "-",
}
ENDINGS = {"re": "are", "m": "am", "ve": "have", "ll": "will", "d": "would", "s": "'s"}
BEFORE_IS = frozenset(
    ("he", "she", "it", "that", "there", "who", "what", "this", "here", "where", "how", "everyone", "nobody")
)
CONTRACTED = {
    word: (pair.split()[0], pair.split()[1])
    for word, pair in {
    "can't": "can not", "won't": "will not", "shan't": "shall not", "let's": "let us",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "cant": "can not", "wont": "will not", "isnt": "is not",
    "arent": "are not", "wasnt": "was not", "werent": "were not", "couldnt": "could not", "shouldnt": "should not",
    "wouldnt": "would not", "havent": "have not", "hasnt": "has not", "youre": "you are", "youve": "you have",
    "im": "i am", "ive": "i have", "hes": "he is", "shes": "she is", "thats": "that is", "cannot": "can not",
}.items()
}  # fmt: skip
"""What is not made of its two words, and what is often written without the apostrophe."""


class Folding(dict[int, int]):
    """For `str.translate`: small letters without accents, half-width signs, and Chinese in simplified characters."""

    def __init__(self, characters: Mapping[str, str]) -> None:
        super().__init__({ord(one): ord(other) for one, other in (PLAIN | dict(characters)).items()})

    def __missing__(self, code: int) -> int:
        plain = unicodedata.normalize("NFKD", chr(code))
        rest = "".join(one for one in plain.lower() if not unicodedata.combining(one))
        folded = ord(rest) if len(rest) == 1 and code != ord(rest) else code
        if folded != code and not 0xF900 <= code <= 0xFAFF:
            folded = self.get(folded, folded)
        if code < 0xA000:
            self[code] = folded
        return folded


@dataclass(slots=True)
class Text:
    """A text as words, each with its place [starts, ends) in code points, its clause and sentence, and whether it is quoted."""

    source: str
    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    clauses: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    """Between quotation marks, and too short to be somebody's words."""

    def __len__(self) -> int:
        return len(self.words)


def read(source: str, folding: Folding) -> Text:
    """The words of a text. The time it takes grows with the length of the text and no faster."""
    text = Text(source)
    for word, start, end in split(source.translate(folding)):
        text.words.append(word)
        text.starts.append(start)
        text.ends.append(end)
    _part(text)
    _find_quotes(text)
    return text


def split(folded: str) -> Iterator[tuple[str, int, int]]:
    """Words and signs of a folded text with their places; a contraction makes two."""
    for found in WORD.finditer(folded):
        start, end, word = found.start(), found.end(), found.group()
        if end - start == 1 and word > "\u2e80":
            yield word, start, end
            continue
        if word == "-" and start > 0 and end < len(folded) and folded[start - 1].isalnum() and folded[end].isalnum():
            continue
        if not word.isascii() and len(word) > 1:
            word = MARKS.sub("", word)
        if word:
            yield from _contracted(word, start, end)


def _contracted(word: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    pair = CONTRACTED.get(word)
    if pair is None and "'" in word and len(word) > 2:
        head, _, tail = word.partition("'")
        if word.endswith("n't"):
            pair = word[:-3], "not"
        elif tail in ENDINGS:
            pair = head, "is" if tail == "s" and head in BEFORE_IS else ENDINGS[tail]
    if pair is None or not pair[0]:
        yield word, start, end
        return
    middle = min(start + len(pair[0]), end - 1)
    yield pair[0], start, middle
    yield pair[1], middle, end


def _part(text: Text) -> None:
    """Number clauses and sentences; a sign belongs to what it ends."""
    clause = sentence = 0
    before = ""
    for word in text.words:
        text.clauses.append(clause)
        text.sentences.append(sentence)
        if word in CLAUSE_ENDS and not (word == "." and before in TITLES):
            clause += 1
            sentence += word in SENTENCE_ENDS
        before = word


def _find_quotes(text: Text) -> None:
    """Mark what is quoted: closed, more than a word or two, and not the whole text."""
    text.quoted, text.held = [False] * len(text), [False] * len(text)
    opened: list[tuple[int, str]] = []
    for at, word in enumerate(text.words):
        if opened and word == opened[-1][1] and (word != "'" or not _joined(text, at)):
            start, _ = opened.pop()
            said_before = start > 0 and text.words[start - 1] in ":,"
            if at - start > SPOKEN_LEAST or (said_before and at - start > 1):
                text.quoted[start : at + 1] = [True] * (at + 1 - start)
            else:
                text.held[start : at + 1] = [True] * (at + 1 - start)
        elif word in OPENING and len(opened) < 2 and (word != "'" or _opens(text, at)):
            opened.append((at, OPENING[word]))
    marked = [any(marks) for word, *marks in zip(text.words, text.quoted, text.held, strict=True) if word[0].isalnum()]
    if marked and all(marked):
        text.quoted, text.held = [False] * len(text), [False] * len(text)


def _joined(text: Text, at: int) -> bool:
    """Whether a letter follows at once: an apostrophe rather than the end of a quotation."""
    end = text.ends[at]
    return end < len(text.source) and text.source[end].isalnum()


def _opens(text: Text, at: int) -> bool:
    start = text.starts[at]
    return _joined(text, at) and (start == 0 or not text.source[start - 1].isalnum())
