"""My goals in one modal: `/goals`."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import goals_overview as usecases
from bot.views import goals_overview as views
from handlers.acting import actor, reader

Json = dict[str, Any]


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_overview(tx, me, deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.overview(reader(me), shown))
    await ack()
