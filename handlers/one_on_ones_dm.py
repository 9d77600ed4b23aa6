"""Words from the DM become notes of a 1:1."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import one_on_ones_dm as usecases
from bot.views import dm as dm_views
from bot.views import one_on_ones_dm as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(dm_views.NOTE)(note)
    app.view(views.SAVE)(save)


async def note(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_choice(tx, me, int(body["actions"][0]["value"]))
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), found))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    draft_id, talk_id, to_share = views.read_form(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.put(tx, me, draft_id, talk_id, deps.clock.now(), to_share=to_share)
    await ack()
