"""One's own history: `/checkin history`, the button on Home, the pages, and the export into one's own chat."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import checkins_read
from bot.usecases import history as usecases
from bot.views import history as views
from bot.views import reading
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(opened)
    app.action(views.TURN)(turn)
    app.action(views.SHOW)(show)
    app.action(views.EXPORT)(export)
    app.view(views.SEARCH)(search)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/checkin history`, and a word after it to look for."""
    word = (body.get("text") or "").strip().partition(" ")[2]
    await deps.slack.open_view(body["trigger_id"], await _view(deps, body, word))
    await ack()


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await deps.slack.open_view(body["trigger_id"], await _view(deps, body))
    await ack()


async def search(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    await ack(response_action="update", view=await _view(deps, body, views.read_form(view["state"]["values"])))


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another page of the same, in place of the one that is open."""
    view, value = body["view"], body["actions"][0]["value"]
    page = await _view(deps, body, view["private_metadata"], value)
    await deps.slack.update_view(view["id"], page, hash_=view["hash"])
    await ack()


async def _view(deps: Deps, body: Json, word: str = "", place: str = "") -> Json:
    beside = views.read(place) if place else None
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_history(tx, me, word=word, place=beside)
    return views.history(reader(me), found)


async def show(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """One of them, on top of the list."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await checkins_read.access_own(tx, me, int(body["actions"][0]["value"]))
    await deps.slack.push_view(body["trigger_id"], reading.opened(reader(me), found))
    await ack()


async def export(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Everything as text, into the chat of whoever pressed."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        spans = views.spans(reader(me), await usecases.access_all(tx, me))
        count = await usecases.export(tx, me, spans, deps.clock.now())
    await deps.slack.update_view(body["view"]["id"], views.on_its_way(reader(me), count))
    await ack()
