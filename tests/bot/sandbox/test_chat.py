"""What a bot may say, to whom, and what it may do with it afterwards."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Person
from bot.sandbox.sandbox import Sandbox
from tests.bot.sandbox.conftest import actions, button, section


async def refusal(work: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await work
    return str(caught.value.response["error"])


async def test_a_message_to_a_person_lands_in_their_dm_and_gives_its_id(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    first = await slack.chat_postMessage(channel=mei.id, text="Hi")
    again = await slack.chat_postMessage(channel=first["channel"], text="Hi again")
    opened = await slack.conversations_open(users=mei.id)
    assert first["channel"] == again["channel"] == opened["channel"]["id"]
    assert first["channel"].startswith("D")
    assert float(first["ts"]) < float(again["ts"])
    assert [message.text for message in sandbox.as_(mei).dm] == ["Hi", "Hi again"]
    assert sandbox.as_(max_).dm == []


async def test_nobody_is_written_to_who_cannot_be(sandbox: Sandbox, slack: AsyncWebClient, mei: Person) -> None:
    people = sandbox.workspace
    outsider = people.add_person("Olaf", "olaf@else.com", is_stranger=True)
    other_bot = people.add_person("Robot", handle="robot", is_bot=True)
    first = await slack.chat_postMessage(channel=mei.id, text="Hi")
    people.deactivate(mei)
    assert await refusal(slack.chat_postMessage(channel=mei.id, text="x")) == "user_disabled"
    assert await refusal(slack.chat_postMessage(channel=first["channel"], text="x")) == "user_disabled"
    assert await refusal(slack.chat_postMessage(channel=outsider.id, text="x")) == "user_not_visible"
    assert await refusal(slack.chat_postMessage(channel=other_bot.id, text="x")) == "cannot_dm_bot"
    assert await refusal(slack.chat_postMessage(channel="USLACKBOT", text="x")) == "cannot_dm_bot"
    assert await refusal(slack.chat_postMessage(channel="U0NOBODY", text="x")) == "channel_not_found"
    assert await refusal(slack.conversations_open(users="U0NOBODY")) == "user_not_found"


async def test_a_dm_needs_the_messages_tab(sandbox: Sandbox, slack: AsyncWebClient, mei: Person) -> None:
    sandbox.messages_tab = ""
    assert await refusal(slack.chat_postMessage(channel=mei.id, text="x")) == "messages_tab_disabled"
    sandbox.messages_tab = "read_only"
    await slack.chat_postMessage(channel=mei.id, text="x")
    with pytest.raises(ValueError, match="no messages"):
        await sandbox.as_(mei).say("hello")


async def test_a_channel_must_be_joined_unless_it_is_public_and_the_scope_is_there(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    public = sandbox.workspace.add_channel("news", [mei])
    private = sandbox.workspace.add_channel("leads", [mei], private=True)
    await slack.chat_postMessage(channel=public.id, text="x")
    assert await refusal(slack.chat_postMessage(channel=private.id, text="x")) == "channel_not_found"
    sandbox.revoke_scope("chat:write.public")
    assert await refusal(slack.chat_postMessage(channel=public.id, text="x")) == "not_in_channel"
    public.members.add(sandbox.bot_user_id)
    public.archived = True
    assert await refusal(slack.chat_postMessage(channel=public.id, text="x")) == "is_archived"


async def test_a_message_without_content_or_with_wrong_blocks_is_refused(slack: AsyncWebClient, mei: Person) -> None:
    assert await refusal(slack.api_call("chat.postMessage", json={"channel": mei.id, "text": " "})) == "no_text"
    with pytest.raises(SlackApiError) as caught:
        await slack.chat_postMessage(channel=mei.id, text="x", blocks=[section("")])
    assert caught.value.response["error"] == "invalid_blocks"
    assert "/blocks/0/text/text" in caught.value.response["response_metadata"]["messages"][0]
    long = [section("x" * 2500)] * 5
    assert await refusal(slack.chat_postMessage(channel=mei.id, text="x", blocks=long)) == "msg_blocks_too_long"


async def test_a_thread_hangs_under_a_message_that_is_there(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    parent = await slack.chat_postMessage(channel=mei.id, text="one")
    reply = await slack.chat_postMessage(channel=mei.id, text="two", thread_ts=parent["ts"])
    assert sandbox.as_(mei).dm[-1].is_reply
    assert await refusal(slack.chat_postMessage(channel=mei.id, text="x", thread_ts="1.000100")) == "thread_not_found"
    assert (
        await refusal(slack.chat_postMessage(channel=mei.id, text="x", thread_ts=reply["ts"]))
        == "cannot_reply_to_message"
    )


async def test_metadata_is_kept_and_read_back_only_when_asked_for(slack: AsyncWebClient, mei: Person) -> None:
    metadata = {"event_type": "notice", "event_payload": {"id": "n1"}}
    sent = await slack.chat_postMessage(channel=mei.id, text="one", metadata=metadata)
    await slack.chat_update(channel=sent["channel"], ts=sent["ts"], text="two")
    plain = await slack.conversations_history(channel=sent["channel"])
    full = await slack.conversations_history(channel=sent["channel"], include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata
    bad = {"event_type": "no spaces here", "event_payload": {}}
    assert await refusal(slack.chat_postMessage(channel=mei.id, text="x", metadata=bad)) == "invalid_metadata_format"


async def test_an_update_needs_the_channel_the_own_message_and_a_short_text(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    sent = await slack.chat_postMessage(channel=mei.id, text="one", blocks=[section("one"), actions(button("go"))])
    theirs = await sandbox.as_(mei).say("mine")
    where = {"channel": sent["channel"], "ts": sent["ts"]}
    assert await refusal(slack.chat_update(channel=mei.id, ts=sent["ts"], text="x")) == "channel_not_found"
    assert await refusal(slack.chat_update(**where, text="x" * 4001)) == "msg_too_long"
    assert await refusal(slack.chat_update(channel=sent["channel"], ts="1.000100", text="x")) == "message_not_found"
    assert await refusal(slack.chat_update(channel=sent["channel"], ts=theirs.ts, text="x")) == "cant_update_message"
    assert await refusal(slack.chat_delete(channel=sent["channel"], ts=theirs.ts)) == "cant_delete_message"
    message = sandbox.as_(mei).dm[0]
    await slack.chat_update(**where, text="two")
    assert (message.text, len(message.blocks)) == ("two", 2)
    await slack.chat_update(**where, text="three", blocks=[])
    assert (message.text, message.blocks) == ("three", [])
    await slack.chat_delete(**where)
    assert [m.text for m in sandbox.as_(mei).dm] == ["mine"]
    assert await refusal(slack.chat_delete(**where)) == "message_not_found"


async def test_an_ephemeral_message_is_seen_by_its_reader_alone_and_is_in_no_history(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    channel = sandbox.workspace.add_channel("team", [mei, max_, sandbox.bot_user])
    sent = await slack.chat_postEphemeral(channel=channel.id, user=mei.id, text="for you")
    assert "ts" not in sent.data
    assert [message.text for message in sandbox.as_(mei).channel("team")] == ["for you"]
    assert sandbox.as_(max_).channel("team") == []
    assert (await slack.conversations_history(channel=channel.id))["messages"] == []
    assert await refusal(slack.chat_update(channel=channel.id, ts=sent["message_ts"], text="x")) == "message_not_found"
    stranger = sandbox.workspace.add_person("Ann", "ann@example.com")
    assert (
        await refusal(slack.chat_postEphemeral(channel=channel.id, user=stranger.id, text="x")) == "user_not_in_channel"
    )


async def test_a_borrowed_name_sends_to_slackbots_dm_when_addressed_by_user_id(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    own = (await slack.conversations_open(users=mei.id))["channel"]["id"]
    sent = await slack.chat_postMessage(channel=mei.id, text="x", username="Coach")
    assert sent["channel"] != own
    sandbox.revoke_scope("chat:write.customize")
    assert await refusal(slack.chat_postMessage(channel=own, text="x", username="Coach")) == "missing_scope"


async def test_history_is_newest_first_without_replies_and_between_times(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    stamps = [(await slack.chat_postMessage(channel=mei.id, text=str(n)))["ts"] for n in range(5)]
    channel = sandbox.as_(mei).dm[0].channel
    await slack.chat_postMessage(channel=channel, text="reply", thread_ts=stamps[1])
    history = await slack.conversations_history(channel=channel, limit=2)
    assert ([m["text"] for m in history["messages"]], history["has_more"]) == (["4", "3"], True)
    rest = await slack.conversations_history(channel=channel, cursor=history["response_metadata"]["next_cursor"])
    assert ([m["text"] for m in rest["messages"]], rest["has_more"]) == (["2", "1", "0"], False)
    between = await slack.conversations_history(channel=channel, oldest=stamps[1], latest=stamps[3])
    assert [m["text"] for m in between["messages"]] == ["2"]
    thread = await slack.conversations_replies(channel=channel, ts=stamps[1])
    assert [m["text"] for m in thread["messages"]] == ["1", "reply"]


async def test_history_needs_the_scope_of_its_kind_of_conversation(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person
) -> None:
    sent = await slack.chat_postMessage(channel=mei.id, text="x")
    sandbox.revoke_scope("im:history")
    assert await refusal(slack.conversations_history(channel=sent["channel"])) == "missing_scope"


async def test_conversations_are_listed_by_kind_and_members_by_page(
    sandbox: Sandbox, slack: AsyncWebClient, mei: Person, max_: Person
) -> None:
    sandbox.workspace.add_channel("news", [mei, max_])
    sandbox.workspace.add_channel("leads", [mei], private=True)
    listed = await slack.conversations_list(types="public_channel,private_channel")
    assert [channel["name"] for channel in listed["channels"]] == ["news"]
    members = await slack.conversations_members(channel=listed["channels"][0]["id"], limit=1)
    assert len(members["members"]) == 1
    assert members["response_metadata"]["next_cursor"]
    sandbox.revoke_scope("groups:read")
    assert await refusal(slack.conversations_list(types="private_channel")) == "missing_scope"


async def test_the_same_reaction_is_put_once(slack: AsyncWebClient, mei: Person) -> None:
    sent = await slack.chat_postMessage(channel=mei.id, text="x")
    await slack.reactions_add(channel=sent["channel"], timestamp=sent["ts"], name="eyes")
    again = slack.reactions_add(channel=sent["channel"], timestamp=sent["ts"], name="eyes")
    assert await refusal(again) == "already_reacted"
