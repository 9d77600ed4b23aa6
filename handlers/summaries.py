"""The summary's own button: a channel for the counts."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import summaries as usecases
from bot.views import summaries as views
from handlers import posting
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.PLACE)(place)
    app.view(views.SET_PLACE)(set_place)


async def place(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_place(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.place(reader(me), found))
    await ack()


async def set_place(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """A line that only the manager sees is posted there first: where Slack refuses it, nothing is stored."""
    series_id, channel = int(view["private_metadata"]), views.read_place(view["state"]["values"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_place(tx, me, series_id, deps.clock.now())
    if channel is not None and channel != found.channel:
        await posting.try_out(deps, channel, me, views.noted(reader(me)), field=views.CHANNEL)
    async with deps.transaction() as tx:
        await usecases.set_channel(tx, await actor(tx, body, deps), series_id, channel, deps.clock.now())
    await ack()
