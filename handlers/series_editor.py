"""HR edits series: `/growloop series` and Home open the list; everything after it happens in that one modal."""

import re
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.checkins import SeriesKind
from bot.domain.home import ORIGIN
from bot.usecases import home, roles, series_audience
from bot.usecases import series as usecases
from bot.usecases import series_editor as editing
from bot.usecases.series_audience import Chosen
from bot.views import inputs, series_questions
from bot.views import series as homely
from bot.views import series_editor as views
from bot.views import series_forms as forms
from bot.views import series_words as words
from bot.views.series_editor import Mark
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from bot.locales.reader import Reader
    from storage.database import Tx
    from storage.people import Person
    from storage.series import Series

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(homely.LIST)(show_list)
    app.action(views.NEW)(new)
    app.action(views.NEW_PULSE)(new_pulse)
    app.action(views.OPEN)(back)
    app.action(views.BACK)(back)
    app.action(views.EDIT)(edit)
    app.action(re.compile(rf"^{re.escape(views.CADENCE)}\."))(another_cadence)
    app.action(views.START_HERE)(start)
    app.action(views.PAUSE_HERE)(pause)
    app.action(views.END)(end)
    app.view(views.SAVE)(save)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop series` opens the list."""
    await show_list(ack, body, deps)


async def show_list(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = views.listed(reader(me), await editing.access_all(tx, me))
    await put(deps, body, view)
    await ack()


async def put(deps: Deps, body: Json, view: Json) -> None:
    """In place of the modal in which it was asked for, or on its own."""
    open_ = body.get("view") or {}
    if open_.get("type") == "modal":
        await deps.slack.update_view(open_["id"], view, hash_=open_.get("hash"))
    else:
        await deps.slack.open_view(body["trigger_id"], view)


async def overview(tx: "Tx", me: "Person", deps: Deps, series_id: int, said: str = "") -> Json:
    """One series at a glance."""
    opened = await editing.access(tx, me, series_id, deps.clock.now())
    named = await series_audience.access_named(tx, opened.series)
    return views.overview(reader(me), opened, named, said)


async def back(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """To the series, or, from one that is not made yet, to the list."""
    series_id = body["actions"][0].get("value")
    if not series_id:
        await show_list(ack, body, deps)
        return
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await overview(tx, me, deps, int(series_id))
    await put(deps, body, view)
    await ack()


async def new(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _new(body, deps, SeriesKind.CHECKIN)
    await ack()


async def new_pulse(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _new(body, deps, SeriesKind.PULSE)
    await ack()


async def _new(body: Json, deps: Deps, kind: SeriesKind) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await roles.require_hr(tx, me)
    await put(deps, body, forms.rhythm_form(reader(me), Mark(kind=kind), editing.blank(me, deps.clock.now(), kind)))


async def edit(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form of one part."""
    series_id, part = body["actions"][0]["value"].split()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        opened = await editing.access(tx, me, int(series_id), deps.clock.now())
        if part == views.QUESTIONS:
            view = series_questions.listed(reader(me), opened)
        else:
            view = await part_form(tx, reader(me), opened.series, part)
    await put(deps, body, view)
    await ack()


async def part_form(
    tx: "Tx", me: "Reader", one: "Series", part: str, by: list[str] | None = None, mine: str = ""
) -> Json:
    """The form of one part, as it holds now. `by`: these were faster, and `mine` is what was not stored."""
    mark = Mark(one.id, one.revision, part)
    notes = forms.changed_meanwhile(me, by, mine) if by else []
    if part == views.AUDIENCE:
        return forms.audience_form(me, mark, await series_audience.access_named(tx, one), notes)
    shown = forms.window_form if part == views.WINDOW else forms.rhythm_form
    return shown(me, mark, one, notes)


async def another_cadence(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another kind of rhythm is chosen: the form shows its fields, and keeps what is typed."""
    view = body["view"]
    mark = views.unpacked(view["private_metadata"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        one = editing.blank(me, deps.clock.now(), mark.kind)
        if mark.series is not None:
            one = (await editing.access(tx, me, mark.series, deps.clock.now())).series
    cadence = inputs.held(view["state"]["values"], "cadence")
    shown = editing.with_(one, {"cadence": cadence} if cadence else {})
    await put(deps, body, forms.rhythm_form(reader(me), mark, shown))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store one part; the second of two is told, and sees what holds now."""
    mark, values = views.unpacked(view["private_metadata"]), view["state"]["values"]
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        shown = await _save(tx, me, deps, mark, values)
        await home.redraw_later(tx, me, ORIGIN)
    await ack(response_action="update", view=shown)


async def _save(tx: "Tx", me: "Person", deps: Deps, mark: Mark, values: Json) -> Json:
    now, mine = deps.clock.now(), reader(me)
    if mark.series is None:
        wanted = editing.with_(editing.blank(me, now, mark.kind), forms.read_rhythm(mine, values))
        made = await usecases.create(tx, me, wanted, now)
        return await overview(tx, me, deps, made.id, views.MADE)
    if mark.part == views.AUDIENCE:
        chosen = Chosen(**forms.read_audience(values))
        edited = await series_audience.choose(tx, me, mark.series, mark.revision, chosen, now)
        said = words.audience(mine, await series_audience.named_by(tx, me, chosen)) if edited.by else ""
    else:
        given = forms.read_window(values) if mark.part == views.WINDOW else forms.read_rhythm(mine, values)
        edited = await editing.edit(tx, me, mark.series, mark.revision, mark.part, given, now)
        said = forms.mine(mine, editing.with_(edited.series, given), mark.part)
    if edited.by:
        return await part_form(tx, mine, edited.series, mark.part, edited.by, said)
    return await overview(tx, me, deps, mark.series, views.SAVED)


async def start(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _act(ack, body, deps, "start")


async def pause(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _act(ack, body, deps, "pause")


async def end(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _act(ack, body, deps, "end")


async def _act(ack: AsyncAck, body: Json, deps: Deps, what: str) -> None:
    acts = {"start": usecases.start, "pause": usecases.pause, "end": usecases.end}
    series_id = int(body["actions"][0]["value"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await acts[what](tx, me, series_id, deps.clock.now())
        await home.redraw_later(tx, me, ORIGIN)
        view = await overview(tx, me, deps, series_id)
    await put(deps, body, view)
    await ack()
