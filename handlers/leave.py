"""Leave: the form of `/checkin away`, the end of it, and who is away, for HR."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.home import ORIGIN
from bot.usecases import home
from bot.usecases import leave as usecases
from bot.views import leave as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.ADD)(add)
    app.action(views.EDIT)(edit)
    app.action(views.END)(end)
    app.action(views.WHO)(who)
    app.view(views.SAVE)(save)


async def away(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/checkin away` opens the form."""
    await _open_form(deps, body, "")
    await ack()


async def back(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/checkin back` ends the leave today."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.come_back(tx, me, deps.clock.now())
    await ack(response_type="ephemeral", text=views.back(reader(me)))


async def add(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _open_form(deps, body, ORIGIN)
    await ack()


async def _open_form(deps: Deps, body: Json, origin: str) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        mine = await usecases.access_mine(tx, me, deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), mine.today, origin=origin))


async def edit(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        mine = await usecases.access_mine(tx, me, deps.clock.now())
        leave = await usecases.access_own(tx, me, int(body["actions"][0]["value"]))
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), mine.today, leave, ORIGIN))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    leave_id, _, origin = view["private_metadata"].partition(" ")
    first, last, reason = views.read_form(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        noted = int(leave_id) if leave_id else None
        await usecases.set_away(tx, me, first, last, reason, deps.clock.now(), leave_id=noted)
        await home.redraw_later(tx, me, origin)
    await ack()


async def end(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.call_off(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()


async def who(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_away(tx, me, deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.away(reader(me), found))
    await ack()
