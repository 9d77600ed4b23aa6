"""A 1:1 is over: whether it took place, the two quiet questions, the calendar file, and going on under a new manager."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import one_on_ones_changes as changes
from bot.usecases import one_on_ones_files as files
from bot.usecases import one_on_ones_held as usecases
from bot.usecases import one_on_ones_survey as surveys
from bot.views import one_on_ones as talks
from bot.views import one_on_ones_changes as change_views
from bot.views import one_on_ones_held as views
from handlers.acting import actor, reader
from handlers.one_on_ones import below as list_of
from handlers.one_on_ones import draw, draw_below

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.YES)(held)
    app.action(views.NO)(not_held)
    app.action(views.SURVEY)(survey)
    app.view(views.SAVE_SURVEY)(save_survey)
    app.action(talks.CALENDAR)(calendar)
    app.action(change_views.GO_ON)(go_on)


async def held(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _say(body, deps, held=True)
    await ack()


async def not_held(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _say(body, deps, held=False)
    await ack()


async def survey(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        asked = await surveys.access_survey(tx, me, _value(body), deps.clock.now())
    show = deps.slack.push_view if (body.get("view") or {}).get("type") == "modal" else deps.slack.open_view
    await show(body["trigger_id"], views.survey(reader(me), asked, list_of(body)))
    await ack()


async def save_survey(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    talk_id, _, below = view["private_metadata"].partition(" ")
    heard, following = views.read_survey(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await surveys.answer(tx, me, int(talk_id), heard, following, deps.clock.now())
    await draw_below(deps, view, body, below)
    await ack()


async def calendar(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The file comes into the chat with the bot."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await files.ask(tx, me, _value(body), deps.clock.now())
    await ack()


async def go_on(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await changes.go_on(tx, me, _value(body), deps.clock.now())
    await ack()


async def _say(body: Json, deps: Deps, *, held: bool) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.say(tx, me, _value(body), held, deps.clock.now())
    await draw(deps, body)


def _value(body: Json) -> int:
    return int(body["actions"][0]["value"])
