"""The labelled drafts that the coach is judged by are well formed, many and various."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

DRAFTS = Path(__file__).parent / "drafts"

PARTS = {
    "sandwich": ["praise", "suggestion", "encouragement"],
    "behaviour": ["situation", "behaviour", "impact"],
}
ANYWHERE = {part for parts in PARTS.values() for part in parts}
WHERE = {
    "person": ANYWHERE,
    "absolute": ANYWHERE,
    "motive": ANYWHERE,
    "hearsay": ANYWHERE,
    "comparison": ANYWHERE,
    "vague": {"praise", "suggestion", "behaviour", "impact"},
    "no_impact": {"impact"},
    "no_request": {"suggestion"},
}
"""The parts in which a code may be expected."""

MAY_BE_EMPTY = {"impact": "no_impact", "suggestion": "no_request"}


@dataclass(frozen=True)
class Minimum:
    """What a file of drafts holds at least."""

    findings: int
    clean: int
    trades: int
    """In each language, of the clean drafts and of the others."""
    chinese_most: float = 0.6
    """Of the findings of a code."""


FILES = {
    "test": Minimum(findings=30, clean=150, trades=10),
    "second": Minimum(findings=20, clean=120, trades=15),
    "third": Minimum(findings=20, clean=120, trades=25),
    "fourth": Minimum(findings=20, clean=120, trades=25),
    "fifth": Minimum(findings=20, clean=120, trades=25, chinese_most=0.66),
    "sixth": Minimum(findings=20, clean=150, trades=25, chinese_most=0.66),
}

CHARSETS = {"zh": "gb2312", "zh-Hant": "big5hkscs"}
"""Each holds the characters of one script alone: what it cannot encode belongs to the other."""

BOTH_SCRIPTS = "〇～瞭"


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DRAFTS / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module", params=FILES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def minimum(name: str) -> Minimum:
    return FILES[name]


@pytest.fixture(scope="module")
def drafts(name: str) -> list[dict[str, Any]]:
    return read(name)


def test_each_draft_has_what_the_coach_reads_and_what_is_expected(drafts: list[dict[str, Any]]) -> None:
    for draft in drafts:
        assert list(draft) == ["id", "trade", "language", "format", "parts", "expect"], draft["id"]
        assert draft["language"] in {"en", "zh", "zh-Hant"}, draft["id"]
        assert list(draft["parts"]) == PARTS[draft["format"]], draft["id"]


def test_each_draft_has_an_id_and_words_of_its_own(drafts: list[dict[str, Any]]) -> None:
    ids = Counter(draft["id"] for draft in drafts)
    words = Counter(tuple(draft["parts"].values()) for draft in drafts)
    sentences = Counter(part for draft in drafts for part in draft["parts"].values() if len(part) > 12)
    assert [one for counted in (ids, words, sentences) for one, times in counted.items() if times > 1] == []


def test_no_two_files_share_an_id_or_a_draft() -> None:
    drafts = [draft for name in FILES for draft in read(name)]
    ids = Counter(draft["id"] for draft in drafts)
    words = Counter(tuple(draft["parts"].values()) for draft in drafts)
    assert [one for counted in (ids, words) for one, times in counted.items() if times > 1] == []


def test_a_code_is_expected_once_in_a_part_that_can_have_it(drafts: list[dict[str, Any]]) -> None:
    for draft in drafts:
        expected = [(code, part) for code, part in draft["expect"]]
        assert len(expected) == len(set(expected)), draft["id"]
        for code, part in expected:
            assert part in WHERE[code], draft["id"]
            assert part in draft["parts"], draft["id"]


def test_an_empty_part_is_empty_because_that_is_the_finding(drafts: list[dict[str, Any]]) -> None:
    for draft in drafts:
        for part, words in draft["parts"].items():
            if not words.strip():
                assert [MAY_BE_EMPTY[part], part] in draft["expect"], draft["id"]


@pytest.mark.parametrize("code", WHERE)
def test_every_code_has_enough_findings_half_of_them_chinese(
    drafts: list[dict[str, Any]], minimum: Minimum, code: str
) -> None:
    languages = Counter(draft["language"] for draft in drafts if code in dict(draft["expect"]))
    assert languages.total() >= minimum.findings
    assert 0.4 <= (languages["zh"] + languages["zh-Hant"]) / languages.total() <= minimum.chinese_most


def test_enough_drafts_are_clean(drafts: list[dict[str, Any]], minimum: Minimum) -> None:
    assert sum(not draft["expect"] for draft in drafts) >= minimum.clean


def test_half_is_chinese_and_half_of_that_traditional(drafts: list[dict[str, Any]]) -> None:
    languages = Counter(draft["language"] for draft in drafts)
    chinese = languages["zh"] + languages["zh-Hant"]
    assert 0.45 <= chinese / len(drafts) <= 0.55
    assert 0.45 <= languages["zh-Hant"] / chinese <= 0.55


def test_chinese_is_written_in_the_script_it_names(drafts: list[dict[str, Any]]) -> None:
    for draft in drafts:
        if charset := CHARSETS.get(draft["language"]):
            words = "".join(draft["parts"].values()).translate(dict.fromkeys(map(ord, BOTH_SCRIPTS)))
            assert words.encode(charset, "ignore").decode(charset) == words, draft["id"]


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
@pytest.mark.parametrize("clean", [True, False])
def test_many_trades_speak_in_every_language(
    drafts: list[dict[str, Any]], minimum: Minimum, language: str, clean: bool
) -> None:
    trades = {
        draft["trade"] for draft in drafts if draft["language"] == language and clean is not bool(draft["expect"])
    }
    assert len(trades) >= minimum.trades
