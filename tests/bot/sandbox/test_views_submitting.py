"""Modals are submitted: the whole state, what the bot may answer, and words that stay when it fails."""

import asyncio
import json

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.actor import Actor
from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, field_of, modal, section, text
from tests.bot.sandbox.got import payload as sent
from tests.bot.sandbox.opening import trigger


async def test_a_submission_carries_the_whole_state(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    choice = [{"text": text(word), "value": word} for word in ("a", "b")]
    view = modal(
        field_of("words", {"type": "plain_text_input", "initial_value": "as before"}),
        field_of("empty", optional=True),
        field_of("one", {"type": "static_select", "options": choice, "initial_option": choice[1]}),
        field_of("many", {"type": "multi_static_select", "options": choice}, optional=True),
        field_of("radio", {"type": "radio_buttons", "options": choice}, optional=True),
        field_of("who", {"type": "users_select", "initial_user": mei.id}),
        field_of("day", {"type": "datepicker"}, optional=True),
        private_metadata="42",
    )
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    assert (await sandbox.as_(mei).submit()).ok
    payload = sent(raw)
    assert payload["type"] == "view_submission"
    assert payload["view"]["type"] == "modal"
    assert payload["view"]["private_metadata"] == "42"
    assert payload["response_urls"] == []
    values = {block: state["value"] for block, state in payload["view"]["state"]["values"].items()}
    assert values["words"]["value"] == "as before"
    assert values["empty"] == {"type": "plain_text_input", "value": None}
    assert values["one"]["selected_option"]["value"] == "b"
    assert values["many"]["selected_options"] == []
    assert values["radio"]["selected_option"] is None
    assert values["who"]["selected_user"] == mei.id
    assert values["day"]["selected_date"] is None


async def test_an_empty_answer_closes_the_modal_and_shows_the_one_below(
    sandbox: Sandbox, slack: AsyncWebClient, form: Actor
) -> None:
    await slack.views_push(trigger_id=trigger(sandbox, form.person), view=modal(section("x")))
    assert (await form.submit()).ok
    assert len(form.modals) == 1


@pytest.mark.parametrize(
    "body", ["{}", "ok", '{"response_action": "dance"}', '{"response_action": "errors", "errors": {}}']
)
async def test_an_answer_that_is_not_empty_must_be_an_action(raw: Raw, form: Actor, body: str) -> None:
    raw.body = body
    outcome = await form.submit({"done": "x"})
    assert not outcome.ok
    assert outcome.said
    assert form.modal is not None


async def test_errors_are_shown_under_their_fields_and_the_words_stay(raw: Raw, form: Actor) -> None:
    raw.body = json.dumps({"response_action": "errors", "errors": {"done": "Please say more"}})
    outcome = await form.submit({"done": "x"})
    assert (outcome.ok, outcome.errors, outcome.said) == (False, {"done": "Please say more"}, None)
    assert form.modal is not None
    assert form.modal.values["done"]["value"]["value"] == "x"


@pytest.mark.parametrize("block_id", ["s", "nowhere"])
async def test_errors_of_anything_but_an_input_are_trouble(raw: Raw, form: Actor, block_id: str) -> None:
    raw.body = json.dumps({"response_action": "errors", "errors": {block_id: "No"}})
    outcome = await form.submit({"done": "x"})
    assert (outcome.ok, outcome.errors) == (False, {})
    assert outcome.said


async def test_an_answer_can_update_push_and_clear(raw: Raw, form: Actor) -> None:
    raw.body = json.dumps({"response_action": "update", "view": modal(section("next"))})
    assert (await form.submit({"done": "x"})).ok
    assert len(form.modals) == 1
    raw.body = json.dumps({"response_action": "push", "view": modal(section("above"))})
    assert (await form.submit()).ok
    assert len(form.modals) == 2
    raw.body = json.dumps({"response_action": "update", "view": modal(section(""))})
    assert not (await form.submit()).ok
    raw.body = json.dumps({"response_action": "clear"})
    assert (await form.submit()).ok
    assert form.modal is None


async def test_a_failing_bot_leaves_the_form_open_with_the_words_in_it(raw: Raw, form: Actor) -> None:
    raw.status = 500
    outcome = await form.submit({"done": "my words"})
    assert (outcome.ok, outcome.status) == (False, 500)
    assert outcome.said
    raw.status = 200
    assert (await form.submit()).ok


async def test_the_client_refuses_what_slack_s_client_refuses_without_asking_the_bot(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    view = modal(
        field_of("required"),
        field_of("long", {"type": "plain_text_input", "max_length": 3}, optional=True),
        field_of("short", {"type": "plain_text_input", "min_length": 3}, optional=True),
        field_of("number", {"type": "number_input", "is_decimal_allowed": False, "max_value": "5"}, optional=True),
        field_of("mail", {"type": "email_text_input"}, optional=True),
        field_of("site", {"type": "url_text_input"}, optional=True),
    )
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    me = sandbox.as_(mei)
    outcome = await me.submit({"long": "four", "short": "ab", "number": "7", "mail": "me", "site": "example"})
    assert set(outcome.errors) == {"required", "long", "short", "number", "mail", "site"}
    assert all(sentence.startswith("client: ") for sentence in outcome.errors.values())
    assert raw.got == []
    outcome = await me.submit(
        {"required": "x", "long": "abc", "short": "abc", "number": 5, "mail": "a@b.c", "site": "https://b.c"}
    )
    assert outcome.ok


async def test_a_second_click_on_submit_reaches_the_bot_twice(raw: Raw, form: Actor) -> None:
    opened = form.modal
    form.fill(done="x")
    await asyncio.gather(form.submit(view=opened), form.submit(view=opened))
    assert len(raw.got) == 2
