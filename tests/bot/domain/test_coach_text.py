"""How the coach reads: every word with its place in the text as it was written, and what is quoted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import lexicon
from bot.domain.coach_text import Text


def read(text: str) -> Text:
    return lexicon.load().read(text)


@given(st.text(max_size=200))
def test_words_stand_in_order_and_within_the_text(source: str) -> None:
    text = read(source)

    assert text.starts == sorted(text.starts)
    assert all(0 <= start < end <= len(source) for start, end in zip(text.starts, text.ends, strict=True))
    assert len(text.words) == len(text.clauses) == len(text.sentences) == len(text.quoted)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("You’re late", ["you", "are", "late"]),
        ("DON'T can't won't isn't", ["do", "not", "can", "not", "will", "not", "is", "not"]),
        ("youre dont", ["you", "are", "do", "not"]),
        ("short-tempered", ["short", "tempered"]),
        ("Ｙｏｕ！", ["you", "!"]),
        ("naïve cafe\u0301", ["naive", "cafe"]),
        ("沒責任心", ["没", "责", "任", "心"]),
        ("12.5 % at 10:30", ["12.5", "%", "at", "10:30"]),
        ("Tom's", ["tom", "'s"]),
    ],
)
def test_a_text_is_read_as_plain_words(source: str, words: list[str]) -> None:
    assert read(source).words == words


@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        ("He said “you never call back” and left", True),
        ("他說「你們都不回電話」就走了", True),
        ("She wrote: 'you never call back'", True),
        ("the dogs' owner never paid the dogs' bills", False),
        ("“you never call back”", False),
        ("He said “you never call back and left", False),
        ("your “help” is no help", False),
    ],
)
def test_what_somebody_else_said_is_quoted_unless_it_is_the_whole_text(source: str, quoted: bool) -> None:
    assert any(read(source).quoted) is quoted


def test_a_stop_behind_a_title_ends_no_sentence() -> None:
    assert len(set(read("You told Mr. Hale at ten. He left.").sentences)) == 2
