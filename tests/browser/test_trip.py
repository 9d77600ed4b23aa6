"""The newcomer's trip, in a real browser: from the first prompt to the manager's reply, and what happens beside it."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.browser.screen import Screen

pytestmark = pytest.mark.browser

PROGRESS = "The valve holds 16 bar.\nTwo drawings went out."
PLAN = "Cold test at 5 °C"
BLOCKER = "The climate chamber is booked"
IDEA = "<b>bold</b> *stars* _x_ `code` @hanna <!channel> &amp; https://example.com 🌱 שלום مرحبا"
"""Everything that could come alive, and a script that runs the other way."""
CHANGED = "The valve holds 18 bar."
REPLY, ANSWER = "Well done. Shall we use my slot in the chamber?", "Yes, Tuesday suits me."
SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"


async def answer(screen: Screen) -> None:
    """Mei's check-in, with everything in it."""
    await screen.make_it_friday()
    await screen.button("Answer").click()
    await screen.fill(progress=PROGRESS, plan=PLAN, blocker=BLOCKER, help_from="Ana Sousa", mood=4, idea=IDEA)
    await screen.sent()
    await expect(screen.newest).to_contain_text("your answer was sent on")
    await expect(screen.newest).to_contain_text("Leo Brandt")


async def test_a_check_in_comes_by_itself_is_answered_changed_read_and_replied_to(screen: Screen) -> None:
    await expect(screen.page.get_by_test_id("you-are")).to_have_text("Mei Lin")
    await expect(screen.button("Answer")).to_have_count(0)
    await answer(screen)

    # She sees what she sent, exactly as typed and with nothing alive in it, and changes it.
    await screen.button("Show", screen.newest).click()
    assert await screen.words("bold").inner_text() == IDEA
    assert await screen.words("valve").inner_text() == PROGRESS
    await expect(screen.words("bold").locator("a, b, strong, em, code, .mention")).to_have_count(0)
    await expect(screen.modal).to_contain_text("Leo Brandt has not opened it yet.")
    await screen.close()
    await screen.button("Edit", screen.newest).click()
    await expect(screen.field("plan")).to_have_value(PLAN)
    await screen.fill(progress=CHANGED)
    await screen.sent()
    await expect(screen.newest).to_contain_text("your answer was changed on")

    # Her manager reads it on Home and replies.
    await screen.be("leo", "home")
    await screen.button("Read the check-in of Mei Lin").first.click()
    assert await screen.words("valve").inner_text() == CHANGED
    assert await screen.words("bold").inner_text() == IDEA
    await screen.fill(reply=REPLY)
    await screen.sent()
    # Nothing waits for him any more; what is left is the check-in in his team.
    await expect(screen.button("Read the check-in of Mei Lin")).to_have_count(1)
    await expect(screen.button("Read the check-in of Mei Lin")).to_have_text("Read again")

    # She gets the reply, and answers in its thread.
    await screen.be("mei")
    await expect(screen.said(REPLY).last).to_contain_text("Leo Brandt replied to your check-in.")
    await screen.reply(screen.said(REPLY).first, ANSWER)
    await screen.be("leo")
    await expect(screen.said(ANSWER).last).to_contain_text("Mei Lin replied about their check-in.")


async def test_who_was_asked_for_help_says_yes_and_both_see_it(screen: Screen) -> None:
    await answer(screen)
    await screen.be("ana")
    asked = screen.said(BLOCKER)
    await expect(asked).to_contain_text("Mei Lin asks for your help.")
    await expect(asked).not_to_contain_text(PLAN)
    await screen.button("I will help", asked).click()
    await expect(screen.said(BLOCKER)).to_contain_text("You said that you will help Mei Lin.")
    await screen.be("mei")
    await expect(screen.newest).to_contain_text("Ana Sousa will help you with what is in your way.")
    await screen.be("mei", "home")
    await expect(screen.page.get_by_test_id("home")).to_contain_text("Ana Sousa will help.")


async def test_everybody_is_asked_at_their_own_three_o_clock_and_in_their_language(screen: Screen) -> None:
    await screen.make_it_friday()
    friday = await screen.now()
    assert friday.astimezone(ZoneInfo(SHANGHAI)).weekday() == 4
    for who, button, sentence in (
        ("mei", "Answer", "Two minutes"),
        ("lina", "填写", "两分钟"),
        ("linyating", "填寫", "兩分鐘"),
    ):
        await screen.be(who)
        prompts = screen.said(sentence).filter(has=screen.button(button))
        await expect(prompts.last).to_be_visible()
        assert len(await screen.since(friday, prompts)) == 1
    await screen.be("priya")
    await screen.make_it(friday, time(14, 58), BERLIN)
    prompts = screen.said("Two minutes").filter(has=screen.button("Answer"))
    assert await screen.since(friday, prompts) == []
    await screen.make_it_friday()
    await expect(prompts.last).to_be_visible()
    (at,) = await screen.since(friday, prompts)
    assert at.astimezone(ZoneInfo(BERLIN)).hour == 15


async def test_home_shows_each_of_them_their_part_and_hr_no_words(screen: Screen) -> None:
    await answer(screen)
    home = screen.page.get_by_test_id("home")
    await screen.be("mei", "home")
    for part in ("your answer is in.", BLOCKER, "Your last check-ins", "Not opened yet"):
        await expect(home).to_contain_text(part)
    await screen.be("leo", "home")
    await expect(home).to_contain_text("Your team")
    # Among what waits for him, and in his team.
    await expect(screen.button("Read the check-in of Mei Lin")).to_have_count(2)
    await screen.be("hanna", "home")
    await expect(home).to_contain_text("For HR")
    for words in (PROGRESS[:20], PLAN, BLOCKER, "stars"):
        await expect(home).not_to_contain_text(words)


async def test_what_was_typed_when_the_window_closed_is_kept_and_can_be_sent_late(screen: Screen) -> None:
    await screen.make_it_friday()
    monday = await screen.now() + timedelta(days=3)
    await screen.button("Answer").click()
    await screen.fill(progress="Half of it", mood=3)
    other = await screen.second_window("lina")
    await other.make_it(monday, time(12, 5), SHANGHAI)
    await screen.submit()
    await expect(screen.modal).to_contain_text("Your words are kept")
    await screen.sent()
    await expect(screen.newest).to_contain_text("your late answer was sent on")
