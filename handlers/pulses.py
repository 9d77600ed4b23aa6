"""Pulses: taking part, and what was found. Nothing here is logged, redrawn or owed on account of somebody's answers."""

import json
import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.home import ORIGIN
from bot.usecases import home, pulses_results
from bot.usecases import pulses as usecases
from bot.usecases import series as series_usecases
from bot.views import pulses as views
from bot.views import pulses_results as result_views
from bot.views import questions
from handlers import series
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.ANSWER)(answer)
    app.view(views.SUBMIT)(submit)
    app.action(views.RESULTS)(results)
    app.action(views.PREVIEW)(series.preview)
    app.action(views.PAUSE)(pause)
    app.action(_any(result_views.OTHER))(other)
    app.action(result_views.SHARE)(share)
    app.action(result_views.TEXTS)(texts)
    app.action(_any(result_views.MORE_TEXTS))(more_texts)
    app.action(result_views.TEAMS)(teams)
    app.action(_any(result_views.MORE_TEAMS))(more_teams)


def _any(action: str) -> re.Pattern[str]:
    """The action with whatever tells its buttons apart in one row."""
    return re.compile(rf"^{re.escape(action)}\.[a-z]+$")


async def answer(ack: AsyncAck, body: Json, deps: Deps) -> None:
    slot = json.loads(_value(body))
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        form = await usecases.access_form(tx, me, slot["series"], slot["slot"], deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), form))
    await ack()


async def submit(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store that this person took part, and what was said; the thanks take the form's place."""
    slot = json.loads(view["private_metadata"])
    replies = questions.read(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        asking, new = await usecases.take_part(
            tx, me, replies, deps.clock.now(), series_id=slot["series"], slot=slot["slot"]
        )
    shown = views.thanks(reader(me), asking) if new else views.taken(reader(me), asking)
    await ack(response_action="update", view=shown)


async def pause(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await series_usecases.pause(tx, me, int(_value(body)), deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()


async def results(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await deps.slack.open_view(body["trigger_id"], await _results(body, deps, int(_value(body))))
    await ack()


async def other(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The slot before or after, in the same modal."""
    await _change(body, deps, await _results(body, deps, int(_value(body))))
    await ack()


async def share(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """HR shows the results to everybody, or no longer; the modal shows how it stands now."""
    slot_id, on = (int(one) for one in _value(body).split())
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await pulses_results.share(tx, me, slot_id, deps.clock.now(), shared=bool(on))
    await _change(body, deps, await _results(body, deps, slot_id))
    await ack()


async def texts(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await deps.slack.push_view(body["trigger_id"], await _texts(body, deps))
    await ack()


async def more_texts(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _change(body, deps, await _texts(body, deps))
    await ack()


async def teams(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await deps.slack.push_view(body["trigger_id"], await _teams(body, deps))
    await ack()


async def more_teams(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _change(body, deps, await _teams(body, deps))
    await ack()


async def _results(body: Json, deps: Deps, slot_id: int) -> Json:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await pulses_results.access_results(tx, me, slot_id, deps.clock.now())
    return result_views.results(reader(me), shown)


async def _texts(body: Json, deps: Deps) -> Json:
    slot_id, question_id, page = (int(one) for one in _value(body).split())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await pulses_results.access_texts(tx, me, slot_id, question_id, deps.clock.now(), page)
    return result_views.texts(reader(me), shown)


async def _teams(body: Json, deps: Deps) -> Json:
    slot_id, page = (int(one) for one in _value(body).split())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await pulses_results.access_teams(tx, me, slot_id, deps.clock.now(), page)
    return result_views.teams(reader(me), shown)


async def _change(body: Json, deps: Deps, view: Json) -> None:
    await deps.slack.update_view(body["view"]["id"], view, hash_=body["view"].get("hash"))


def _value(body: Json) -> str:
    return str(body["actions"][0]["value"])
