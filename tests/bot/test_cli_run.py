"""The command as people start it: a process of its own, that says in a sentence why it does not start, and stops when told."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.main import StartFailed
from bot.process import Role, running
from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings

START_SECONDS = 60
"""Far more than it takes: `make bench` holds it to three. Here other tests share the machine."""


class Command:
    """`growloop …` with an environment of its own, in a folder of its own."""

    def __init__(self, sandbox: Sandbox, api: str, folder: Path, database: str) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.port = free_port()
        self.started: list[Process] = []
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GROWLOOP_", "SLACK_"))}
        self.environment = kept | {
            "GROWLOOP_DATABASE_URL": database,
            "GROWLOOP_SLACK_BOT_TOKEN": sandbox.bot_token,
            "GROWLOOP_SLACK_SIGNING_SECRET": sandbox.signing_secret,
            "GROWLOOP_SLACK_API_URL": api,
            "GROWLOOP_PORT": str(self.port),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }

    async def start(self, *words: str, **environment: str) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            "from bot.cli import main; main()",
            *words,
            env=self.environment | environment,
            cwd=self.folder,
            stdout=PIPE,
            stderr=PIPE,
        )
        self.started.append(process)
        return process

    async def end(self) -> None:
        """Leave nothing behind, also where a test failed."""
        for process in self.started:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def fails(self, *words: str, **environment: str) -> str:
        """What it says when it does not start; the exit code is 2."""
        process = await self.start(*words, **environment)
        async with asyncio.timeout(START_SECONDS):
            _, said = await process.communicate()
        assert process.returncode == 2
        assert b"Traceback" not in said
        return said.decode()

    async def ready(self, process: Process) -> float:
        """Seconds until it says that it is ready."""
        began = time.perf_counter()
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(trust_env=False) as client:
            while process.returncode is None:
                try:
                    if (await client.get(f"http://127.0.0.1:{self.port}/readyz")).status_code == 200:
                        return time.perf_counter() - began
                except httpx.TransportError:
                    await asyncio.sleep(0.02)
        raise AssertionError((await process.communicate())[1].decode())

    async def at_work(self, process: Process) -> None:
        """Wait until it logs that it has started: a role without a port has nothing else to be asked."""
        assert process.stderr is not None
        async with asyncio.timeout(START_SECONDS):
            while b'"event": "started"' not in (line := await process.stderr.readline()):
                assert line, "it ended before it had started"

    async def stop(self, process: Process, how: signal.Signals = signal.SIGTERM) -> str:
        """Tell it to stop; what it logged. The exit code is 0."""
        process.send_signal(how)
        async with asyncio.timeout(START_SECONDS):
            _, said = await process.communicate()
        assert process.returncode == 0, said.decode()
        return said.decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def commands(folder: Path, database: str) -> AsyncIterator[Command]:
    sandbox = Sandbox(MovableClock(datetime.fromtimestamp(time.time(), UTC), running=True), with_page=False)  # noqa: TID251
    async with sandbox.serve() as url:
        command = Command(sandbox, f"{url}/api/", folder, database)
        try:
            yield command
        finally:
            await command.end()


@pytest.fixture
async def command(tmp_path: Path) -> AsyncIterator[Command]:
    async with commands(tmp_path, "sqlite:///growloop.db") as made:
        yield made


async def test_run_makes_its_database_answers_and_stops_when_told(command: Command) -> None:
    process = await command.start("run")
    await command.ready(process)
    assert (command.folder / "growloop.db").is_file()
    command.sandbox.connect(f"http://127.0.0.1:{command.port}/slack/events")
    assert (await command.sandbox.verify_url()).status == 200

    logged = await command.stop(process)

    assert '"event": "stopped"' in logged
    assert "this is not Slack itself" in logged
    assert command.sandbox.bot_token not in logged


async def test_ctrl_c_ends_it_as_well(command: Command) -> None:
    process = await command.start("run")
    await command.ready(process)

    await command.stop(process, signal.SIGINT)


async def test_run_with_an_app_token_uses_socket_mode(command: Command) -> None:
    command.sandbox.socket_mode = True
    process = await command.start("run", GROWLOOP_SLACK_APP_TOKEN=command.sandbox.app_token)
    await command.ready(process)

    assert command.sandbox.sockets.connected
    await command.stop(process)
    assert not command.sandbox.sockets.connected


async def test_slacks_own_variables_change_nothing(command: Command) -> None:
    process = await command.start(
        "run", SLACK_CLIENT_ID="1", SLACK_CLIENT_SECRET="2", SLACK_BOT_TOKEN="xoxb-3", SLACK_VERIFICATION_TOKEN="4"
    )
    await command.ready(process)

    await command.stop(process)


@pytest.mark.postgres
async def test_web_worker_and_clock_run_as_processes_of_their_own(tmp_path: Path, postgres_url: str) -> None:
    async with commands(tmp_path, postgres_url) as command:
        processes = [await command.start(role) for role in ("web", "worker", "clock")]
        await command.ready(processes[0])
        for process in processes[1:]:
            await command.at_work(process)

        for process in reversed(processes):
            await command.stop(process)


async def test_a_role_of_its_own_waits_for_the_migration(command: Command) -> None:
    assert "Run growloop migrate first" in await command.fails("web")

    migrating = await command.start("migrate")
    assert (await migrating.communicate())[0].startswith(b"Done: 0001")
    again = await command.start("migrate")
    assert b"up to date already" in (await again.communicate())[0]
    process = await command.start("web")
    await command.ready(process)
    await command.stop(process)


async def test_a_process_that_cannot_start_says_why_in_a_sentence_and_exits_with_2(command: Command) -> None:
    assert "GROWLOOP_SLACK_BOT_TOKEN is missing. Slack shows it under" in await command.fails(
        "run", GROWLOOP_SLACK_BOT_TOKEN=""
    )
    assert "does not accept the token in GROWLOOP_SLACK_BOT_TOKEN (invalid_auth)" in await command.fails(
        "run", GROWLOOP_SLACK_BOT_TOKEN="xoxb-wrong"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"slack_api_url": "http://127.0.0.1:9/api/"}, "Slack cannot be reached"),
        ({"GROWLOOP_DATABASE_URL": "mysql://secret@host/db"}, "mysql is not a database that Growloop knows"),
        ({"GROWLOOP_DATABASE_URL": "sqlite:////nowhere/x.db"}, "The database cannot be reached at"),
        ({"GROWLOOP_DATABASE_URL": f"sqlite:///{__file__}"}, "The database cannot be reached at"),
        ({"host": "192.0.2.1"}, "192.0.2.1 is no address of this machine. Set GROWLOOP_HOST to 127.0.0.1"),
        ({"host": "nowhere.invalid"}, "nowhere.invalid is no address of this machine"),
        ({"GROWLOOP_DATABASE_URL": "postgresql://u:secret@127.0.0.1:9/db"}, "The database cannot be reached at"),
    ],
)
async def test_what_it_cannot_reach_is_named_without_a_password(
    command: Command, changed: dict[str, str], said: str
) -> None:
    told = await why_not(command, **changed)

    assert said in told
    assert "secret" not in told


async def test_a_token_without_a_scope_is_told_with_the_scope(command: Command) -> None:
    command.sandbox.revoke_scope("chat:write")

    assert "lacks the scope chat:write" in await why_not(command)


async def test_a_port_that_is_taken_is_told(command: Command) -> None:
    with socket.create_server(("127.0.0.1", command.port)):
        assert f"Port {command.port} cannot be used" in await why_not(command)


async def why_not(command: Command, **changed: str) -> str:
    """Why a process with these settings would not start, asked without starting one."""
    given: dict[str, Any] = {
        "GROWLOOP_DATABASE_URL": f"sqlite:///{command.folder}/growloop.db",
        "GROWLOOP_PORT": command.port,
        "slack_bot_token": command.sandbox.bot_token,
        "slack_signing_secret": command.sandbox.signing_secret,
        "slack_api_url": command.environment["GROWLOOP_SLACK_API_URL"],
    }
    with pytest.raises(StartFailed) as failed:
        async with running(Settings.load(**given | changed), Role.ALL, migrates=True):
            pass
    return str(failed.value)


async def test_a_database_of_a_newer_version_is_left_alone(command: Command) -> None:
    await (await command.start("migrate")).communicate()
    with closing(sqlite3.connect(command.folder / "growloop.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    assert "The database is newer than this version" in await command.fails("run")
