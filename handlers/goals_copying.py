"""Copying the last cycle's goals."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.errors import RuleBroken
from bot.usecases import goals_copying as usecases
from bot.views import goals_copying as views
from bot.views import goals_read
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.COPY)(choose)
    app.view(views.SAVE)(save)


async def choose(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The boxes, above the modal from which they were asked for."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_copying(tx, me, deps.clock.now())
    if shown is None:
        raise RuleBroken("goal_copy_gone")
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], views.form(reader(me), shown))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Make the drafts, and say where they are."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        made = await usecases.copy(tx, me, views.read(view["state"]["values"]), deps.clock.now())
    await ack(response_action="update", view=goals_read.kept(reader(me), len(made)))
