"""What reaches the bot, how it is proved, and what happens when the bot fails or is late."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import httpx
import pytest
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox import bolt_out
from bot.sandbox.clock import MovableClock
from bot.sandbox.model import Json, Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, actions, button, section


def events(raw: Raw) -> list[Json]:
    bodies = [json.loads(body) for headers, body in raw.got if headers["content-type"] == "application/json"]
    return [body["event"] for body in bodies if "event" in body]


def payload(raw: Raw, at: int = -1) -> Json:
    made: Json = json.loads(parse_qs(raw.got[at][1].decode())["payload"][0])
    return made


async def test_every_request_is_signed_over_its_raw_body_at_the_time_of_the_clock(
    sandbox: Sandbox, raw: Raw, mei: Person
) -> None:
    class Now(Clock):
        def now(self) -> float:
            return sandbox.clock.now().timestamp()

    me = sandbox.as_(mei)
    await me.say("grüß dich 你好")
    await me.command("/checkin", "away & home")
    await me.shortcut("start")
    verifier = SignatureVerifier(sandbox.signing_secret, Now())
    assert len(raw.got) == 3
    for headers, body in raw.got:
        assert verifier.is_valid(body, headers["x-slack-request-timestamp"], headers["x-slack-signature"])
        assert not verifier.is_valid(body + b" ", headers["x-slack-request-timestamp"], headers["x-slack-signature"])


def test_the_signature_is_the_one_of_slack_s_own_example() -> None:
    clock = MovableClock(datetime.fromtimestamp(1531420618, UTC), running=False)
    sandbox = Sandbox(clock, signing_secret="8f742231b10e8888abcd99yyyzzz85a5", with_page=False)
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
        b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
        b"803a0bc887a14d10d2c447fce8b6703c"
    )
    assert sandbox.deliveries.signature(body) == {
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }


async def test_the_challenge_of_a_new_url_can_be_sent(sandbox: Sandbox, raw: Raw) -> None:
    assert (await sandbox.verify_url()).ok
    assert json.loads(raw.got[0][1])["type"] == "url_verification"


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


async def test_a_bot_that_fails_is_said_to_have_failed(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    raw.status = 500
    outcome = await sandbox.as_(mei).command("/checkin")
    assert (outcome.ok, outcome.status) == (False, 500)
    assert "dispatch_failed" in str(outcome.said)


async def test_a_bot_that_takes_too_long_is_not_waited_for_but_goes_on(
    sandbox: Sandbox, mei: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[bool] = []

    async def slow(request: Request) -> Response:
        await asyncio.sleep(0.1)
        done.append(True)
        return Response("")

    monkeypatch.setattr(bolt_out, "DEADLINE_SECONDS", 0.02)
    web = Starlette(routes=[Route("/slack/events", slow, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web)) as client:
        sandbox.connect("http://bot/slack/events", client)
        outcome = await sandbox.as_(mei).command("/checkin")
        assert (outcome.ok, outcome.status, done) == (False, 0, [])
        assert "operation_timeout" in str(outcome.said)
        await sandbox.settle()
        assert done == [True]


async def test_a_bot_that_breaks_in_this_process_counts_as_a_500(sandbox: Sandbox, mei: Person) -> None:
    async def broken(request: Request) -> Response:
        raise RuntimeError("broken")

    web = Starlette(routes=[Route("/slack/events", broken, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web)) as client:
        sandbox.connect("http://bot/slack/events", client)
        assert (await sandbox.as_(mei).command("/checkin")).status == 500


async def test_an_event_carries_its_envelope(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    said = await sandbox.as_(mei).say("R&D is <great>")
    envelope = json.loads(raw.got[0][1])
    assert (envelope["type"], envelope["team_id"], envelope["api_app_id"]) == (
        "event_callback",
        sandbox.team_id,
        sandbox.app_id,
    )
    assert envelope["authorizations"][0]["user_id"] == sandbox.bot_user_id
    assert envelope["event_time"] == int(sandbox.clock.now().timestamp())
    event = envelope["event"]
    assert (event["type"], event["channel_type"], event["user"], event["ts"]) == ("message", "im", mei.id, said.ts)
    assert event["text"] == "R&amp;D is &lt;great&gt;"


async def test_an_event_that_nobody_asked_for_or_may_have_is_not_sent(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    me = sandbox.as_(mei)
    sandbox.events.discard("app_home_opened")
    await me.open_home()
    sandbox.revoke_scope("im:history")
    await me.say("hello")
    await sandbox.settle()
    assert raw.got == []


async def test_editing_and_deleting_are_told_with_the_words_before(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    me = sandbox.as_(mei)
    said = await me.say("one")
    await me.edit(said, "two")
    await me.delete(said)
    _, changed, deleted = events(raw)
    assert (changed["subtype"], changed["message"]["text"], changed["previous_message"]["text"]) == (
        "message_changed",
        "two",
        "one",
    )
    assert changed["message"]["user"] == mei.id
    assert "user" not in changed
    assert (deleted["subtype"], deleted["deleted_ts"], deleted["previous_message"]["text"]) == (
        "message_deleted",
        said.ts,
        "two",
    )
    assert me.dm == []


async def test_the_bot_hears_its_own_messages_and_its_own_edits_too(
    sandbox: Sandbox, raw: Raw, slack: AsyncWebClient, mei: Person
) -> None:
    sent = await slack.chat_postMessage(channel=mei.id, text="one")
    await slack.chat_update(channel=sent["channel"], ts=sent["ts"], text="two")
    await sandbox.settle()
    said, changed = sorted(events(raw), key=lambda event: "subtype" in event)
    assert said["bot_id"] == sandbox.bot_id
    assert changed["message"]["bot_id"] == sandbox.bot_id


async def test_home_is_told_on_each_entry_with_the_view_once_there_is_one(
    sandbox: Sandbox, raw: Raw, slack: AsyncWebClient, mei: Person
) -> None:
    me = sandbox.as_(mei)
    await me.open_home()
    await slack.views_publish(user_id=mei.id, view={"type": "home", "blocks": [section("x")]})
    await me.open_home()
    await me.open_home("messages")
    first, second, third = events(raw)
    assert (first["tab"], "view" in first) == ("home", False)
    assert second["view"]["type"] == "home"
    assert third["tab"] == "messages"


async def test_joining_and_changing_are_told_but_not_for_custom_fields_or_outsiders(sandbox: Sandbox, raw: Raw) -> None:
    ann = sandbox.workspace.add_person("Ann", "ann@example.com")
    sandbox.workspace.update_person(ann, tz="Asia/Tokyo")
    sandbox.workspace.update_person(ann, profile_fields={"Xf1": "x"})
    sandbox.workspace.deactivate(ann)
    sandbox.workspace.add_person("Olaf", "olaf@else.com", is_stranger=True)
    await sandbox.settle()
    told = sorted((event["type"], event["user"]["deleted"]) for event in events(raw))
    assert told == [("team_join", False), ("user_change", False), ("user_change", True)]


async def test_a_mention_in_a_channel_comes_as_two_events_with_two_ids(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    sandbox.workspace.add_channel("team", [mei, sandbox.bot_user])
    await sandbox.as_(mei).say("@growloop hello", channel="team")
    bodies = [json.loads(body) for _, body in raw.got]
    assert sorted(body["event"]["type"] for body in bodies) == ["app_mention", "message"]
    assert len({body["event_id"] for body in bodies}) == 2
    assert len({body["event"]["ts"] for body in bodies}) == 1


async def test_a_failed_event_is_repeated_at_once_after_a_minute_and_after_five_and_then_given_up(
    sandbox: Sandbox, raw: Raw, mei: Person
) -> None:
    raw.status = 500
    await sandbox.as_(mei).say("hello")
    assert [headers.get("x-slack-retry-num") for headers, _ in raw.got] == [None, "1"]
    assert raw.got[1][0]["x-slack-retry-reason"] == "http_error"
    await sandbox.clock.move_by(seconds=59)
    assert len(raw.got) == 2
    await sandbox.clock.move_by(seconds=1)
    assert raw.got[-1][0]["x-slack-retry-num"] == "2"
    await sandbox.clock.move_by(minutes=5)
    assert raw.got[-1][0]["x-slack-retry-num"] == "3"
    await sandbox.clock.move_by(hours=9)
    assert len(raw.got) == 4
    assert len({json.loads(body)["event_id"] for _, body in raw.got}) == 1


async def test_a_bot_can_say_that_it_wants_no_repeats(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    raw.status, raw.headers = 500, {"x-slack-no-retry": "1"}
    await sandbox.as_(mei).say("hello")
    await sandbox.clock.move_by(hours=1)
    assert len(raw.got) == 1


async def test_with_a_running_clock_a_repeat_comes_when_the_clock_gets_there(
    raw: Raw, mei: Person, sandbox: Sandbox
) -> None:
    sandbox.clock.running = True
    raw.status = 500
    await sandbox.as_(mei).say("hello")
    raw.status = 200
    await sandbox.clock.move_by(minutes=2)
    await asyncio.sleep(0.01)
    assert [headers.get("x-slack-retry-num") for headers, _ in raw.got] == [None, "1", "2"]


async def test_interactions_are_never_repeated(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    raw.status = 500
    await sandbox.as_(mei).shortcut("start")
    await sandbox.clock.move_by(hours=1)
    assert len(raw.got) == 1


async def test_a_bot_that_was_taken_out_hears_that_and_nothing_more(sandbox: Sandbox, raw: Raw, mei: Person) -> None:
    sandbox.uninstall()
    await sandbox.as_(mei).say("hello")
    await sandbox.settle()
    assert [event["type"] for event in events(raw)] == ["app_uninstalled"]
    assert not (await sandbox.as_(mei).command("/checkin")).ok


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
