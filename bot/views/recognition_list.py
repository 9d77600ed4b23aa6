"""Thanks to read again, in pages."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import kit
from bot.views.kit import Json
from bot.views.recognition import headline

if TYPE_CHECKING:
    from bot.usecases.recognition_lists import Page, Part
    from storage.recognition import Given

TURN = "recognition.turn"
"""Begins the action ids of the buttons to another list or page."""


def listed(reader: Reader, shown: "Page") -> Json:
    """One page, with the ways to the other lists and pages."""
    blocks = [kit.actions(*(_way(reader, one, shown.part) for one in shown.parts))]
    if shown.newer is not None:
        blocks.append(kit.actions(_turn(reader.t("Newer"), shown.part, shown.newer)))
    for one in shown.rows:
        blocks += _row(reader, one)
    if not shown.rows:
        blocks.append(kit.sentence(reader.t("Nothing stands here yet.")))
    if shown.older is not None:
        blocks.append(kit.actions(_turn(reader.t("Older"), shown.part, shown.older)))
    return kit.modal("recognition.listed", reader.t("Thanks"), blocks, close=reader.t("Close"))


def _row(reader: Reader, one: "Given") -> list[Json]:
    when = reader.full_date(reader.local(one.recognition.said_at).date())
    value = [reader.t("Company value: {value}", value=one.value.name)] if one.value else []
    return [kit.row(headline(reader, one), when, *value), *kit.words(kit.beginning(one.recognition.words), reader)]


def _way(reader: Reader, part: "Part", shown: "Part") -> Json:
    named = {
        "received": reader.t("You received"),
        "given": reader.t("You gave"),
        "team": reader.t("Your team"),
        "all": reader.t("Everybody"),
    }
    style = "primary" if part == shown else None
    return kit.button(named[part], f"{TURN}.{part}", part, style=style)


def _turn(text: str, part: "Part", beside: tuple[int, bool]) -> Json:
    at, newer = beside
    return kit.button(text, f"{TURN}.page", f"{part} {at} {int(newer)}")


def read(value: str) -> tuple[str, tuple[int, bool] | None]:
    """Which list a button leads to, and beside which row of it."""
    part, *beside = value.split()
    return part, (int(beside[0]), beside[1] == "1") if beside else None
