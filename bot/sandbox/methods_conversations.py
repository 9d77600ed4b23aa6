"""conversations.* and reactions.add: where people talk."""

import re

from bot.sandbox.calls import Call, method
from bot.sandbox.errors import SlackError
from bot.sandbox.methods_chat import can_write_to
from bot.sandbox.model import Channel, Json, Message

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("im:history", "channels:history", "groups:history", "mpim:history")
EMOJI = re.compile(r"^[a-z0-9_+\-']+(::skin-tone-[2-6])?$")


@method("conversations.open", "im:write", "mpim:write", per_minute=50)
def open_conversation(call: Call) -> Json:
    """The DM with one person, made when there is none yet."""
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}}
    users = [user for user in call.text("users").replace(" ", "").split(",") if user]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("too_many_users" if len(users) > 8 else "method_not_supported_for_channel_type")
    call.need_scope("im:write")
    person = call.sandbox.workspace.people.get(users[0])
    if person is None:
        raise SlackError("user_not_found")
    can_write_to(call, person)
    channel = call.sandbox.workspace.dm(call.sandbox.bot_user_id, person.id)
    return {"channel": call.sandbox.payloads.channel(channel) if call.flag("return_im") else {"id": channel.id}}


@method("conversations.info", *READ, per_minute=50)
def info(call: Call) -> Json:
    """One conversation."""
    call.need("channel")
    return {"channel": call.sandbox.payloads.channel(_readable(call))}


@method("conversations.list", *READ, per_minute=20)
def list_conversations(call: Call) -> Json:
    """Conversations of the asked kinds (public ones when none is asked for); each kind needs its own scope."""
    kinds = [kind.strip() for kind in call.text("types", "public_channel").split(",")]
    unknown = set(kinds) - {"public_channel", "private_channel", "im", "mpim"}
    if unknown:
        raise SlackError("invalid_types")
    for kind in kinds:
        call.need_scope(_scope(kind, "read"))
    shown = [c for c in call.sandbox.workspace.channels.values() if _kind(c) in kinds and _sees(call, c)]
    page, metadata = call.page(shown, 100)
    if call.flag("exclude_archived"):
        page = [channel for channel in page if not channel.archived]
    return {"channels": [call.sandbox.payloads.channel(c) for c in page], "response_metadata": metadata}


@method("conversations.members", *READ, per_minute=100)
def members(call: Call) -> Json:
    """Who is in a conversation, outsiders included."""
    call.need("channel")
    page, metadata = call.page(sorted(_readable(call).members), 100)
    return {"members": page, "response_metadata": metadata}


@method("conversations.history", *HISTORY, per_minute=50)
def history(call: Call) -> Json:
    """What was said, newest first, without replies in threads and without what one person alone saw."""
    call.need("channel")
    channel = _readable(call, "history")
    said = [m for m in _said(call, channel) if not m.is_reply and _between(call, m)]
    page, metadata = call.page(said[::-1], 100)
    return _page(call, page, metadata)


@method("conversations.replies", *HISTORY, per_minute=50)
def replies(call: Call) -> Json:
    """A message with the replies in its thread, oldest first."""
    call.need("channel", "ts")
    channel = _readable(call, "history")
    if call.sandbox.workspace.message(channel.id, call.text("ts")) is None:
        raise SlackError("thread_not_found")
    thread = [m for m in _said(call, channel) if call.text("ts") in (m.ts, m.thread_ts)]
    page, metadata = call.page([m for m in thread if m.ts == call.text("ts") or _between(call, m)], 1000)
    return _page(call, page, metadata)


@method("reactions.add", "reactions:write", per_minute=50)
def react(call: Call) -> Json:
    """Put an emoji under a message."""
    call.need("channel", "timestamp", "name")
    message = call.sandbox.workspace.message(call.channel().id, call.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    name = call.text("name").strip(":")
    if not EMOJI.match(name):
        raise SlackError("invalid_name")
    who = message.reactions.setdefault(name, [])
    if call.sandbox.bot_user_id in who:
        raise SlackError("already_reacted")
    who.append(call.sandbox.bot_user_id)
    call.sandbox.workspace.changed()
    return {}


def _kind(channel: Channel) -> str:
    if channel.kind == "dm":
        return "im"
    return "private_channel" if channel.private else "public_channel"


def _scope(kind: str, right: str) -> str:
    family = {"im": "im", "mpim": "mpim", "private_channel": "groups", "public_channel": "channels"}[kind]
    return f"{family}:{right}"


def _sees(call: Call, channel: Channel) -> bool:
    return _kind(channel) == "public_channel" or call.sandbox.bot_user_id in channel.members


def _readable(call: Call, right: str = "read") -> Channel:
    channel = call.channel()
    call.need_scope(_scope(_kind(channel), right))
    if right == "history" and call.sandbox.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _said(call: Call, channel: Channel) -> list[Message]:
    said = call.sandbox.workspace.messages.get(channel.id, [])
    return [m for m in said if not m.deleted and m.ephemeral_to is None]


def _between(call: Call, message: Message) -> bool:
    ts, oldest, latest = float(message.ts), call.text("oldest"), call.text("latest")
    inclusive = call.flag("inclusive")
    if oldest and not (ts > float(oldest) or (inclusive and ts == float(oldest))):
        return False
    return not latest or ts < float(latest) or (inclusive and ts == float(latest))


def _page(call: Call, page: list[Message], metadata: Json) -> Json:
    with_metadata = call.flag("include_all_metadata")
    shown = [call.sandbox.payloads.message(message, metadata=with_metadata) for message in page]
    answer: Json = {"messages": shown, "has_more": bool(metadata["next_cursor"])}
    return answer | ({"response_metadata": metadata} if metadata["next_cursor"] else {})
