"""The coach's word lists from disk: those that come with Growloop, and a company's own beside them."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from bot.domain.coach_lexicon import File, Lexicon, LexiconBroken, build

LANGUAGES = ("en", "zh")


@lru_cache(maxsize=4)
def load(own: Path | None = None) -> Lexicon:
    """The lists, read once. `own` is a folder with en/person.txt and the like, whose lines are added.

    Raises LexiconBroken, with file and line, where a list cannot be read.
    """
    return build(_ours(), _theirs(own) if own else ())


def _ours() -> list[File]:
    found = []
    for language in LANGUAGES:
        for entry in sorted((files("bot.domain") / "lexicon" / language).iterdir(), key=lambda one: one.name):
            if entry.name.endswith(".txt"):
                name = entry.name.removesuffix(".txt")
                found.append(File(f"{language}/{entry.name}", name, entry.read_text(encoding="utf-8")))
    return found


def _theirs(folder: Path) -> list[File]:
    known = {file.shown for file in _ours()}
    found = []
    for path in sorted(folder.glob("*/*.txt")):
        shown = f"{path.parent.name}/{path.name}"
        if shown not in known:
            raise LexiconBroken(str(path), 1, f"there is no list {shown}; the lists are {', '.join(sorted(known))}")
        try:
            found.append(File(str(path), path.stem, path.read_text(encoding="utf-8-sig")))
        except (OSError, UnicodeDecodeError):
            raise LexiconBroken(str(path), 1, "it cannot be read as UTF-8 text") from None
    return found
