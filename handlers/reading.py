"""Reading somebody's check-in, and the reply."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import talks as rules
from bot.usecases import checkins_read, home, talks
from bot.views import reading as views
from bot.views import waiting
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.READ)(read)
    app.action(waiting.OPEN)(read)
    app.action(views.LET_BE)(let_be)
    app.action(views.FLAG)(flag)
    app.action(views.TURN)(turn)
    app.view(views.REPLY)(reply)


async def read(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Show the words. That they were read is stored first: shown and not noted would tell the author less than happened."""
    checkin_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await checkins_read.read(tx, me, int(checkin_id), deps.clock.now())
        await home.redraw_later(tx, me, origin)
    await deps.slack.open_view(body["trigger_id"], views.opened(reader(me), opened, origin))
    await ack()


async def flag(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Flag it for the 1:1, or take the flag off; what is typed below stays."""
    checkin_id, flagged, *origin = body["actions"][0]["value"].split()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await checkins_read.flag(tx, me, int(checkin_id), deps.clock.now(), flagged=flagged == "1")
        await home.redraw_later(tx, me, "".join(origin))
    view = views.opened(reader(me), opened, "".join(origin))
    await deps.slack.update_view(body["view"]["id"], view)
    await ack()


async def let_be(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What was said last needs no answer: it is off the list of what waits."""
    checkin_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await talks.let_be(tx, me, int(checkin_id))
        opened = await checkins_read.read(tx, me, int(checkin_id), deps.clock.now())
        await home.redraw_later(tx, me, origin)
    await deps.slack.update_view(body["view"]["id"], views.opened(reader(me), opened, origin))
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another part of a long talk, in place of the one that is open; what is typed below stays."""
    checkin_id, back, *origin = body["actions"][0]["value"].split()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await checkins_read.read(tx, me, int(checkin_id), deps.clock.now())
    view = views.opened(reader(me), opened, "".join(origin), int(back))
    await deps.slack.update_view(body["view"]["id"], view, hash_=body["view"]["hash"])
    await ack()


async def reply(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the reply; the other one gets it as a message."""
    checkin_id, _, origin = view["private_metadata"].partition(" ")
    field = (view["state"]["values"].get("reply") or {}).get("value") or {}
    words = rules.check_field(str(field.get("value") or ""))
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await talks.reply(tx, me, int(checkin_id), words, deps.clock.now(), source=f"view:{view['id']}")
        await home.redraw_later(tx, me, origin)
    await ack()
