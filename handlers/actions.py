"""Actions: the form over a check-in, and the buttons that settle them."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.actions import Became
from bot.slack import SlackTrouble
from bot.usecases import actions as usecases
from bot.usecases import checkins_read, home
from bot.views import actions as views
from bot.views import reading
from handlers.acting import actor, reader

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.actions")


def register(app: AsyncApp) -> None:
    app.action(views.MAKE)(make)
    app.view(views.SAVE)(save)
    app.action(views.DONE)(done)
    app.action(views.DROP)(drop)


async def make(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, over the check-in, which stays below it with all that is typed there."""
    checkin_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        making = await usecases.access_making(tx, me, int(checkin_id), deps.clock.now())
    await deps.slack.push_view(body["trigger_id"], views.form(reader(me), making, origin))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the action; the check-in below shows it, if it is still there."""
    checkin_id, _, origin = view["private_metadata"].partition(" ")
    words, whose, due = views.read_form(view["state"]["values"])
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.make(tx, me, int(checkin_id), words, due, now, whose=whose, source=f"view:{view['id']}")
        opened = await checkins_read.read(tx, me, int(checkin_id), now)
        await home.redraw_later(tx, me, origin)
    if view.get("previous_view_id"):
        try:
            await deps.slack.update_view(view["previous_view_id"], reading.opened(reader(me), opened, origin))
        except SlackTrouble as trouble:
            log.info("the check-in below is not drawn anew", trouble=str(trouble))
    await ack()


async def done(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _settle(body, deps, Became.DONE)
    await ack()


async def drop(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _settle(body, deps, Became.DROPPED)
    await ack()


async def _settle(body: Json, deps: Deps, became: Became) -> None:
    action_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.settle(tx, me, int(action_id), became, deps.clock.now())
        await home.redraw_later(tx, me, origin)
