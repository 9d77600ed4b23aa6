"""Somebody's own summary of a cycle: `/growloop my-summary`, what lies behind its figures, and what they add."""

from re import compile as pattern
from re import escape
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.errors import RuleBroken
from bot.domain.own_summaries import Part, Sort
from bot.slack import SlackTrouble
from bot.usecases import own_summaries as usecases
from bot.usecases import own_summaries_additions, own_summaries_export
from bot.views import own_summaries as views
from bot.views import own_summaries_export as export_views
from bot.views import own_summaries_more as more_views
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.own_summaries")


def register(app: AsyncApp) -> None:
    dotted = {views.STATE: state, views.BEHIND: behind, views.EDIT: edit, more_views.TURN: turn}
    dotted |= {more_views.TEAM_TURN: team_turn}
    for name, handler in dotted.items():
        app.action(pattern(rf"^{escape(name)}\.\w+$"))(handler)
    app.action(views.OPEN)(opened)
    app.action(views.CYCLE)(cycle)
    app.action(more_views.BACK)(back)
    app.action(views.ADD)(edit)
    app.action(views.TEAM)(team)
    app.action(views.EXPORT)(export)
    app.view(more_views.SAVE)(save)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop my-summary`; who is in no cycle, but leads somebody who is, sees what these added."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        try:
            view = await _summary(tx, me, now)
        except RuleBroken:
            found = await own_summaries_additions.access_team(tx, me, now)
            if not found.rows:
                raise
            view = more_views.team(reader(me), found)
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def _summary(
    tx: "Tx", me: "Person", now: "datetime", cycle_id: int | None = None, part: Part | None = None
) -> Json:
    return views.summary(reader(me), await usecases.access_own(tx, me, now, cycle_id, part))


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """From a message or another modal."""
    value = str(body["actions"][0].get("value") or "")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await _summary(tx, me, deps.clock.now(), int(value) if value else None)
    await _show(deps, body, view)
    await ack()


async def _show(deps: Deps, body: Json, view: Json) -> None:
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], view)


async def cycle(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another cycle, in its place."""
    await _instead(ack, body, deps, int(body["actions"][0]["selected_option"]["value"]), None)


async def state(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The same cycle as it was at another moment."""
    await _instead(ack, body, deps, views.read(body["view"])[0], Part(body["actions"][0]["value"]))


async def back(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The summary, in place of what lies behind a figure."""
    cycle_id, part, _ = views.read(body["view"])
    await _instead(ack, body, deps, cycle_id, part)


async def _instead(ack: AsyncAck, body: Json, deps: Deps, cycle_id: int, part: Part | None) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await _summary(tx, me, deps.clock.now(), cycle_id, part)
    await deps.slack.update_view(body["view"]["id"], view)
    await ack()


async def behind(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What a figure counts, in place of the summary: so there is room above it for what is opened there."""
    await _behind(ack, body, deps, Sort(body["actions"][0]["value"]), 0)


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    sort, page = str(body["actions"][0]["value"]).split()
    await _behind(ack, body, deps, Sort(sort), int(page))


async def _behind(ack: AsyncAck, body: Json, deps: Deps, sort: Sort, page: int) -> None:
    cycle_id, part, _ = views.read(body["view"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_behind(tx, me, sort, deps.clock.now(), cycle_id, part, page)
    await deps.slack.update_view(body["view"]["id"], more_views.behind(reader(me), found))
    await ack()


async def edit(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form of a new addition, or of one that is there, above what is open."""
    value = str(body["actions"][0].get("value") or "")
    cycle_id, _, _ = views.read(body["view"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        known = int(value) if value else None
        found = await own_summaries_additions.access_adding(tx, me, deps.clock.now(), cycle_id, known)
    await _show(deps, body, more_views.form(reader(me), found, str(body["view"]["private_metadata"])))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Keep it; what lies below shows it, if it is still there."""
    cycle_id, known, shown_to, below, day, words, goal_id = more_views.read_form(view)
    now, source = deps.clock.now(), f"view:{view['id']}"
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        given = (cycle_id, known, words, day, goal_id, now)
        await own_summaries_additions.save(tx, me, *given, source=source, shown_to=shown_to)
        page = await _below(tx, me, below, now)
    if page is not None and view.get("previous_view_id"):
        try:
            await deps.slack.update_view(view["previous_view_id"], page)
        except SlackTrouble as trouble:
            log.info("what lies below is not drawn anew", trouble=str(trouble))
    await ack()


async def _below(tx: "Tx", me: "Person", below: str, now: "datetime") -> Json | None:
    """The summary, or the page of additions, as it is now."""
    if not below:
        return None
    cycle_id, part, more = views.read({"private_metadata": below})
    if not more:
        return await _summary(tx, me, now, cycle_id, part)
    found = await usecases.access_behind(tx, me, Sort(more[0]), now, cycle_id, part, int(more[1]))
    return more_views.behind(reader(me), found)


async def team(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What those who named me as a reader added."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await own_summaries_additions.access_team(tx, me, deps.clock.now())
    await _show(deps, body, more_views.team(reader(me), found))
    await ack()


async def team_turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        page = int(body["actions"][0]["value"])
        found = await own_summaries_additions.access_team(tx, me, deps.clock.now(), page)
    await deps.slack.update_view(body["view"]["id"], more_views.team(reader(me), found))
    await ack()


async def export(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What I wrote in my cycles as text, into my own chat."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        spans = export_views.spans(reader(me), await own_summaries_export.access_all(tx, me))
        count = await own_summaries_export.export(tx, me, spans, deps.clock.now())
    await deps.slack.update_view(body["view"]["id"], export_views.on_its_way(reader(me), count))
    await ack()
