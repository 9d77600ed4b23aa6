"""Observations: writing them down from everywhere, reading them again, and deciding what becomes of them."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import mentions
from bot.domain.errors import RuleBroken
from bot.domain.feedback import Part
from bot.domain.feedback_form import Message
from bot.domain.observations import MESSAGE_FORM, Draft
from bot.slack import SlackTrouble
from bot.usecases import observations as usecases
from bot.usecases import observations_form, observations_moving
from bot.usecases.feedback_cited import day_of
from bot.views import observations as views
from bot.views import observations_form as form_views
from bot.views import observations_moving as moving_views
from bot.views.feedback_form_read import quotable
from handlers import feedback
from handlers.acting import actor, reader
from handlers.feedback_message import message_url

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.observations")


def register(app: AsyncApp) -> None:
    app.message_shortcut(MESSAGE_FORM)(on_message)
    app.action(form_views.WRITE)(write)
    app.action(form_views.ABOUT_CHECKIN)(about_checkin)
    app.action(form_views.PERSON)(redraw)
    app.view(form_views.SUBMIT)(submit)
    app.action(views.READ)(read)
    app.action(views.PART_TURN)(part)
    app.action(re.compile(rf"^{re.escape(views.TURN)}\.[a-z]+$"))(turn)
    app.action(views.SHARE)(share)
    app.action(views.EDIT)(edit)
    app.action(views.DELETE)(delete)
    app.action(views.GIVE)(give)
    app.action(moving_views.LIST)(every)
    app.action(moving_views.DECIDE)(decide)
    app.view(moving_views.DECIDED)(decided)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/note` lists what I may read; with somebody after it, it opens the form about them, with what was typed."""
    text = str(body.get("text") or "").strip()
    if not text:
        await every(ack, body, deps)
        return
    typed = mentions.read(text)
    said = {Part.BEHAVIOUR: typed.words} if typed.words else {}
    to = typed.people[0] if typed.people else None
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await observations_form.access_form(tx, me, Draft(to=to, said=said), deps.clock.now())
    told = [form_views.unknown(reader(me), typed.unknown)] if typed.unknown else []
    await deps.slack.open_view(body["trigger_id"], form_views.form(reader(me), shown, told=told))
    await ack()


async def every(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The list, from its start."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_page(tx, me, 0, deps.clock.now())
    await _show(deps, body, views.listed(reader(me), shown))
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_page(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await deps.slack.update_view(body["view"]["id"], views.listed(reader(me), shown))
    await ack()


async def on_message(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form about the message's author. Its text stands in the form alone, until the observer wants it quoted."""
    said = body["message"]
    author = str(said.get("user") or "")
    if said.get("bot_id") or not author:
        raise RuleBroken("observed_app")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await observations_form.access_observed(tx, me, author, deps.clock.now())
        message = Message(str(body["channel"]["id"]), str(said["ts"]), author, message_url(body))
        draft = Draft(to=author, message=message, day=day_of(message.ts, me.zone))
        shown = await observations_form.access_form(tx, me, draft, deps.clock.now())
        text = str(said.get("text") or "")
        text = mentions.readable(text, await usecases.access_names(tx, me, sorted(mentions.people_in(text))))
    await deps.slack.open_view(body["trigger_id"], form_views.form(reader(me), shown, message=text or None))
    await ack()


async def write(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _open(deps, body, Draft())
    await ack()


async def about_checkin(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The button under a check-in: about its author, and linked with it."""
    checkin_id = int(body["actions"][0]["value"].split()[0])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        draft = await observations_form.access_about_checkin(tx, me, checkin_id, deps.clock.now())
    await _open(deps, body, draft)
    await ack()


async def edit(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        draft = await observations_form.access_editing(tx, me, int(body["actions"][0]["value"]))
    await _open(deps, body, draft)
    await ack()


async def _open(deps: Deps, body: Json, draft: Draft) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await observations_form.access_form(tx, me, draft, deps.clock.now())
    await _show(deps, body, form_views.form(reader(me), shown))


async def _show(deps: Deps, body: Json, view: Json) -> None:
    """Above the modal from which it was asked for, where there is one."""
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], view)


async def redraw(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Somebody else was chosen: what is typed stays, and what it can be linked with is theirs."""
    draft = replace(form_views.read(body["view"]), links=())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await _drawn(tx, deps, me, draft, body["view"])
    await deps.slack.update_view(body["view"]["id"], view)
    await ack()


async def _drawn(tx: "Tx", deps: Deps, me: "Person", draft: Draft, before: Json) -> Json:
    shown = await observations_form.access_form(tx, me, draft, deps.clock.now(), deps.lexicon)
    return form_views.form(reader(me), shown, message=quotable(before))


async def submit(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it, or ask first what would make it clearer. The modal below shows it, if there is one."""
    draft, now = form_views.read(view), deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        kept = await observations_form.keep(tx, me, draft, deps.lexicon, now, source=f"view:{view['id']}")
        again = await _drawn(tx, deps, me, kept.draft, view) if kept.observation is None else None
        opened = None
        if kept.observation is not None:
            opened = views.opened(reader(me), await usecases.read(tx, me, kept.observation.id, now))
    if again is not None:
        await ack(response_action="update", view=again)
    elif opened is not None and draft.editing is None:
        await ack(response_action="update", view=opened)
    else:
        await _redraw_below(deps, view, opened)
        await ack()


async def _redraw_below(deps: Deps, view: Json, opened: Json | None) -> None:
    """The modal below shows what was changed, if it is still there."""
    if view.get("previous_view_id") and opened is not None:
        try:
            await deps.slack.update_view(view["previous_view_id"], opened)
        except SlackTrouble as trouble:
            log.info("the observation below is not drawn anew", trouble=str(trouble))


async def read(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Show the words. That they were read is stored first."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await usecases.read(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await _show(deps, body, views.opened(reader(me), opened))
    await ack()


async def part(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another page of long words."""
    observation_id, page = body["actions"][0]["value"].split()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await usecases.read(tx, me, int(observation_id), deps.clock.now())
    await deps.slack.update_view(body["view"]["id"], views.opened(reader(me), opened, int(page)))
    await ack()


async def share(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await usecases.share(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await deps.slack.update_view(body["view"]["id"], views.opened(reader(me), opened))
    await ack()


async def delete(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.delete(tx, me, int(body["actions"][0]["value"]))
    await deps.slack.update_view(body["view"]["id"], views.gone(reader(me)))
    await ack()


async def give(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The feedback form, filled in with the observation, which it rests on."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        person, filled = await usecases.access_feedback(tx, me, int(body["actions"][0]["value"]))
    await feedback.open_form(deps, body, to=[person.slack_id], prefill=filled)
    await ack()


async def decide(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What is to be decided about somebody who reports to another manager now."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        left = await observations_moving.access_deciding(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    view = moving_views.deciding(reader(me), left) if left is not None else moving_views.decided(reader(me))
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def decided(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Do it, and show what is left."""
    person_id, named, choices = moving_views.read_deciding(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        left = await observations_moving.decide(tx, me, person_id, named, choices, deps.clock.now())
    shown = moving_views.deciding(reader(me), left) if left is not None else moving_views.decided(reader(me))
    await ack(response_action="update", view=shown)
