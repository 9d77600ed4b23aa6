"""README says what is there: every setting and every command, and nothing more."""

import re
from pathlib import Path

from typer.main import get_command

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ENV = (ROOT / ".env.example").read_text(encoding="utf-8")
SETTINGS = {f"GROWLOOP_{name.upper()}" for name in Settings.model_fields}
VARIABLE = re.compile(r"GROWLOOP_[A-Z_]+[A-Z]")


def test_every_setting_stands_in_readme_and_in_the_example_and_nothing_more() -> None:
    assert set(VARIABLE.findall(README)) == SETTINGS
    assert set(VARIABLE.findall(ENV)) == SETTINGS


def test_every_command_stands_in_readmes_table_and_nothing_more() -> None:
    commands = set(getattr(get_command(app), "commands", {})) | {"competencies", "goals", "people"}
    told = {
        name
        for row in README.splitlines()
        if row.startswith("| `growloop")
        for name in re.findall(r"`growloop (\w+)", row)
    }

    assert told == commands


def test_every_file_that_readme_leads_to_exists() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
