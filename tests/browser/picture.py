"""README's pictures, taken of the demo as it is: `python -m tests.browser.picture`."""

import asyncio
import tempfile
from datetime import time, timedelta
from pathlib import Path

from playwright.async_api import ViewportSize, expect

from tests.browser.screen import Screen
from tests.browser.showing import showing
from tests.browser.test_cycle import BERLIN, CYCLE, command
from tests.chromium import launched

DOCS = Path(__file__).parents[2] / "docs"
SANDBOX, RECEIPTS, SUMMARY = DOCS / "sandbox.png", DOCS / "receipts.png", DOCS / "summary.png"
ANNOUNCED = "Fire drill on the 28th"
WINDOW = ViewportSize(width=1440, height=900)
OPENED = "figure img { width: 360px; max-width: none !important; max-height: none !important } .reply, .reply-form { display: none }"
"""The chart as large as it is once it is pressed, and no field below it."""


async def take() -> None:
    """All in one demo, in the order of its days."""
    with tempfile.TemporaryDirectory() as folder:
        async with showing(Path(folder), "--fresh") as demo, launched() as browser:
            page = await browser.new_page(viewport=WINDOW, bypass_csp=True)
            await page.goto(demo.url)
            screen = Screen(page, demo.url)
            await page.get_by_test_id("guide-dismiss").click()
            await receipts(screen)
            await summary(screen)
            await a_friday(screen)


async def receipts(screen: Screen) -> None:
    """Who has read an announcement, by department."""
    await screen.be("hanna")
    await command(screen, "/growloop announce")
    await screen.button(f"Open: {ANNOUNCED}", screen.modal).click()
    await screen.button("Who has and has not", screen.modal).click()
    await expect(screen.modal).to_contain_text("Engineering")
    await screen.modal.screenshot(path=RECEIPTS)
    await screen.button("Close all", screen.modal).click()


async def summary(screen: Screen) -> None:
    """HR lets the phase "do" end today: the summary with its chart, as a manager has it on the day after."""
    await screen.be("hanna")
    today = await screen.now()
    tomorrow = today + timedelta(days=1)
    await command(screen, "/growloop cycle")
    await screen.button(f"Open: {CYCLE}", screen.modal).click()
    await screen.button("Edit: Phases", screen.modal).click()
    await expect(screen.field("do_ends")).to_be_visible()
    await screen.fill(do_ends=f"{today:%Y-%m-%d}", check_starts=f"{tomorrow:%Y-%m-%d}")
    await screen.submit()
    await expect(screen.button("Edit: Phases", screen.modal)).to_be_visible()
    await screen.button("Close all", screen.modal).click()
    await expect(screen.modal).to_have_count(0)
    await screen.make_it(tomorrow, time(17, 30), BERLIN)
    await screen.be("ingrid")
    told = screen.said("to the end of “Do”").last
    await expect(told.locator("img")).to_be_visible()
    await screen.page.set_viewport_size({"width": 1280, "height": 1600})
    await told.screenshot(path=SUMMARY, style=OPENED)
    await screen.page.set_viewport_size(WINDOW)


async def a_friday(screen: Screen) -> None:
    """Mei's prompt, and the form it opens."""
    await screen.be("mei")
    await screen.make_it_friday()
    await screen.button("Answer").click()
    await screen.fill(
        progress="The new board passed its bench test on the third try.",
        plan="Cold test at 5 °C, then order parts for ten prototypes.",
        blocker="The climate chamber is booked until Thursday.",
        help_from="Ana Sousa",
    )
    await screen.page.screenshot(path=SANDBOX)


if __name__ == "__main__":
    asyncio.run(take())
