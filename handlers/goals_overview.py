"""My goals in one modal: `/goals`."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from handlers import goals_seeing
from handlers.acting import actor

Json = dict[str, Any]


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await goals_seeing.drawn(tx, me, "0", deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()
