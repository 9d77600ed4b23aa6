"""What is taken along: as text, in as many messages as that takes, or as a table."""

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from typing import TypeVar

from bot.domain.history import Span
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit

E = TypeVar("E")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell."""


def spans(entries: Sequence[E], id_of: Callable[[E], int], text: Callable[[list[E]], str]) -> list[Span]:
    """Which entries stand together in a message: as many as go in, or a part of one that is too long."""
    found: list[Span] = []
    together: list[E] = []

    def close() -> None:
        if together:
            parts = len(pieces(text(together)))
            found.extend(Span(id_of(together[0]), id_of(together[-1]), part) for part in range(parts))

    for entry in entries:
        if together and len(pieces(text([*together, entry]))) > 1:
            close()
            together = []
        together.append(entry)
    close()
    return found


def message(reader: Reader, head: str, text: str, part: int) -> Message:
    """That part of a text, as a message of its own. `head` is all that a lock screen shows."""
    every = pieces(text)
    # An edit since the press may have made it shorter; then this part of it is empty.
    piece = every[part] if part < len(every) else ""
    return kit.message(head, [kit.notes(head), *kit.words(piece, reader)])


def doubtful(reader: Reader, title: str) -> Message:
    """A file was sent, and nobody knows whether it arrived."""
    text = reader.t(
        "It is not certain that a file reached you. If it is not in this chat, please ask for it once more."
    )
    return kit.message(text, [kit.sentence(text), kit.notes(title)])


def pieces(text: str) -> list[str]:
    """The text in parts that fit one message each, parted at a blank or a line's end where there is one; joined they are the text."""
    found = []
    while (most := kit.fitting(text, kit.MESSAGE_WORDS_MAX)) < len(text):
        end = max(text.rfind("\n", most // 2, most), text.rfind(" ", most - 200, most))
        at = end + 1 if end >= 0 else kit.border(text, most)
        found.append(text[:at])
        text = text[at:]
    return [*found, text]


def table(rows: Sequence[Sequence[str]]) -> bytes:
    """A table that spreadsheets open (UTF-8, with the mark they look for); nothing in it is taken for a formula."""
    into = StringIO()
    csv.writer(into).writerows([[f"'{one}" if one.startswith(FORMULA) else one for one in row] for row in rows])
    return into.getvalue().encode("utf-8-sig")
