"""README's picture, taken of the demo as it is: `python -m tests.browser.picture`."""

import asyncio
import tempfile
from pathlib import Path

from tests.browser.screen import Screen
from tests.browser.showing import showing
from tests.chromium import launched

PICTURE = Path(__file__).parents[2] / "docs" / "sandbox.png"


async def take() -> None:
    """Mei's Friday, with the form open."""
    with tempfile.TemporaryDirectory() as folder:
        async with showing(Path(folder), "--fresh") as demo, launched() as browser:
            page = await browser.new_page(viewport={"width": 1440, "height": 900})
            await page.goto(demo.url)
            screen = Screen(page, demo.url)
            await page.get_by_test_id("guide-dismiss").click()
            await screen.make_it_friday()
            await screen.button("Answer").click()
            await screen.fill(
                progress="The new board passed its bench test on the third try.",
                plan="Cold test at 5 °C, then order parts for ten prototypes.",
                blocker="The climate chamber is booked until Thursday.",
                help_from="Ana Sousa",
            )
            await page.screenshot(path=PICTURE)


if __name__ == "__main__":
    asyncio.run(take())
