"""Finding a word in one's own words: Latin in any case and width, Chinese by its characters."""

import unicodedata
from collections.abc import Iterable

WORD_MAX = 100
"""Characters of what is looked for."""
BEFORE = 30
"""Characters shown in front of what was found."""


def parts(word: str) -> list[str]:
    """What to look for, part by part; none: everything is meant."""
    return _plain(word[:WORD_MAX]).split()


def found_in(looked_for: list[str], texts: Iterable[str]) -> bool:
    """Whether each part stands somewhere in these texts."""
    plain = [_plain(text) for text in texts]
    return all(any(part in text for text in plain) for part in looked_for)


def excerpt(looked_for: list[str], texts: Iterable[str]) -> str:
    """The line where the first part stands, from shortly before it; where nothing is looked for, the first line."""
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    for line in lines if looked_for else ():
        at = _plain(line).find(looked_for[0])
        if at >= 0:
            return f"…{line[at - BEFORE :]}" if at > BEFORE else line
    return lines[0] if lines else ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
