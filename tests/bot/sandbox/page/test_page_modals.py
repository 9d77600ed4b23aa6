"""Modals on the page: errors, words that stay, inputs, and one above another."""

import json

import httpx
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Json, Person
from bot.sandbox.page_forms import press_value
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, actions, button, field_of, modal, section, text
from tests.bot.sandbox.page.conftest import HERE, do, open_modal, payload


async def test_a_modal_shows_its_errors_and_keeps_what_was_typed(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    where = await open_modal(sandbox, slack, mei, field_of("progress"), field_of("next"))
    page = await do(browser, sb_act="submit", sb_where=where, progress="Half of it", next="")
    assert "Please fill in this field." in page.text
    assert 'value="Half of it"' in page.text
    raw.body, raw.headers = (
        json.dumps({"response_action": "errors", "errors": {"next": "Say when."}}),
        {"content-type": "application/json"},
    )
    page = await do(browser, sb_act="submit", sb_where=where, progress="Half of it", next="The rest")
    assert "Say when." in page.text
    assert 'value="The rest"' in page.text
    raw.body = ""
    page = await do(browser, sb_act="submit", sb_where=where, progress="Half of it", next="On Monday")
    assert sandbox.as_(mei).modal is None
    assert payload(raw)["view"]["state"]["values"]["next"]["value"]["value"] == "On Monday"


async def test_a_bot_that_is_away_leaves_the_modal_open_and_says_so(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    where = await open_modal(sandbox, slack, mei, field_of("progress"))
    raw.status = 500
    page = await do(browser, sb_act="submit", sb_where=where, progress="Written down")
    assert 'data-testid="said"' in page.text
    assert 'value="Written down"' in page.text


async def test_a_form_sent_twice_does_not_reach_the_modal_below(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    where = await open_modal(sandbox, slack, mei, field_of("progress"))
    await do(browser, sb_act="submit", sb_where=where, progress="once")
    sent = len([body for _, body in raw.got if b"view_submission" in body])
    await open_modal(sandbox, slack, mei, field_of("other"))
    await do(browser, sb_act="submit", sb_where=where, progress="twice")
    assert len([body for _, body in raw.got if b"view_submission" in body]) == sent
    assert sandbox.as_(mei).modal is not None


async def test_a_pressed_button_in_a_modal_carries_what_was_typed(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person, raw: Raw
) -> None:
    more = button("more", value="1")
    where = await open_modal(sandbox, slack, mei, field_of("progress"), actions(more, block_id="row"))
    await do(browser, sb_where=where, progress="so far", sb_press=press_value({"block_id": "row"}, more, "1"))
    assert payload(raw)["view"]["state"]["values"]["progress"]["value"]["value"] == "so far"


async def test_every_input_a_bot_may_use_has_a_field_by_its_block_id(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    options = {"options": [{"text": text("One"), "value": "1"}]}
    kinds: dict[str, Json] = {
        "plain_text_input": {"multiline": True}, "number_input": {"is_decimal_allowed": False}, "email_text_input": {},
        "url_text_input": {}, "static_select": options, "multi_static_select": options, "users_select": {},
        "multi_users_select": {}, "checkboxes": options, "radio_buttons": options, "datepicker": {}, "timepicker": {},
        "datetimepicker": {}, "rich_text_input": {},
    }  # fmt: skip
    blocks = [field_of(kind, {"type": kind, **more}, optional=True) for kind, more in kinds.items()]
    await open_modal(sandbox, slack, mei, *blocks, field_of("file", {"type": "file_input"}, optional=True))
    page = (await browser.get(HERE)).text
    for kind in kinds:
        assert f'name="{kind}"' in page, kind
        assert f'data-block-id="{kind}"' in page, kind
    assert "<code>file_input</code>" in page


async def test_pushed_modals_name_those_below_and_close_one_by_one(
    browser: httpx.AsyncClient, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    await open_modal(sandbox, slack, mei, section("below"), title=text("First"))
    root = sandbox.as_(mei).modal
    assert root is not None
    trigger = sandbox.workspace.give_trigger(mei.id, root.id)
    pushed = await slack.views_push(trigger_id=trigger, view=modal(section("above"), title=text("Second")))
    assert '<div class="parents">First ›</div>' in (await browser.get(HERE)).text
    page = await do(browser, sb_act="close", sb_where=f"view:{pushed['view']['id']}")
    assert "Second" not in page.text
    assert "below" in page.text
