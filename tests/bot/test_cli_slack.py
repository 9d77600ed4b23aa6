"""`growloop manifest` and `growloop doctor`, as somebody runs them."""

import json
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot import cli_slack, doctor, manifest, pictures
from bot.deps import SystemClock
from bot.doctor import State
from bot.domain.roles import Role
from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import Sandbox
from storage import roles
from storage.database import Database
from tests import company
from tests.clock import START
from tests.command import growloop


class Installation:
    """A sandbox for Slack, and an environment that points at it."""

    def __init__(self, sandbox: Sandbox, environment: pytest.MonkeyPatch) -> None:
        self.sandbox = sandbox
        self._environment = environment

    async def doctor(self, **settings: str) -> tuple[int, list[str]]:
        """The exit code that it would have, and its lines."""
        for name, value in settings.items():
            self._environment.setenv(name, value)
        found = [finding async for finding in doctor.examine(SystemClock())]
        broken = any(finding.state is State.BROKEN for finding in found)
        return int(broken), [f"{finding.state.value:8}{finding.what} {finding.said}" for finding in found]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without settings, in an empty folder."""
    for name in os.environ:
        if name.startswith(("GROWLOOP_", "SLACK_", "DATABASE_", "PORT")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@pytest.fixture
async def installation(sqlite: Database, sqlite_url: str, bare: pytest.MonkeyPatch) -> AsyncIterator[Installation]:
    sandbox = Sandbox(MovableClock(START, running=False), scopes=set(manifest.SCOPES), with_page=False)
    async with sandbox.serve() as url:
        bare.setenv("GROWLOOP_DATABASE_URL", sqlite_url)
        bare.setenv("GROWLOOP_SLACK_BOT_TOKEN", sandbox.bot_token)
        bare.setenv("GROWLOOP_SLACK_SIGNING_SECRET", sandbox.signing_secret)
        bare.setenv("GROWLOOP_SLACK_API_URL", f"{url}/api/")
        bare.setenv("GROWLOOP_ENCRYPTION_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
        yield Installation(sandbox, bare)


def about(what: str, lines: list[str]) -> list[str]:
    return [line for line in lines if line[8:].startswith(what)]


async def test_the_manifest_is_printed_ready_to_be_pasted(tmp_path: Path) -> None:
    code, out, _ = await growloop(tmp_path, "manifest", "--url", "https://growloop.example.com", "--prefix", "x-")
    assert code == 0
    assert json.loads(out) == manifest.manifest("https://growloop.example.com", "x-")


def test_an_address_that_cannot_be_is_refused_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli_slack.manifest("http://growloop.example.com")
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert "https" in said.err


async def test_where_all_is_well_every_line_says_so(installation: Installation, sqlite: Database) -> None:
    async with sqlite.transaction() as tx:
        workspace = await company.workspace(tx, roster_synced_at=START)
        hana = await company.person(tx, workspace, "Hana")
        await roles.add(tx, workspace.id, hana.id, Role.HR, granted_by=None, now=START)
    code, lines = await installation.doctor(GROWLOOP_HR_EMAILS="hana@example.com")
    assert code == 0
    states = [(line[:8].strip(), line[8:].split()[0]) for line in lines if line[8:].split()[0] != "fonts"]
    assert [what for state, what in states if state == "ok"] == [
        "settings", "database", "token", "scopes", "encryption", "HR"
    ]  # fmt: skip
    # It is no Slack, and its answers do not say what time it is.
    assert [what for state, what in states if state != "ok"] == ["slack", "clock"]


async def test_a_scope_that_may_be_left_out_is_a_hint(installation: Installation) -> None:
    installation.sandbox.revoke_scope("files:write")
    code, lines = await installation.doctor()
    assert code == 0
    [said] = about("scopes", lines)
    assert said.startswith("hint")
    assert "files:write lacks. To add a small chart to a manager's summary" in said


async def test_fonts_that_lack_are_named_with_their_packages(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "fonts", lambda language: ("DejaVuSans.ttf",) if language == "en" else ())
    code, lines = await installation.doctor()
    assert code == 0
    [said] = about("fonts", lines)
    assert "Install fonts-wqy-microhei (" in said


async def test_a_scope_that_lacks_is_named_with_its_reason(installation: Installation) -> None:
    installation.sandbox.revoke_scope("im:history")
    code, lines = await installation.doctor()
    assert code == 1
    assert "im:history lacks. To receive what people write" in about("scopes", lines)[0]


async def test_a_token_that_slack_does_not_know_is_named_with_the_remedy(installation: Installation) -> None:
    code, lines = await installation.doctor(GROWLOOP_SLACK_BOT_TOKEN="xoxb-wrong")
    assert code == 1
    assert "invalid_auth" in about("token", lines)[0]
    assert "Install the app" in about("token", lines)[0]


async def test_a_slack_that_is_not_there_is_named(installation: Installation) -> None:
    code, lines = await installation.doctor(GROWLOOP_SLACK_API_URL="http://127.0.0.1:9/api/")
    assert code == 1
    assert "did not answer" in about("token", lines)[0]


async def test_settings_that_are_missing_are_named_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    code, out, _ = await growloop(tmp_path, "doctor")
    assert code == 1
    assert "GROWLOOP_SLACK_BOT_TOKEN is missing" in out
    assert "growloop.db is not there yet" in out
    assert not (tmp_path / "growloop.db").exists()


async def test_a_slip_of_the_pen_is_named(installation: Installation) -> None:
    _, lines = await installation.doctor(GROWLOOP_HR_EMAIL="hana@example.com")
    assert "GROWLOOP_HR_EMAIL is not a setting" in lines[0]


async def test_an_app_token_is_tried(installation: Installation) -> None:
    _, lines = await installation.doctor(GROWLOOP_SLACK_APP_TOKEN=installation.sandbox.app_token)
    assert about("socket", lines)[0].startswith("ok")
    code, lines = await installation.doctor(GROWLOOP_SLACK_APP_TOKEN="xapp-wrong")
    assert code == 1
    assert about("socket", lines)[0].startswith("missing")


@pytest.mark.parametrize(
    ("apart", "state", "words"),
    [
        (timedelta(seconds=59), State.OK, "agrees"),
        (timedelta(seconds=61), State.BROKEN, "61 s ahead of"),
        (timedelta(seconds=-400), State.BROKEN, "400 s behind"),
    ],
)
def test_a_clock_that_is_off_is_told_before_it_matters(apart: timedelta, state: State, words: str) -> None:
    (finding,) = doctor._skew(format_datetime(START, usegmt=True), START + apart)
    assert finding.state is state
    assert words in finding.said


@pytest.mark.parametrize("date", [None, "", "soon"])
def test_an_answer_without_a_time_breaks_nothing(date: str | None) -> None:
    assert [finding.state for finding in doctor._skew(date, START)] == [State.HINT]


async def test_an_address_of_hr_that_nobody_has_is_named(installation: Installation, sqlite: Database) -> None:
    async with sqlite.transaction() as tx:
        await company.workspace(tx, roster_synced_at=START)
    _, lines = await installation.doctor(GROWLOOP_HR_EMAILS="hana@exmaple.com")
    assert "hana@exmaple.com" in about("HR", lines)[0]
