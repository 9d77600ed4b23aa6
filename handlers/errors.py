"""The one place where errors end: a refusal is said where the person looks, anything else gets a reference to quote."""

from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.deps import Deps
from bot.domain.errors import NotAllowed, Refused, RuleBroken
from bot.locales.reader import Reader
from bot.logs import unexpected
from bot.slack import InDoubt, Passing, SlackTrouble, WorkspaceStopped
from bot.views import errors as views
from bot.views import kit
from handlers import acting
from storage.database import DatabaseUnavailable

Json = dict[str, Any]

TRIGGER_SPENT = frozenset(
    {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged"}
)
"""Slack's documents and its answers spell them differently (SLACK.md §1.2)."""

log = structlog.stdlib.get_logger("growloop.errors")


def register(app: AsyncApp) -> None:
    app.error(answer)


async def answer(error: Exception, body: Json, context: AsyncBoltContext) -> BoltResponse:
    """What Slack is told, and through it the person, when a handler raised."""
    deps: Deps = context["deps"]
    refused = _as_refusal(error, body)
    if isinstance(error, WorkspaceStopped) and "installed" in context:
        context["installed"].forget()
    if "event" in body:
        return _answer_event(error, refused)
    try:
        return await _tell(deps, body, refused, await _reader(deps, body))
    except Exception as trouble:
        # Whoever pressed still sees from Slack itself that it did not work.
        unexpected(trouble, "could not say why", code=refused.code)
        return BoltResponse(status=500)


def _as_refusal(error: Exception, body: Json) -> Refused:
    """Every error as something that can be said."""
    if isinstance(error, Refused):
        log.info("refused", code=error.code)
        return error
    if isinstance(error, DatabaseUnavailable):
        log.error("database unavailable")
        return Refused("database_submit" if _is_submit(body) else "database_gone")
    if isinstance(error, SlackTrouble) and error.code in TRIGGER_SPENT:
        log.info("trigger spent", code=error.code)
        return Refused("trigger_spent")
    if isinstance(error, Passing | InDoubt):
        log.warning("slack busy", trouble=str(error))
        return Refused("slack_busy")
    return Refused("unexpected", {"reference": unexpected(error, "unexpected error")})


def _answer_event(error: Exception, refused: Refused) -> BoltResponse:
    """Nobody waits for an event's answer. A refusal is settled with it; after anything else Slack repeats the event."""
    settled = isinstance(error, Refused) or refused.code == "trigger_spent"
    return BoltResponse(status=200 if settled else 500)


async def _reader(deps: Deps, body: Json) -> Reader:
    known = acting.remembered(body)
    try:
        async with deps.transaction(reading=True) as tx:
            return acting.reader(await acting.actor(tx, body, deps))
    except (NotAllowed, DatabaseUnavailable):
        return known


async def _tell(deps: Deps, body: Json, refused: Refused, reader: Reader) -> BoltResponse:
    """Say it where this kind of request can be answered (SLACK.md §1.3)."""
    view = body.get("view") or {}
    said = views.sentence(reader, refused)
    if _is_submit(body):
        return _answer_submit(view, refused, views.notice(reader, said), said)
    whisper = {"response_type": "ephemeral", "replace_original": False, "text": kit.escape(said)}
    if "command" in body:
        return BoltResponse(status=200, body=whisper)
    if body.get("response_url"):
        (await deps.http.post(body["response_url"], json=whisper)).raise_for_status()
        return BoltResponse(status=200)
    if refused.code == "trigger_spent":
        return BoltResponse(status=500)
    show = deps.slack.push_view if view.get("type") == "modal" else deps.slack.open_view
    await show(body["trigger_id"], views.notice(reader, said))
    return BoltResponse(status=200)


def _answer_submit(view: Json, refused: Refused, notice: Json, said: str) -> BoltResponse:
    """Under the field that it is about, else under the first one, else in place of the form."""
    fields = views.fields(view)
    wanted = refused.field if isinstance(refused, RuleBroken) else None
    if not fields:
        return BoltResponse(status=200, body={"response_action": "update", "view": notice})
    field = wanted if wanted in fields else fields[0]
    return BoltResponse(status=200, body={"response_action": "errors", "errors": {field: said}})


def _is_submit(body: Json) -> bool:
    return body.get("type") == "view_submission"
