"""Anonymous words to one's manager. Nothing here is logged, redrawn or owed on account of what somebody wrote."""

import json
import re
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import upward as rules
from bot.domain.errors import RuleBroken
from bot.slack import SlackTrouble
from bot.usecases import upward as usecases
from bot.usecases import upward_read
from bot.views import upward as views
from bot.views import upward_read as read_views
from handlers.acting import actor, ids, reader

Json = dict[str, Any]

REMEMBERED_MAX = 10_000
_wrong: dict[tuple[str, str], list[datetime]] = {}
"""Who lately typed tickets that are none. In memory alone: nothing on disk tells who looks."""

log = structlog.stdlib.get_logger("growloop.upward")


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(opened)
    app.view(views.SEND)(send)
    app.view(views.LOOK)(look)
    app.view(views.REPLY)(reply)
    app.action(views.READ)(read)
    app.action(re.compile(rf"^{re.escape(read_views.PAGE)}\.[a-z]+$"))(page)
    app.action(read_views.ANSWER)(answer)
    app.view(read_views.SAVE)(save)


def forget() -> None:
    """Know nobody's wrong tickets any more."""
    _wrong.clear()


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop upward` opens the form."""
    await open_form(deps, body)
    await ack()


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await open_form(deps, body)
    await ack()


async def open_form(deps: Deps, body: Json) -> None:
    """Open the form to the manager of whoever acts; the ticket goes with it, so that a repeated submit shows the same one."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        form = await usecases.access_form(tx, me, deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), form))


async def send(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store that this person wrote, and what was said; the ticket takes the form's place."""
    carried = json.loads(view["private_metadata"])
    words = views.read_form(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        sent = await usecases.send(tx, me, carried["to"], words, carried["ticket"], deps.clock.now())
    await ack(response_action="update", view=views.sent(reader(me), sent))


async def ticket_command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop ticket`, and the ticket after it; without one, a form asks for it."""
    typed = (body.get("text") or "").strip()
    if typed:
        shown = await _found(deps, body, typed)
    else:
        async with deps.transaction(reading=True) as tx:
            shown = views.ticket_form(reader(await actor(tx, body, deps)))
    await deps.slack.open_view(body["trigger_id"], shown)
    await ack()


async def look(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    typed = views.read_form(view["state"]["values"], "ticket")
    await ack(response_action="update", view=await _found(deps, body, typed))


async def reply(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    carried = json.loads(view["private_metadata"])
    words = views.read_form(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        manager = await usecases.reply(tx, me, carried["ticket"], carried["nonce"], words, deps.clock.now())
    await ack(response_action="update", view=views.replied(reader(me), manager.name))


async def read(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The click shows the words, and notes that they were read."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        shown = await upward_read.read(tx, me, int(_value(body)), deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], read_views.opened(reader(me), shown))
    await ack()


async def page(ack: AsyncAck, body: Json, deps: Deps) -> None:
    batch_id, number = (int(one) for one in _value(body).split())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await upward_read.access_batch(tx, me, batch_id, number)
    view = read_views.opened(reader(me), shown)
    await deps.slack.update_view(body["view"]["id"], view, hash_=body["view"].get("hash"))
    await ack()


async def answer(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, over the batch."""
    batch_id, number = (int(one) for one in _value(body).split())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await upward_read.access_batch(tx, me, batch_id, number)
    form = read_views.answer_form(reader(me), shown.batch, number)
    await deps.slack.push_view(body["trigger_id"], form)
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the answer; the batch below shows it, if it is still there."""
    batch_id, number = (int(one) for one in view["private_metadata"].split())
    words = views.read_form(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await upward_read.answer(tx, me, batch_id, words, deps.clock.now())
        shown = await upward_read.access_batch(tx, me, batch_id, number)
    if view.get("previous_view_id"):
        try:
            await deps.slack.update_view(view["previous_view_id"], read_views.opened(reader(me), shown))
        except SlackTrouble as trouble:
            log.info("the batch below is not drawn anew", trouble=str(trouble))
    await ack()


async def _found(deps: Deps, body: Json, typed: str) -> Json:
    """What a ticket finds. After some wrong ones, right ones are not looked at either for a while: nothing is learned by trying."""
    now, who = deps.clock.now(), ids(body)
    wrong = rules.recent(_wrong.get(who, ()), now)
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        if len(wrong) >= rules.TRIES:
            raise RuleBroken("ticket_later", field="ticket")
        try:
            found = await usecases.access_ticket(tx, me, typed, now)
        except RuleBroken:
            if len(_wrong) >= REMEMBERED_MAX:
                forget()
            _wrong[who] = [*wrong, now]
            raise
    return views.found(reader(me), found, typed)


def _value(body: Json) -> str:
    return str(body["actions"][0]["value"])
