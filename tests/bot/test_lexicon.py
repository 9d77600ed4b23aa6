"""The coach's lists from disk, and a company's own beside them."""

from pathlib import Path

import pytest

from bot import lexicon
from bot.domain import coach
from bot.domain.coach import Draft
from bot.domain.coach_lexicon import LexiconBroken
from bot.domain.feedback import Form


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def codes(folder: Path | None, words: str) -> list[str]:
    draft = Draft("en", Form.BEHAVIOUR, {"situation": "Monday.", "behaviour": words, "impact": "We lost an hour."})
    return [str(finding.code) for finding in coach.review(draft, lexicon.load(folder))]


def test_a_companys_words_are_added_and_taken_out(tmp_path: Path) -> None:
    folder = write(tmp_path, "en/person.txt", "[trait]\nwobbly  # our word\n-bossy\n")

    assert codes(None, "You are wobbly.") == []
    assert codes(folder, "You are wobbly.") == ["person"]
    assert codes(None, "You are bossy with the trainees.") == ["person"]
    assert codes(folder, "You are bossy with the trainees.") == []


def test_a_list_in_traditional_characters_is_understood(tmp_path: Path) -> None:
    folder = write(tmp_path, "zh/person.txt", "[trait]\n很燜\n".encode("utf-8-sig"))

    assert codes(folder, "你真的很燜。") == ["person"]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("en/person.txt", "[trait]\nfine\n|\n", 3),
        ("en/persons.txt", "[trait]\nfine\n", 1),
        ("fr/person.txt", "[trait]\nfine\n", 1),
        ("en/person.txt", b"[trait]\n\xff\n", 1),
    ],
)
def test_a_list_that_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, name: str, content: bytes | str, line: int
) -> None:
    folder = write(tmp_path, name, content)

    with pytest.raises(LexiconBroken) as broken:
        lexicon.load(folder)

    assert broken.value.file == str(folder / name)
    assert broken.value.line == line


def test_lists_are_read_once() -> None:
    assert lexicon.load() is lexicon.load()
