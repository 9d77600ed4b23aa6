"""The feedback one received and gave: `/give-feedback history`, the button on Home, the pages, and the export into one's own chat."""

import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.feedback_history import Wanted
from bot.domain.home import ORIGIN
from bot.slack import SlackTrouble
from bot.usecases import feedback_history as usecases
from bot.usecases import feedback_read, home
from bot.views import feedback, feedback_looking, history
from bot.views import feedback_history as views
from handlers.acting import actor, reader

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.feedback_history")


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(opened)
    app.action(re.compile(rf"^{re.escape(feedback_looking.LOOK)}\."))(look)
    app.action(views.ALL)(everything)
    app.action(views.TURN)(turn)
    app.action(views.SHOW)(show)
    app.action(views.EXPORT)(export)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/give-feedback history`."""
    await opened(ack, body, deps)


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await deps.slack.open_view(body["trigger_id"], await _page(deps, body, Wanted()))
    await ack()


async def look(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Something else is looked for: its first page, in place of the one that is open."""
    await _replace(deps, body, feedback_looking.read_looking(body["view"]["state"]["values"]))
    await ack()


async def everything(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _replace(deps, body, Wanted())
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another page of the same, in place of the one that is open."""
    await _replace(
        deps, body, feedback_looking.read_kept(body["view"]["private_metadata"]), body["actions"][0]["value"]
    )
    await ack()


async def _replace(deps: Deps, body: Json, wanted: Wanted, place: str = "") -> None:
    view = body["view"]
    await deps.slack.update_view(view["id"], await _page(deps, body, wanted, place), hash_=view["hash"])


async def _page(deps: Deps, body: Json, wanted: Wanted, place: str = "") -> Json:
    beside = history.read(place) if place else None
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_history(tx, me, deps.clock.now(), wanted, beside)
    return views.history_of(reader(me), found)


async def show(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """One of them, on top of the list: a receiver has read it then."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        found = await feedback_read.read(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await deps.slack.push_view(body["trigger_id"], feedback.opened(reader(me), found))
    await _show_as_read(deps, body)
    await ack()


async def _show_as_read(deps: Deps, body: Json) -> None:
    """The list below says now what was read, if it is still there."""
    kept = body["view"]["private_metadata"]
    try:
        await _replace(deps, body, feedback_looking.read_kept(kept), feedback_looking.read_place(kept))
    except SlackTrouble as trouble:
        log.info("the list below is not drawn anew", trouble=str(trouble))


async def export(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Everything as text, into the chat of whoever pressed."""
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        spans = views.spans(reader(me), await usecases.access_all(tx, me, now))
        count = await usecases.export(tx, me, spans, now)
    await deps.slack.update_view(body["view"]["id"], views.on_its_way(reader(me), count))
    await ack()
