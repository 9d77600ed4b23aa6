"""What reaches the bot when people give a command, press, choose or take a shortcut."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, actions, button, section
from tests.bot.sandbox.got import payload


async def test_a_command_comes_as_a_form_with_all_fields(sandbox: Sandbox, raw: Raw, mei: Person, max_: Person) -> None:
    await sandbox.as_(mei).command("/checkin", "for @max & <all>")
    fields = dict(parse_qsl(raw.got[0][1].decode(), keep_blank_values=True))
    assert set(fields) == {
        "token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name", "command", "text",
        "api_app_id", "is_enterprise_install", "response_url", "trigger_id",
    }  # fmt: skip
    assert (fields["command"], fields["user_id"]) == ("/checkin", mei.id)
    assert fields["text"] == f"for <@{max_.id}|max> &amp; &lt;all&gt;"


async def test_a_command_that_is_not_registered_never_reaches_the_bot(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    outcome = await sandbox.as_(mei).command("/dance")
    assert (outcome.ok, raw.got) == (False, [])
    assert "not a valid command" in str(outcome.said)


async def test_the_answer_to_a_command_is_for_its_sender_alone_unless_it_says_otherwise(
    sandbox: Sandbox, raw: Raw, mei: Person, max_: Person
) -> None:
    sandbox.workspace.add_channel("team", [mei, max_])
    me = sandbox.as_(mei)
    raw.body = "Just for you"
    assert (await me.command("/checkin", channel="team")).texts == ["Just for you"]
    assert sandbox.as_(max_).channel("team") == []
    raw.body = json.dumps({"text": "For all", "response_type": "in_channel"})
    raw.headers = {"content-type": "application/json"}
    assert (await me.command("/checkin", channel="team")).texts == []
    assert [m.text for m in sandbox.as_(max_).channel("team")] == ["For all"]
    raw.body = json.dumps({"text": "x", "blocks": [section("")]})
    assert not (await me.command("/checkin")).ok


async def test_a_button_in_a_message_carries_what_slack_sends(
    sandbox: Sandbox, raw: Raw, slack: AsyncWebClient, mei: Person
) -> None:
    await slack.chat_postMessage(
        channel=mei.id, text="x", blocks=[section("R&D"), actions(button("go", "R&D", value="7"), block_id="row")]
    )
    raw.got.clear()
    me = sandbox.as_(mei)
    await me.press(me.dm[0], "go")
    got = payload(raw)
    assert {"type", "user", "api_app_id", "token", "container", "trigger_id", "team", "channel", "message", "state",
            "response_url", "actions"} <= set(got)  # fmt: skip
    assert got["container"] == {
        "type": "message",
        "message_ts": me.dm[0].ts,
        "channel_id": me.dm[0].channel,
        "is_ephemeral": False,
    }
    assert got["user"] == {"id": mei.id, "username": "mei", "name": "mei", "team_id": sandbox.team_id}
    [action] = got["actions"]
    assert (action["action_id"], action["block_id"], action["value"], action["type"]) == ("go", "row", "7", "button")
    assert got["message"]["blocks"][0]["text"]["text"] == "R&amp;D"
    assert action["text"]["text"] == "R&amp;D"


async def test_a_button_that_is_gone_can_only_be_pressed_from_a_stale_screen(
    sandbox: Sandbox, raw: Raw, slack: AsyncWebClient, mei: Person
) -> None:
    sent = await slack.chat_postMessage(channel=mei.id, text="x", blocks=[actions(button("go"))])
    await slack.chat_update(channel=sent["channel"], ts=sent["ts"], text="done", blocks=[section("done")])
    me = sandbox.as_(mei)
    with pytest.raises(LookupError, match="no go here"):
        await me.press(me.dm[0], "go")
    assert (await me.press(me.dm[0], "go", stale=True)).ok


async def test_buttons_with_one_name_are_told_apart_by_value_or_block(
    sandbox: Sandbox, raw: Raw, slack: AsyncWebClient, mei: Person
) -> None:
    rows = [actions(button("go", value=str(n)), block_id=f"row{n}") for n in (1, 2)]
    await slack.chat_postMessage(channel=mei.id, text="x", blocks=rows)
    me = sandbox.as_(mei)
    with pytest.raises(LookupError, match="2 times"):
        await me.press(me.dm[0], "go")
    await me.press(me.dm[0], "go", value="2")
    assert payload(raw)["actions"][0]["block_id"] == "row2"
    await me.press(me.dm[0], "go", block_id="row1")
    assert payload(raw)["actions"][0]["value"] == "1"


async def test_selects_and_menus_in_messages_report_the_choice(
    sandbox: Sandbox, raw: Raw, slack: AsyncWebClient, mei: Person
) -> None:
    choice: list[Any] = [{"text": {"type": "plain_text", "text": word.upper()}, "value": word} for word in ("a", "b")]
    menu = section("x", accessory={"type": "overflow", "action_id": "menu", "options": choice})
    select = actions({"type": "static_select", "action_id": "pick", "options": choice}, block_id="row")
    await slack.chat_postMessage(channel=mei.id, text="x", blocks=[menu, select])
    me = sandbox.as_(mei)
    await me.press(me.dm[0], "menu", value="b")
    assert payload(raw)["actions"][0]["selected_option"]["value"] == "b"
    await me.press(me.dm[0], "pick", value="A")
    assert payload(raw)["actions"][0]["selected_option"]["value"] == "a"
    assert payload(raw)["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "a"
    with pytest.raises(ValueError, match="menu"):
        await me.press(me.dm[0], "menu", value="c")


async def test_shortcuts_come_with_and_without_a_message(
    sandbox: Sandbox, raw: Raw, slack: AsyncWebClient, mei: Person
) -> None:
    me = sandbox.as_(mei)
    await me.shortcut("start")
    got = payload(raw)
    assert got["type"] == "shortcut"
    assert not {"channel", "message", "response_url"} & set(got)
    said = await me.say("remember this")
    await me.message_shortcut("note", said)
    got = payload(raw)
    assert (got["type"], got["message"]["text"]) == ("message_action", "remember this")
    assert got["response_url"]
    with pytest.raises(LookupError, match="shortcut"):
        await me.shortcut("note")
    sent = await slack.chat_postEphemeral(channel=said.channel, user=mei.id, text="psst")
    ephemeral = next(message for message in me.dm if message.ts == sent["message_ts"])
    with pytest.raises(ValueError, match="no shortcuts"):
        await me.message_shortcut("note", ephemeral)


async def test_who_has_left_can_do_nothing_more(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    me = sandbox.as_(mei)
    sandbox.workspace.deactivate(mei)
    with pytest.raises(ValueError, match="cannot use"):
        await me.say("hello")
    with pytest.raises(ValueError, match="cannot use"):
        await me.command("/checkin")
