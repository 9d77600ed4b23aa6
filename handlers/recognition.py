"""Thanks: `/thanks @mei for …`, the button on Home, the form as it is filled in, and the lists to read again."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import mentions
from bot.domain.home import ORIGIN
from bot.usecases import home
from bot.usecases import recognition as usecases
from bot.usecases.recognition_lists import LISTS, Part
from bot.views import recognition as views
from bot.views import recognition_form as forms
from bot.views import recognition_list as lists
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(opened)
    app.action(forms.PEOPLE)(chosen)
    app.view(forms.SAVE)(save)
    app.action(views.SHOW)(show)
    app.action(re.compile(rf"^{re.escape(lists.TURN)}\."))(turn)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/thanks` opens the form, filled in with whom and what for."""
    mentioned = mentions.read(body.get("text"))
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_form(tx, me, mentioned.people, deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], forms.form(reader(me), shown, mentioned))
    await ack()


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The empty form, from Home or from a summary."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_form(tx, me, (), deps.clock.now())
    origin = ORIGIN if (body.get("view") or {}).get("type") == "home" else ""
    await deps.slack.open_view(body["trigger_id"], forms.form(reader(me), shown, origin=origin))
    await ack()


async def chosen(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Somebody was chosen or taken out: the form names who will read it, and keeps what is typed."""
    view = body["view"]
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_form(tx, me, forms.read_people(view), deps.clock.now())
    again = forms.form(reader(me), shown, origin=forms.origin_of(view))
    await deps.slack.update_view(view["id"], again, hash_=view["hash"])
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; where the form has not named everybody who would read it, it does so first."""
    thanks, origin = forms.read_thanks(view), forms.origin_of(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        sent = await usecases.thank(tx, me, thanks, deps.clock.now())
        if sent.form is None:
            await home.redraw_later(tx, me, origin)
    if sent.form is None:
        await ack()
    else:
        again = forms.form(reader(me), sent.form, renamed=True, origin=origin)
        await ack(response_action="update", view=again)


async def show(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What one received, the newest first."""
    await deps.slack.open_view(body["trigger_id"], await _page(deps, body, Part.RECEIVED))
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another list, or another page of it, in place of the one that is open."""
    view, value = body["view"], body["actions"][0]["value"]
    await deps.slack.update_view(view["id"], await _page(deps, body, *lists.read(value)), hash_=view["hash"])
    await ack()


async def _page(deps: Deps, body: Json, part: str, beside: tuple[int, bool] | None = None) -> Json:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await LISTS[Part(part)](tx, me, beside=beside)
    return lists.listed(reader(me), found)
