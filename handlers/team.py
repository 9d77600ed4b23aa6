"""The team on Home: another page of it."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import home as usecases
from bot.views import home as views
from bot.views import team
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(team.PREVIOUS)(turn)
    app.action(team.NEXT)(turn)


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Home with that page of the team. Pressed twice, it is the same page."""
    page = int(body["actions"][0]["value"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_home(tx, me, deps.clock.now(), page)
    await deps.slack.publish_home(me.slack_id, views.home(reader(me), shown))
    await ack()
