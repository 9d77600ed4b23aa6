"""HR's cycles, and how the company uses goals: `/growloop cycle` opens the list; a cycle is made and edited above it."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import cycles as rules
from bot.domain.cycles_templates import Template, proposed
from bot.domain.errors import NotAllowed
from bot.usecases import cycles as usecases
from bot.usecases import cycles_editor as editor
from bot.usecases import series_audience
from bot.usecases.people import local_day
from bot.usecases.series_audience import Chosen
from bot.views import cycles as views
from bot.views import cycles_form as forms
from bot.views import cycles_open as opened
from bot.views import series_forms
from bot.views.cycles_form import Mark
from handlers.acting import actor, reader
from handlers.series_editor import put as show

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.LIST)(command)
    app.action(views.NEW)(new)
    app.action(forms.TEMPLATE)(another_template)
    app.action(opened.OPEN)(open_)
    app.action(opened.PART)(edit)
    app.action(re.compile(rf"^{re.escape(forms.COUNT)}\."))(count)
    app.view(forms.PUT)(put)
    app.view(forms.SAVE)(save_part)
    app.view(views.SAVE)(save)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop cycle` lists them, and so does the button on HR's Home."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        listed = await usecases.access_cycles(tx, me, deps.clock.now())
    await deps.slack.open_view(body["trigger_id"], views.listed(reader(me), listed))
    await ack()


async def new(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form of a new cycle, on top of the list."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        today = (await usecases.access_cycles(tx, me, deps.clock.now())).today
    await deps.slack.push_view(body["trigger_id"], forms.new(reader(me), proposed(Template.QUARTER, today)))
    await ack()


async def another_template(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another template fills the form anew."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
    chosen = proposed(forms.template_of(body["view"]["state"]["values"]), local_day(me, deps.clock.now()))
    await show(deps, body, forms.new(reader(me), chosen))
    await ack()


async def put(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Make it; it is shown with the phases that its days propose, and the list below shows it too."""
    values, now = view["state"]["values"], deps.clock.now()
    rolling = forms.template_of(values) is Template.PROBATION
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        span = rules.check(*forms.read_span(values, local_day(me, now), rolling=rolling))
        made = await usecases.put(tx, me, None, span, now, rolling=rolling)
        shown = await overview(tx, me, deps, made.id, opened.MADE)
        listed = await usecases.access_cycles(tx, me, now)
    if view.get("previous_view_id"):
        await deps.slack.update_view(view["previous_view_id"], views.listed(reader(me), listed))
    await ack(response_action="update", view=shown)


async def overview(tx: "Tx", me: "Person", deps: Deps, cycle_id: int, said: str = "", by: str | None = None) -> Json:
    """One cycle at a glance."""
    return opened.overview(reader(me), await editor.access(tx, me, cycle_id, deps.clock.now()), said, by)


async def open_(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The cycle at a glance, above the list; from one of its forms, in place of that."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await overview(tx, me, deps, int(body["actions"][0]["value"]))
    if (body.get("view") or {}).get("callback_id") == views.SAVE:
        await deps.slack.push_view(body["trigger_id"], view)
    else:
        await show(deps, body, view)
    await ack()


async def edit(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form of one part."""
    cycle_id, part = body["actions"][0]["value"].split()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await editor.access(tx, me, int(cycle_id), deps.clock.now())
    await show(deps, body, forms.part_form(reader(me), found, part))
    await ack()


async def count(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Somebody was chosen or taken out: the form says how many that is now, and keeps what is chosen."""
    mark = forms.unpacked(body["view"]["private_metadata"])
    chosen = _chosen(body["view"]["state"]["values"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        meant = await editor.access_count(tx, me, chosen, deps.clock.now())
        named = await series_audience.named_by(tx, me, replace(chosen, everyone=False))
    await show(deps, body, forms.audience_form(reader(me), mark, named, meant))
    await ack()


def _chosen(values: Json) -> Chosen:
    return Chosen(**series_forms.read_audience(values))


async def save_part(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store one part; the second of two is told, and sees what holds now."""
    mark = forms.unpacked(view["private_metadata"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        by = await _save(tx, me, mark, view["state"]["values"], deps)
        if by is None:
            shown = await overview(tx, me, deps, mark.cycle, opened.SAVED)
        else:
            shown = forms.part_form(
                reader(me), await editor.access(tx, me, mark.cycle, deps.clock.now()), mark.part, by
            )
        listed = await usecases.access_cycles(tx, me, deps.clock.now())
    await below(deps, view, views.listed(reader(me), listed))
    await ack(response_action="update", view=shown)


async def _save(tx: "Tx", me: "Person", mark: Mark, values: Json, deps: Deps) -> str | None:
    now, which = deps.clock.now(), (mark.cycle, mark.revision)
    one = await usecases.access_cycle(tx, me, mark.cycle)
    if mark.part == opened.SPAN:
        span = rules.check(*forms.read_span(values, one.starts, rolling=one.rolling))
        return await editor.set_span(tx, me, *which, span, now)
    if mark.part == opened.PHASES:
        return await editor.set_phases(tx, me, *which, forms.read_phases(values, one), now)
    if mark.part == opened.AUDIENCE:
        return await editor.choose(tx, me, *which, _chosen(values), now)
    if mark.part == opened.BELONGS:
        return await editor.set_belongs(tx, me, *which, forms.read_belongs(values), now)
    if mark.part == opened.GATES:
        return await editor.set_gates(tx, me, *which, forms.read_gates(values), now)
    raise NotAllowed("not_found")


async def below(deps: Deps, view: Json, listed: Json) -> None:
    """Show in the list below what has just changed."""
    root = view.get("root_view_id")
    if root and root != view["id"]:
        await deps.slack.update_view(root, listed)


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """What is ticked below the list."""
    on = views.read_settings(view["state"]["values"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.set_settings(
            tx,
            me,
            deps.clock.now(),
            perspectives=views.PERSPECTIVES in on,
            shows_upper=views.UPPER in on,
            shows_lower=views.LOWER in on,
        )
    await ack()
