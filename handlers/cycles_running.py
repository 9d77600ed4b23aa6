"""HR starts, pauses, extends, closes and opens a cycle again, looks at its dry run, and takes the draft of an announcement."""

import re
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.cycles_parts import Step
from bot.usecases import cycles as usecases
from bot.usecases import cycles_announcing as announcing
from bot.usecases import cycles_dry_run, cycles_running
from bot.usecases import cycles_editor as editor
from bot.usecases import cycles_running as running
from bot.views import cycles as views
from bot.views import cycles_announcing as texts
from bot.views import cycles_dry_run as dry
from bot.views import cycles_form as forms
from bot.views import cycles_open as opened
from handlers import announcements
from handlers.acting import actor, reader
from handlers.cycles import below, overview
from handlers.series_editor import put as show

Json = dict[str, Any]
ACTS = {
    Step.START: running.start,
    Step.PAUSE: running.pause,
    Step.RESUME: running.resume,
    Step.CLOSE: running.close,
}
LONGER = {Step.EXTEND: running.extend, Step.REOPEN: running.reopen}


def register(app: AsyncApp) -> None:
    app.action(re.compile(rf"^{re.escape(opened.TURN)}\."))(turn)
    app.action(opened.DRY_RUN)(dry_run)
    app.action(opened.ANNOUNCE)(announce)
    app.view(forms.LONGER)(longer)


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Do it, or ask first until when it takes. Of two who press at once, one does it; the other sees that."""
    action = body["actions"][0]
    what = announcing.turn_of(action["action_id"].rpartition(".")[2])
    cycle_id, revision = (int(one) for one in action["value"].split())
    now = deps.clock.now()
    if what in LONGER:
        async with deps.transaction(reading=True) as tx:
            me = await actor(tx, body, deps)
            found = await editor.access(tx, me, cycle_id, now)
        offered = cycles_running.lengthened(found.cycle, found.phases, found.today)
        await show(deps, body, forms.longer_form(reader(me), found, what, offered))
        await ack()
        return
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        done = await ACTS[what](tx, me, cycle_id, revision, now)
        view = await overview(tx, me, deps, cycle_id, "" if done.by is not None else what, done.by)
        listed = await usecases.access_cycles(tx, me, now)
    await show(deps, body, view)
    await below(deps, body["view"], views.listed(reader(me), listed))
    await ack()


async def longer(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Extend it, or open it again."""
    mark, now = forms.unpacked(view["private_metadata"]), deps.clock.now()
    what = announcing.turn_of(mark.part)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        ends, phase = forms.read_longer(view["state"]["values"], await usecases.access_cycle(tx, me, mark.cycle))
        done = await LONGER[what](tx, me, mark.cycle, mark.revision, ends, phase, now)
        shown = await overview(tx, me, deps, mark.cycle, "" if done.by is not None else what, done.by)
        listed = await usecases.access_cycles(tx, me, now)
    await below(deps, view, views.listed(reader(me), listed))
    await ack(response_action="update", view=shown)


async def dry_run(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What would be sent to whom and when: a view at once, which a worker fills."""
    cycle_id = int(body["actions"][0]["value"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await cycles_dry_run.require(tx, me, cycle_id)
    open_, loading = body["view"], dry.loading(reader(me), cycle_id)
    shown = await deps.slack.update_view(open_["id"], loading, hash_=open_.get("hash"))
    if shown is not None:
        async with deps.transaction() as tx:
            await cycles_dry_run.ask(tx, me, cycle_id, str(open_["id"]), shown)
    await ack()


async def announce(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The draft of an announcement in three languages, to those whom the cycle is for."""
    cycle_id, _, what = str(body["actions"][0]["value"]).partition(" ")
    done, now = announcing.turn_of(what), deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        found = await editor.access(tx, me, int(cycle_id), now)
        written = {
            spoken: texts.text(replace(reader(me), locale=locale), found.cycle, found.phases, done)
            for spoken, locale in announcements.LOCALES.items()
        }
        made = await announcing.draft(tx, me, int(cycle_id), done, written, now)
        view = await announcements.overview(tx, me, deps, made)
    await show(deps, body, view)
    await ack()
