"""Which events reach the bot, and with what."""

import json

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import Raw, section
from tests.bot.sandbox.got import events


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
