"""What the code says in English, what the catalogues make of it, and what speaks against that."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

from bot.views import errors

ROOT = Path(__file__).parents[3]
LOCALES = ROOT / "bot" / "locales"
CHARSETS = {"zh_Hans": "gb2312", "zh_Hant": "big5"}
"""Each holds the characters of one script alone: what it cannot encode belongs to the other."""

HAN = "\u4e00-\u9fff"
NAMES = {"Growloop", "Slack", "GROW", "HR", "Asia", "Shanghai", "Taipei", "checkin", "give", "feedback", "drafts"}
NAMES |= {"goals"}
"""Latin words that stay what they are in a Chinese sentence."""


OTHER_WORDS = {
    "zh_Hans": "签到|打卡|上级|失败|错误",
    "zh_Hant": "簽到|打卡|上級|失敗|錯誤|經理|反饋|用戶|默認|信息|文件|保存|通過|屏幕",
}
"""A check-in is 回顾 or 回顧 and a manager 主管, everywhere; nobody has failed; and Taiwan has words of its own."""


@dataclass(frozen=True)
class Said:
    """A sentence of the code (`many`: its plural) and its translation."""

    one: str
    many: str | None = None
    translated: str = ""
    fuzzy: bool = False
    file: str = "a.po"


def sources() -> Iterator[Path]:
    """The files in which sentences for people stand."""
    for file in sorted((ROOT / "bot").rglob("*.py")):
        if "sandbox" not in file.parts:
            yield file


def in_code() -> dict[str, str | None]:
    """Every sentence of the code, with its plural where it has one.

    Found in the syntax tree, not by Babel's extractor: that one does not look into f-strings.
    """
    found: dict[str, str | None] = dict.fromkeys((*errors.SENTENCES.values(), errors.OTHERWISE))
    for _, sentence in _calls():
        literals = [one.value for one in sentence if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if literals:
            found[literals[0]] = literals[1] if len(literals) > 1 else None
    return found


def without_literal() -> set[str]:
    """The files with calls of `t` and `n` whose sentence cannot be found in the code, as it is no literal."""
    return {
        str(file.relative_to(ROOT))
        for file, sentence in _calls()
        if not all(isinstance(s, ast.Constant) for s in sentence)
    }


def _calls() -> Iterator[tuple[Path, list[ast.expr]]]:
    """Every call of `t` and `n` with its sentence: one argument, or two."""
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("t", "n"):
                yield file, node.args[: 1 if node.func.attr == "t" else 2]


def files(language: str) -> list[Path]:
    """The files of a language."""
    return sorted((LOCALES / language).glob("*.po"))


def in_catalogue(language: str) -> list[Said]:
    """Every sentence of a language's files."""
    found = []
    for file in files(language):
        with file.open("rb") as lines:
            for message in read_po(lines, locale=language, abort_invalid=True):
                if message.id:
                    one, many = (message.id, None) if isinstance(message.id, str) else tuple(message.id)
                    said = message.string if isinstance(message.string, str) else "".join((message.string or ())[:1])
                    found.append(Said(one, many, said, message.fuzzy, file.name))
    return found


def wrong(language: str, code: dict[str, str | None], catalogue: Iterable[Said]) -> list[str]:
    """What speaks against a catalogue, a line each."""
    said = list(catalogue)
    times = Counter(one.one for one in said)
    found = [f"missing: {one}" for one in code if one not in times]
    found += [f"twice: {one}" for one, count in times.items() if count > 1]
    for one in said:
        if one.one not in code:
            found.append(f"stale: {one.one} in {one.file}")
        elif code[one.one] != one.many:
            found.append(f"another plural: {one.one}")
        found += [f"{problem}: {one.one} → {one.translated}" for problem in _wrong_translation(language, one)]
    return found


def _wrong_translation(language: str, said: Said) -> Iterator[str]:
    text = said.translated
    if not text.strip():
        yield "empty"
        return
    if said.fuzzy:
        yield "fuzzy"
    if places(text) != places(said.one) | places(said.many or ""):
        yield "other places"
    if set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", text))) - NAMES:
        yield "English left over"
    yield from _wrong_writing(language, text)


def _wrong_writing(language: str, text: str) -> Iterator[str]:
    if re.search("[!！]", text):
        yield "exclamation mark"
    if re.search(rf"[{HAN}}}]\s?[,.:;?()]", text):
        yield "half-width punctuation"
    if re.search(rf"[{HAN}][A-Za-z0-9{{]|[A-Za-z0-9}}][{HAN}]", text):
        yield "no blank between Han and Latin"
    if re.search(rf"[{HAN}] +[{HAN}]", text):
        yield "a blank between Han and Han"
    if re.search(OTHER_WORDS[language], text):
        yield "another word"
    try:
        "".join(re.findall(f"[{HAN}]", text)).encode(CHARSETS[language])
    except UnicodeEncodeError:
        yield "another script"


def places(text: str) -> set[str]:
    """The names of the places to be filled."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
