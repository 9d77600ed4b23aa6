"""Help with a blocker: the colleague says yes, the person says that it is solved."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import help as usecases
from bot.usecases import home
from bot.views import help as views
from handlers.acting import actor

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.ACCEPT)(accept)
    app.action(views.SOLVED)(solved)


async def accept(ack: AsyncAck, body: Json, deps: Deps) -> None:
    blocker_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body)
        await usecases.accept(tx, me, int(blocker_id), deps.clock.now())
        await home.redraw_later(tx, me, origin)
    await ack()


async def solved(ack: AsyncAck, body: Json, deps: Deps) -> None:
    blocker_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body)
        await usecases.solve(tx, me, int(blocker_id), deps.clock.now())
        await home.redraw_later(tx, me, origin)
    await ack()
