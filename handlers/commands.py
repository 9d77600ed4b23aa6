"""What people type after a slash: each command by its own name, or as a word after `/growloop`.

Where a name is taken by another app, the manifest puts a prefix before ours: any prefix is understood here.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.deps import Deps
from bot.views import commands as views
from handlers import (
    announcements,
    checkins,
    competencies,
    cycle_reports,
    cycle_summaries,
    cycles,
    cycles_mine,
    feedback,
    fortnight,
    goal_causes,
    goals,
    observations,
    one_on_ones,
    own_summaries,
    recognition,
    series_editor,
    upward,
    values,
)
from handlers.acting import actor, reader

Json = dict[str, Any]
Command = Callable[[AsyncAck, Json, Deps], Awaitable[None]]

WORDS: dict[str, Command] = {
    "checkin": checkins.command,
    "give-feedback": feedback.command,
    "thanks": recognition.command,
    "one-on-one": one_on_ones.command,
    "goals": goals.command,
    "note": observations.command,
    "summary": cycle_summaries.command,
}
"""A capability with a command adds its line here, and what it does to bot/views/commands.py."""
OWN_WORDS: dict[str, Command] = {
    "competencies": competencies.command,
    "announce": announcements.command,
    "series": series_editor.command,
    "upward": upward.command,
    "ticket": upward.ticket_command,
    "values": values.command,
    "cycle": cycles.command,
    "fortnight": fortnight.command,
    "causes": goal_causes.command,
    "my-cycle": cycles_mine.command,
    "report": cycle_reports.command,
    "my-summary": own_summaries.command,
}
"""Words that are no command of their own: what few people need now and then."""


def register(app: AsyncApp) -> None:
    for word, command in WORDS.items():
        app.command(named(word))(command)
    app.command(named(views.OWN))(own)


def named(word: str) -> re.Pattern[str]:
    """The command of that name, with or without a prefix."""
    return re.compile(rf"^/[a-z0-9_-]*{re.escape(word)}$")


async def own(ack: AsyncAck, body: Json, deps: Deps) -> None:
    """The word's command; without a word, or with one that nobody knows, what there is."""
    word = (body.get("text") or "").strip().partition(" ")
    command = (WORDS | OWN_WORDS).get(word[0].lower().removeprefix("/"))
    if command is not None:
        await command(ack, {**body, "text": word[2].strip()}, deps)
        return
    async with deps.transaction(reading=True) as tx:
        me = await actor(tx, body, deps)
    await ack(response_type="ephemeral", text=views.overview(reader(me), str(body["command"])))
