"""Words too long for one view, in pages: nothing of them is cut."""

from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json

Piece = list[Json]
"""Blocks that stay together."""


def from_the_end(pieces: list[Piece], most: int, characters: int) -> list[list[Piece]]:
    """The pieces in pages of at most so many pieces and characters, filled from the end: the last page is the fullest."""
    return [page[::-1] for page in from_the_start(pieces[::-1], most, characters)][::-1]


def from_the_start(pieces: list[Piece], most: int, characters: int) -> list[list[Piece]]:
    """The same, filled from the start: the first page is the fullest. There is at least one page."""
    pages: list[list[Piece]] = [[]]
    for piece in pieces:
        if len(pages[-1]) >= most or kit.length(pages[-1]) + kit.length(piece) > characters:
            pages.append([])
        pages[-1].append(piece)
    return pages


def turns(reader: Reader, action_id: str, about: str, at: int, pages: int) -> list[Json]:
    """The buttons to the pages beside page `at`: `action_id` with the way after a dot; each carries what it is about, and its page."""
    buttons = []
    if at > 0:
        buttons.append(kit.button(reader.t("Page before"), f"{action_id}.back", f"{about} {at - 1}".strip()))
    if at < pages - 1:
        buttons.append(kit.button(reader.t("Next page"), f"{action_id}.more", f"{about} {at + 1}".strip()))
    return buttons
