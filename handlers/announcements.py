"""HR's announcements: `/growloop announce` opens the list; a draft is written, looked at, tested and sent in that one modal."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.announcements import Stage
from bot.usecases import announcements as usecases
from bot.usecases import announcements_changing as changing
from bot.usecases import announcements_sending as sending
from bot.usecases import announcements_telling as telling
from bot.usecases import dm, roles, series_audience
from bot.usecases.announcements_progress import access_progress
from bot.usecases.series_audience import Chosen
from bot.views import announcements as messages
from bot.views import announcements_forms as forms
from bot.views import announcements_list as views
from bot.views import announcements_progress as progress
from bot.views import dm as dm_views
from bot.views import series_forms
from bot.views.announcements_list import Mark
from handlers import announcements_channel
from handlers.acting import actor, reader
from handlers.series_editor import put

if TYPE_CHECKING:
    from bot.locales.reader import Reader
    from bot.usecases.announcements import Draft
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]
LOCALES = {"en": "en-US", "zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}
"""A reader of each language, for the preview."""


def register(app: AsyncApp) -> None:
    app.action(views.LIST)(show_list)
    app.action(views.NEW)(new)
    app.action(views.OPEN)(opened)
    app.action(views.EDIT)(edit)
    app.action(re.compile(rf"^{re.escape(forms.COUNT)}\."))(count)
    app.action(re.compile(rf"^{re.escape(views.PREVIEW)}\."))(preview)
    app.action(views.TEST)(test)
    app.action(views.SEND)(send)
    app.action(views.SEND_ALL)(send_all_the_same)
    app.action(views.UNSCHEDULE)(unschedule)
    app.action(views.DISCARD)(discard)
    app.action(dm_views.ANNOUNCE)(from_dm)
    app.view(forms.SAVE_TEXT)(save_text)
    app.view(forms.SAVE_AUDIENCE)(save_audience)
    app.view(forms.SAVE_SENDING)(save_sending)
    app.view(forms.SAVE_MESSAGE)(save_message)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop announce` opens the list."""
    await show_list(ack, body, deps)


