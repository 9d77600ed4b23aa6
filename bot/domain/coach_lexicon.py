"""The coach's word lists: how a file of them is read, and where their phrases stand in a text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.coach_text import Folding, Text, read

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


def build(files: Iterable[File]) -> Lexicon:
    """All lists together, in their order: a line adds a phrase, a line that begins with "-" takes it out.

    Raises LexiconBroken at the first line that is neither a phrase, a [section] nor a # comment.
    """
    files = list(files)
    folding = Folding(_characters([file for file in files if file.name == CHARACTERS]))
    phrases: dict[tuple[str, tuple[str, ...]], None] = {}
    known: set[str] = set()
    for file in files:
        if file.name == CHARACTERS:
            continue
        section = ""
        for number, line in _lines(file):
            if line.startswith("["):
                section = _section(file, number, line)
                known.add(f"{file.name}.{section}")
                continue
            if not section:
                raise LexiconBroken(file.shown, number, "name a [section] first")
            _take(phrases, f"{file.name}.{section}", line, folding, file, number)
    lexicon = Lexicon(folding)
    for kind, words in phrases:
        _plant(lexicon.tree, kind, words)
    return lexicon


def _lines(file: File) -> Iterable[tuple[int, str]]:
    for number, raw in enumerate(file.text.splitlines(), start=1):
        line = raw.partition("#")[0].strip()
        if line:
            yield number, line


def _section(file: File, number: int, line: str) -> str:
    if not line.endswith("]") or not line[1:-1].strip():
        raise LexiconBroken(file.shown, number, "a section is one word in brackets: [trait]")
    return line[1:-1].strip()


def _take(
    phrases: dict[tuple[str, tuple[str, ...]], None], kind: str, line: str, folding: Folding, file: File, number: int
) -> None:
    removes = line.startswith("-")
    for part in line.removeprefix("-").split("|"):
        forms = inflected(part.strip()) if part.strip().endswith(REGULAR) else [part.strip()]
        for form in forms:
            words = tuple(word for word in read(form, folding).words if word[0].isalnum() or word == "'s")
            if not words:
                raise LexiconBroken(file.shown, number, "there is no word in it")
            if removes:
                phrases.pop((kind, words), None)
            else:
                phrases[(kind, words)] = None


def _plant(tree: dict[str, dict], kind: str, words: tuple[str, ...]) -> None:  # type: ignore[type-arg]
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    node[""] = (*node.get("", ()), kind)  # type: ignore[assignment]


def _characters(files: list[File]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for file in files:
        for number, line in _lines(file):
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
