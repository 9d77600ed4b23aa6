"""Pictures are drawn with fonts that are named; where there is none for a language, nothing is drawn."""

from pathlib import Path

import pytest

from bot import pictures

EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">{}</svg>'
WRITTEN = EMPTY.format(f'<text x="5" y="25" font-family="{pictures.FAMILIES}">{{}}</text>')
PNG = b"\x89PNG"


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with the fonts alone that a test puts here."""
    monkeypatch.setattr(pictures, "FOLDERS", (tmp_path,))
    pictures.fonts.cache_clear()
    monkeypatch.setattr(pictures, "fonts", pictures.fonts.__wrapped__)
    return tmp_path


@pytest.mark.parametrize(("language", "words"), [("en", "Mood"), ("zh_Hans", "心情"), ("zh_Hant", "團隊")])
def test_words_leave_ink_in_every_language(language: str, words: str) -> None:
    fonts = pictures.fonts(language)
    if not fonts:
        pytest.skip("This machine has no font for it.")
    drawn = pictures.png(WRITTEN.format(words), fonts)
    assert drawn.startswith(PNG)
    assert drawn != pictures.png(EMPTY.format(""), fonts)


def test_without_a_font_there_is_none(nowhere: Path) -> None:
    assert [pictures.fonts(language) for language in ("en", "zh_Hans", "zh_Hant")] == [(), (), ()]


def test_a_latin_font_alone_writes_no_chinese(nowhere: Path) -> None:
    (nowhere / "dejavu").mkdir()
    (nowhere / "dejavu" / "DejaVuSans.ttf").touch()
    assert pictures.fonts("en") == (str(nowhere / "dejavu" / "DejaVuSans.ttf"),)
    assert pictures.fonts("zh_Hans") == ()
