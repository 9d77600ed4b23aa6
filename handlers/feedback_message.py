"""Giving feedback on a message: the shortcut in its menu, and words that somebody wrote to the bot."""

import re
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.errors import RuleBroken
from bot.domain.feedback_form import MESSAGE_FORM, Filled, Held, Message
from bot.domain.mentions import people_in, readable
from bot.usecases import feedback_form
from bot.views import dm as dm_views
from bot.views import feedback_form as views
from handlers import feedback
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]
DOMAIN = re.compile(r"[A-Za-z0-9-]{1,100}")


def register(app: AsyncApp) -> None:
    app.message_shortcut(MESSAGE_FORM)(on_message)
    app.action(dm_views.GIVE)(from_dm)


async def on_message(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form for the message's author. Its text stands in the form alone, until the giver wants it quoted."""
    said = body["message"]
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        author = _author(me, said)
        await feedback_form.access_receivers(tx, me, [author])
        message = Message(str(body["channel"]["id"]), str(said["ts"]), author, message_url(body))
        filled = Filled(to=(author,), message=message)
        shown = await feedback_form.access_form(tx, me, filled, deps.clock.now())
        text = await _text(tx, me, str(said.get("text") or ""))
    view = views.form(reader(me), shown, Held(filled), quotable=text or None)
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()


def _author(me: "Person", message: Json) -> str:
    """Who wrote it. Raises RuleBroken where that was an app, or oneself."""
    author = str(message.get("user") or "")
    if message.get("bot_id") or not author:
        raise RuleBroken("feedback_to_app")
    if author == me.slack_id:
        raise RuleBroken("feedback_own_message")
    return author


def message_url(body: Json) -> str:
    """Where the message is. Nothing asks Slack for it: the address is made of the team's domain, the channel and the ts."""
    domain = str((body.get("team") or {}).get("domain") or "")
    if not DOMAIN.fullmatch(domain):
        return ""
    return f"https://{domain}.slack.com/archives/{body['channel']['id']}/p{str(body['message']['ts']).replace('.', '')}"


async def _text(tx: "Tx", me: "Person", text: str) -> str:
    return readable(text, await feedback_form.access_names(tx, me, people_in(text)))


async def from_dm(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, with the words that were written to the bot."""
    await feedback.open_form(deps, body, dm_id=int(body["actions"][0]["value"]))
    await ack()
