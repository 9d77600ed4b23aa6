"""HR's modal of a cycle's gates: figures, whom HR lets pass, and taking that back."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import gates_hr as usecases
from bot.usecases import gates_overriding as overriding
from bot.views import gates_hr as views
from handlers.acting import actor, reader
from handlers.series_editor import put as show

Json = dict[str, Any]
OURS = {"gates.overview", views.PASS, views.TAKE_BACK}
"""Where one of these is open, the next takes its place."""


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(open_)
    app.action(re.compile(rf"^{re.escape(views.TURN)}\."))(turn)
    app.action(views.NEW)(new)
    app.action(views.BACK)(back)
    app.view(views.PASS)(let_pass)
    app.view(views.TAKE_BACK)(take_back)


async def open_(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The gates of one cycle: above the cycle, or in place of one of the forms."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_overview(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    view = views.overview(reader(me), found)
    if (body.get("view") or {}).get("callback_id") in OURS:
        await show(deps, body, view)
    else:
        await deps.slack.push_view(body["trigger_id"], view)
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another page of those whom HR lets pass."""
    cycle_id, at = body["actions"][0]["value"].split()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_overview(tx, me, int(cycle_id), deps.clock.now())
    await show(deps, body, views.overview(reader(me), found, int(at)))
    await ack()


async def new(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form to let somebody pass."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_overview(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await show(deps, body, views.form(reader(me), found.cycle.id, [one.gate for one in found.figures]))
    await ack()


async def back(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form to take it back."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        one = await overriding.access_given(tx, me, int(body["actions"][0]["value"]))
    await show(deps, body, views.back_form(reader(me), one.override, one.person.name, one.by.name))
    await ack()


async def let_pass(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; the list shows it."""
    who, gate, why = views.read_form(view["state"]["values"])
    now, cycle_id = deps.clock.now(), int(view["private_metadata"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await overriding.override(tx, me, cycle_id, who, gate, why, now)
        found = await usecases.access_overview(tx, me, cycle_id, now)
    await ack(response_action="update", view=views.overview(reader(me), found))


async def take_back(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; the list shows it."""
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        why = views.read_reason(view["state"]["values"])
        one = await overriding.take_back(tx, me, int(view["private_metadata"]), why, now)
        found = await usecases.access_overview(tx, me, one.cycle_id, now)
    await ack(response_action="update", view=views.overview(reader(me), found))
