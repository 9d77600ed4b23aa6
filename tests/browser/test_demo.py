"""The demo as a command: begun, ended, gone on with, begun anew."""

import asyncio
import re
import signal
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from tests.benchmarks.processes import answers, free_port
from tests.browser.screen import Screen
from tests.browser.showing import ENDS_SECONDS, PATIENCE_SECONDS, Showing, showing, started

pytestmark = pytest.mark.browser
NOTE = "Remember the drawings"
WEDNESDAY, THURSDAY = 2, 3


async def leave_a_mark(screen: Screen) -> None:
    """Something that shows whether this is still the same company: a word, and another day."""
    await screen.page.get_by_test_id("composer").fill(NOTE)
    await screen.page.get_by_test_id("composer").press("Enter")
    await expect(screen.said(NOTE)).to_have_count(1)
    await screen.move("clock-day")
    assert (await screen.now()).weekday() == THURSDAY


async def ended(process: asyncio.subprocess.Process) -> int:
    """Press Ctrl-C; the exit code."""
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(ENDS_SECONDS):
        return await process.wait()


async def test_it_goes_on_where_it_was_left_unless_it_shall_begin_anew(
    demo: Showing, screen: Screen, tmp_path: Path
) -> None:
    await leave_a_mark(screen)
    await screen.page.goto("about:blank")
    assert await demo.end() == 0
    async with showing(tmp_path, port=demo.port) as again:
        await screen.page.goto(again.url)
        await expect(screen.said(NOTE)).to_have_count(1)
        assert (await screen.now()).weekday() == THURSDAY
        await screen.page.goto("about:blank")
        assert await again.end() == 0
        assert "You go on where you stopped" in await again.rest()
    kept = tmp_path / "var/demo/workspace.kept"
    assert kept.exists()
    async with started(tmp_path, "--fresh", "--port", str(demo.port)) as anew:
        await answers(anew, f"{demo.url}/page/static/icon.svg")
        assert await ended(anew) == 0
    assert not kept.exists()


async def test_reset_on_the_page_begins_anew(demo: Showing, screen: Screen) -> None:
    await leave_a_mark(screen)
    await screen.page.get_by_test_id("reset").click()
    async with screen.page.expect_navigation(timeout=PATIENCE_SECONDS * 1000):
        await screen.page.get_by_test_id("confirm-yes").click()
    await expect(screen.said("your answer was sent on").first).to_be_visible()
    await expect(screen.said(NOTE)).to_have_count(0)
    assert (await screen.now()).weekday() == WEDNESDAY


async def test_ctrl_c_ends_it_while_the_stage_is_being_set(tmp_path: Path) -> None:
    port = free_port()
    async with started(tmp_path, "--port", str(port)) as process:
        await answers(process, f"http://127.0.0.1:{port}/page/static/icon.svg")
        assert await ended(process) == 0
    assert not (tmp_path / "var/demo/workspace.kept").exists()


async def test_a_port_that_is_taken_is_said_in_one_sentence_and_the_company_stays(
    demo: Showing, tmp_path: Path
) -> None:
    async with started(tmp_path, "--fresh", "--port", str(demo.port)) as second:
        said, _ = await second.communicate()
    assert second.returncode == 1
    assert re.fullmatch(rf"Port {demo.port} cannot be used \(.*\)\. Try another one: .*\n", said.decode())
    async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as client:
        assert "Mei Lin" in (await client.get(demo.url)).text
    assert (tmp_path / "var/demo/growloop.db").stat().st_size > 0
