"""Looking at goals: my own, my team's, the company's; one list in place of another."""

from collections.abc import Awaitable, Callable
from re import compile as pattern
from re import escape
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.goals_pictures import PictureOf
from bot.usecases import goals_overview, goals_pictures
from bot.usecases import goals_seeing as usecases
from bot.usecases.goals_seeing import Place
from bot.views import goals_lists as views
from bot.views import goals_overview as overview_views
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]
Drawn = Callable[["Tx", "Person", str, "datetime"], Awaitable[Json]]


def register(app: AsyncApp) -> None:
    for name, handler in ((views.MINE, mine), (views.TEAM, team), (views.TREE, tree), (views.PICTURE, picture)):
        app.action(pattern(rf"^{escape(name)}(\..+)?$"))(handler)


async def drawn(tx: "Tx", me: "Person", page: str, now: "datetime") -> Json:
    """That page of my goals; on the first one, what stands beside them."""
    shown = await usecases.access_mine(tx, me, now, int(page or 0))
    beside = await goals_overview.access_overview(tx, me, now) if shown.page == 0 else None
    before = overview_views.beside(reader(me), beside) if beside is not None else []
    return views.mine(reader(me), shown, before)


async def _team(tx: "Tx", me: "Person", page: str, now: "datetime") -> Json:
    return views.team(reader(me), await usecases.access_team(tx, me, now, int(page or 0)))


async def _tree(tx: "Tx", me: "Person", value: str, now: "datetime") -> Json:
    goal_id, level, missing, page = views.read(value or views.written())
    shown = await usecases.access_tree(tx, me, Place(goal_id, level, missing, page), now)
    return views.tree(reader(me), shown)


async def mine(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _show(ack, body, deps, drawn)


async def team(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _show(ack, body, deps, _team)


async def tree(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _show(ack, body, deps, _tree)


async def _show(ack: AsyncAck, body: Json, deps: Deps, draw: Drawn) -> None:
    """In place of the modal that is open; from Home or a message, a new one."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await draw(tx, me, str(body["actions"][0].get("value") or ""), deps.clock.now())
    there = body.get("view") or {}
    if there.get("type") == "modal":
        await deps.slack.update_view(there["id"], view, hash_=there["hash"])
    else:
        await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def picture(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Owe the picture; the button's modal gives way to a sentence that says where it comes."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await goals_pictures.ask(tx, me, PictureOf(str(body["actions"][0]["value"])), deps.clock.now())
    await deps.slack.push_view(body["trigger_id"], views.picture_comes(reader(me)))
    await ack()
