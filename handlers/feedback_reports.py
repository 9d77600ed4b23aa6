"""Reports of feedback: the form for whoever received it, and the one item for HR."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.slack import SlackTrouble
from bot.usecases import feedback_read
from bot.usecases import feedback_reports as usecases
from bot.views import feedback, feedback_aside
from bot.views import feedback_reports as views
from handlers.acting import actor, reader

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.feedback_reports")


def register(app: AsyncApp) -> None:
    app.action(feedback_aside.REPORT)(ask)
    app.view(views.SAVE)(save)
    app.action(views.READ)(read)
    app.action(views.TURN)(turn)
    app.action(views.HANDLE)(handle)


async def ask(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, over the feedback."""
    feedback_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        one = await usecases.access_reporting(tx, me, int(feedback_id))
    await deps.slack.push_view(body["trigger_id"], views.form(reader(me), one, origin))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """It is reported; the feedback below says so, if it is still there."""
    feedback_id, _, origin = view["private_metadata"].partition(" ")
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.report(tx, me, int(feedback_id), views.read_form(view["state"]["values"]), now)
        opened = await feedback_read.read(tx, me, int(feedback_id), now)
    if view.get("previous_view_id"):
        try:
            await deps.slack.update_view(view["previous_view_id"], feedback.opened(reader(me), opened, origin))
        except SlackTrouble as trouble:
            log.info("the feedback below is not drawn anew", trouble=str(trouble))
    await ack()


async def read(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """HR looks at it."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        found = await usecases.read(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.opened(reader(me), found))
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another part of long words, in place of the one that is open."""
    report_id, page = body["actions"][0]["value"].split()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        found = await usecases.read(tx, me, int(report_id), deps.clock.now())
    view = views.opened(reader(me), found, int(page))
    await deps.slack.update_view(body["view"]["id"], view, hash_=body["view"]["hash"])
    await ack()


async def handle(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """HR is done with it."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        found = await usecases.handle(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await deps.slack.update_view(body["view"]["id"], views.opened(reader(me), found))
    await ack()
