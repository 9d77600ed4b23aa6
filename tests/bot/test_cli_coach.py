"""`growloop coach`, as somebody pipes drafts through it."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot import cli_coach
from tests.command import growloop, started

SECONDS = 30
GOOD = {
    "language": "en",
    "format": "behaviour",
    "parts": {"situation": "Monday, line 3.", "behaviour": "You are careless.", "impact": "We stood for an hour."},
}


def changed(**values: object) -> dict[str, object]:
    return GOOD | values


@asynccontextmanager
async def coach(folder: Path, **settings: str) -> AsyncIterator[Process]:
    process = await started(folder, "coach", settings=settings, stdin=PIPE, limit=2**24)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def ask(process: Process, line: bytes) -> dict[str, Any]:
    """The answer to one line, before the next is sent."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + b"\n")
    await process.stdin.drain()
    answered: dict[str, Any] = json.loads(await asyncio.wait_for(process.stdout.readline(), SECONDS))
    return answered


async def test_each_line_is_answered_as_it_comes_and_bad_ones_do_not_stop_the_next(tmp_path: Path) -> None:
    huge = json.dumps(changed(parts=GOOD["parts"] | {"impact": "x" * cli_coach.LINE_MOST}))  # type: ignore[operator]
    async with coach(tmp_path) as process:
        for bad in (b"no json", b"[1]", b"\xff\xfe", b"{}", huge.encode(), b"[" * 100_000):
            assert list(await ask(process, bad)) == ["error"]
            assert (await ask(process, json.dumps(GOOD).encode()))["findings"][0]["code"] == "person"
        assert process.stdin is not None
        process.stdin.close()
        assert await asyncio.wait_for(process.wait(), SECONDS) == 0


async def test_the_question_is_in_the_drafts_language_and_places_are_code_points(tmp_path: Path) -> None:
    parts = {"situation": "週一。", "behaviour": "😀你太粗心了。", "impact": "我們停了一小時。"}
    async with coach(tmp_path) as process:
        traditional = await ask(
            process, json.dumps({"language": "zh-Hant", "format": "behaviour", "parts": parts}).encode()
        )
        simplified = await ask(process, json.dumps({"language": "zh", "format": "behaviour", "parts": parts}).encode())

    (found,) = traditional["findings"]
    assert parts[found["part"]][found["start"] : found["end"]] == "你太粗心"
    assert (found["question"], simplified["findings"][0]["question"]) == (
        "這裡說的是對方這個人。您具體看到或聽到對方做了什麼？",
        "这里说的是对方这个人。您具体看到或听到对方做了什么？",
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (changed(language="fr"), "language is one of en, zh, zh-Hant."),
        (changed(language=None), "language is one of en, zh, zh-Hant."),
        (changed(format="letter"), "format is one of sandwich, behaviour."),
        (changed(format=["sandwich"]), "format is one of sandwich, behaviour."),
        (changed(parts=None), "parts of behaviour are situation, behaviour, impact."),
        (changed(parts={"situation": "", "behaviour": ""}), "parts of behaviour are situation, behaviour, impact."),
        (
            changed(parts={"situation": "", "behaviour": "", "impact": "", "praise": ""}),
            "parts of behaviour are situation, behaviour, impact.",
        ),
        (changed(parts={"situation": "", "behaviour": 3, "impact": ""}), "behaviour is not text."),
        ({"format": "sandwich"}, "language is missing."),
        (["en"], "The line is not a JSON object."),
    ],
)
def test_a_bad_line_is_told_what_is_wrong_with_it(line: object, why: str) -> None:
    with pytest.raises(cli_coach.BadLine, match=f"^{why.replace('.', '[.]')}$"):
        cli_coach.read(json.dumps(line).encode())


def test_what_else_a_line_holds_is_passed_over() -> None:
    assert cli_coach.read(json.dumps(changed(id="t-1", expect=[])).encode()).language == "en"


async def test_a_list_that_cannot_be_read_stops_it_before_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "person.txt").write_text("[trait]\n|\n")

    code, said, complained = await growloop(tmp_path, "coach", GROWLOOP_COACH_DIR=str(tmp_path))

    assert (code, said) == (2, "")
    assert "person.txt, line 2: there is no word in it" in complained


async def test_a_folder_that_is_not_there_is_named_with_its_setting(tmp_path: Path) -> None:
    code, _, complained = await growloop(tmp_path, "coach", GROWLOOP_COACH_DIR=str(tmp_path / "nowhere"))

    assert code == 2
    assert "GROWLOOP_COACH_DIR is wrong." in complained
