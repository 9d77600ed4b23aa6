"""Why goals were missed or are at risk: the pages, the form, the way to the agenda, and HR's sums; `/growloop causes`."""

from re import compile as pattern
from re import escape
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.slack import SlackTrouble
from bot.usecases import goal_causes as usecases
from bot.usecases import goal_causes_choosing, goal_causes_counts
from bot.views import goal_causes as views
from bot.views import goal_causes_counts as counts_views
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.goal_causes")


def register(app: AsyncApp) -> None:
    acts = {views.REVIEW: review, views.CHOOSE: choose, views.AGENDA: agenda, views.TURN: turn}
    for name, handler in acts.items():
        app.action(pattern(rf"^{escape(name)}(\.\w+)?$"))(handler)
    app.action(views.TEAM)(team)
    app.action(views.COUNTS)(counts)
    app.action(views.CYCLE)(cycle)
    app.view(views.SAVE)(save)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop causes`: one's own page at once for who leads nobody."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_team(tx, me, deps.clock.now())
        view = views.team(reader(me), shown)
        if not shown.leads and not shown.hr:
            view = views.review(reader(me), await usecases.access_review(tx, me, me.id, deps.clock.now()))
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def team(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The list of pages, above what is open."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_team(tx, me, deps.clock.now())
    await _show(deps, body, views.team(reader(me), shown))
    await ack()


async def review(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Somebody's page; from the list, of the cycle that the list shows."""
    below = body.get("view") or {}
    chosen = views.read_review(below)[1] if below.get("callback_id") == views.TEAM else None
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_review(tx, me, int(body["actions"][0]["value"]), deps.clock.now(), chosen)
    await _show(deps, body, views.review(reader(me), found))
    await ack()


async def counts(ack: AsyncAck, body: Json, deps: Deps) -> None:
    chosen = views.read_review(body["view"])[1]
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await goal_causes_counts.access_counts(tx, me, deps.clock.now(), chosen)
    await _show(deps, body, counts_views.counts(reader(me), found))
    await ack()


async def _show(deps: Deps, body: Json, view: Json) -> None:
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], view)


async def cycle(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another cycle in the modal that is open."""
    chosen = int(body["actions"][0]["selected_option"]["value"])
    person_id, _, _ = views.read_review(body["view"])
    await _redraw(deps, body, person_id, chosen, 0)
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    person_id, chosen, _ = views.read_review(body["view"])
    await _redraw(deps, body, person_id, chosen, int(body["actions"][0]["value"]))
    await ack()


async def _redraw(deps: Deps, body: Json, person_id: int, chosen: int | None, at: int) -> None:
    kind, now = body["view"]["callback_id"], deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        if kind == views.TEAM:
            view = views.team(reader(me), await usecases.access_team(tx, me, now, chosen, at))
        elif kind == views.COUNTS:
            view = counts_views.counts(reader(me), await goal_causes_counts.access_counts(tx, me, now, chosen))
        else:
            view = await _page(tx, me, person_id, chosen, at, now)
    await deps.slack.update_view(body["view"]["id"], view)


async def _page(tx: "Tx", me: "Person", person_id: int, chosen: int | None, at: int, now: "datetime") -> Json:
    return views.review(reader(me), await usecases.access_review(tx, me, person_id, now, chosen, at))


async def choose(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, above the page or the goal."""
    below = body.get("view") or {}
    page = str(below["private_metadata"]) if below.get("callback_id") == views.REVIEW else ""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await goal_causes_choosing.access_choosing(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await _show(deps, body, views.form(reader(me), found, page))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Keep it; the page below shows it, if it is still there."""
    goal_id, shown_to, below, cause, words = views.read_form(view)
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await goal_causes_choosing.choose(tx, me, goal_id, cause, words, now, shown_to=shown_to)
        page = await _page(tx, me, *views.read_review({"private_metadata": below}), now) if below else None
    if page is not None and view.get("previous_view_id"):
        try:
            await deps.slack.update_view(view["previous_view_id"], page)
        except SlackTrouble as trouble:
            log.info("the page below is not drawn anew", trouble=str(trouble))
    await ack()


async def agenda(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Put it on the agenda of the two; a sentence says so."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        other = await goal_causes_choosing.put_on_agenda(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await _show(deps, body, views.on_agenda(reader(me), other))
    await ack()
