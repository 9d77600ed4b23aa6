"""Whose public holidays hold: people set it for themselves, HR for others; the form follows the country that is chosen."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.home import ORIGIN
from bot.usecases import countries as usecases
from bot.usecases import home, people, roles
from bot.views import countries as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.SET)(ask)
    app.action(views.SET_FOR)(ask_for)
    app.action(views.CHOSEN)(chosen)
    app.view(views.SAVE)(save)


async def ask(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        rest = await usecases.access_rest(tx, me, deps.clock.now())
    regions = await usecases.regions_of(rest.country or "")
    view = views.form(reader(me), rest.country, rest.region, regions, rest.coming)
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def ask_for(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await roles.require_hr(tx, me)
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), None, "", {}, for_others=True))
    await ack()


async def chosen(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another country is chosen: the form shows its regions."""
    view = body["view"]
    _, country, _ = views.read_form(view)
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
    regions = await usecases.regions_of(country)
    for_others = "person" in view["state"]["values"]
    shown = views.form(reader(me), country, "", regions, for_others=for_others)
    await deps.slack.update_view(view["id"], shown, hash_=view.get("hash"))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    someone, country, region = views.read_form(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        person = me if someone is None else await people.access_person(tx, me, someone, "person")
        await usecases.set_country(tx, me, person, country, region, deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()
