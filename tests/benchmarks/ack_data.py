"""A company in which everybody has an open check-in that was asked for, and the forms that they send."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import insert

from bot.domain import checkins as rules
from bot.domain.checkins import Draft
from bot.domain.notices import State
from bot.domain.roles import Source
from bot.locales.reader import Reader
from bot.usecases import series as series_usecases
from bot.usecases import workspaces
from bot.usecases.checkins import Form
from bot.views import checkins_form as views
from storage import series
from storage.database import Database, Tx
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period
from storage.reporting import ReportingLine
from storage.series import Question, Series

SLOT = "2027-W02"
REPORTS = 10
"""People who report to the same manager."""
AT_ONCE = 1_000
PERSON, MANAGER = "UUUUU", 777_777_777
"""Stand in the form for who sends it and who reads it."""
WORDS = "Shipped the new import, with errors by line; two reviews done; the rest of the week went to the move."


async def fill(database: Database, auth: dict[str, Any], people: int, now: datetime) -> str:
    """The company, asked an hour ago. Answers a form as it would be sent, for `bodies`."""
    async with database.transaction() as tx:
        workspace = await workspaces.install(tx, auth, {"name": "Company"}, guests=False, now=now)
        weekly = await series_usecases.ensure_default(tx, workspace, now, started=True)
        questions = await series.questions(tx, weekly.id, now)
        for first in range(1, people + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, people + 1))
            await _add(tx, workspace.id, weekly, numbers, now)
        return _form(auth["team_id"], weekly, questions, now)


async def _add(tx: Tx, workspace_id: int, weekly: Series, numbers: range, now: datetime) -> None:
    connection = await tx.connection()
    here = {"workspace_id": workspace_id}
    opened, closes = now - timedelta(hours=1), now + timedelta(days=3)
    people, lines, periods, notices = [], [], [], []
    for n in numbers:
        people.append(here | {"id": n, "slack_id": slack_id(n), "name": f"Person {n}", "zone": "Europe/Berlin"})
        if (manager := manager_of(n)) != n:
            lines.append(
                here | {"person_id": n, "manager_id": manager, "since": date(2024, 1, 1), "source": Source.IMPORT}
            )
        times = {"opens_at": opened, "reminds_at": None, "closes_at": closes}
        periods.append(here | times | {"id": n, "series_id": weekly.id, "person_id": n, "slot": SLOT})
        asked = {"kind": rules.PROMPT.name, "lane": int(rules.PROMPT.lane), "state": State.SENT, "due_at": opened}
        sent = {"sent_at": opened, "channel": f"D{n:07}", "ts": f"1700000000.{n:06}", "made_at": opened}
        notices.append(here | asked | sent | {"subject_id": n, "recipient_id": n})
    for table, rows in ((Person, people), (ReportingLine, lines), (Period, periods), (Notice, notices)):
        await connection.execute(insert(table), rows)


def manager_of(number: int) -> int:
    return number - number % REPORTS or 1


def slack_id(number: int) -> str:
    return f"U0{number:05}"


def _form(team_id: str, weekly: Series, questions: list[Question], now: datetime) -> str:
    """What Slack sends when the form is submitted: the view with everything in it, and what was filled in."""
    manager = Person(id=MANAGER, workspace_id=weekly.workspace_id, slack_id="", name="Manager")
    shown = Form(weekly, SLOT, None, questions, Draft(), False, [manager])
    view = views.form(Reader(), shown) | {
        "id": "V0000001", "team_id": team_id, "hash": f"{now.timestamp():.0f}.abc", "root_view_id": "V0000001", "app_id": "A0000001",
        "app_installed_team_id": team_id, "bot_id": "B0000001", "previous_view_id": None, "external_id": "",
        "state": {"values": _filled()},
    }  # fmt: skip
    sent: dict[str, Any] = {
        "type": "view_submission", "user": {"id": PERSON, "username": "person", "name": "person", "team_id": team_id},
        "api_app_id": "A0000001", "token": "token", "team": {"id": team_id, "domain": "company"}, "enterprise": None,
        "is_enterprise_install": False, "trigger_id": "1.2.3", "response_urls": [], "view": view,
    }  # fmt: skip
    return json.dumps(sent, separators=(",", ":"))


def _filled() -> dict[str, Any]:
    texts = {name: {"type": "plain_text_input", "value": WORDS} for name in ("progress", "plan", "blocker", "idea")}
    mood = {"type": "radio_buttons", "selected_option": {"text": {"type": "plain_text", "text": "4"}, "value": "4"}}
    words = {"type": "plain_text_input", "value": "Calm"}
    helper = {"type": "users_select", "selected_user": None}
    values = texts | {"mood": mood, "mood_words": words, "help_from": helper}
    return {field: {"value": state} for field, state in values.items()}


def bodies(form: str, numbers: range) -> Iterator[bytes]:
    """The form as these people send it."""
    sent = urlencode({"payload": form})
    return (sent.replace(PERSON, slack_id(n)).replace(str(MANAGER), str(manager_of(n))).encode() for n in numbers)
