"""The agenda of a 1:1: the modal with its buttons, `/one-on-one add`, and the shortcut in a message's menu."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import mentions
from bot.domain.agenda import MESSAGE_FORM, WORDS_MAX
from bot.domain.errors import RuleBroken
from bot.domain.feedback_form import Message
from bot.domain.mentions import people_in, readable
from bot.domain.one_on_ones import Purpose
from bot.slack import SlackTrouble
from bot.usecases import agenda as usecases
from bot.usecases import feedback_form
from bot.views import agenda as views
from bot.views import agenda_form as forms
from bot.views import inputs
from bot.views.feedback_form_read import QUOTE, quotable
from handlers.acting import actor, reader
from handlers.feedback_message import message_url

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]
Change = Callable[["Tx", "Person", int], Awaitable[object]]

log = structlog.stdlib.get_logger("growloop.agenda")


def register(app: AsyncApp) -> None:
    app.action(views.AGENDA)(opened)
    app.action(re.compile(rf"^{re.escape(views.TURN)}\."))(turn)
    app.action(views.STRIKE)(strike)
    app.action(views.PUT_BACK)(put_back)
    app.action(views.SHOW_BOTH)(show_both)
    app.action(views.PURPOSE)(purpose)
    app.action(views.ADD)(add)
    app.view(forms.SAVE)(save)
    app.message_shortcut(MESSAGE_FORM)(on_message)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/one-on-one agenda @leo`; with nobody named and several to choose from, the choice among them."""
    named, now = mentions.read(body.get("text")).people, deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = (await usecases.access_adding(tx, me, now, to=named[0] if named else None)).partners
        chosen = [one for one in found if one.slack_id in named] or found
        view = views.partners(reader(me), found)
        if len(chosen) == 1:
            view = views.agenda(reader(me), await usecases.access_with(tx, me, chosen[0].id, now))
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def added(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/one-on-one add @leo the budget`: at once where it is clear whom and what; else the form asks for the rest."""
    typed, now = mentions.read(body.get("text")), deps.clock.now()
    to = typed.people[0] if len(typed.people) == 1 else None
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        adding = await usecases.access_adding(tx, me, now, to=to, words=typed.words)
        clear = adding.to is not None and len(typed.people) <= 1 and not typed.unknown
        if clear and adding.to is not None and 0 < len(typed.words) <= WORDS_MAX:
            await usecases.add(tx, me, adding.to.id, typed.words, now, source=f"command:{body['trigger_id']}")
            said: str | None = forms.told(reader(me), adding.to)
        else:
            said = None
    if said is not None:
        await ack(response_type="ephemeral", text=said)
        return
    await deps.slack.open_view(
        body["trigger_id"], forms.form(reader(me), replace(adding, unknown=tuple(typed.unknown)))
    )
    await ack()


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The agenda: of a talk, or with somebody. In a modal it takes that one's place, so that there is room for the guide above it."""
    word, _, other = str(body["actions"][0]["value"]).partition(" ")
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        if other:
            found = await usecases.access_with(tx, me, int(other), now)
        else:
            found = await usecases.access_agenda(tx, me, int(word), now)
    below, view = body.get("view") or {}, views.agenda(reader(me), found)
    if below.get("type") == "modal":
        await deps.slack.update_view(below["id"], view)
    else:
        await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _redraw(deps, body, page=int(body["actions"][0]["value"]))
    await ack()


async def strike(ack: AsyncAck, body: Json, deps: Deps) -> None:
    key, now = str(body["actions"][0]["value"]), deps.clock.now()
    await _redraw(deps, body, lambda tx, me, other: usecases.strike(tx, me, other, key, now))
    await ack()


async def put_back(ack: AsyncAck, body: Json, deps: Deps) -> None:
    key, now = str(body["actions"][0]["value"]), deps.clock.now()
    await _redraw(deps, body, lambda tx, me, other: usecases.put_back(tx, me, other, key, now))
    await ack()


async def show_both(ack: AsyncAck, body: Json, deps: Deps) -> None:
    checkin_id, now = int(body["actions"][0]["value"]), deps.clock.now()
    await _redraw(deps, body, lambda tx, me, other: usecases.show_both(tx, me, other, checkin_id, now))
    await ack()


async def purpose(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What the talk is for: kept at once, and the way to its guide is there."""
    pressed = body["actions"][0]
    talk_id, chosen = int(pressed["block_id"].split()[1]), Purpose(pressed["selected_option"]["value"])
    await _redraw(deps, body, lambda tx, me, _: usecases.choose_purpose(tx, me, talk_id, chosen))
    await ack()


async def _redraw(deps: Deps, body: Json, change: Change | None = None, *, page: int | None = None) -> None:
    """Change something, and show the agenda on the screen as it stands then."""
    view = body["view"]
    other, at = views.read(view)
    async with deps.transaction(reading=change is None) as tx:
        me = await actor(tx, body, deps)
        if change is not None:
            await change(tx, me, other)
        found = await usecases.access_with(tx, me, other, deps.clock.now())
    await deps.slack.update_view(view["id"], views.agenda(reader(me), found, at if page is None else page))


async def add(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, above the agenda."""
    other, _ = views.read(body["view"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_with(tx, me, other, deps.clock.now())
        adding = await usecases.access_adding(tx, me, deps.clock.now(), to=found.pair.other.slack_id)
    await deps.slack.push_view(body["trigger_id"], forms.form(reader(me), replace(adding, partners=[found.pair.other])))
    await ack()


async def on_message(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form for a point about a message. Its text stands in the form alone, until somebody wants it quoted."""
    said = body["message"]
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        author = str(said.get("user") or said.get("bot_id") or "")
        message = Message(str(body["channel"]["id"]), str(said["ts"]), author, message_url(body))
        adding = await usecases.access_adding(tx, me, deps.clock.now(), message=message)
        text = str(said.get("text") or "")
        text = readable(text, await feedback_form.access_names(tx, me, people_in(text)))
    await deps.slack.open_view(body["trigger_id"], forms.form(reader(me), adding, quotable=text or None))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; the agenda below shows it, if it is still there."""
    to, words, message = forms.read_form(view)
    quoted = quotable(view) if inputs.held(view["state"]["values"], QUOTE) else None
    now, source = deps.clock.now(), f"view:{view['id']}"
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        other = (await usecases.access_adding(tx, me, now, to=to)).to
        if other is None:
            raise RuleBroken("choice_needed", field="to")
        await usecases.add(tx, me, other.id, words, now, source=source, message=message, quoted=quoted)
        found = await usecases.access_with(tx, me, other.id, now)
    if not view.get("previous_view_id"):
        await ack(response_action="update", view=forms.added(reader(me), other))
        return
    try:
        await deps.slack.update_view(view["previous_view_id"], views.agenda(reader(me), found))
    except SlackTrouble as trouble:
        log.info("the agenda below is not drawn anew", trouble=str(trouble))
    await ack()
