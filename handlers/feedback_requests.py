"""Asking for feedback: `/give-feedback ask`, the button on Home, the form, and its withdrawal."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.domain import feedback_requests as rules
from bot.usecases import feedback_requests as usecases
from bot.views import feedback_requests as views
from handlers.acting import actor, reader

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.action(views.OPEN)(opened)
    app.view(views.SEND)(send)
    app.action(views.WITHDRAW)(withdraw)


async def command(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """`/give-feedback ask @leo @ana`, `… ask @leo about @mei`, and the question after it."""
    typed = rules.parse(body.get("text") or "")
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
        asking = await usecases.access_asking(tx, me, typed.about, deps.clock.now(), typed.to, question=typed.question)
    await deps.slack.open_view(body["trigger_id"], views.form(reader(me), replace(asking, unknown=typed.unknown)))
    await ack()


async def opened(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """About oneself, from Home."""
    await command(ack, {**body, "text": ""}, deps)


async def send(ack: AsyncAck, body: Json, view: Json, deps: Deps) -> None:
    """Ask them; or say who is not asked now, before anything is sent."""
    about, to, question, due = views.read_form(view)
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        source = f"view:{view['id']}"
        again = await usecases.ask(tx, me, about, to, question, due, deps.clock.now(), source=source)
    if again is None:
        await ack()
        return
    await ack(response_action="update", view=views.form(reader(me), again, views.read_turn(view) + 1))


async def withdraw(ack: AsyncAck, body: Json, deps: Deps) -> None:
    async with deps.transaction() as tx:
        me = await actor(tx, body, deps)
        await usecases.withdraw(tx, me, int(body["actions"][0]["value"]), deps.clock.now())
    await ack()
