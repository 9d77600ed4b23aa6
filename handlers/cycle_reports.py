"""HR, and whoever leads managers, look at a cycle's report and have it sent: `/growloop report`."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import cycle_reports as usecases
from bot.usecases import cycle_reports_files as files
from bot.views import cycle_reports as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.LOOK)(look)
    app.action(views.CHOOSE)(choose)
    app.action(views.TURN)(choose)
    app.action(views.FILES)(send)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop report`: a view at once, which a worker fills."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await usecases.access_scopes(tx, me, now)
    opened = await deps.slack.open_view(body["trigger_id"], views.loading(reader(me)))
    async with deps.transaction() as tx:
        await usecases.ask(tx, me, opened["id"], now)
    await ack()


async def look(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The report of the cycle that is open, on top of it."""
    cycle_id, scope = views.picked(_value(body))
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await usecases.access_scopes(tx, me, now)
    opened = await deps.slack.push_view(body["trigger_id"], views.loading(reader(me)))
    async with deps.transaction() as tx:
        await usecases.ask(tx, me, opened["id"], now, cycle_id=cycle_id, scope=scope)
    await ack()


async def choose(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another cycle, or the other scope, in the same view."""
    cycle_id, scope = views.picked(_value(body))
    view_id, now = str(body["view"]["id"]), deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await usecases.access_scopes(tx, me, now)
    await deps.slack.update_view(view_id, views.loading(reader(me)))
    async with deps.transaction() as tx:
        await usecases.ask(tx, me, view_id, now, cycle_id=cycle_id, scope=scope)
    await ack()


async def send(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Both files, to whoever pressed."""
    cycle_id, scope = views.picked(_value(body))
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await files.ask(tx, me, cycle_id, scope, deps.clock.now())
    await deps.slack.update_view(str(body["view"]["id"]), views.on_its_way(reader(me), _value(body)))
    await ack()


def _value(body: Json) -> str:
    pressed = body["actions"][0]
    return str(pressed.get("value") or pressed["selected_option"]["value"])
