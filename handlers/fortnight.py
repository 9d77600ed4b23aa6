"""HR looks at what is going to be sent, and holds some of it: `/growloop fortnight`."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import budget
from bot.usecases import fortnight as usecases
from bot.usecases import holds
from bot.views import fortnight as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(command)
    app.action(re.compile(rf"^{re.escape(views.MORE)}\.(back|more)$"))(turn)
    app.action(re.compile(rf"^{re.escape(views.HOLD)}\.\d+$"))(hold)
    app.action(re.compile(rf"^{re.escape(views.RELEASE)}\.\d+$"))(release)
    app.view(views.KEEP)(keep)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """It opens at once; a worker counts, and shows it there."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await usecases.require(tx, me)
    above = (body.get("view") or {}).get("type") == "modal"
    put = deps.slack.push_view if above else deps.slack.open_view
    opened = await put(body["trigger_id"], views.loading(reader(me)))
    async with deps.transaction() as tx:
        await usecases.ask(tx, me, opened["id"])
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another page, counted anew."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.require(tx, me)
        await usecases.ask(tx, me, body["view"]["id"], int(_value(body)))
    await ack()


async def hold(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, above the list."""
    value = _value(body)
    target = views.unpacked(value)[0]
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        series, title = await usecases.access_target(tx, me, target)
    today = budget.local_day(me.zone, deps.clock.now())
    await deps.slack.push_view(body["trigger_id"], views.form(reader(me), value, series, title, today))
    await ack()


async def keep(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Hold it; the list below shows it."""
    target, _, day, page = views.unpacked(view["private_metadata"])
    last, why = views.read(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.access_target(tx, me, target)
        await holds.hold(tx, me, target, day, last, why, deps.clock.now())
        if view.get("previous_view_id"):
            await usecases.ask(tx, me, view["previous_view_id"], page)
    await ack()


async def release(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Let it go; pressed by two, it is let go once."""
    hold_id, page = _value(body).split()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await holds.release(tx, me, int(hold_id), deps.clock.now())
        await usecases.ask(tx, me, body["view"]["id"], int(page))
    await ack()


def _value(body: Json) -> str:
    return str(body["actions"][0]["value"])
