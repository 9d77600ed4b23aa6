"""Feedback from the first word to what came of it, in a real browser: give, be asked by the coach, improve, send, read, act."""

import pytest
from playwright.async_api import expect

from tests.browser.screen import Screen

pytestmark = pytest.mark.browser

SITUATION = "Tuesday's handover, 16:30"
VERDICT = "You are careless."
SEEN = "You signed the log, and two of the five seals had no number."
IMPACT = "The night shift tested all five again, 40 minutes."
TRY = "Read the numbers out with the night shift"
"""What she will try: for herself alone, unless she ticks otherwise."""


async def test_feedback_is_given_improved_read_and_something_comes_of_it(screen: Screen) -> None:
    # Leo begins to write about what Mei did, with a verdict in it.
    await screen.be("leo")
    composer = screen.page.get_by_test_id("composer")
    await composer.fill("/give-feedback @mei")
    await composer.press("Enter")
    await expect(screen.modal).to_contain_text("Give feedback")
    await screen.modal.locator("input[type=radio][value=behaviour]").check()
    await expect(screen.field("behaviour")).to_be_visible()
    await screen.modal.locator("input[type=radio][value=keep]").check()
    await screen.fill(situation=SITUATION, behaviour=VERDICT, impact=IMPACT)
    await screen.submit()

    # The coach asks; his words are all there, and he mends them.
    await expect(screen.button("Send as it is", screen.modal)).to_be_visible()
    await expect(screen.modal).to_contain_text("What did you see or hear?")
    await expect(screen.field("behaviour")).to_have_value(VERDICT)
    await expect(screen.field("situation")).to_have_value(SITUATION)
    await screen.fill(behaviour=SEEN)
    await screen.sent()
    await expect(screen.newest).to_contain_text("Mei Lin")

    # Mei hears that there is something, reads it, and says what she will try.
    await screen.be("mei")
    await expect(screen.newest).to_contain_text("Leo Brandt has written feedback for you.")
    await expect(screen.newest).not_to_contain_text("seals")
    await screen.button("Read", screen.newest).click()
    await expect(screen.words(SEEN)).to_be_visible()
    await expect(screen.words(IMPACT)).to_be_visible()
    await screen.close()
    await screen.button("I will try", screen.newest).click()
    await screen.fill(words=TRY)
    await screen.sent()
    await expect(screen.newest).to_contain_text("You want to try something.")

    # He sees that she read it and that something comes of it, in the one message that he has; her own words stay hers.
    await screen.be("leo")
    await expect(screen.newest).to_contain_text("Mei Lin wants to try something")
    await expect(screen.page.get_by_test_id("conversation")).not_to_contain_text(TRY)
