"""HR lists the company's values: `/growloop values`."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import values as usecases
from bot.views import values as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.view(views.SAVE)(save)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop values` opens the list."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        listed = await usecases.access_list(tx, me)
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), listed))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the list; the second of two is told, and sees what holds now."""
    revision, typed = int(view["private_metadata"]), views.read_values(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        listed = await usecases.set_values(tx, me, typed, revision, deps.clock.now())
    if listed.by:
        await ack(response_action="update", view=views.form(reader(me), listed, typed))
    else:
        await ack()
