"""Feedback is read: by its receiver, by those whom the giver named, by its giver; and taken back while nobody has."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import feedback, home
from bot.usecases import feedback_read as usecases
from bot.views import feedback as views
from bot.views import feedback_came, feedback_words
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.READ)(read)
    app.action(views.TURN)(turn)
    app.action(feedback_came.EARLIER)(turn_talk)
    app.action(feedback_came.FLAG)(flag)
    app.action(views.TAKE_BACK)(take_back)
    app.action(feedback_words.LINK)(link)


async def read(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Show the words, over the modal that is open, if there is one. That they were read is stored first."""
    feedback_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await usecases.read(tx, me, int(feedback_id), deps.clock.now())
        await home.redraw_later(tx, me, origin)
    show = deps.slack.push_view if (body.get("view") or {}).get("type") == "modal" else deps.slack.open_view
    await show(body["trigger_id"], views.opened(reader(me), opened, origin))
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another part of long words, in place of the one that is open."""
    feedback_id, page, *origin = body["actions"][0]["value"].split()
    await _turn(deps, body, int(feedback_id), "".join(origin), page=int(page))
    await ack()


async def turn_talk(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another part of a long talk; of the words above, the same."""
    feedback_id, page, back, *origin = body["actions"][0]["value"].split()
    await _turn(deps, body, int(feedback_id), "".join(origin), page=int(page), back=int(back))
    await ack()


async def _turn(deps: Deps, body: Json, feedback_id: int, origin: str, *, page: int, back: int = 0) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await usecases.read(tx, me, feedback_id, deps.clock.now())
    view = views.opened(reader(me), opened, origin, page, back)
    await deps.slack.update_view(body["view"]["id"], view, hash_=body["view"]["hash"])


async def flag(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Flag it for the 1:1, or take the flag off."""
    feedback_id, flagged, *origin = body["actions"][0]["value"].split()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await usecases.flag(tx, me, int(feedback_id), deps.clock.now(), flagged=flagged == "1")
    await deps.slack.update_view(body["view"]["id"], views.opened(reader(me), opened, "".join(origin)))
    await ack()


async def take_back(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Its words go; the receipt shows it."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await feedback.take_back(tx, me, int(body["actions"][0]["value"].split()[0]), deps.clock.now())
    await ack()


async def link(ack: AsyncAck) -> None:
    """Slack has opened the message already."""
    await ack()
