"""The coach's word lists: how a file of them is read, and where their phrases stand in a text."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.coach_text import CONTRACTED, Folding, Text, read, split

CHARACTERS = "characters"
"""The list that is no phrases: a traditional character, a blank, and the simplified one to read it as."""
REGULAR = "~"
"""Behind an English verb: and its regular forms."""
VOWELS = "aeiou"


class LexiconBroken(Exception):
    """A line of a list cannot be read."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}")
        self.file, self.line, self.why = file, line, why


@dataclass(frozen=True)
class File:
    """One list: its name as shown to whoever has to mend it, what it is a list of ("person"), and its lines."""

    shown: str
    name: str
    text: str


@dataclass
class Lexicon:
    """Every phrase by what it says ("person.trait"), as a tree of words that is walked once along a text."""

    folding: Folding
    tree: dict[str, dict] = field(default_factory=dict)  # type: ignore[type-arg]

    def read(self, source: str) -> Text:
        return read(source, self.folding)

    def find(self, text: Text) -> dict[str, list[tuple[int, int]]]:
        """Where each kind of phrase stands: words [first, last), in order, the longer of two that begin together last."""
        found: dict[str, list[tuple[int, int]]] = {}
        words, size = text.words, len(text)
        for first, word in enumerate(words):
            node = self.tree.get(word)
            at = first
            while node is not None:
                at += 1
                for kind in node.get("", ()):
                    found.setdefault(kind, []).append((first, at))
                if at == size:
                    break
                node = node.get(words[at])
        return found


Phrases = dict[tuple[str, tuple[str, ...]], None]
"""Kind and words of each phrase, in the order of the lists."""


def build(files: Sequence[File], own: Sequence[File] = ()) -> Lexicon:
    """All lists together, `own` ones last: a line adds phrases, a line that begins with "-" takes them out.

    Raises LexiconBroken at the first line that is neither phrases nor a [section] that is known, nor a # comment.
    """
    folding = Folding(_characters([file for file in (*files, *own) if file.name == CHARACTERS]))
    phrases: Phrases = {}
    for file in files:
        _take_file(phrases, file, folding, None)
    sections = {kind for kind, _ in phrases}
    for file in own:
        _take_file(phrases, file, folding, sections)
    lexicon = Lexicon(folding)
    for kind, words in phrases:
        _plant(lexicon.tree, kind, words)
    return lexicon


def _take_file(phrases: Phrases, file: File, folding: Folding, known: Container[str] | None) -> None:
    if file.name == CHARACTERS:
        return
    kind = ""
    for number, line in _lines(file.text.translate(folding)):
        if line.startswith("["):
            kind = f"{file.name}.{line.strip('[] ')}"
            if not line.endswith("]") or (known is not None and kind not in known):
                raise LexiconBroken(file.shown, number, f"{line} is no section of this list")
        elif not kind:
            raise LexiconBroken(file.shown, number, "a [section] has to come first")
        else:
            _take(phrases, kind, line, file, number)


def _lines(text: str) -> Iterable[tuple[int, str]]:
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.partition("#")[0].strip()
        if line:
            yield number, line


def _take(phrases: Phrases, kind: str, line: str, file: File, number: int) -> None:
    removes = line.startswith("-")
    for written in line.removeprefix("-").split("|"):
        phrase = written.strip()
        for form in inflected(phrase) if phrase.endswith(REGULAR) else [phrase]:
            words = _words(form)
            if not words:
                raise LexiconBroken(file.shown, number, "there is no word in it")
            if removes:
                phrases.pop((kind, words), None)
            else:
                phrases[(kind, words)] = None


def _words(form: str) -> tuple[str, ...]:
    """As a text is read, without its signs. Nearly all are plain words, or Chinese, and need no such care."""
    if form and min(form) >= "\u4e00" and max(form) <= "\u9fff":
        return tuple(form)
    if form.isascii() and form.replace(" ", "").isalpha():
        words = tuple(form.split())
        if CONTRACTED.keys().isdisjoint(words):
            return words
    return tuple(word for word, _, _ in split(form) if word[0].isalnum() or word == "'s")


def _plant(tree: dict[str, dict], kind: str, words: tuple[str, ...]) -> None:  # type: ignore[type-arg]
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    node[""] = (*node.get("", ()), kind)  # type: ignore[assignment]


def _characters(files: list[File]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for file in files:
        for number, line in _lines(file.text):
            for pair in line.split():
                if len(pair) != 2:
                    raise LexiconBroken(file.shown, number, f"two characters belong together, not {pair}")
                found[pair[0]] = pair[1]
    return found


def inflected(verb: str) -> list[str]:
    """The regular forms of an English verb; the first word of "look after~" is the one that changes."""
    head, _, rest = verb.removesuffix(REGULAR).partition(" ")
    forms = [head, _s(head), _ed(head), _ing(head)]
    return [f"{form} {rest}".strip() for form in forms]


def _s(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in VOWELS else f"{verb}s"


def _ed(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in VOWELS else f"{_stem(verb)}ed"


def _ing(verb: str) -> str:
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    return f"{verb[:-1]}ing" if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else f"{_stem(verb)}ing"


def _stem(verb: str) -> str:
    """stop → stopp: one short vowel before one consonant, in a word of one syllable."""
    short = sum(letter in VOWELS for letter in verb) == 1 and len(verb) > 2
    return f"{verb}{verb[-1]}" if short and verb[-2] in VOWELS and verb[-1] not in "aeiouwxy" else verb
