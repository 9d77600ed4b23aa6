"""`/summary`: the team on one screen, what each figure counts, one person's evidence, and what was told earlier."""

import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import mentions
from bot.domain.cycle_summaries import Of
from bot.domain.errors import RuleBroken
from bot.slack import Permanent
from bot.usecases import checkins_read
from bot.usecases import cycle_summaries as usecases
from bot.usecases import cycle_summaries_evidence as evidence
from bot.usecases.one_on_ones import Row
from bot.views import cycle_summaries as views
from bot.views import cycle_summaries_lists as pages
from bot.views import cycle_summaries_talk_to as talking
from bot.views import one_on_ones_forms as forms
from bot.views import one_on_ones_list as lists
from bot.views import reading
from handlers import feedback
from handlers.acting import actor, reader

Json = dict[str, Any]
log = structlog.stdlib.get_logger("growloop.cycle_summaries")


def register(app: AsyncApp) -> None:
    app.action(views.TEAM)(team)
    app.action(_pages(views.BEHIND))(behind)
    app.action(_pages(views.PEOPLE))(people)
    app.action(_pages(views.PERSON))(person)
    app.action(_pages(views.EARLIER))(earlier)
    app.action(views.CHOOSE)(choose)
    app.action(talking.READ)(read)
    app.action(talking.TALK)(talk)
    app.action(talking.GIVE)(give)


def _pages(name: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(name)}(\.[a-z]+)?$")


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/summary` sums up my team, `/summary @mei` one of them. What is there at once says that it is coming."""
    text = str(body.get("text") or "").strip()
    named = mentions.read(text)
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        if text and not named.people:
            raise RuleBroken("summary_name_one")
        who = await evidence.access_named(tx, me, named.people[0], deps.clock.now()) if named.people else None
    opened = await deps.slack.open_view(body["trigger_id"], views.loading(reader(me)))
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        now = deps.clock.now()
        if who is not None:
            view = pages.timeline(reader(me), await evidence.access_timeline(tx, me, who, 0, now))
        else:
            view = views.team(reader(me), await usecases.access_team(tx, me, now))
    try:
        await deps.slack.update_view(opened["id"], view)
    except Permanent as trouble:  # closed meanwhile
        log.info("the summary is not looked at any more", trouble=str(trouble))
    await ack()


async def team(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The summary: as it is now, or as it was told."""
    kept_id = int(body["actions"][0]["value"])
    async with deps.transaction(reading=True) as tx:
        me, now = await actor(tx, body, deps), deps.clock.now()
        shown = await (usecases.access_kept(tx, me, kept_id, now) if kept_id else usecases.access_team(tx, me, now))
    await _show(ack, body, deps, views.team(reader(me), shown))


async def behind(ack: AsyncAck, body: Json, deps: Deps) -> None:
    kept_id, of, page = str(body["actions"][0]["value"]).split()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await evidence.access_behind(tx, me, Of(of), int(kept_id), int(page), deps.clock.now())
    await _show(ack, body, deps, pages.behind(reader(me), shown))


async def people(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_people(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await _show(ack, body, deps, pages.people(reader(me), shown))


async def person(ack: AsyncAck, body: Json, deps: Deps) -> None:
    person_id, page = map(int, str(body["actions"][0]["value"]).split())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await evidence.access_timeline(tx, me, person_id, page, deps.clock.now())
    await _show(ack, body, deps, pages.timeline(reader(me), shown))


async def choose(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Somebody was chosen in the summary."""
    async with deps.transaction(reading=True) as tx:
        me, now = await actor(tx, body, deps), deps.clock.now()
        who = await evidence.access_named(tx, me, str(body["actions"][0]["selected_user"]), now)
        shown = await evidence.access_timeline(tx, me, who, 0, now)
    await _show(ack, body, deps, pages.timeline(reader(me), shown))


async def earlier(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_earlier(tx, me)
    await _show(ack, body, deps, pages.earlier(reader(me), shown, int(body["actions"][0]["value"])))


async def _show(ack: AsyncAck, body: Json, deps: Deps, view: Json) -> None:
    """In place of the summary that is open; from a message, a new one."""
    there = body.get("view") or {}
    if there.get("type") == "modal":
        await deps.slack.update_view(there["id"], view, hash_=there["hash"])
    else:
        await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def read(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """A check-in, above the summary. That it was read is stored first."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await checkins_read.read(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await _above(deps, body, reading.opened(reader(me), opened))
    await ack()


async def talk(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """My 1:1s with somebody, or the form that sets them up."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await evidence.access_talks(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await _above(
        deps, body, lists.one(reader(me), found, me) if isinstance(found, Row) else forms.setting(reader(me), found)
    )
    await ack()


async def give(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await feedback.open_form(deps, body, to=[int(body["actions"][0]["value"])])
    await ack()


async def _above(deps: Deps, body: Json, view: Json) -> None:
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], view)
