"""The guide to a 1:1, over its agenda; and whether its subject agrees with a result."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.slack import SlackTrouble
from bot.usecases import guides as usecases
from bot.views import guides as views
from handlers.acting import actor, reader

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.guides")


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(opened)
    app.action(views.SAY)(say)
    app.view(views.SAVE)(save)


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _push(deps, body, views.guide)
    await ack()


async def say(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, above the guide."""
    await _push(deps, body, views.stand_form)
    await ack()


async def _push(deps: Deps, body: Json, view: Any) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_guide(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await deps.slack.push_view(body["trigger_id"], view(reader(me), found))


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; the guide below shows it, if it is still there."""
    talk_id, agrees, words = views.read_form(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        found = await usecases.say(tx, me, talk_id, words, deps.clock.now(), agrees=agrees)
    if view.get("previous_view_id"):
        try:
            await deps.slack.update_view(view["previous_view_id"], views.guide(reader(me), found))
        except SlackTrouble as trouble:
            log.info("the guide below is not drawn anew", trouble=str(trouble))
    await ack()
