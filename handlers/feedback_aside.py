"""Was it helpful: the answer of whoever received feedback, given where they read it."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.feedback_helpful import Helpful
from bot.usecases import feedback_helpful, feedback_read
from bot.views import feedback
from bot.views import feedback_aside as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(re.compile(rf"^{re.escape(views.HELPFUL)}\."))(helpful)


async def helpful(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The answer takes the place of the question."""
    pressed, now = body["actions"][0], deps.clock.now()
    feedback_id, _, origin = pressed["value"].partition(" ")
    said = Helpful(pressed["action_id"].rpartition(".")[2])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await feedback_helpful.answer(tx, me, int(feedback_id), said)
        opened = await feedback_read.read(tx, me, int(feedback_id), now)
    view = feedback.opened(reader(me), opened, origin)
    await deps.slack.update_view(body["view"]["id"], view, hash_=body["view"]["hash"])
    await ack()
