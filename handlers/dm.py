"""Messages that people write to the bot, their edits and deletions, and the buttons under what the bot offers."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import dm as usecases
from bot.views import dm as views
from handlers import checkins
from handlers.acting import actor, is_gravestone, seen_before

Json = dict[str, Any]

EDITED, DELETED = "message_changed", "message_deleted"
PLAIN = {None, "file_share", "me_message", "thread_broadcast"}
"""The subtypes that carry words of a person."""


def register(app: AsyncApp) -> None:
    app.event("message")(received)
    app.action(views.SAVE)(save)
    app.action(views.OPEN)(open_form)


async def received(ack: AsyncAck, event: Json, body: Json, deps: Deps) -> None:
    """Store what was written, with the event's id in the same transaction: a repeat changes nothing."""
    inner = event.get("message") or event.get("previous_message") or event
    written = event.get("subtype") in PLAIN | {EDITED, DELETED} and not inner.get("bot_id")
    if event.get("channel_type") == "im" and written:
        now = deps.clock.now()
        async with deps.transaction() as tx:
            me = await actor(tx, body, deps)
            if not await seen_before(tx, body, now):
                if event.get("subtype") == DELETED or is_gravestone(inner):
                    ts = str(event.get("deleted_ts") or inner["ts"])
                    await usecases.edited(tx, me, event["channel"], ts, None, now)
                elif event.get("subtype") == EDITED:
                    await usecases.edited(tx, me, event["channel"], inner["ts"], unescaped(inner.get("text")), now)
                else:
                    words = unescaped(event.get("text"))
                    place = (event["channel"], event["ts"], event.get("thread_ts"))
                    await usecases.receive(tx, me, *place, words, now, files=bool(event.get("files")))
    await ack()


def unescaped(text: object) -> str:
    """The words as they were typed: Slack escapes three characters on their way to us (SLACK.md §8.1)."""
    return str(text or "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


async def save(ack: AsyncAck, body: Json, deps: Deps) -> None:
    draft_id, _, named = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        readers = [int(one) for one in named.split(",") if one]
        asks = await usecases.use(tx, me, int(draft_id), deps.clock.now(), named=readers)
    if asks:
        await checkins.open_form(deps, body, draft_id=int(draft_id))
    await ack()


async def open_form(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, filled in with the words."""
    await checkins.open_form(deps, body, draft_id=int(body["actions"][0]["value"]))
    await ack()
