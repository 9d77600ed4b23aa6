"""The cycle somebody is in: its page, from Home, from a message, or by `/growloop my-cycle`."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import cycles_mine as usecases
from bot.views import cycles_mine as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(command)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Show the page; where somebody is in no cycle, it says so."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_page(tx, me, deps.clock.now())
    show = deps.slack.push_view if (body.get("view") or {}).get("type") == "modal" else deps.slack.open_view
    await show(body["trigger_id"], views.page(reader(me), found))
    await ack()
