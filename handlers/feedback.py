"""Giving feedback: every way into the form, what it does while it is open, and sending it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import checkins
from bot.domain import feedback_command as commands
from bot.domain.errors import RuleBroken
from bot.domain.feedback_form import Filled, Held
from bot.usecases import feedback_drafts, feedback_form, feedback_sending, home
from bot.views import feedback_drafts as draft_views
from bot.views import feedback_form as views
from bot.views import feedback_form_more, feedback_form_parts, feedback_form_review
from bot.views.feedback_form_read import quotable, read
from handlers import feedback_history, feedback_requests, upward
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.view(views.SUBMIT)(submit)
    app.action(views.GIVE)(give)
    app.action(views.ABOUT_CHECKIN)(about_checkin)
    for changed in (views.TO, views.MORE, feedback_form_more.WHEN):
        app.action(changed)(redraw)
    for switched in (feedback_form_parts.FORM, feedback_form_parts.AIM):
        app.action(switched)(switch)
    app.action(views.KEEP)(keep)
    app.action(draft_views.RESUME)(resume)
    app.action(draft_views.DISCARD)(discard)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/give-feedback` opens the form, filled in with whom and what was typed. A word of ours after it does something else."""
    word, _, rest = (body.get("text") or "").strip().partition(" ")
    more = WORDS.get(word.lower())
    if more is not None:
        await more(ack, {**body, "text": rest.strip()}, deps)
        return
    typed = commands.parse(body.get("text") or "")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        filled = await feedback_form.access_typed(tx, me, typed)
        shown = await feedback_form.access_form(tx, me, filled, deps.clock.now())
    told = [views.unknown(reader(me), typed.unknown)] if typed.unknown else []
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), shown, Held(filled), told=told))
    await ack()


async def open_form(
    deps: Deps,
    body: Json,
    *,
    to: Sequence[str | int] = (),
    about: Sequence[tuple[str, int]] = (),
    prefill: Filled | None = None,
    draft_id: int | None = None,
    dm_id: int | None = None,
    request: int | None = None,
    origin: str = "",
) -> None:
    """Open the form, above the modal from which it was asked for. `to`: Slack ids, or ids of people.

    `draft_id`: a draft to go on with; `dm_id`: a kept message whose words it begins with; `request`: the request that it answers.
    """
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        held = Held(prefill or Filled(), origin=origin)
        if draft_id is not None:
            key, filled = await feedback_drafts.access_draft(tx, me, draft_id)
            held = replace(held, filled=filled, key=key, more=filled.more)
        receivers = tuple(await feedback_form.access_slack_ids(tx, me, to)) or held.filled.to
        filled = replace(held.filled, to=receivers, about=tuple(about) or held.filled.about)
        filled = replace(filled, dm=dm_id or filled.dm, request=request or filled.request)
        shown = await feedback_form.access_form(tx, me, filled, deps.clock.now(), more=held.more)
    view = views.form(reader(me), shown, replace(held, filled=filled), quotable=filled.quoted)
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], view)


async def give(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await open_form(deps, body, origin=str(body["actions"][0].get("value") or ""))
    await ack()


async def about_checkin(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The button under a check-in: for its author, and about it."""
    author, checkin = body["actions"][0]["value"].split()
    await open_form(deps, body, to=[int(author)], about=[(checkins.RECORD, int(checkin))])
    await ack()


async def redraw(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Others were chosen, or more is to be seen: what is typed stays, and the form says who will read it now."""
    held = read(body["view"])
    if body["actions"][0]["action_id"] == views.MORE:
        held = replace(held, more=True)
    async with deps.transaction(reading=True) as tx:
        view = await _drawn(tx, deps, await actor(tx, body, deps), held, body["view"])
    await deps.slack.update_view(body["view"]["id"], view)
    await ack()


async def switch(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The other form, or one field more or less: what is typed in fields that go is kept, and filled in when they come back."""
    held = read(body["view"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        filled = await feedback_drafts.keep(tx, me, held.key, held.filled, deps.clock.now())
        view = await _drawn(tx, deps, me, replace(held, filled=filled), body["view"])
    await deps.slack.update_view(body["view"]["id"], view)
    await ack()


async def _drawn(tx: "Tx", deps: Deps, me: "Person", held: Held, before: Json, *told: str, sent: bool = False) -> Json:
    """The form anew, with what it stands for now. `before`: as it is on the screen. `sent`: its button was pressed."""
    shown = await feedback_form.access_form(tx, me, held.filled, deps.clock.now(), more=held.more)
    found = await feedback_sending.access_review(tx, me, held, deps.lexicon)
    hr = await feedback_sending.access_hr(tx, me, found)
    if sent and not set(shown.named) <= set(held.named):
        told = (*told, views.renamed(reader(me)))
    return views.form(
        reader(me),
        shown,
        held,
        told=[*told, *feedback_form_review.told(reader(me), found, hr)],
        below=feedback_form_review.below(reader(me), found),
        quotable=quotable(before),
    )


async def keep(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Keep it as a draft; the form gives way to a sentence that says where it is."""
    held = read(body["view"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        filled = await feedback_drafts.keep(tx, me, held.key, held.filled, deps.clock.now())
        if not filled.any_words:
            raise RuleBroken("words_needed")
    await deps.slack.update_view(body["view"]["id"], views.kept(reader(me)))
    await ack()


async def submit(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Keep the words, then send them: what cannot be sent stands among the drafts."""
    on_screen = read(view)
    async with deps.transaction() as tx:
        held = await feedback_sending.keep(tx, await actor(tx, body, deps), on_screen, deps.clock.now())
    again = await _send(deps, body, held, on_screen) if held is not None else None
    if again is None:
        await ack()
    else:
        await ack(response_action="update", view=again)


async def _send(deps: Deps, body: Json, held: Held, on_screen: Held) -> Json | None:
    """Send it. The form, where it has to be looked at before."""
    now, view = deps.clock.now(), body["view"]
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        if held.key != on_screen.key:
            return await _drawn(tx, deps, me, held, view, views.overtaken(reader(me)))
        sent = await feedback_sending.send(tx, me, held, deps.lexicon, now)
        if sent.feedback:
            await home.redraw_later(tx, me, held.origin)
            return None
        return await _drawn(tx, deps, me, sent.held, view, sent=True)


async def drafts(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/give-feedback drafts`"""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        kept = await feedback_drafts.access_drafts(tx, me)
    await deps.slack.open_view(body["trigger_id"], draft_views.drafts(reader(me), kept))
    await ack()


async def resume(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await open_form(deps, body, draft_id=int(body["actions"][0]["value"]))
    await ack()


async def discard(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await feedback_drafts.discard(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
        kept = await feedback_drafts.access_drafts(tx, me)
    await deps.slack.update_view(body["view"]["id"], draft_views.drafts(reader(me), kept))
    await ack()


WORDS: dict[str, Callable[[AsyncAck, Json, Deps], Awaitable[None]]] = {
    "drafts": drafts,
    "history": feedback_history.command,
    "ask": feedback_requests.command,
    "upward": upward.command,
    "ticket": upward.ticket_command,
}
"""What can be typed after `/give-feedback`; everything else is for somebody."""
