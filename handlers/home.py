"""The Home tab: drawn whenever somebody enters it."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import home as usecases
from bot.views import home as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.event("app_home_opened")(opened)


async def opened(ack: AsyncAck, event: Json, body: Json, deps: Deps) -> None:
    """Slack tells of each entry into the Home and the Messages tab; only the first shows anything of ours."""
    if event.get("tab") == "home":
        async with deps.transaction(reading=True) as tx:
            me = await actor(tx, body, deps)
            shown = await usecases.access_home(tx, me, deps.clock.now())
        await deps.slack.publish_home(me.slack_id, views.home(reader(me), shown))
    await ack()
