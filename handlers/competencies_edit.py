"""HR edits the model of competencies: each save is a new version."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import competencies as rules
from bot.domain.errors import RuleBroken
from bot.slack import SlackTrouble
from bot.usecases import competencies_assessing, competencies_model
from bot.usecases.competencies_model import Change, Shown
from bot.views import competencies_edit as views
from bot.views import competencies_form
from handlers.acting import actor, reader

Json = dict[str, Any]

log = structlog.stdlib.get_logger("growloop.competencies")


def register(app: AsyncApp) -> None:
    app.action(views.START)(start)
    app.action(views.SHOW_FAMILY)(show_family)
    app.action(views.EDIT_FAMILY)(edit_family)
    app.view(views.SAVE_FAMILY)(save_family)
    app.action(views.RETIRE_FAMILY)(retire_family)
    app.action(views.EDIT)(edit)
    app.view(views.SAVE)(save)
    app.action(views.RETIRE)(retire)
    app.action(views.PLACE)(place)
    app.view(views.PLACED)(placed)


async def open_model(deps: Deps, body: Json) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        shown = await competencies_model.access_model(tx, me)
    await deps.slack.open_view(body["trigger_id"], views.model(reader(me), shown))


async def start(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The starter model, in place of the empty one."""
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        shown = await competencies_model.start(tx, me, deps.clock.now(), source=f"view:{body['view']['id']}")
    await deps.slack.update_view(body["view"]["id"], views.model(reader(me), shown))
    await ack()


async def _shown(deps: Deps, body: Json) -> tuple[Any, Shown]:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        return me, await competencies_model.access_model(tx, me)


async def show_family(ack: AsyncAck, body: Json, deps: Deps) -> None:
    me, shown = await _shown(deps, body)
    family = _family(shown, body["actions"][0]["value"])
    await deps.slack.push_view(body["trigger_id"], views.family(reader(me), shown, family))
    await ack()


def _family(shown: Shown, key: str) -> rules.Family:
    found = shown.model.find(key)
    if found is None:
        raise RuleBroken("competency_gone")
    return found


async def edit_family(ack: AsyncAck, body: Json, deps: Deps) -> None:
    key = body["actions"][0]["value"].partition(" ")[2]
    me, shown = await _shown(deps, body)
    found = _family(shown, key) if key else None
    await deps.slack.push_view(body["trigger_id"], views.family_form(reader(me), shown.number, found))
    await ack()


async def edit(ack: AsyncAck, body: Json, deps: Deps) -> None:
    _, key, competency = body["actions"][0]["value"].split(" ")
    me, shown = await _shown(deps, body)
    family = _family(shown, key)
    form = views.competency_form(reader(me), shown.number, family, family.find(competency))
    await deps.slack.push_view(body["trigger_id"], form)
    await ack()


async def save_family(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    base, key, names, levels = views.read_family(view)
    if levels is None:
        raise RuleBroken("competency_uneven", field="levels_en")

    def change(model: rules.Model, fresh: str) -> rules.Model:
        return rules.put_family(model, key, names, levels, fresh)

    me, shown = await _change(deps, body, base, change)
    await _draw_below(deps, view, me, shown, key)
    await ack()


async def save(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    base, family, key, names, texts = views.read_competency(view)

    def change(model: rules.Model, fresh: str) -> rules.Model:
        return rules.put_competency(model, family, key, names, texts, fresh)

    me, shown = await _change(deps, body, base, change)
    await _draw_below(deps, view, me, shown, family)
    await ack()


async def retire_family(ack: AsyncAck, body: Json, deps: Deps) -> None:
    base, key = body["actions"][0]["value"].split()
    me, shown = await _change(deps, body, int(base), lambda model, _: rules.without_family(model, key), again=key)
    await deps.slack.update_view(body["view"]["id"], views.model(reader(me), shown))
    await ack()


async def retire(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form gives way to its family."""
    base, family, key = body["actions"][0]["value"].split()

    def change(model: rules.Model, _: str) -> rules.Model:
        return rules.without_competency(model, family, key)

    me, shown = await _change(deps, body, int(base), change, again=f"{family}.{key}")
    found = _family(shown, family)
    await deps.slack.update_view(body["view"]["id"], views.family(reader(me), shown, found))
    await ack()


async def _change(deps: Deps, body: Json, base: int, change: Change, *, again: str = "") -> tuple[Any, Shown]:
    """`again`: what a button does, beside the view it stands in."""
    source = f"view:{body['view']['id']}{':' if again else ''}{again}"[:128]
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        return me, await competencies_model.edit(tx, me, base, change, deps.clock.now(), source=source)


async def _draw_below(deps: Deps, view: Json, me: Any, shown: Shown, key: str) -> None:
    """The modals below show the new version, if they are still there."""
    root, below = view.get("root_view_id"), view.get("previous_view_id")
    family = shown.model.find(key)
    drawn = {root: views.model(reader(me), shown)} if root else {}
    if below and below != root and family is not None:
        drawn[below] = views.family(reader(me), shown, family)
    for view_id, made in drawn.items():
        try:
            await deps.slack.update_view(view_id, made)
        except SlackTrouble as trouble:
            log.info("what lies below is not drawn anew", trouble=str(trouble))


async def place(ack: AsyncAck, body: Json, deps: Deps) -> None:
    me, _ = await _shown(deps, body)
    await deps.slack.push_view(body["trigger_id"], views.place_form(reader(me)))
    await ack()


async def placed(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """The form with the family and the level of whoever was chosen."""
    slack_id = str(view["state"]["values"]["person"]["value"].get("selected_user") or "")
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        person = await competencies_assessing.access_placing(tx, me, slack_id, now)
        shown = await competencies_assessing.access_assessing(tx, me, person.id, now)
    await ack(response_action="update", view=competencies_form.form(reader(me), shown))
