"""HR looks how an announcement goes that is out: pause and go on, change, withdraw, who has and has not, and the list."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.usecases import announcements_changing as changing
from bot.usecases import announcements_exports as exports
from bot.usecases import announcements_progress as usecases
from bot.usecases import announcements_sending as sending
from bot.usecases.announcements_changing import Wanted
from bot.usecases.announcements_sending import Pressed
from bot.views import announcements_change as forms
from bot.views import announcements_list as lists
from bot.views import announcements_progress as views
from handlers.acting import actor, reader
from handlers.announcements import overview, value
from handlers.series_editor import put

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.PAUSE)(pause)
    app.action(views.RESUME)(resume)
    app.action(views.WITHDRAW)(withdraw)
    app.action(views.CHANGE)(change_form)
    app.action(views.READERS)(readers)
    app.action(views.NAMES)(names)
    app.action(views.EXPORT)(export)
    app.view(forms.SAVE)(save_change)


async def pause(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _act(ack, body, deps, sending.pause)


async def resume(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _act(ack, body, deps, sending.resume)


async def withdraw(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _act(ack, body, deps, changing.withdraw)


async def _act(ack: AsyncAck, body: Json, deps: Deps, what: Callable[..., Awaitable[Pressed]]) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        pressed = await what(tx, me, int(value(body)), deps.clock.now())
        view = await overview(tx, me, deps, int(value(body)), by=pressed.by or "")
    await put(deps, body, view)
    await ack()


async def change_form(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = forms.change_form(reader(me), await changing.access_changing(tx, me, int(value(body))))
    await put(deps, body, view)
    await ack()


async def save_change(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """A new version; the second of two sees what holds now."""
    mark = lists.unpacked(view["private_metadata"])
    typed = forms.read_change(view["state"]["values"])
    announcement_id = mark.announcement or 0
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        before = (await changing.access_changing(tx, me, announcement_id)).texts
        wanted = {
            language: Wanted(title, None if forms.stays(before.get(language), words) else words, changed)
            for language, (title, words, changed) in typed.items()
        }
        pressed = await changing.change(tx, me, announcement_id, mark.revision, wanted, deps.clock.now())
        if pressed.by:
            shown = forms.change_form(
                reader(me), await changing.access_changing(tx, me, announcement_id), by=pressed.by
            )
        else:
            shown = await overview(tx, me, deps, announcement_id)
    await ack(response_action="update", view=shown)


async def readers(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = views.readers(reader(me), await usecases.access_readers(tx, me, int(value(body)), deps.clock.now()))
    await put(deps, body, view)
    await ack()


async def names(ack: AsyncAck, body: Json, deps: Deps) -> None:
    announcement_id, department, after = (int(one) for one in value(body).split())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        found = await usecases.access_names(
            tx, me, announcement_id, deps.clock.now(), department=department, after=after
        )
    await put(deps, body, views.names(reader(me), found))
    await ack()


async def export(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The list comes as a message; the modal says so."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await exports.export(tx, me, int(value(body)), deps.clock.now())
    await deps.slack.push_view(body["trigger_id"], views.on_its_way(reader(me)))
    await ack()
