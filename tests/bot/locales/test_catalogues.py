"""Every sentence is there in three languages, complete, in its own script and short enough for its place."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.locales.reader import LANGUAGES, Reader
from bot.slack import Message
from bot.views import kit
from tests.bot.locales.catalogues import Said, files, in_catalogue, in_code, without_literal, wrong
from tests.bot.views.cases import CASES
from tests.bot.views.data import Data

CHINESE = [name for name in LANGUAGES if name != "en"]
BUTTON_SEEN = 30
"""Columns of a button that are seen before Slack cuts it (SLACK.md §4.4); a Chinese character takes two."""

GOOD = Said("{count} day", "{count} days", "{count} 天")
CODE: dict[str, str | None] = {GOOD.one: GOOD.many}


@pytest.mark.parametrize("language", CHINESE)
def test_every_sentence_is_translated_and_nothing_else(language: str) -> None:
    assert wrong(language, in_code(), in_catalogue(language)) == []


def test_sentences_stand_in_the_code_as_they_are() -> None:
    assert without_literal() == {"bot/views/errors.py"}


def test_no_english_sentence_shouts() -> None:
    said = [*in_code(), *(many for many in in_code().values() if many)]
    assert [one for one in said if "!" in one] == []


@pytest.mark.parametrize("language", CHINESE)
def test_no_sentence_stands_twice_in_a_file(language: str) -> None:
    lines = [(file.name, line) for file in files(language) for line in file.read_text(encoding="utf-8").splitlines()]
    sentences = [one for one in lines if one[1].startswith("msgid ")]
    assert [one for one in set(sentences) if sentences.count(one) > 1] == []


def test_both_catalogues_have_the_same_files() -> None:
    simplified, traditional = ({one.file for one in in_catalogue(language)} for language in CHINESE)
    assert simplified == traditional


@pytest.mark.parametrize(
    ("planted", "problem"),
    [
        ([], "missing"),
        ([GOOD, Said("gone", None, "没了")], "stale"),
        ([GOOD, GOOD], "twice"),
        ([replace(GOOD, many=None)], "another plural"),
        ([replace(GOOD, many="{count} weeks")], "another plural"),
        ([replace(GOOD, translated="")], "empty"),
        ([replace(GOOD, fuzzy=True)], "fuzzy"),
        ([replace(GOOD, translated="几天")], "other places"),
        ([replace(GOOD, translated="{number} 天")], "other places"),
        ([replace(GOOD, translated="{count} {count} 天 {who}")], "other places"),
        ([replace(GOOD, translated="{count} days")], "English left over"),
        ([replace(GOOD, translated="{count} 天！")], "exclamation mark"),
        ([replace(GOOD, translated="{count} 天, 好")], "half-width punctuation"),
        ([replace(GOOD, translated="还有 {count}.")], "half-width punctuation"),
        ([replace(GOOD, translated="{count}天")], "no blank between Han and Latin"),
        ([replace(GOOD, translated="在{count} 天")], "no blank between Han and Latin"),
        ([replace(GOOD, translated="{count} 天 好")], "a blank between Han and Han"),
        ([replace(GOOD, translated="{count} 週")], "another script"),
        ([replace(GOOD, translated="{count} 次签到")], "another word"),
    ],
)
def test_a_planted_fault_is_found(planted: list[Said], problem: str) -> None:
    found = wrong("zh_Hans", CODE, planted)
    assert [one for one in found if one.startswith(problem)]


def test_a_good_catalogue_has_no_fault() -> None:
    assert wrong("zh_Hans", CODE, [GOOD]) == []


def test_simplified_characters_are_found_in_the_traditional_catalogue() -> None:
    assert wrong("zh_Hant", CODE, [replace(GOOD, translated="{count} 这")]) != []


@pytest.mark.parametrize("locale", ["en-US", "zh-CN", "zh-TW"])
def test_every_sentence_fits_its_place(locale: str) -> None:
    reader = Reader(locale)
    found = {name: too_long(case(reader, Data())) for name, case in CASES.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_sentence_that_does_not_fit_is_found() -> None:
    modal = kit.modal("a", "A title of more than 24 signs", [kit.sentence("Good")], close="Close")
    wide = [kit.actions(kit.button("这个按钮上的字太多了所以看不完全", "a"))]
    label = [kit.text_input("a", "x" * 2_001)]
    chosen = [kit.select("a", "Choose", [kit.option("x" * 76, "1")])]
    assert [len(too_long(one)) for one in (modal, wide, label, chosen)] == [1, 1, 1, 1]


def too_long(made: Any) -> list[str]:
    """What was cut to fit, and the buttons that Slack would cut: the texts of these cases have no ellipsis of their own."""
    blocks = made.blocks if isinstance(made, Message) else made
    cut = [text for text in texts(blocks) if "…" in text]
    return cut + [text for text in buttons(blocks) if columns(text) > BUTTON_SEEN]


def texts(node: Any) -> Iterator[str]:
    for part in parts(node):
        if part.get("type") in ("plain_text", "mrkdwn"):
            yield part["text"]


def buttons(node: Any) -> Iterator[str]:
    for part in parts(node):
        if part.get("type") == "button":
            yield part["text"]["text"]


def parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for one in node:
            yield from parts(one)
    elif isinstance(node, dict):
        yield node
        for value in node.values():
            yield from parts(value)


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
