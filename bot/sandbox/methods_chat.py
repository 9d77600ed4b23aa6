"""chat.*: what a bot says."""

import copy
import re
from typing import Any

from bot.sandbox.calls import Call, method
from bot.sandbox.errors import SlackError
from bot.sandbox.limits import check_message, message_is_too_long
from bot.sandbox.model import Channel, Json, Message, Person
from bot.sandbox.screens import with_ids
from bot.sandbox.text import kept, parsed
from bot.sandbox.workspace import SLACKBOT

TEXT_CUT = 40_000
UPDATE_TEXT_MAX = 4000
EVENT_TYPE = re.compile(r"^[A-Za-z0-9_.\-]{1,255}$")


@method("chat.postMessage", "chat:write", per_minute=300)
def post_message(call: Call) -> Json:
    """Say something in a conversation; a user id as channel means the DM with that person."""
    call.need("channel")
    content = content_of(call)
    channel = _target(call)
    thread_ts = _thread(call, channel)
    metadata = _metadata(call)
    fields = {"username": call.text("username")} if call.text("username") else {}
    message = call.sandbox.post(channel, thread_ts=thread_ts, metadata=metadata, **content, **fields)
    answer = call.sandbox.payloads.message(message, metadata=True) | {"type": "message"}
    return {"channel": channel.id, "ts": message.ts, "message": answer}


@method("chat.postEphemeral", "chat:write", per_minute=100)
def post_ephemeral(call: Call) -> Json:
    """Say something that one person alone sees."""
    call.need("channel", "user")
    content = content_of(call)
    channel = _target(call)
    if call.text("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    thread_ts = call.text("thread_ts") or None
    message = call.sandbox.post(channel, thread_ts=thread_ts, ephemeral_to=call.text("user"), **content)
    return {"message_ts": message.ts}


@method("chat.update", "chat:write", per_minute=50)
def update(call: Call) -> Json:
    """Change one of the bot's own messages; blocks and metadata that are left out stay."""
    call.need("channel", "ts")
    message = _own(call, "cant_update_message")
    if len(call.text("text")) > UPDATE_TEXT_MAX:
        raise SlackError("msg_too_long")
    if not {"text", "blocks", "attachments", "metadata"} & set(call.args):
        raise SlackError("no_text")
    content = content_of(call, old=message)
    if call.args.get("metadata") is not None:
        message.metadata = _metadata(call)
    call.sandbox.edit(message, **content)
    return {"channel": message.channel, "ts": message.ts, "text": message.text,
            "message": call.sandbox.payloads.message(message)}  # fmt: skip


@method("chat.delete", "chat:write", per_minute=50)
def delete(call: Call) -> Json:
    """Take one of the bot's own messages away."""
    call.need("channel", "ts")
    message = _own(call, "cant_delete_message")
    call.sandbox.erase(message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink", per_minute=300)
def permalink(call: Call) -> Json:
    """The address of a message."""
    call.need("channel", "message_ts")
    channel = call.channel()
    if call.sandbox.workspace.message(channel.id, call.text("message_ts")) is None:
        raise SlackError("message_not_found")
    ts = call.text("message_ts").replace(".", "")
    return {"channel": channel.id, "permalink": f"{call.sandbox.base_url}/archives/{channel.id}/p{ts}"}


def content_of(call: Call, old: Message | None = None) -> dict[str, Any]:
    """The text, blocks and attachments of a call, checked and as Slack keeps them."""
    blocks = call.value("blocks", "invalid_blocks_format")
    attachments = call.value("attachments")
    text = call.text("text")[:TEXT_CUT]
    checked = checked_content({"text": text, "blocks": blocks, "attachments": attachments}, call)
    if old is None and not text.strip() and not blocks and not attachments:
        raise SlackError("no_text")
    if old is not None:
        checked["blocks"] = old.blocks if blocks is None else checked["blocks"]
        checked["text"] = old.text if call.args.get("text") is None else checked["text"]
        checked["attachments"] = old.attachments if attachments is None else checked["attachments"]
    return checked


def checked_content(payload: Json, call: Call | None = None) -> dict[str, Any]:
    """A message as Slack keeps it. Raises `invalid_blocks` or `msg_blocks_too_long` for what it would refuse."""
    problems = check_message(payload)
    if problems:
        raise SlackError("invalid_blocks", *problems)
    if call is not None and message_is_too_long(payload):
        raise SlackError("msg_blocks_too_long")
    live = call is not None and (call.flag("link_names") or call.text("parse") == "full")
    text = payload.get("text") or ""
    return {
        "text": parsed(text) if live else kept(text),
        "blocks": with_ids(payload.get("blocks") or []),
        "attachments": copy.deepcopy(payload.get("attachments") or []),
    }


def _target(call: Call) -> Channel:
    workspace, bot = call.sandbox.workspace, call.sandbox.bot_user_id
    wanted = call.text("channel")
    if wanted in workspace.people:
        if call.text("username") or call.text("icon_url") or call.text("icon_emoji"):
            call.need_scope("chat:write.customize")
            return workspace.dm(SLACKBOT, wanted)
        can_write_to(call, workspace.people[wanted])
        return workspace.dm(bot, wanted)
    if call.text("username") or call.text("icon_url") or call.text("icon_emoji"):
        call.need_scope("chat:write.customize")
    channel = call.channel()
    if channel.kind == "dm":
        other = next((m for m in channel.members if m != bot), bot)
        can_write_to(call, workspace.people[other])
    if channel.archived:
        raise SlackError("is_archived")
    if bot not in channel.members and "chat:write.public" not in call.sandbox.scopes:
        raise SlackError("not_in_channel")
    return channel


def can_write_to(call: Call, person: Person) -> None:
    """Refuse a DM with somebody who cannot have one with this bot."""
    if person.is_bot or person.id == SLACKBOT:
        raise SlackError("cannot_dm_bot")
    if person.deleted:
        raise SlackError("user_disabled")
    if person.is_stranger:
        raise SlackError("user_not_visible")
    if not call.sandbox.messages_tab:
        raise SlackError("messages_tab_disabled")


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return None
    parent = call.sandbox.workspace.message(channel.id, thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.is_reply:
        raise SlackError("cannot_reply_to_message")
    return thread_ts


def _metadata(call: Call) -> Json | None:
    metadata = call.value("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    if not isinstance(payload, dict) or not EVENT_TYPE.match(str(metadata.get("event_type") or "")):
        raise SlackError("invalid_metadata_format")
    if any(not isinstance(value, str | int | float | bool | list | dict) for value in payload.values()):
        raise SlackError("invalid_metadata_schema")
    return {"event_type": metadata["event_type"], "event_payload": copy.deepcopy(payload)}


def _own(call: Call, not_mine: str) -> Message:
    if call.text("channel") in call.sandbox.workspace.people:
        raise SlackError("channel_not_found")
    channel = call.channel()
    message = call.sandbox.workspace.message(channel.id, call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != call.sandbox.bot_user_id:
        raise SlackError(not_mine)
    return message
