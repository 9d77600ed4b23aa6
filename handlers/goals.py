"""Writing goals: every way into the form, what it does while it is open, and proposing."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import goals_command as commands
from bot.domain import goals_form as forms
from bot.domain import goals_results
from bot.domain.goals_form import Held
from bot.usecases import goals_form, goals_writing, home
from bot.views import feedback_form as feedback_views
from bot.views import goals as views
from bot.views import goals_form as form_views
from bot.views import goals_form_read, goals_form_review, goals_result
from bot.views import goals_read as read_views
from handlers import goals_overview
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.goals import GoalVersion
    from storage.people import Person

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.view(form_views.SUBMIT)(submit)
    app.view(goals_result.SAVE)(save_result)
    app.action(views.NEW)(new)
    app.action(read_views.CHANGE)(change)
    app.action(form_views.LEVEL)(redraw)
    app.action(form_views.MEASURE)(redraw)
    app.action(form_views.KEEP)(keep)
    app.action(form_views.ADD_RESULT)(result)
    for place in range(goals_results.MOST):
        app.action(f"{form_views.EDIT_RESULT}.{place}")(result)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/goals` shows mine; `/goals new`, with or without names, opens the form."""
    typed = commands.parse(body.get("text") or "")
    if not typed.new:
        await goals_overview.command(ack, body, deps)
        return
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        held = await goals_form.access_new(tx, me, typed.people, deps.clock.now())
        held = replace(held, filled=replace(held.filled, title=typed.words[: forms.TITLE_MAX]))
        told = [feedback_views.unknown(reader(me), typed.unknown)] if typed.unknown else []
        view = await _drawn(tx, deps, me, held, *told)
    await deps.slack.open_view(body["trigger_id"], view)
    await ack()


async def new(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """An empty form; above the modal from which it was asked for."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        held = await goals_form.access_new(tx, me, (), deps.clock.now())
        view = await _drawn(tx, deps, me, replace(held, origin=str(body["actions"][0].get("value") or "")))
    await _show(deps, body, view)
    await ack()


async def change(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form, filled with the goal, in its place: three modals can lie on each other, and a key result's comes on top."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        held = await goals_form.access_change(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
        view = await _drawn(tx, deps, me, held)
    await deps.slack.update_view(body["view"]["id"], view)
    await ack()


async def _show(deps: Deps, body: Json, view: Json) -> None:
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], view)


async def redraw(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another level, or another measure: what is typed stays, and the form asks what belongs to it."""
    held = goals_form_read.read(body["view"])
    async with deps.transaction(reading=True) as tx:
        view = await _drawn(tx, deps, await actor(tx, body, deps), held)
    await deps.slack.update_view(body["view"]["id"], view)
    await ack()


async def _drawn(tx: "Tx", deps: Deps, me: "Person", held: Held, *told: str) -> Json:
    """The form with what it stands for now, and what is asked about it once it was sent."""
    now = deps.clock.now()
    shown = await goals_form.access_form(tx, me, held, now)
    return form_views.form(reader(me), shown, held, told=told)


async def submit(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store and propose it; or the form comes back with what is asked, or what changed meanwhile."""
    held, now = goals_form_read.read(view), deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        sent = await goals_writing.send(tx, me, held, f"view:{view['id']}", now)
        if sent.goals:
            await home.redraw_later(tx, me, held.origin)
            again = None
        elif sent.changed is not None:
            again = await _overtaken(tx, deps, me, sent.held, *sent.changed)
        else:
            again = await _asked(tx, deps, me, sent.held)
    if again is None:
        await ack()
    else:
        await ack(response_action="update", view=again)


async def _asked(tx: "Tx", deps: Deps, me: "Person", held: Held) -> Json:
    """The form with the questions under its fields."""
    now = deps.clock.now()
    found = await goals_writing.access_review(tx, me, held, now)
    shown = await goals_form.access_form(tx, me, held, now)
    told, below = goals_form_review.told(reader(me), found), goals_form_review.below(reader(me), found)
    return form_views.form(reader(me), shown, held, told=told, below=below)


async def _overtaken(
    tx: "Tx", deps: Deps, me: "Person", held: Held, before: "GoalVersion", after: "GoalVersion"
) -> Json:
    """The form with what somebody else changed meanwhile; the words in it stay."""
    by = await goals_form.access_writer(tx, me, after, deps.clock.now())
    return await _drawn(tx, deps, me, held, *goals_form_review.overtaken(reader(me), by, before, after))


async def keep(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Keep it as a draft; the form gives way to a sentence that says where it is."""
    held = goals_form_read.read(body["view"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        sent = await goals_writing.send(tx, me, held, f"view:{body['view']['id']}", deps.clock.now(), propose=False)
        if sent.changed is not None:
            view = await _overtaken(tx, deps, me, sent.held, *sent.changed)
        else:
            view = read_views.kept(reader(me), len(sent.goals))
    await deps.slack.update_view(body["view"]["id"], view)
    await ack()


async def result(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form of a key result, on top of the goal's, which stays with all that is typed there."""
    held, value = goals_form_read.read(body["view"]), str(body["actions"][0].get("value") or "")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
    at = int(value) if value else None
    known = held.filled.results[at] if at is not None and at < len(held.filled.results) else None
    view = goals_result.form(reader(me), forms.dumped(held, words=True), known, at if known else None)
    await deps.slack.push_view(body["trigger_id"], view)
    await ack()


async def save_result(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Put the key result into the form below; nothing is stored before that is sent."""
    at, below = goals_result.read_metadata(view["private_metadata"])
    held, values = forms.loaded(below), view["state"]["values"]
    if at is not None and goals_result.read_remove(values):
        held = forms.without(held, at)
    else:
        title, measure, unit, start, target = goals_result.read(values)
        held = forms.put(held, goals_results.check(title, measure, unit, start, target), at)
    async with deps.transaction(reading=True) as tx:
        form = await _drawn(tx, deps, await actor(tx, body, deps), held)
    if view.get("previous_view_id"):
        await deps.slack.update_view(view["previous_view_id"], form)
    await ack()