async def show_list(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = views.listed(reader(me), await usecases.access_list(tx, me))
    await put(deps, body, view)
    await ack()


async def overview(tx: "Tx", me: "Person", deps: Deps, announcement_id: int, said: str = "", by: str = "") -> Json:
    """A draft, or how it goes once it is out."""
    now = deps.clock.now()
    one = await usecases.require(tx, me, announcement_id)
    if one.stage in (Stage.DRAFT, Stage.SCHEDULED):
        return views.draft(reader(me), await usecases.access_draft(tx, me, announcement_id, now), said, by)
    return progress.progress(reader(me), await access_progress(tx, me, announcement_id, now), by)


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await overview(tx, me, deps, int(value(body)))
    await put(deps, body, view)
    await ack()


async def new(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The text first, in the language of whoever writes it."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await roles.require_hr(tx, me)
    await put(deps, body, forms.text_form(reader(me), Mark(language=reader(me).language), None))
    await ack()


async def edit(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form of one part."""
    announcement_id, part = value(body).split()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        draft = await usecases.access_draft(tx, me, int(announcement_id), deps.clock.now())
    await put(deps, body, _part(reader(me), draft, part))
    await ack()


def _part(me: "Reader", draft: "Draft", part: str) -> Json:
    one = draft.announcement
    mark = Mark(one.id, one.revision, part.partition(".")[2])
    if part == views.AUDIENCE:
        return forms.audience_form(me, mark, draft.named, draft.meant, by=draft.by or "")
    if part == views.SENDING:
        return forms.sending_form(me, mark, one, by=draft.by or "")
    return forms.text_form(me, mark, draft.texts.get(mark.language))


async def count(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Somebody was chosen or taken out: the form says how many that is now, and keeps what is chosen."""
    view = body["view"]
    mark, chosen = views.unpacked(view["private_metadata"]), _chosen(view)
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        meant = await usecases.access_count(tx, me, chosen, deps.clock.now())
        named = await series_audience.named_by(tx, me, replace(chosen, everyone=False))
    await put(deps, body, forms.audience_form(reader(me), mark, named, meant))
    await ack()


def _chosen(view: Json) -> Chosen:
    return Chosen(**series_forms.read_audience(view["state"]["values"]))


async def preview(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The message as a reader of that language gets it, above the draft."""
    announcement_id, spoken = value(body).split()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await telling.access_preview(tx, me, int(announcement_id), spoken)
    seen = messages.told(replace(reader(me), locale=LOCALES[spoken]), replace(shown, test=False))
    view = progress.preview(reader(me), messages.NATIVE[spoken], seen, asks=shown.announcement.asks)
    await deps.slack.push_view(body["trigger_id"], view)
    await ack()


async def test(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await changing.send_test(tx, me, int(value(body)), deps.clock.now())
        view = await overview(tx, me, deps, int(value(body)), views.TESTED)
    await put(deps, body, view)
    await ack()


async def send(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _send(ack, body, deps, all_the_same=False)


async def send_all_the_same(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _send(ack, body, deps, all_the_same=True)


async def _send(ack: AsyncAck, body: Json, deps: Deps, *, all_the_same: bool) -> None:
    """Of two who press at once, one sends it; the other is told. A channel that does not take it is said before that."""
    announcement_id, revision = (int(one) for one in value(body).split())
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        one = await usecases.require(tx, me, announcement_id)
    if one.stage is Stage.DRAFT:
        await announcements_channel.try_out(deps, one.channel, me)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        pressed = await sending.send(tx, me, announcement_id, revision, deps.clock.now(), all_the_same=all_the_same)
        view = await overview(tx, me, deps, announcement_id, by=pressed.by or "")
    await put(deps, body, view)
    await ack()


async def unschedule(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        pressed = await sending.unschedule(tx, me, int(value(body)), deps.clock.now())
        said = "" if pressed.by else views.BACK_AGAIN
        view = await overview(tx, me, deps, int(value(body)), said, pressed.by or "")
    await put(deps, body, view)
    await ack()


async def discard(ack: AsyncAck, body: Json, deps: Deps) -> None:
    announcement_id, revision = (int(one) for one in value(body).split())
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.discard(tx, me, announcement_id, revision, deps.clock.now())
        view = views.listed(reader(me), await usecases.access_list(tx, me))
    await put(deps, body, view)
    await ack()


async def save_text(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the text of a language; the second of two sees what holds now, and their own."""
    mark, typed = views.unpacked(view["private_metadata"]), forms.read_text(view["state"]["values"])
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        if mark.announcement is None:
            draft = await usecases.create(tx, me, mark.language, *typed, now)
        else:
            draft = await usecases.write(tx, me, mark.announcement, mark.revision, mark.language, *typed, now)
    shown = forms.yours(reader(me), draft, mark, typed) if draft.by else views.draft(reader(me), draft, views.SAVED)
    await ack(response_action="update", view=shown)


async def save_audience(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    mark = views.unpacked(view["private_metadata"])
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        draft = await usecases.choose(
            tx, me, mark.announcement or 0, mark.revision, _chosen(view), deps.clock.now()
        )  # fmt: skip
    await ack(response_action="update", view=_stored(reader(me), draft, views.AUDIENCE))


async def save_sending(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """When and where. The channel is tried out first."""
    mark = views.unpacked(view["private_metadata"])
    wanted = usecases.Sending(**forms.read_sending(view["state"]["values"]))
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await roles.require_hr(tx, me)
    if wanted.place.to_channel:
        await announcements_channel.try_out(deps, wanted.channel, me)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        draft = await usecases.plan(tx, me, mark.announcement or 0, mark.revision, wanted, deps.clock.now())
    await ack(response_action="update", view=_stored(reader(me), draft, views.SENDING))


def _stored(me: "Reader", draft: "Draft", part: str) -> Json:
    return _part(me, draft, part) if draft.by else views.draft(me, draft, views.SAVED)


async def from_dm(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Words that HR wrote to the bot: for which announcement, in which language, under which title."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        drafts = await usecases.access_drafts(tx, me)
        words = await dm.prefill(tx, me, int(value(body)))
    await deps.slack.open_view(body["trigger_id"], forms.message_form(reader(me), int(value(body)), words, drafts))
    await ack()


async def save_message(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    dm_id, announcement_id, spoken, title = forms.read_message(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        draft = await usecases.from_message(tx, me, dm_id, announcement_id, spoken, title, deps.clock.now())
    await ack(response_action="update", view=views.draft(reader(me), draft, views.SAVED))


def value(body: Json) -> str:
    """What the button that was pressed carries."""
    return str(body["actions"][0]["value"])
