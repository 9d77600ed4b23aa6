"""People join, move and leave; HR sets managers and zones; a workspace owner takes on HR where nobody does."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.home import ORIGIN
from bot.domain.roles import Source
from bot.slack import SlackTrouble
from bot.usecases import acting, home, roles, roster
from bot.usecases import people as usecases
from bot.views import people as views
from handlers.acting import actor, ids, reader, seen_before

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.event("team_join")(joined)
    app.event("user_change")(changed)
    app.action(views.SET_MANAGER)(ask_manager)
    app.view(views.SET_MANAGER)(set_manager)
    app.action(views.SET_ZONE)(ask_zone)
    app.view(views.SET_ZONE)(set_zone)
    app.action(views.SET_HR)(ask_hr)
    app.view(views.SET_HR)(set_hr)
    app.action(views.TAKE_HR)(take_hr)


async def joined(ack: AsyncAck, event: Json, body: Json, deps: Deps) -> None:
    user = event["user"]
    if not user.get("locale"):
        user = await _with_language(deps, user)
    await _take_in(deps, body, user)
    await ack()


async def changed(ack: AsyncAck, event: Json, body: Json, deps: Deps) -> None:
    """Slack tells of every change of a status or a picture; only what matters here is looked at twice."""
    async with deps.transaction(reading=True) as tx:
        workspace = await acting.access_workspace(tx, ids(body)[0])
        news = await roster.is_news(tx, workspace, event["user"])
    if news:
        await _take_in(deps, body, event["user"])
    await ack()


async def _with_language(deps: Deps, user: Json) -> Json:
    """The event tells no language. Where Slack cannot be asked now, the nightly roster learns it."""
    try:
        return {**user, "locale": (await deps.slack.user(user["id"])).get("locale")}
    except SlackTrouble:
        return user


async def _take_in(deps: Deps, body: Json, user: Json) -> None:
    now = deps.clock.now()
    async with deps.transaction() as tx:
        if await seen_before(tx, body, now):
            return
        workspace = await acting.access_workspace(tx, ids(body)[0])
        await roster.take_in(tx, workspace, [user], roster.run_id(now), now)
        await roles.appoint(tx, workspace.id, deps.hr_emails, now)


async def ask_manager(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await roles.require_hr(tx, me)
    await deps.slack.open_view(body["trigger_id"], views.manager_form(reader(me), body["actions"][0].get("value")))
    await ack()


async def set_manager(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    now = deps.clock.now()
    chosen, manager_id = views.read_manager_form(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        person = await usecases.access_person(tx, me, chosen, "person")
        manager = await usecases.access_person(tx, me, manager_id, "manager") if manager_id else None
        today = usecases.local_day(person, now)
        await usecases.set_manager(tx, me, person, manager, today, Source.APP, now)
        await home.redraw_later(tx, me, ORIGIN)
    await ack()


async def ask_zone(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await roles.require_hr(tx, me)
    await deps.slack.open_view(body["trigger_id"], views.zone_form(reader(me), body["actions"][0].get("value")))
    await ack()


async def set_zone(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    chosen, zone = views.read_zone_form(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        person = await usecases.access_person(tx, me, chosen, "person")
        await usecases.set_zone(tx, me, person, zone, deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()


async def ask_hr(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        holders = await roles.access_hr(tx, me)
    await deps.slack.open_view(body["trigger_id"], views.hr_form(reader(me), holders))
    await ack()


async def set_hr(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await roles.set_hr(tx, me, views.read_hr_form(view), deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()


async def take_hr(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await roles.take_hr(tx, me, deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
    await ack()
