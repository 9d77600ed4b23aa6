"""Saying how a goal goes, from wherever its button stands."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import goals_progress as usecases
from bot.usecases import home
from bot.views import goals_progress as views
from handlers import goals_seeing
from handlers.acting import actor, reader

Json = dict[str, Any]
MINE = "mine:"
"""Begins what a form carries that was opened from a page of my goals."""


def register(app: AsyncApp) -> None:
    app.action(views.UPDATE)(update)
    app.view(views.TELL)(tell)


async def update(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, above what is open."""
    goal_id, _, origin = str(body["actions"][0]["value"]).partition(" ")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_telling(tx, me, int(goal_id), deps.clock.now())
    view = views.form(reader(me), shown, origin)
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], view)
    await ack()


async def tell(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; the list below shows it at once."""
    goal_id, _, origin = str(view["private_metadata"]).partition(" ")
    filled, now = views.read_form(view["state"]["values"]), deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        said, words, made_of = filled["said"], filled["words"], filled["made_of"]
        source = f"view:{view['id']}"
        await usecases.tell(tx, me, int(goal_id), said, now, source=source, words=words, made_of=made_of)
        await home.redraw_later(tx, me, origin)
        below = await goals_seeing.drawn(tx, me, origin.removeprefix(MINE), now) if origin.startswith(MINE) else None
    if below is not None:
        await deps.slack.update_view(view["root_view_id"], below)
    await ack()
