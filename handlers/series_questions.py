"""HR sets what a series asks, in the modal of the editor."""

from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.checkins import QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.wording import Wording, check
from bot.usecases import series_editor as editing
from bot.usecases import series_questions as usecases
from bot.views import series_forms as forms
from bot.views import series_questions as views
from bot.views.series_editor import QUESTIONS, Mark
from handlers.acting import actor, reader
from handlers.series_editor import put

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.NEW)(new)
    app.action(views.ACT)(act)
    app.view(views.SAVE)(save)
    app.view(views.SAVE_OPTIONS)(save_options)


async def listed(tx: "Tx", me: "Person", deps: Deps, series_id: int) -> Json:
    """What the series asks now."""
    return views.listed(reader(me), await editing.access(tx, me, series_id, deps.clock.now()))


async def new(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        opened = await editing.access(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    mark = Mark(opened.series.id, opened.series.revision, QUESTIONS)
    await put(deps, body, views.form(reader(me), mark, Wording(QuestionKind.TEXT)))
    await ack()


async def act(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """What was chosen in the menu beside a question."""
    series_text, key, what = body["actions"][0]["selected_option"]["value"].split()
    series_id, now = int(series_text), deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        if what == views.WORD:
            view = await _form(tx, me, deps, series_id, key)
        else:
            if what.startswith(views.MOVE):
                await usecases.move(tx, me, series_id, key, int(what.removeprefix(views.MOVE)), now)
            elif what == views.REMOVE:
                await usecases.remove(tx, me, series_id, key, now)
            else:
                column = "hidden" if what in (views.HIDE, views.UNHIDE) else "required"
                on = what in (views.HIDE, views.REQUIRE)
                await usecases.mark(tx, me, series_id, key, column, now, on=on)
            view = await listed(tx, me, deps, series_id)
    await put(deps, body, view)
    await ack()


async def _form(tx: "Tx", me: "Person", deps: Deps, series_id: int, key: str) -> Json:
    opened = await editing.access(tx, me, series_id, deps.clock.now())
    asked = next((one for one in opened.questions if one.key == key), None)
    if asked is None:
        raise RuleBroken("question_gone")
    mark = Mark(opened.series.id, opened.series.revision, key)
    return views.form(reader(me), mark, views.wanted_of(asked))


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store the question; a choice goes on to its options first."""
    mark, before = views.unpacked(view["private_metadata"])
    wanted = views.read_form(view["state"]["values"], before)
    if wanted.chooses:
        check(wanted)
        async with deps.transaction(reading=True) as tx:
            me = await actor(tx, body, deps)
            opened = await editing.access(tx, me, mark.series or 0, deps.clock.now())
        there = next((views.wanted_of(one).options for one in opened.questions if one.key == wanted.key), {})
        shown = views.options_form(reader(me), mark, views.with_options(wanted, there))
    else:
        shown = await _store(deps, body, mark, wanted)
    await ack(response_action="update", view=shown)


async def save_options(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    mark, before = views.unpacked(view["private_metadata"])
    wanted = views.read_options(view["state"]["values"], before)
    await ack(response_action="update", view=await _store(deps, body, mark, wanted))


async def _store(deps: Deps, body: Json, mark: Mark, wanted: Wording) -> Json:
    """The list with the question in it; or, for the second of two, the question as it is now."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        asked = await usecases.save(tx, me, mark.series or 0, mark.revision, wanted, deps.clock.now())
        if asked.by and asked.question is not None:
            mine = reader(me)
            now = Mark(asked.series.id, asked.series.revision, mark.part)
            notes = forms.changed_meanwhile(mine, asked.by, views.mine(mine, wanted))
            return views.form(mine, now, views.wanted_of(asked.question), notes)
        return await listed(tx, me, deps, asked.series.id)
