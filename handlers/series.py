"""HR's hand on a series: who gets what when, start, pause."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.checkins import SeriesState
from bot.domain.home import ORIGIN
from bot.usecases import home
from bot.usecases import series as usecases
from bot.views import series as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.PREVIEW)(preview)
    app.view(views.START)(start)
    app.action(views.PAUSE)(pause)


async def preview(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body)
        shown = await usecases.access_preview(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    view = views.preview(reader(me), shown, can_start=shown.series.state == SeriesState.PAUSED)
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def start(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body)
        await usecases.start(tx, me, int(view["private_metadata"]), deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()


async def pause(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body)
        await usecases.pause(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()
