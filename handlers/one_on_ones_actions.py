"""What will be done after a 1:1."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.slack import SlackTrouble
from bot.usecases import agenda
from bot.usecases import one_on_ones_actions as usecases
from bot.views import agenda as agenda_views
from bot.views import one_on_ones_actions as views
from handlers.acting import actor, reader

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.one_on_ones_actions")


def register(app: AsyncApp) -> None:
    app.action(views.WRITE)(write)
    app.view(views.SAVE)(save)


async def write(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, above the agenda or the guide."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        writing = await usecases.access_writing(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await deps.slack.push_view(body["trigger_id"], views.form(reader(me), writing))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; the agenda at the bottom shows it, if it is still there."""
    talk_id, words, whose, due = views.read_form(view)
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.write_down(tx, me, talk_id, words, due, now, whose=whose, source=f"view:{view['id']}")
        found = await agenda.access_agenda(tx, me, talk_id, now)
    if view.get("root_view_id") not in (None, view["id"]):
        try:
            await deps.slack.update_view(view["root_view_id"], agenda_views.agenda(reader(me), found))
        except SlackTrouble as trouble:
            log.info("the agenda below is not drawn anew", trouble=str(trouble))
    await ack()
