"""Talks that were: `/one-on-one history @leo`, the button in the agenda, and one talk."""

import re
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import mentions
from bot.domain.errors import RuleBroken
from bot.usecases import agenda
from bot.usecases import one_on_ones_past as usecases
from bot.views import agenda as agenda_views
from bot.views import one_on_ones_past as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(agenda_views.PAST)(opened)
    app.action(views.OLDER)(older)
    app.action(views.SHOW)(show)
    app.action(re.compile(rf"^{re.escape(views.TURN)}\."))(turn)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/one-on-one history @leo`; also of those with whom one has none any more. Whoever has them with one person names nobody."""
    named, now = mentions.read(body.get("text")).people, deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        if named:
            other = await usecases.access_other(tx, me, named[0])
        else:
            adding = await agenda.access_adding(tx, me, now)
            if adding.to is None:
                raise RuleBroken("name_one")
            other = adding.to.id
        found = await usecases.access_talks(tx, me, other, now)
    await deps.slack.open_view(body["trigger_id"], views.listed(reader(me), found))
    await ack()


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await deps.slack.push_view(body["trigger_id"], await _list(deps, body))
    await ack()


async def older(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await deps.slack.update_view(body["view"]["id"], await _list(deps, body))
    await ack()


async def _list(deps: Deps, body: Json) -> Json:
    other, before = map(int, str(body["actions"][0]["value"]).split())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_talks(tx, me, other, deps.clock.now(), before=before or None)
    return views.listed(reader(me), found)


async def show(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """One talk, in place of the list: above it there is room for its notes."""
    await deps.slack.update_view(body["view"]["id"], await _talk(deps, body, int(body["actions"][0]["value"])))
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    talk_id, page = map(int, str(body["actions"][0]["value"]).split())
    await deps.slack.update_view(body["view"]["id"], await _talk(deps, body, talk_id, page))
    await ack()


async def _talk(deps: Deps, body: Json, talk_id: int, page: int = 0) -> Json:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_past(tx, me, talk_id, deps.clock.now())
    return views.talk(reader(me), found, int(body["view"]["private_metadata"]), page)
