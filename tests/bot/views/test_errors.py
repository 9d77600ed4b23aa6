"""The sentences for what is refused: there is one for every code, in every language, and it fits where it is shown."""

import ast
from pathlib import Path

import pytest

from bot.domain.errors import NotAllowed, Refused, RuleBroken
from bot.locales.reader import LANGUAGES, Reader, catalogue
from bot.views import errors

ROOT = Path(__file__).parents[3]
FAMILY = {kind.__name__ for kind in (Refused, RuleBroken, NotAllowed)}
LOCALES = {"en": "en-US", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}


def codes() -> dict[str, str]:
    """Every code that is raised anywhere, with the file that raises it."""
    found = {}
    for folder in ("bot/domain", "bot/usecases", "bot/views", "handlers", "schedules"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in FAMILY
                    and node.args
                ):
                    named = [one for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                    found.update({str(one.value): str(file.relative_to(ROOT)) for one in named})
    return found


def test_every_code_that_is_raised_has_its_sentence() -> None:
    assert {code: where for code, where in codes().items() if code not in errors.SENTENCES} == {}


def test_every_sentence_belongs_to_a_code_that_is_raised() -> None:
    kept = {"not_allowed"}  # for rules that have nothing better to say

    assert set(errors.SENTENCES) - set(codes()) - kept == set()


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_every_sentence_is_translated_with_the_same_places(language: str) -> None:
    for english in [*errors.SENTENCES.values(), errors.OTHERWISE]:
        translated = catalogue(language)[english]
        assert places(translated) == places(english)


def places(sentence: str) -> set[str]:
    return {piece.split("}")[0] for piece in sentence.split("{")[1:]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_that_nobody_knows_still_says_something(language: str) -> None:
    assert errors.sentence(Reader(LOCALES[language]), Refused("never_heard_of"))


def test_a_value_is_put_in_as_it_is() -> None:
    said = errors.sentence(Reader(), RuleBroken("zone_unknown", {"zone": "{zone} <!channel>"}))

    assert said.startswith("{zone} <!channel> is not a time zone.")


def test_the_notice_shows_markup_as_typed() -> None:
    shown = errors.notice(Reader(), "<!channel> & co")["blocks"][0]["text"]
    assert (shown["type"], shown["text"]) == ("plain_text", "<!channel> & co")
