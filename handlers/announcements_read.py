"""People read an announcement, confirm it, and ask about it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import announcements as rules
from bot.domain import talks as talk_rules
from bot.usecases import announcements_reading as usecases
from bot.usecases import home, talks
from bot.views import announcements as messages
from bot.views import announcements_read as views
from bot.views import inputs
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(messages.READ)(read)
    app.action(messages.UNDERSTOOD)(understood)
    app.action(messages.ASK)(ask)
    app.action(re.compile(rf"^{re.escape(messages.LINK)}\.\d+$"))(link)
    app.action(views.TURN)(turn)
    app.action(views.PINNED)(pinned)
    app.view(views.SAVE)(save_question)


async def read(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Show it. That it was read is stored first."""
    announcement_id, _, origin = _value(body).partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.read(tx, me, int(announcement_id), deps.clock.now())
        await home.redraw_later(tx, me, origin)
    await _show(deps, body, views.opened(reader(me), shown))
    await ack()


async def _show(deps: Deps, body: Json, view: Json) -> None:
    show = deps.slack.push_view if (body.get("view") or {}).get("type") == "modal" else deps.slack.open_view
    await show(body["trigger_id"], view)


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another part of a long text, in place of the one that is open."""
    announcement_id, page = (int(one) for one in _value(body).split())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_read(tx, me, announcement_id, deps.clock.now())
    await deps.slack.update_view(body["view"]["id"], views.opened(reader(me), shown, page), hash_=body["view"]["hash"])
    await ack()


async def understood(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Store it; the message in their DM says so, and elsewhere a word on the screen does."""
    announcement_id, version = (int(one) for one in _value(body).split())
    now, view = deps.clock.now(), body.get("view") or {}
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.understand(tx, me, announcement_id, version, now)
        shown = await usecases.access_read(tx, me, announcement_id, now)
    if view.get("type") == "modal":
        await deps.slack.update_view(view["id"], views.opened(reader(me), shown), hash_=view["hash"])
    elif (body.get("container") or {}).get("channel_id") != me.dm_channel:
        await deps.slack.open_view(body["trigger_id"], views.opened(reader(me), shown))
    await ack()


async def ask(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        told = await usecases.access_question(tx, me, int(_value(body)))
    await _show(deps, body, views.question(reader(me), told))
    await ack()


async def save_question(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the question; HR gets it as a message, and answers in its thread."""
    words = talk_rules.check_field(str(inputs.held(view["state"]["values"], "reply") or ""))
    announcement_id = int(view["private_metadata"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        source, now = f"view:{view['id']}", deps.clock.now()
        await talks.reply(tx, me, announcement_id, words, now, source=source, about=rules.RECORD)
    await ack()


async def pinned(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Where several last, all of them."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_pinned(tx, me, deps.clock.now())
    await _show(deps, body, views.listed(reader(me), found))
    await ack()


async def link(ack: AsyncAck) -> None:
    """Slack opens the address by itself, and wants to hear that the press arrived."""
    await ack()


def _value(body: Json) -> str:
    return str(body["actions"][0].get("value") or "")
