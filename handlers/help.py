"""Help with a blocker: the colleague says yes, the person says that it is solved."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import help as usecases
from bot.usecases import home
from bot.views import help as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.ACCEPT)(accept)
    app.action(views.SOLVED)(solved)
    app.action(views.SHOW)(show)


async def accept(ack: AsyncAck, body: Json, deps: Deps) -> None:
    blocker_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.accept(tx, me, int(blocker_id), deps.clock.now())
        await home.redraw_later(tx, me, origin)
    await ack()


async def solved(ack: AsyncAck, body: Json, deps: Deps) -> None:
    blocker_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.solve(tx, me, int(blocker_id), deps.clock.now())
        await home.redraw_later(tx, me, origin)
    await ack()


async def show(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """All of the words, where the message held only their beginning."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        asked = await usecases.access_request(tx, me, int(body["actions"][0]["value"]))
    await deps.slack.open_view(body["trigger_id"], views.whole(reader(me), asked))
    await ack()
