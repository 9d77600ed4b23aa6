"""A cycle in a real browser: HR extends and announces it, people read, a phase begins, a manager gets a summary with a picture."""

import re
from datetime import time, timedelta

import pytest
from playwright.async_api import expect

from tests.browser.screen import Screen

pytestmark = pytest.mark.browser

BERLIN = "Europe/Berlin"
CYCLE = "Q4 2026"


async def command(screen: Screen, typed: str) -> None:
    composer = screen.page.get_by_test_id("composer")
    await composer.fill(typed)
    await composer.press("Enter")
    await expect(screen.modal).to_be_visible()


async def announce_longer(screen: Screen) -> None:
    """HR gives the cycle more time, and sends the announcement that is ready in three languages."""
    await screen.button("Extend", screen.modal).click()
    await expect(screen.field("ends")).to_be_visible()
    await screen.submit()
    await screen.button("Write an announcement", screen.modal).click()
    await expect(screen.modal).to_contain_text(f"{CYCLE} takes longer")
    await expect(screen.modal).to_contain_text(f"{CYCLE} 延长")
    await expect(screen.modal).to_contain_text(f"{CYCLE} 延長")
    await screen.button("Send it", screen.modal).click()
    await screen.page.get_by_test_id("confirm-yes").click()
    await expect(screen.button("Who has and has not", screen.modal)).to_be_visible()
    await screen.button("Close all", screen.modal).click()
    await expect(screen.modal).to_have_count(0)


async def test_a_cycle_is_extended_announced_read_and_summed_up_when_a_phase_ends(screen: Screen) -> None:
    await screen.be("hanna")
    tomorrow = await screen.now() + timedelta(days=1)
    await command(screen, "/growloop cycle")
    await screen.button(f"Open: {CYCLE}", screen.modal).click()
    await expect(screen.modal).to_contain_text("Running: “Do”")
    await announce_longer(screen)
    await screen.move("clock-hour")

    # Mei reads it in her messages and says so; HR sees how many did.
    await screen.be("mei")
    told = screen.said(f"{CYCLE} takes longer")
    await screen.button("I have read and understood it", told).click()
    await expect(told).to_contain_text("that you have read and understood it")
    await screen.be("lina")
    await expect(screen.said(f"{CYCLE} 延长")).to_be_visible()

    # HR lets the next phase begin tomorrow.
    await screen.be("hanna")
    await command(screen, "/growloop cycle")
    await screen.button(f"Open: {CYCLE}", screen.modal).click()
    await screen.button("Edit: Phases", screen.modal).click()
    await expect(screen.field("do_ends")).to_be_visible()
    await screen.fill(do_ends=f"{tomorrow - timedelta(days=1):%Y-%m-%d}", check_starts=f"{tomorrow:%Y-%m-%d}")
    await screen.submit()
    await expect(screen.button("Edit: Phases", screen.modal)).to_be_visible()
    await screen.button("Close all", screen.modal).click()
    await expect(screen.modal).to_have_count(0)
    await screen.make_it(tomorrow, time(17, 30), BERLIN)

    # It begins for each where they are, and Home says what is theirs to do.
    await screen.be("mei")
    await expect(screen.said(f"{CYCLE}: the phase “Check” is on").last).to_be_visible()
    await screen.be("lina")
    await expect(screen.said(CYCLE).filter(has_text="检查").last).to_be_visible()
    await screen.be("mei", "home")
    await expect(screen.page.get_by_test_id("home")).to_contain_text("Check")

    # Her manager's manager has the summary of the phase that ended, with its picture; each figure leads to what it counts.
    await screen.be("ingrid")
    summary = screen.said("to the end of “Do”").last
    await expect(summary.locator("img")).to_have_attribute("alt", re.compile(r"\d+%"))
    await screen.button("Open the summary", summary).click()
    await expect(screen.modal).to_contain_text("check-ins")
