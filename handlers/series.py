"""HR's hand on a series: who gets what when, how somebody sees it, start, pause, end."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.home import ORIGIN
from bot.usecases import home, roles, series_as_seen, series_dry_run
from bot.usecases import series as usecases
from bot.views import inputs
from bot.views import series as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.PREVIEW)(preview)
    app.view(views.START)(start)
    app.action(views.PAUSE)(pause)
    app.action(views.AS_SEEN)(ask_whose)
    app.view(views.AS_SEEN)(as_seen)
    app.view(views.SEEN)(seen)


async def preview(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Who would get what when: a view at once, which a worker fills. Its submit starts it."""
    series_id = int(body["actions"][0]["value"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await series_dry_run.require(tx, me, series_id)
    opened = await show(deps, body, views.loading(reader(me), series_id))
    async with deps.transaction() as tx:
        await series_dry_run.ask(tx, me, series_id, str(opened["id"]), str(opened["hash"]))
    await ack()


async def show(deps: Deps, body: Json, view: Json) -> Json:
    """Above the modal in which it was asked for, or on its own; what Slack made of it."""
    above = (body.get("view") or {}).get("type") == "modal"
    put = deps.slack.push_view if above else deps.slack.open_view
    return await put(body["trigger_id"], view)


async def start(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Start it. Every modal closes: what lies below would show it as paused."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.start(tx, me, int(view["private_metadata"]), deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack(response_action="clear")


async def pause(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.pause(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()


async def ask_whose(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await roles.require_hr(tx, me)
    await show(deps, body, views.as_seen_form(reader(me), int(body["actions"][0]["value"])))
    await ack()


async def as_seen(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    slack_id = str(inputs.held(view["state"]["values"], "person") or "")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await series_as_seen.access_as_seen(tx, me, int(view["private_metadata"]), slack_id, deps.clock.now())
    await ack(response_action="update", view=views.as_seen(reader(me), reader(shown.person), shown))


async def seen(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Nothing of that form is sent: back to whom to look at next."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await roles.require_hr(tx, me)
    await ack(response_action="update", view=views.as_seen_form(reader(me), int(view["private_metadata"])))
