"""HR lists the company's values and names the channel for thanks: `/growloop values`."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import recognition_channel as thanks
from bot.usecases import values as usecases
from bot.views import values as views
from handlers import posting
from handlers.acting import actor, reader

Json = dict[str, Any]


class Faster(Exception):
    """Somebody else changed it meanwhile: nothing is stored."""


def register(app: AsyncApp) -> None:
    app.view(views.SAVE)(save)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop values` opens the list."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        listed = await usecases.access_list(tx, me)
        place = await thanks.access_place(tx, me)
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), listed, place))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store both or neither; the second of two is told, and sees what holds now. The channel is tried out first."""
    values = view["state"]["values"]
    typed, channel = views.read_values(values), views.read_channel(values)
    revision, was = views.read_metadata(view["private_metadata"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        known = await thanks.access_place(tx, me)
    if channel is not None and channel not in (was, known.channel):
        await posting.try_out(deps, channel, me, views.noted(reader(me)), field=views.CHANNEL)
    now = deps.clock.now()
    try:
        async with deps.transaction() as tx:
            listed = await usecases.set_values(tx, me, typed, revision, now)
            place = await thanks.set_place(tx, me, channel, was, now)
            if listed.by or place.by:
                raise Faster
    except Faster:
        async with deps.transaction(reading=True) as tx:
            held = replace(await usecases.access_list(tx, me), by=listed.by)
        mine = "" if typed.splitlines() == [one.name for one in held.values] else typed
        await ack(response_action="update", view=views.form(reader(me), held, place, mine))
    else:
        await ack()
