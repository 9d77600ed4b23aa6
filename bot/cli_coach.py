"""`growloop coach`: reviews drafts of feedback from standard input, a line of JSON each, and answers each as it comes."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from bot import lexicon
from bot.domain import coach
from bot.domain.coach_lexicon import Lexicon
from bot.domain.feedback import Form
from bot.locales.reader import Reader
from bot.views import coach as views

LOCALES = {"en": "en", "zh": "zh-Hans", "zh-Hant": "zh-Hant"}
LINE_MOST = 1_000_000
"""Bytes of a line: three parts of 20,000 characters take less, however they are escaped."""
KEYS = ("language", "format", "parts")


class BadLine(Exception):
    """A line that is no draft; says why."""


def run(own: Path | None, given: BinaryIO | None = None) -> None:
    """Answer every line until the input ends. Raises LexiconBroken where a company's own list cannot be read."""
    lists = lexicon.load(own)
    for line in _lines(given or sys.stdin.buffer):
        answer = _answer(line, lists)
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        sys.stdout.buffer.flush()


def _lines(given: BinaryIO) -> Iterator[bytes | None]:
    """Line by line; None stands for one that is too long, which is never held as a whole."""
    while line := given.readline(LINE_MOST + 1):
        if len(line) <= LINE_MOST:
            if line.strip():
                yield line
            continue
        while line and not line.endswith(b"\n"):
            line = given.readline(LINE_MOST)
        yield None


def _answer(line: bytes | None, lists: Lexicon) -> dict[str, Any]:
    try:
        draft = read(line)
    except BadLine as bad:
        return {"error": str(bad)}
    reader = Reader(LOCALES[draft.language])
    return {
        "findings": [
            {
                "code": finding.code,
                "part": finding.part,
                "start": finding.start,
                "end": finding.end,
                "question": views.question(reader, finding),
            }
            for finding in coach.review(draft, lists)
        ]
    }


def read(line: bytes | None) -> coach.Draft:
    """The draft of a line; what else the object holds is passed over. Raises BadLine."""
    if line is None:
        raise BadLine(f"The line is longer than {LINE_MOST:,} bytes.")
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine("The line is not UTF-8.") from None
    except (ValueError, RecursionError):
        raise BadLine("The line is not JSON.") from None
    if not isinstance(given, dict):
        raise BadLine("The line is not a JSON object.")
    for key in KEYS:
        if key not in given:
            raise BadLine(f"{key} is missing.")
    form = _form(given["format"])
    return coach.Draft(_language(given["language"]), form, _parts(given["parts"], form))


def _language(given: object) -> str:
    if not isinstance(given, str) or given not in LOCALES:
        raise BadLine(f"language is one of {', '.join(LOCALES)}.")
    return given


def _form(given: object) -> Form:
    if not isinstance(given, str) or given not in list(Form):
        raise BadLine(f"format is one of {', '.join(Form)}.")
    return Form(given)


def _parts(given: object, form: Form) -> dict[str, str]:
    wanted = coach.PARTS[form]
    if not isinstance(given, dict) or set(given) != set(wanted):
        raise BadLine(f"parts of {form} are {', '.join(wanted)}.")
    for name, words in given.items():
        if not isinstance(words, str):
            raise BadLine(f"{name} is not text.")
    return given
