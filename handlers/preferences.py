"""One's own settings: opened from Home or from "why did I get this?", and saved."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.home import ORIGIN
from bot.usecases import home
from bot.usecases import preferences as usecases
from bot.views import preferences as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(ask)
    app.view(views.SAVE)(save)


async def ask(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form; over the modal that is open, if there is one."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        settings = await usecases.access_settings(tx, me, deps.clock.now())
    show = deps.slack.push_view if "view" in body and body["view"]["type"] == "modal" else deps.slack.open_view
    await show(body["trigger_id"], views.form(reader(me), settings))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Keep it; Home speaks the language that was chosen."""
    chosen = views.read_form(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.choose(tx, me, chosen, deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()
