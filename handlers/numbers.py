"""HR looks at the numbers, and has a message sent again."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.home import ORIGIN
from bot.usecases import home
from bot.usecases import numbers as usecases
from bot.views import numbers as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.SHOW)(show)
    app.action(views.AGAIN)(again)


async def show(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_numbers(tx, me, deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.modal(reader(me), shown))
    await ack()


async def again(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Send it again; the line goes from the list."""
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.send_again(tx, me, int(body["actions"][0]["value"]), now)
        shown = await usecases.access_numbers(tx, me, now)
        await home.redraw_later(tx, me, ORIGIN)
    await deps.slack.update_view(body["view"]["id"], views.modal(reader(me), shown))
    await ack()
