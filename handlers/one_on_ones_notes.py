"""The notes of a 1:1: the form, and long notes in pages."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import one_on_ones_notes as usecases
from bot.views import one_on_ones_notes as views
from bot.views.one_on_ones_past import LIST
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(opened)
    app.view(views.SAVE)(save)
    app.action(views.PAGES)(pages)
    app.action(re.compile(rf"^{re.escape(views.TURN)}\."))(turn)


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_notes(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    below = body.get("view") or {}
    view = views.form(reader(me), found, whole=below.get("callback_id") != LIST)
    await (deps.slack.push_view if below.get("type") == "modal" else deps.slack.open_view)(body["trigger_id"], view)
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Keep both, each where it belongs; what another device changed meanwhile is shown, and what is typed stays."""
    talk_id, shared, private = views.read_form(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        kept = await usecases.save(tx, me, talk_id, shared, private, deps.clock.now())
    if not kept.overtaken:
        await ack()
        return
    typed = {name: one.words for name, one in ((views.SHARED, shared), (views.PRIVATE, private)) if one is not None}
    await ack(response_action="update", view=views.form(reader(me), kept, typed))


async def pages(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await deps.slack.push_view(body["trigger_id"], await _page(deps, body))
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await deps.slack.update_view(body["view"]["id"], await _page(deps, body))
    await ack()


async def _page(deps: Deps, body: Json) -> Json:
    talk_id, whose, page = str(body["actions"][0]["value"]).split()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_notes(tx, me, int(talk_id), deps.clock.now())
    return views.pages(reader(me), found, whose, int(page))
