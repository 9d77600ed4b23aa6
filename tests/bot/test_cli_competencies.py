"""`growloop competencies` as somebody runs it: dry run, problems by line, nothing half done, and out again as it came in."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli_competencies import competencies
from bot.domain.competencies_file import write
from bot.domain.competencies_starter import STARTER
from storage.database import Database
from tests import company

Run = Callable[..., Awaitable[Result]]


@pytest.fixture
async def run(sqlite: Database, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    async with sqlite.transaction() as tx:
        await company.workspace(tx)
    monkeypatch.chdir(tmp_path)

    async def run(*words: str) -> Result:
        return await asyncio.to_thread(
            CliRunner().invoke, competencies, words, env={"GROWLOOP_DATABASE_URL": sqlite_url}
        )

    return run


async def test_the_model_comes_from_a_file_and_goes_into_one(run: Run, tmp_path: Path) -> None:
    file, other = tmp_path / "in.csv", tmp_path / "out.csv"
    text = write(STARTER)
    file.write_text(text, encoding="utf-8")
    dry = await run("import", str(file), "--dry-run")
    assert "engineering: new, with 4 competencies" in dry.stdout
    assert "Nothing was changed." in dry.stdout
    assert len((await run("export")).stdout.splitlines()) == 1
    assert (await run("import", str(file))).stdout == "3 new.\n"
    assert (await run("import", str(file))).stdout == "Everything is so already. Nothing was changed.\n"

    file.write_text(text.replace("engineering,solving,1,", "engineering,solving,9,", 1), encoding="utf-8")
    refused = await run("import", str(file))
    assert refused.exit_code == 1
    assert "line 2: level is a whole number from 1 to 6." in refused.stderr
    assert (await run("export", str(other))).stdout == f"36 lines in {other}.\n"
    assert other.read_text(encoding="utf-8") == text
