"""Competencies: one's own and one's team's, and the form of an assessment."""

import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain.home import ORIGIN
from bot.slack import SlackTrouble
from bot.usecases import competencies as usecases
from bot.usecases import competencies_assessing, home, roles
from bot.usecases.competencies_assessing import Filled
from bot.views import competencies as views
from bot.views import competencies_form as forms
from handlers import competencies_edit
from handlers.acting import actor, reader

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.competencies")


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(opened)
    app.action(views.SHOW)(show)
    app.action(views.ASSESS)(assess)
    app.action(re.compile(rf"^{re.escape(views.TURN)}\.[a-z]+$"))(turn)
    app.action(forms.FAMILY)(chosen)
    app.view(forms.SAVE)(save)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/growloop competencies`: for HR the model, for others their own and their team's."""
    async with deps.transaction(reading=True) as tx:
        hr = await roles.is_hr(tx, await actor(tx, body, deps))
    if hr:
        await competencies_edit.open_model(deps, body)
    else:
        await _board(deps, body, 0)
    await ack()


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _board(deps, body, 0)
    await ack()


async def turn(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _board(deps, body, int(body["actions"][0]["value"]), instead=True)
    await ack()


async def _board(deps: Deps, body: Json, at: int, *, instead: bool = False) -> None:
    """The board; who leads nobody sees their own at once."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_board(tx, me, at, deps.clock.now())
    view = views.board(reader(me), shown)
    if shown.has_model and not shown.rows and not shown.at and shown.mine.family is not None:
        view = views.compared(reader(me), shown.mine)
    if instead:
        await deps.slack.update_view(body["view"]["id"], view)
    else:
        await _show(deps, body, view)


async def _show(deps: Deps, body: Json, view: Json) -> None:
    """Above the modal from which it was asked for, where there is one."""
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], view)


async def show(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await usecases.access_compared(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await _show(deps, body, views.compared(reader(me), shown))
    await ack()


async def assess(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await competencies_assessing.access_assessing(
            tx, me, int(body["actions"][0]["value"]), deps.clock.now()
        )
    await _show(deps, body, forms.form(reader(me), shown))
    await ack()


async def chosen(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Another family: its levels and competencies."""
    person_id, _, family, _, _ = forms.read(body["view"])
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await competencies_assessing.access_assessing(tx, me, person_id, deps.clock.now(), family)
    await deps.slack.update_view(body["view"]["id"], forms.form(reader(me), shown))
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Keep it; the modal below shows it, if it is still there."""
    person_id, version, family, level, ratings = forms.read(view)
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        filled = Filled(version, family, level, ratings)
        await competencies_assessing.assess(tx, me, person_id, filled, now, source=f"view:{view['id']}")
        await home.redraw_later(tx, me, ORIGIN)
        shown = await usecases.access_after(tx, me, person_id, now)
    if view.get("previous_view_id") and shown is not None:
        made = (
            views.board(reader(me), shown) if isinstance(shown, usecases.Board) else views.compared(reader(me), shown)
        )
        try:
            await deps.slack.update_view(view["previous_view_id"], made)
        except SlackTrouble as trouble:
            log.info("what lies below is not drawn anew", trouble=str(trouble))
    await ack()
