"""HR's cycles, and how the company uses goals: `/growloop cycle`."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import cycles as rules
from bot.usecases import cycles as usecases
from bot.views import cycles as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.NEW)(edit)
    app.action(re.compile(rf"^{re.escape(views.EDIT)}\.\d+$"))(edit)
    app.view(views.PUT)(put)
    app.view(views.SAVE)(save)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop cycle` lists them."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        listed = await usecases.access_cycles(tx, me, deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.listed(reader(me), listed))
    await ack()


async def edit(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form of a cycle, on top of the list."""
    value = str(body["actions"][0].get("value") or "")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        listed = await usecases.access_cycles(tx, me, deps.clock.now())
        known = await usecases.access_cycle(tx, me, int(value)) if value else None
    await deps.slack.push_view(body["trigger_id"], views.form(reader(me), listed.today, known))
    await ack()


async def put(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; the list below shows it."""
    span, cycle_id = rules.check(*views.read(view["state"]["values"])), view.get("private_metadata")
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.put(tx, me, int(cycle_id) if cycle_id else None, span, now)
        listed = await usecases.access_cycles(tx, me, now)
    if view.get("previous_view_id"):
        await deps.slack.update_view(view["previous_view_id"], views.listed(reader(me), listed))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """What is ticked below the list."""
    on = views.read_settings(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.set_settings(
            tx,
            me,
            deps.clock.now(),
            perspectives=views.PERSPECTIVES in on,
            shows_upper=views.UPPER in on,
            shows_lower=views.LOWER in on,
        )
    await ack()
