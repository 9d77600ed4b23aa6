"""Goals opened: confirmed, talked about, taken back, closed, opened again."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import goals as words
from bot.domain import talks as talk_rules
from bot.domain.errors import RuleBroken
from bot.domain.goals import Ending
from bot.usecases import (
    goal_causes_choosing,
    goals_agreeing,
    goals_closing,
    goals_read,
    goals_seeing,
    goals_talking,
    talks,
)
from bot.views import goal_causes as cause_views
from bot.views import goals as message_views
from bot.views import goals_progress, inputs
from bot.views import goals_read as views
from handlers.acting import actor, reader

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.goals import Goal
    from storage.people import Person

Json = dict[str, Any]
Act = Callable[["Tx", "Person", int, datetime], Awaitable["Goal"]]


def register(app: AsyncApp) -> None:
    app.action(views.CONFIRM)(confirm)
    app.action(views.PROPOSE)(propose)
    app.action(views.WITHDRAW)(withdraw)
    app.action(message_views.REOPEN)(reopen)
    app.action(message_views.READ)(read)
    app.action(views.HISTORY)(history)
    app.action(views.DISCARD)(discard)
    app.action(views.TALK)(talk)
    app.view(views.SAY)(say)
    app.action(views.CLOSE)(close)
    app.view(views.CLOSED)(closed)


async def read(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Show a goal, above the modal from which it was asked for."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        view = await opened(tx, me, _goal(body), deps.clock.now())
    await _push_or_open(deps, body, view)
    await ack()


async def opened(tx: "Tx", me: "Person", goal_id: int, now: datetime) -> Json:
    """The goal as this person sees it."""
    shown = await goals_read.access_opened(tx, me, goal_id, now)
    stands = await goals_seeing.access_stands(tx, me, goal_id, now)
    more = goals_progress.stands(reader(me), stands)
    if await goal_causes_choosing.offers(tx, me, shown.goal, now):
        more += cause_views.on_goal(reader(me), goal_id)
    return views.opened(reader(me), shown, more=more)


async def confirm(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """Agree to the version that is shown."""
    number = int(str(body["actions"][0]["value"]).split()[1])

    async def act(tx: "Tx", me: "Person", goal_id: int, now: datetime) -> "Goal":
        return await goals_agreeing.confirm(tx, me, goal_id, number, now)

    await _act(ack, body, deps, act)


async def propose(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _act(ack, body, deps, goals_agreeing.propose)


async def withdraw(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _act(ack, body, deps, goals_agreeing.withdraw)


async def reopen(ack: AsyncAck, body: Json, deps: Deps) -> None:
    await _act(ack, body, deps, goals_closing.reopen)


async def _act(ack: AsyncAck, body: Json, deps: Deps, act: Act) -> None:
    """Do it, and show the goal as it stands then where it is open."""
    now = deps.clock.now()
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await act(tx, me, _goal(body), now)
        in_modal = (body.get("view") or {}).get("type") == "modal"
        view = await opened(tx, me, _goal(body), now) if in_modal else None
    if view is not None:
        await deps.slack.update_view(body["view"]["id"], view)
    await ack()


async def history(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        goal, told = await goals_read.access_history(tx, me, _goal(body), deps.clock.now())
    await _push_or_open(deps, body, views.history(reader(me), goal, told))
    await ack()


async def discard(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await goals_agreeing.discard(tx, me, _goal(body), deps.clock.now())
    await deps.slack.update_view(body["view"]["id"], views.discarded(reader(me)))
    await ack()


async def talk(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """A field for what I would like to say, on top of the goal."""
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        other = await goals_talking.access_other(tx, me, _goal(body))
    await _push_or_open(deps, body, views.talk_form(reader(me), _goal(body), other.name))
    await ack()


async def say(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Store it; the other one gets it as a message."""
    said = talk_rules.check_field(str(inputs.held(view["state"]["values"], "reply") or ""))
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        goal_id, source = int(view["private_metadata"]), f"view:{view['id']}"
        await talks.reply(tx, me, goal_id, said, deps.clock.now(), source=source, about=words.RECORD)
    await ack()


async def close(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The form that asks how it ended, on top of the goal."""
    now = deps.clock.now()
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        await goals_closing.access_closing(tx, me, _goal(body), now)
        shown = await goals_read.access_opened(tx, me, _goal(body), now)
    await _push_or_open(deps, body, views.closing_form(reader(me), shown))
    await ack()


async def closed(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Close it; the goal below shows it."""
    values, now, goal_id = view["state"]["values"], deps.clock.now(), int(view["private_metadata"])
    ended = inputs.held(values, "ended")
    if not ended:
        raise RuleBroken("goal_ended_needed", field="ended")
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await goals_closing.close(tx, me, goal_id, Ending(ended), str(inputs.held(values, "words") or ""), now)
        below = await opened(tx, me, goal_id, now)
    if view.get("previous_view_id"):
        await deps.slack.update_view(view["previous_view_id"], below)
    await ack()


async def _push_or_open(deps: Deps, body: Json, view: Json) -> None:
    above = (body.get("view") or {}).get("type") == "modal"
    await (deps.slack.push_view if above else deps.slack.open_view)(body["trigger_id"], view)


def _goal(body: Json) -> int:
    return int(str(body["actions"][0]["value"]).split()[0])
