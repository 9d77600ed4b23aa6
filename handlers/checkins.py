"""Check-ins: the button that opens the form, the form itself, the late answer, and looking at what one sent."""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.checkins import Draft
from bot.domain.errors import RuleBroken
from bot.usecases import acting, checkins_late, dm, home
from bot.usecases import checkins as usecases
from bot.usecases import checkins_read as reading
from bot.views import checkins as views
from bot.views import checkins_form as form_views
from bot.views import reading as reading_views
from handlers import history, leave
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]


WORDS: dict[str, Callable[[AsyncAck, Json, Deps], Awaitable[None]]] = {
    "away": leave.away,
    "back": leave.back,
    "history": history.command,
}
"""What can be typed after `/checkin`."""


def register(app: AsyncApp) -> None:
    app.view(form_views.SUBMIT)(submit)
    app.action(views.ANSWER)(answer)
    app.action(views.SHOW)(show)
    app.view(form_views.SEND_LATE)(send_late)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/checkin` opens the form: of the open period, else an early answer to the coming one. A word after it does more."""
    more = WORDS.get((body.get("text") or "").strip().partition(" ")[0].lower())
    if more is not None:
        await more(ack, body, deps)
        return
    await open_form(deps, body)
    await ack()


async def open_form(deps: Deps, body: Json, *, slot: Json | None = None, draft_id: int | None = None) -> None:
    slot = slot or {}
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        form = await usecases.access_form(tx, me, now, slot=slot.get("slot"), series_id=slot.get("series"))
        written = await dm.prefill(tx, me, draft_id) if draft_id is not None else ""
    view = form_views.form(reader(me), form, origin=str(slot.get("from") or ""), written=written, draft_id=draft_id)
    await deps.slack.open_view(body["trigger_id"], view)


async def answer(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await open_form(deps, body, slot=json.loads(body["actions"][0]["value"]))
    await ack()


async def submit(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the answers; only then does the form close."""
    slot = json.loads(view["private_metadata"])
    filled = form_views.read_form(view["state"]["values"])
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        draft = Draft(**{**filled, "help_from": await _helper(tx, me, filled["help_from"], deps)})
        sent = await usecases.submit(
            tx,
            me,
            draft,
            now,
            series_id=slot["series"],
            slot=slot["slot"],
            named=slot.get("named"),
            version=slot.get("version"),
        )
        if slot.get("draft") and sent.checkin is not None:
            await dm.mark_used(tx, me, int(slot["draft"]), now)
        await home.redraw_later(tx, me, slot["from"])
    if sent.kept is not None:
        await ack(response_action="update", view=form_views.kept(reader(me), sent.kept, sent.readers))
    elif sent.again is not None:
        again = form_views.form(reader(me), sent.again, origin=slot["from"], draft_id=slot.get("draft"))
        await ack(response_action="update", view=again)
    else:
        await ack()


async def _helper(tx: "Tx", me: "Person", slack_id: str | None, deps: Deps) -> int | None:
    """The colleague who was chosen. Slack's list also offers bots and guests, who cannot help here."""
    if slack_id is None:
        return None
    helper = await acting.find_colleague(tx, me, slack_id, deps.clock.now())
    if helper is None:
        raise RuleBroken("helper_unknown", field="help_from")
    found: int = helper.id
    return found


async def send_late(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    kept = json.loads(view["private_metadata"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        sent = await checkins_late.send_late(tx, me, kept["draft"], deps.clock.now(), named=kept["named"])
    if sent.again is not None:
        again = form_views.kept(reader(me), kept["draft"], sent.again.readers, renamed=True)
        await ack(response_action="update", view=again)
    else:
        await ack()


async def show(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """One's own check-in, with who has read it."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        opened = await reading.access_own(tx, me, int(body["actions"][0]["value"].split()[0]))
    await deps.slack.open_view(body["trigger_id"], reading_views.opened(reader(me), opened))
    await ack()
