"""What people do in a modal besides: press, choose, type, close; and what a field does not offer."""

import json

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, actions, button, field_of, modal, section, text
from tests.bot.sandbox.got import payload as sent
from tests.bot.sandbox.opening import trigger


async def test_what_a_field_does_not_offer_cannot_be_chosen(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    choice = [{"text": text("A"), "value": "a"}]
    view = modal(
        field_of("one", {"type": "static_select", "options": choice}),
        field_of("who", {"type": "multi_users_select", "max_selected_items": 1}),
    )
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    me = sandbox.as_(mei)
    leaver = sandbox.workspace.add_person("Lee", "lee@example.com", deleted=True)
    for wrong in ({"one": "b"}, {"who": ["#news"]}, {"who": [leaver]}, {"who": [mei, "USLACKBOT"]}):
        with pytest.raises(ValueError, match=r"not|only|Only|Nobody"):
            me.fill(wrong)
    with pytest.raises(LookupError, match="no field"):
        me.fill(nothing="x")
    me.fill(one="A", who=[mei])


async def test_a_button_in_a_modal_carries_the_view_and_what_is_typed_so_far(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    view = modal(field_of("done"), actions(button("more", value="7")))
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    me = sandbox.as_(mei)
    me.fill(done="so far")
    assert me.modal is not None
    await me.press(me.modal, "more")
    payload = sent(raw)
    assert payload["type"] == "block_actions"
    assert payload["container"] == {"type": "view", "view_id": me.modal.id}
    assert payload["view"]["hash"] == me.modal.hash
    assert payload["view"]["state"]["values"]["done"]["value"]["value"] == "so far"
    assert payload["actions"][0]["value"] == "7"
    assert "response_url" not in payload
    assert "channel" not in payload


async def test_an_input_that_dispatches_tells_the_bot_at_once_and_another_does_not(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    choice = [{"text": text("A"), "value": "a"}]
    view = modal(field_of("kind", {"type": "static_select", "options": choice}, dispatch_action=True), field_of("done"))
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=view)
    me = sandbox.as_(mei)
    assert me.modal is not None
    with pytest.raises(ValueError, match="press"):
        me.fill(kind="a")
    with pytest.raises(ValueError, match="submit"):
        await me.press(me.modal, "value", block_id="done")
    await me.press(me.modal, "value", block_id="kind", value="a")
    assert sent(raw)["actions"][0]["selected_option"]["value"] == "a"


async def test_closing_is_told_only_to_a_bot_that_asked(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    me = sandbox.as_(mei)
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=modal(section("x")))
    await me.close_modal()
    assert (me.modal, raw.got) == (None, [])
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=modal(section("x"), notify_on_close=True))
    await slack.views_push(trigger_id=trigger(sandbox, mei), view=modal(section("x")))
    await me.close_modal(all=True)
    assert (sent(raw)["type"], sent(raw)["is_cleared"], len(raw.got)) == ("view_closed", True, 1)


async def test_suggestions_are_asked_of_the_bot(raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person) -> None:
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=modal(field_of("goal", {"type": "external_select"})))
    raw.body = json.dumps({"options": [{"text": text("Goal one"), "value": "1"}]})
    me = sandbox.as_(mei)
    assert me.modal is not None
    [offer] = await me.suggest(me.modal, "value", "go")
    assert sent(raw)["value"] == "go"
    raw.body = ""
    assert (await me.submit({"goal": offer})).ok


async def test_a_chosen_conversation_gives_a_response_url_when_the_input_says_so(
    raw: Raw, sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    news = sandbox.workspace.add_channel("news", [mei])
    select = {"type": "conversations_select", "response_url_enabled": True}
    await slack.views_open(trigger_id=trigger(sandbox, mei), view=modal(field_of("where", select)))
    await sandbox.as_(mei).submit({"where": "#news"})
    [url] = sent(raw)["response_urls"]
    assert (url["block_id"], url["channel_id"]) == ("where", news.id)
