"""The page in a real browser: what the script adds, and that nothing which is typed gets lost."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Json, Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, actions, button, field_of, modal, section, text
from tests.chromium import launched

PATIENCE = 10_000  # milliseconds: two cores may be busy with other tests

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE)


@pytest.fixture
async def sandbox(clock: MovableClock) -> AsyncIterator[Sandbox]:
    made = Sandbox(clock)
    made.register(commands=["/checkin", "/checkup", "/thanks"], events=["message.im"])
    async with made.serve():
        yield made


@pytest.fixture
async def page(sandbox: Sandbox, mei: Person) -> AsyncIterator[Page]:
    """Mei's messages, in a browser that has no complaint about the page."""
    complaints: list[str] = []
    async with launched() as browser:
        opened = await browser.new_page()
        opened.set_default_timeout(PATIENCE)
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        await opened.goto(f"{sandbox.base_url}/as/mei/messages")
        yield opened
    assert complaints == []


async def open_modal(sandbox: Sandbox, slack: AsyncWebClient, person: Person, *blocks: Json) -> str:
    opened = await slack.views_open(trigger_id=sandbox.workspace.give_trigger(person.id), view=modal(*blocks))
    return str(opened["view"]["id"])


async def test_what_the_bot_says_appears_by_itself(page: Page, slack: AsyncWebClient, mei: Person) -> None:
    await slack.chat_postMessage(channel=mei.id, text="*Welcome*")
    await expect(page.get_by_test_id("message").locator("strong", has_text="Welcome")).to_be_visible()


async def test_what_is_typed_stays_while_the_conversation_goes_on(
    page: Page, slack: AsyncWebClient, mei: Person
) -> None:
    first = await slack.chat_postMessage(channel=mei.id, text="How was it?")
    await slack.chat_postMessage(channel=mei.id, text="Take your time.", thread_ts=first["ts"])
    reply = page.get_by_test_id("reply-text").first
    await reply.fill("It went")
    await page.get_by_test_id("composer").fill("A thought")
    await slack.chat_postMessage(channel=mei.id, text="I am still here.", thread_ts=first["ts"])
    await expect(page.get_by_text("I am still here.")).to_be_visible()
    await expect(reply).to_have_value("It went")
    await expect(page.get_by_test_id("composer")).to_have_value("A thought")


async def test_enter_sends_and_the_slash_suggests_commands(page: Page, raw: Raw) -> None:
    composer = page.get_by_test_id("composer")
    await composer.press_sequentially("/che")
    await expect(page.get_by_role("option")).to_have_count(2)
    await composer.press("ArrowDown")
    await composer.press("Enter")
    await expect(composer).to_have_value("/checkup ")
    await composer.fill("Good morning")
    await composer.press("Enter")
    await expect(page.get_by_test_id("message").filter(has_text="Good morning")).to_be_visible()
    await expect(composer).to_have_value("")


async def test_a_modal_that_the_bot_changes_keeps_what_was_typed(
    page: Page, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    view_id = await open_modal(sandbox, slack, mei, field_of("progress"), field_of("old"))
    await page.locator("[name=progress]").fill("Half of it")
    await page.locator("[name=old]").fill("gone soon")
    await slack.views_update(
        view_id=view_id, view=modal(section("Now with more."), field_of("progress"), field_of("new"))
    )
    await expect(page.get_by_text("Now with more.")).to_be_visible()
    await expect(page.locator("[name=progress]")).to_have_value("Half of it")
    await expect(page.locator("[name=new]")).to_have_value("")


async def test_a_choice_tells_the_bot_at_once_and_carries_the_form(
    page: Page, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    select = {"type": "static_select", "action_id": "mood", "options": [{"text": text("Good"), "value": "4"}]}
    await open_modal(sandbox, slack, mei, field_of("progress"), actions(select, block_id="row"))
    await page.locator("[name=progress]").fill("So far")
    await page.locator("[data-action-id=mood]").select_option("4")
    await expect(page.get_by_test_id("wire").locator(".what")).to_contain_text(["block_actions"])
    opened = sandbox.as_(mei).modal
    assert opened is not None
    assert opened.values["progress"]["value"]["value"] == "So far"
    await expect(page.locator("[name=progress]")).to_have_value("So far")


async def test_errors_stand_under_their_fields_and_escape_closes(
    page: Page, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    raw.body = json.dumps({"response_action": "errors", "errors": {"progress": "Say it in your own words."}})
    raw.headers = {"content-type": "application/json"}
    await open_modal(sandbox, slack, mei, field_of("progress"))
    await page.locator("[name=progress]").fill("lorem ipsum")
    await page.get_by_test_id("modal-submit").click()
    await expect(page.get_by_test_id("error-progress")).to_have_text("Say it in your own words.")
    await expect(page.locator("[name=progress]")).to_have_value("lorem ipsum")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("modal")).to_have_count(0)
    assert sandbox.as_(mei).modal is None


async def test_the_clock_shows_that_it_is_on_its_way_and_arrives(page: Page, clock: MovableClock) -> None:
    go_on = asyncio.Event()

    async def slow(now: object) -> None:
        await go_on.wait()

    clock.on_move(slow)
    await page.get_by_test_id("clock-monday").click()
    await expect(page.get_by_test_id("clock-moving")).to_be_visible()
    go_on.set()
    await expect(page.get_by_test_id("clock-monday")).to_be_visible()
    await expect(page.get_by_test_id("clock-now")).to_have_attribute("data-at", "2027-01-11T01:00:00+00:00")


async def test_a_button_with_a_question_is_answered_in_a_dialog(
    page: Page, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    question = {"title": text("Skip"), "text": text("Really?"), "confirm": text("Yes"), "deny": text("No")}
    await slack.chat_postMessage(
        channel=mei.id, text="x", blocks=[actions(button("skip", confirm=question), block_id="row")]
    )
    await page.locator("[data-action-id=skip]").click()
    await page.get_by_test_id("confirm-yes").click()
    await expect(page.get_by_test_id("confirm")).to_have_count(0)
    await expect(page.get_by_test_id("wire").locator(".what").first).to_have_text("block_actions")


async def test_people_are_found_by_name_title_and_zone(page: Page, sandbox: Sandbox) -> None:
    sandbox.workspace.add_person("Max Weber", "max@example.com", tz="Europe/Berlin", title="Engineer")
    await expect(page.get_by_test_id("person-max")).to_be_visible()
    for needle, there in (("berlin", True), ("engin", True), ("tokyo", False)):
        await page.get_by_test_id("people-search").fill(needle)
        await expect(page.get_by_test_id("person-max")).to_be_visible(visible=there)
        await expect(page.get_by_test_id("person-mei")).to_be_hidden()
