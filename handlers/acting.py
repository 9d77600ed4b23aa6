"""Who pressed, typed or wrote: the person behind any kind of request from Slack."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.locales.reader import Reader
from bot.usecases import acting

if TYPE_CHECKING:
    from bot.deps import Deps
    from storage.database import Tx
    from storage.people import Person

Json = dict[str, Any]

REMEMBERED_MAX = 10_000
_remembered: dict[tuple[str, str], Reader] = {}
"""The language of those who were here lately, for the sentence that says that the database is gone."""


async def actor(tx: "Tx", body: Json, deps: "Deps") -> "Person":
    """The person who acts now. Raises NotAllowed for strangers, people who left, and guests where guests take no part."""
    team_id, slack_id = ids(body)
    person = await acting.access_actor(tx, team_id, slack_id, deps.clock.now())
    if len(_remembered) >= REMEMBERED_MAX:
        forget()
    _remembered[team_id, slack_id] = reader(person)
    return person


def reader(person: "Person") -> Reader:
    """How this person reads: their language and zone."""
    return Reader(person.locale, person.zone)


def remembered(body: Json) -> Reader:
    """How the acting person reads, as far as is known without asking the database; else in English."""
    return _remembered.get(ids(body), Reader())


def forget() -> None:
    """Know nobody's language any more."""
    _remembered.clear()


async def seen_before(tx: "Tx", body: Json, now: datetime) -> bool:
    """Note the event, in the transaction of its effect. True: it is a repeat, and there is nothing left to do."""
    kind = str((body.get("event") or {}).get("type") or body.get("type"))
    return not await acting.first_time(tx, ids(body)[0], str(body["event_id"]), kind, now)


def ids(body: Json) -> tuple[str, str]:
    """Slack's ids of the workspace and of the person who acts; empty where the request names none."""
    event = body.get("event") or {}
    return _team(body), _id(body.get("user")) or str(body.get("user_id") or "") or _author(event)


def _team(body: Json) -> str:
    # A modal that was opened in a shared channel belongs to the workspace where the bot is installed.
    view = body.get("view") or {}
    authorized = body.get("authorizations") or [{}]
    found = (
        view.get("app_installed_team_id")
        or _id(body.get("team"))
        or authorized[0].get("team_id")
        or body.get("team_id")
        or (body.get("user") or {}).get("team_id")
    )
    return str(found or "")


def _author(event: Json) -> str:
    """The author of an event; of an edit or a deletion, the author of the message."""
    inner = event.get("message") or {}
    if not inner or is_gravestone(inner):
        inner = event.get("previous_message") or {}
    return _id(event.get("user")) or _id(inner.get("user"))


def is_gravestone(message: Json) -> bool:
    """Whether this stands where a message was deleted that has a thread below it. Slack calls that a change, and itself its author."""
    return bool(message.get("subtype") == "tombstone")


def _id(value: object) -> str:
    """Slack names people and workspaces by their id, or by an object that has it."""
    if isinstance(value, dict):
        value = value.get("id")
    return str(value or "")
