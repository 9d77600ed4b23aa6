"""Being asked for feedback: give it, not this time, seen too little."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.feedback_requests import Said
from bot.usecases import feedback_asks
from bot.views import feedback_requests as views
from handlers import feedback
from handlers.acting import actor

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.GIVE)(give)
    app.action(views.DECLINE)(decline)
    app.action(views.PASS)(pass_on)


async def give(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, with the question above it and its readers fixed."""
    await feedback.open_form(deps, body, request=int(body["actions"][0]["value"]))
    await ack()


async def decline(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _say(body, deps, Said.DECLINED)
    await ack()


async def pass_on(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _say(body, deps, Said.PASSED)
    await ack()


async def _say(body: Json, deps: Deps, said: Said) -> None:
    """The message they pressed in says so."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await feedback_asks.say(tx, me, int(body["actions"][0]["value"]), said, deps.clock.now())
