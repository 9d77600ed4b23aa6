"""Somebody at a browser: what they see of the demo, and what they do with mouse and keys."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Locator, Page, expect

MOVING_SECONDS = 120
"""Some days of the whole company's life may take so long on a machine that is busy."""
LOOK = 100
NOTICEABLE = timedelta(seconds=90)
"""By how much the clock was moved at the least: more than it goes by itself between two looks."""


@dataclass(frozen=True)
class Screen:
    """One window. People are named by what stands before the @ of their address."""

    page: Page
    url: str

    async def be(self, who: str, place: str = "messages") -> None:
        """Choose a person in the list, and one of their places."""
        await self.page.get_by_test_id(f"person-{who}").click()
        if place != "messages":
            await self.page.get_by_test_id(f"nav-{place}").click()
            await expect(self.page.get_by_test_id("home")).to_be_visible()
        else:
            await expect(self.page.get_by_test_id("conversation")).to_be_visible()

    async def second_window(self, who: str) -> "Screen":
        """Be somebody else in another window of the same browser."""
        there = await self.page.get_by_test_id(f"person-{who}").get_attribute("href")
        page = await self.page.context.new_page()
        await page.goto(f"{self.url}{there}")
        return Screen(page, self.url)

    # The clock

    async def now(self) -> datetime:
        """The demo's time, to the minute."""
        return datetime.fromisoformat(str(await self.page.get_by_test_id("clock-now").get_attribute("data-at")))

    async def make_it_friday(self) -> None:
        """Friday 15:00 of the person who looks, by the button."""
        await self.move("clock-friday")

    async def make_it(self, day: datetime, at: time, zone: str) -> None:
        """That time on that day, in the field for any other time; `zone` is the zone of the person who looks."""
        to = datetime.combine(day.astimezone(ZoneInfo(zone)).date(), at, ZoneInfo(zone))
        if not await self.page.get_by_test_id("clock-field").is_visible():
            await self.page.get_by_test_id("clock-other").click()
        await self.page.get_by_test_id("clock-field").fill(f"{to:%Y-%m-%dT%H:%M}")
        await self.move("clock-set")
        assert to <= await self.now() < to + timedelta(minutes=2)

    async def move(self, button: str) -> None:
        """Press a button of the clock, and wait until it has arrived."""
        before = await self.now()
        await self.page.get_by_test_id(button).click()
        async with asyncio.timeout(MOVING_SECONDS):
            while await self.now() - before < NOTICEABLE or await self.page.get_by_test_id("clock-moving").count():
                await self.page.wait_for_timeout(LOOK)

    # Messages

    @property
    def newest(self) -> Locator:
        """What stands at the end of the conversation."""
        return self.page.get_by_test_id("message").last

    def said(self, text: str) -> Locator:
        """The messages with these words."""
        return self.page.get_by_test_id("message").filter(has_text=text)

    async def since(self, moment: datetime, messages: Locator) -> list[datetime]:
        """When each of these messages came that are there since that moment."""
        stamps = await messages.evaluate_all("all => all.map(one => +one.dataset.ts)")
        return [at for at in (datetime.fromtimestamp(stamp, UTC) for stamp in stamps) if at >= moment]

    def button(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.page).get_by_role("button", name=name, exact=True)

    async def reply(self, message: Locator, text: str) -> None:
        """Answer in the thread of a message."""
        field = message.get_by_test_id("reply-text")
        if not await field.is_visible():
            await message.locator("details.reply > summary").click()
        await field.fill(text)
        await field.press("Enter")

    # The form

    @property
    def modal(self) -> Locator:
        return self.page.get_by_test_id("modal")

    def field(self, name: str) -> Locator:
        return self.modal.locator(f"[name={name}]")

    async def fill(self, **values: Any) -> None:
        """Write and choose, by the names of the fields."""
        for name, value in values.items():
            field = self.field(name).first
            if await field.get_attribute("type") == "radio":
                await self.modal.locator(f"[name={name}][value='{value}']").check()
            elif await field.evaluate("field => field.tagName") == "SELECT":
                await field.select_option(label=str(value))
            else:
                await field.fill(str(value))

    async def submit(self) -> None:
        """Press the form's button. What comes then, another modal or none, is for the test to say."""
        await self.page.get_by_test_id("modal-submit").click()

    async def sent(self) -> None:
        """Submit, and see the form close."""
        await self.submit()
        await expect(self.modal).to_have_count(0)

    async def close(self) -> None:
        await self.page.get_by_test_id("modal-close").click()
        await expect(self.modal).to_have_count(0)

    def words(self, text: str) -> Locator:
        """Somebody's words in the modal, as one block."""
        return self.modal.locator(".block-rich_text", has_text=text)
