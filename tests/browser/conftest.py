"""A company that is there already, a demo that goes on with it, and a browser before it."""

import asyncio
import fcntl
import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, expect

from tests.browser.screen import Screen
from tests.browser.showing import Showing, showing
from tests.chromium import launched

PATIENCE = 15_000
"""Milliseconds: two cores may be busy with other tests."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the folder of the demo's company lies once it was made, for the tests of every process to copy."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "company"
    place.mkdir(exist_ok=True)
    return place


@pytest.fixture
async def prepared(company: Path) -> Path:
    """A folder in which the demo was begun and ended; made by the first test that needs it, while the others wait."""
    made = company / "made"
    with (company / "lock").open("w") as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        if not made.exists():
            async with showing(company, "--fresh") as demo:
                assert await demo.end() == 0
            made.touch()
    return company


@pytest.fixture
async def demo(prepared: Path, tmp_path: Path) -> AsyncIterator[Showing]:
    """The demo on its Wednesday morning, in a folder of the test's own."""
    shutil.copytree(prepared / "var", tmp_path / "var")
    async with showing(tmp_path) as running:
        yield running


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with launched() as opened:
        yield opened


def complains(said: ConsoleMessage) -> bool:
    """Whether the page has something to complain of. That a demo which ends is not there for a moment is no news."""
    closed = re.search(r"ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|status of 503", said.text)
    return said.type in {"error", "warning"} and not closed


@pytest.fixture
async def screen(browser: Browser, demo: Showing) -> AsyncIterator[Screen]:
    """The demo's front door, in a browser that has no complaint about any page until the test ends."""
    complaints: list[str] = []
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if complains(said) else None)
    await page.goto(demo.url)
    yield Screen(page, demo.url)
    await context.close()
    assert complaints == []
