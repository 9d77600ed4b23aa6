"""Feedback is answered: thanked for, talked about, asked about, tried; from its message or from the modal that shows it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import feedback as rules
from bot.domain import talks as talk_rules
from bot.domain.cadence import moment, zone_of
from bot.slack import SlackTrouble
from bot.usecases import feedback_answers as usecases
from bot.usecases import feedback_read, home, talks
from bot.views import feedback as views
from bot.views import feedback_came as came
from bot.views import feedback_forms as forms
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from bot.usecases.feedback_read import Opened
    from storage.people import Person

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.feedback")


def register(app: AsyncApp) -> None:
    app.action(came.THANK)(thank)
    app.action(came.TALK)(talk)
    app.action(came.ASK)(ask)
    app.action(came.TRY)(try_out)
    app.action(came.AGREE)(agree)
    app.action(came.LET_BE)(let_be)
    app.view(forms.PROPOSE)(propose)
    app.view(forms.SAY)(say)
    app.view(forms.SAVE_TRY)(save_try)


async def thank(ack: AsyncAck, body: Json, deps: Deps) -> None:
    feedback_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await usecases.thank(tx, me, int(feedback_id), deps.clock.now())
    await _draw(deps, body, me, opened, origin)
    await ack()


async def agree(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Agree to the time that the button named."""
    feedback_id, when, *origin = body["actions"][0]["value"].split()
    at = None if when == forms.NEXT else datetime.fromisoformat(when)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await usecases.agree(tx, me, int(feedback_id), at, deps.clock.now())
    await _draw(deps, body, me, opened, "".join(origin))
    await ack()


async def let_be(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What was said last needs no answer."""
    feedback_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await talks.let_be(tx, me, int(feedback_id), rules.RECORD)
        opened = await feedback_read.read(tx, me, int(feedback_id), deps.clock.now())
        await home.redraw_later(tx, me, origin)
    await _draw(deps, body, me, opened, origin)
    await ack()


async def talk(ack: AsyncAck, body: Json, deps: Deps) -> None:
    feedback_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_answering(tx, me, int(feedback_id), deps.clock.now())
    await _show(deps, body, forms.talk(reader(me), shown, origin))
    await ack()


async def try_out(ack: AsyncAck, body: Json, deps: Deps) -> None:
    feedback_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_answering(tx, me, int(feedback_id), deps.clock.now())
    await _show(deps, body, forms.try_out(reader(me), shown, origin))
    await ack()


async def ask(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The field for some words; what was said before stands in the modal below, if that is open."""
    feedback_id, _, origin = body["actions"][0]["value"].partition(" ")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        opened = await feedback_read.read(tx, me, int(feedback_id), deps.clock.now())
    await _show(deps, body, forms.question(reader(me), opened, origin))
    await ack()


async def propose(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    feedback_id, _, origin = view["private_metadata"].partition(" ")
    chosen = forms.read_talk(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        at = moment(*chosen, zone_of(me.zone)) if chosen is not None else None
        opened = await usecases.propose(tx, me, int(feedback_id), at, deps.clock.now())
    await _draw_below(deps, view, me, opened, origin)
    await ack()


async def say(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the words; the other one gets them as a message."""
    feedback_id, _, origin = view["private_metadata"].partition(" ")
    field = (view["state"]["values"].get("reply") or {}).get("value") or {}
    words = talk_rules.check_field(str(field.get("value") or ""))
    now, source = deps.clock.now(), f"view:{view['id']}"
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await talks.reply(tx, me, int(feedback_id), words, now, source=source, about=rules.RECORD)
        opened = await feedback_read.read(tx, me, int(feedback_id), now)
        await home.redraw_later(tx, me, origin)
    await _draw_below(deps, view, me, opened, origin)
    await ack()


async def save_try(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    feedback_id, _, origin = view["private_metadata"].partition(" ")
    words, shown = forms.read_try(view["state"]["values"])
    now, source = deps.clock.now(), f"view:{view['id']}"
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.will_try(tx, me, int(feedback_id), words, now, shown=shown, source=source)
        opened = await feedback_read.read(tx, me, int(feedback_id), now)
        await home.redraw_later(tx, me, origin)
    await _draw_below(deps, view, me, opened, origin)
    await ack()


async def _show(deps: Deps, body: Json, form: Json) -> None:
    """A form, over the modal that is open, if there is one."""
    show = deps.slack.push_view if (body.get("view") or {}).get("type") == "modal" else deps.slack.open_view
    await show(body["trigger_id"], form)


async def _draw(deps: Deps, body: Json, me: "Person", opened: "Opened", origin: str) -> None:
    """Pressed in the modal, that shows it at once; a message is edited as every message is."""
    if (body.get("view") or {}).get("type") == "modal":
        await deps.slack.update_view(body["view"]["id"], views.opened(reader(me), opened, origin))


async def _draw_below(deps: Deps, view: Json, me: "Person", opened: "Opened", origin: str) -> None:
    """The modal below the form shows what came of it, if it is still there."""
    if view.get("previous_view_id"):
        try:
            await deps.slack.update_view(view["previous_view_id"], views.opened(reader(me), opened, origin))
        except SlackTrouble as trouble:
            log.info("the feedback below is not drawn anew", trouble=str(trouble))
