"""Under a prompt: later, not this time, and why it came."""

import json
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.home import ORIGIN
from bot.usecases import home, nudges_why
from bot.usecases import nudges as usecases
from bot.views import nudges as views
from bot.views import nudges_forms as forms
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.LATER)(later)
    app.action(views.SKIP)(skip)
    app.action(views.WHY)(why)
    app.view(forms.SAVE)(save)


async def later(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Ask again at the moment that was chosen; the message says when."""
    period_id, when = views.read_later(body["actions"][0]["selected_option"]["value"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.put_off(tx, me, period_id, when, deps.clock.now())
    await ack()


async def skip(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form for the reason."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_skipping(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], forms.skip(reader(me), shown))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; the form stays where somebody else would read the reason than it said."""
    about = json.loads(view["private_metadata"])
    reason = forms.read_skip(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        again = await usecases.skip(tx, me, about["period"], reason, deps.clock.now(), named=about["named"])
        await home.redraw_later(tx, me, ORIGIN)
    if again is not None:
        await ack(response_action="update", view=forms.skip(reader(me), again))
    else:
        await ack()


async def why(ack: AsyncAck, body: Json, deps: Deps) -> None:
    place = body["container"]
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await nudges_why.access_why(tx, me, place["channel_id"], place["message_ts"], deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], forms.why(reader(me), shown))
    await ack()
