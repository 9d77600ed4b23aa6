"""1:1s: `/one-on-one`, setting them up, another time, agreeing, skipping, and the place."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import mentions
from bot.domain.cadence import moment, zone_of
from bot.domain.errors import RuleBroken
from bot.slack import SlackTrouble
from bot.usecases import one_on_ones as usecases
from bot.usecases import one_on_ones_moves as moves
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases import one_on_ones_setting as settings
from bot.usecases.one_on_ones import Row
from bot.views import one_on_ones as views
from bot.views import one_on_ones_forms as forms
from bot.views import one_on_ones_list as lists
from handlers import agenda, one_on_ones_past
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]
log = structlog.stdlib.get_logger("growloop.one_on_ones")

WORDS: dict[str, Callable[[AsyncAck, Json, Deps], Awaitable[None]]] = {
    "add": agenda.added,
    "agenda": agenda.command,
    "history": one_on_ones_past.command,
}
"""What else can follow `/one-on-one`: a word and what it does."""


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(opened)
    app.action(re.compile(rf"^{re.escape(lists.TURN)}\."))(turn)
    app.action(views.SET)(set_up)
    app.view(forms.SAVE_SET)(save_setting)
    app.action(views.ACCEPT)(accept)
    app.action(re.compile(rf"^{re.escape(views.PICK)}\."))(pick)
    app.action(views.MOVE)(move)
    app.view(forms.PROPOSE)(propose)
    app.action(views.AGREE)(agree)
    app.action(views.SKIP)(skip)
    app.view(forms.SAVE_SKIP)(save_skip)
    app.action(views.PLACE)(place)
    app.view(forms.SAVE_PLACE)(save_place)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/one-on-one` shows all of mine, `/one-on-one @leo` those with Leo. A word of ours after it does something else."""
    text = str(body.get("text") or "").strip()
    word, _, rest = text.partition(" ")
    if more := WORDS.get(word.lower()):
        await more(ack, {**body, "text": rest.strip()}, deps)
        return
    named = mentions.read(text)
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        if text and not named.people:
            raise RuleBroken("no_pair")
        view = await _with(tx, me, named.people[0], deps) if text else await _drawn(tx, me, lists.ALL, deps)
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await _drawn(tx, me, lists.ALL, deps)
    await _show(deps, body, view)
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another page, in place of the one that is open."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await _drawn(tx, me, f"{lists.ALL} {body['actions'][0]['value']}", deps)
    await deps.slack.update_view(body["view"]["id"], view, hash_=body["view"]["hash"])
    await ack()


async def set_up(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_setting(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await _show(deps, body, forms.setting(reader(me), shown, below(body)))
    await ack()


async def save_setting(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    other_id, _, below = view["private_metadata"].partition(" ")
    usual = settings.Usual(*forms.read_setting(view["state"]["values"]))
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await settings.set_up(tx, me, int(other_id), usual, deps.clock.now())
    await draw_below(deps, view, body, below)
    await ack()


async def accept(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await settings.accept(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await draw(deps, body)
    await ack()


async def pick(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """One of the proposals."""
    talk_id, at = body["actions"][0]["value"].split()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await moves.propose(tx, me, int(talk_id), datetime.fromisoformat(at), deps.clock.now(), sure=True)
    await draw(deps, body)
    await ack()


async def move(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _form(ack, body, deps, forms.move)


async def skip(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _form(ack, body, deps, forms.skip)


async def place(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _form(ack, body, deps, forms.place)


async def propose(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the time; one outside of somebody's working hours is asked about once."""
    talk_id, known, below = view["private_metadata"].split(" ", 2)
    chosen = forms.read_move(view["state"]["values"])
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        at = chosen if isinstance(chosen, datetime) else moment(*chosen, zone_of(me.zone))
        try:
            await moves.propose(tx, me, int(talk_id), at, now, sure=known == at.isoformat())
        except RuleBroken as broken:
            if broken.code != "talk_outside":
                raise
            again = forms.move(reader(me), await pairs.access_talk(tx, me, int(talk_id), now), below, at)
            await ack(response_action="update", view=again)
            return
    await draw_below(deps, view, body, below)
    await ack()


async def agree(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Agree to the time that the button named."""
    talk_id, at = body["actions"][0]["value"].split()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await moves.agree(tx, me, int(talk_id), datetime.fromisoformat(at), deps.clock.now())
    await draw(deps, body)
    await ack()


async def save_skip(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    talk_id, _, below = view["private_metadata"].partition(" ")
    reason = forms.read_words(view["state"]["values"], "reason")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await moves.skip(tx, me, int(talk_id), reason, deps.clock.now())
    await draw_below(deps, view, body, below)
    await ack()


async def save_place(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    talk_id, _, below = view["private_metadata"].partition(" ")
    where = forms.read_words(view["state"]["values"], "place")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await moves.set_place(tx, me, int(talk_id), where, deps.clock.now())
    await draw_below(deps, view, body, below)
    await ack()


async def _form(ack: AsyncAck, body: Json, deps: Deps, form: Callable[..., Json]) -> None:
    """A form about one talk, over the modal that is open, if there is one."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await pairs.access_talk(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await _show(deps, body, form(reader(me), shown, below(body)))
    await ack()


async def _with(tx: "Tx", me: "Person", slack_id: str, deps: Deps) -> Json:
    found = await usecases.access_with(tx, me, slack_id, deps.clock.now())
    if isinstance(found, Row):
        return lists.one(reader(me), found, me)
    return forms.setting(reader(me), found)


async def _drawn(tx: "Tx", me: "Person", metadata: str, deps: Deps) -> Json:
    """The modal that this metadata names, as it is now."""
    kind, _, value = metadata.partition(" ")
    if kind == lists.ONE:
        return lists.one(reader(me), await usecases.access_row(tx, me, int(value), deps.clock.now()), me)
    return lists.listed(reader(me), await usecases.access_mine(tx, me, deps.clock.now()), int(value or 0))


def below(body: Json) -> str:
    """What names the list that a form will lie over."""
    view = body.get("view") or {}
    return str(view.get("private_metadata") or "") if view.get("callback_id") == lists.LIST else ""


async def _show(deps: Deps, body: Json, view: Json) -> None:
    show = deps.slack.push_view if (body.get("view") or {}).get("type") == "modal" else deps.slack.open_view
    await show(body["trigger_id"], view)


async def draw(deps: Deps, body: Json) -> None:
    """Pressed in the list, that shows it at once; a message is edited as every message is."""
    if metadata := below(body):
        async with deps.transaction(reading=True) as tx:
            view = await _drawn(tx, await actor(tx, body, deps), metadata, deps)
        await deps.slack.update_view(body["view"]["id"], view)


async def draw_below(deps: Deps, view: Json, body: Json, below: str) -> None:
    """The list below the form shows what came of it, if it is still there."""
    if not view.get("previous_view_id") or not below:
        return
    async with deps.transaction(reading=True) as tx:
        drawn = await _drawn(tx, await actor(tx, body, deps), below, deps)
    try:
        await deps.slack.update_view(view["previous_view_id"], drawn)
    except SlackTrouble as trouble:
        log.info("the 1:1s below are not drawn anew", trouble=str(trouble))
