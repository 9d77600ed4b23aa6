"""The Slack app's manifest: what the bot asks of a workspace, each thing with its reason, and nothing that is not used.

One table for each kind of thing. A test holds them against the code: a command, an event, a method of Slack's that is used
has its line here, and each line is used. Limits: SLACK.md §7.7.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.domain import agenda
from bot.domain.feedback_form import MESSAGE_FORM
from bot.domain.observations import MESSAGE_FORM as OBSERVATION_FORM
from bot.locales.reader import Reader
from bot.views import commands

Json = dict[str, Any]

PATH = "/slack/events"
PREFIX = re.compile(r"[a-z0-9_-]{0,16}")
NAME = "Growloop"
DESCRIPTION = "Keeps the conversation about work going all year: weekly check-ins, feedback that helps, and thanks."
LONG_DESCRIPTION = (
    "Growloop asks a few questions at the end of each week, at the hour of each person's own day: what went well, what "
    "comes next, what is in the way. The answers reach the person's manager, who reads them and replies; whoever asks for "
    "help gets it. People agree on goals with their manager and say in the check-in how they go; 1:1s have an agenda that "
    "fills itself, notes, and a file for the calendar. Colleagues give each other feedback in one of two tried forms, with "
    "hints that help before it is sent, ask for it, and thank each other. Before anything is sent, the form says who will "
    "read it. Growloop runs on your company's own machine. It reads no channel and no conversation between people: only "
    "what is written to it, and the one message that somebody chooses to give feedback on, to talk about or to keep a note "
    "of. HR sets the timetable and sees numbers, not private words."
)


class ManifestWrong(Exception):
    """The manifest cannot be made like that. The text says why, and what would do."""


@dataclass(frozen=True)
class Scope:
    """A right that the bot asks for: why, and where it is used ("module:name"). `methods` and `events` need it.

    `optional`: who installs the app may leave it out, and everything else works.
    """

    reason: str
    code: str
    methods: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    optional: bool = False


SCOPES = {
    "chat:write": Scope(
        "To send prompts, reminders, summaries and replies.",
        "bot.slack:Slack.post",
        methods=("chat.postMessage", "chat.update", "chat.postEphemeral"),
    ),
    "commands": Scope("To be called with a slash command, from anywhere in Slack.", "handlers.commands:register"),
    "files:write": Scope(
        "To add a small chart to a manager's summary, and to give somebody the calendar file of a 1:1 they ask for, HR the list of "
        "who has read an announcement, or a cycle's report to whoever asks for it, in their direct "
        "message with the bot. Without it all of these are text alone.",
        "bot.slack:Slack.upload",
        methods=("files.getUploadURLExternal", "files.completeUploadExternal"),
        optional=True,
    ),
    "im:history": Scope(
        "To receive what people write to the bot in their direct message with it, and to see there whether a message whose "
        "sending was unclear arrived. It opens no other conversation.",
        "bot.slack:Slack.recent",
        methods=("conversations.history", "conversations.replies"),
        events=("message.im",),
    ),
    "im:write": Scope(
        "To find the direct message between a person and the bot.",
        "bot.slack:Slack.open_dm",
        methods=("conversations.open",),
    ),
    "team:read": Scope("To know the workspace's name.", "bot.slack:Slack.team", methods=("team.info",)),
    "users:read": Scope(
        "To know who is in the workspace, in which time zone and in which language.",
        "bot.slack:Slack.users_page",
        methods=("users.list", "users.info"),
        events=("team_join", "user_change"),
    ),
    "users:read.email": Scope(
        "To recognise people of an imported roster, and those whom the settings name for HR, by their e-mail address.",
        "bot.domain.people:account",
    ),
}

OPTIONAL = [name for name, scope in SCOPES.items() if scope.optional]
"""Those of the scopes that who installs the app may leave out."""
WITHOUT_SCOPE = ("auth.test", "views.open", "views.push", "views.update", "views.publish")
"""Methods that are used and need no scope."""

EVENTS = {
    "app_home_opened": "To draw the Home tab when somebody enters it.",
    "app_uninstalled": "To send nothing more when the app is taken out of the workspace.",
    "message.im": "To receive what people write to the bot in their direct message with it.",
    "team_join": "To know new people from their first day.",
    "tokens_revoked": "To send nothing more when the app's token is revoked.",
    "user_change": "To follow people who change their zone or language, leave, or come back.",
}

SHORTCUTS = [
    {
        "name": "Give feedback on this",
        "type": "message",
        "callback_id": MESSAGE_FORM,
        "description": "Opens the form for the author of this message, and keeps a link to it.",
    },
    {
        "name": "Put on our 1:1's agenda",
        "type": "message",
        "callback_id": agenda.MESSAGE_FORM,
        "description": "Keeps a link to this message on the agenda of your 1:1.",
    },
    {
        "name": "Keep as an observation",
        "type": "message",
        "callback_id": OBSERVATION_FORM,
        "description": "For who leads its author: a private note of what happened, with a link to the message.",
    },
]
"""What stands in the menu of a message."""


def manifest(url: str | None = None, prefix: str = "") -> Json:
    """The manifest for HTTP at that address, or, without one, for Socket Mode; `prefix` goes before our commands' names.

    Raises ManifestWrong for an address or a prefix that Slack would refuse.
    """
    endpoint = _endpoint(url) if url else None
    reached = {"request_url": endpoint} if endpoint else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1f4d3f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": _commands(endpoint, prefix),
            "shortcuts": SHORTCUTS,
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES), "bot_optional": OPTIONAL}},
        "settings": {
            "event_subscriptions": {**reached, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **reached},
            "org_deploy_enabled": False,
            "socket_mode_enabled": endpoint is None,
            "token_rotation_enabled": False,
        },
    }


def command_names(prefix: str = "") -> list[str]:
    """Our slash commands, as they are called in a workspace with that prefix."""
    return [f"/{prefix}{name}" for name in commands.descriptions(Reader())]


def _commands(endpoint: str | None, prefix: str) -> list[Json]:
    if not PREFIX.fullmatch(prefix):
        raise ManifestWrong("The prefix takes up to 16 small letters, digits, - and _, for example x-.")
    described = commands.descriptions(Reader())
    hints = {
        "checkin": "[away | back]",
        "give-feedback": "[@someone | history | drafts | ask @someone]",
        "one-on-one": "[@name | add @name what to talk about | agenda @name | history @name]",
        "thanks": "[@name @name for what they did]",
        "summary": "[@someone]",
        "note": "[@someone what you saw]",
        commands.OWN: f"[{' | '.join(name for name in described if name != commands.OWN)}]",
    }
    reached = {"url": endpoint} if endpoint else {}
    return [
        {
            "command": f"/{prefix}{name}",
            **reached,
            "description": text,
            **({"usage_hint": hints[name]} if name in hints else {}),
            "should_escape": True,
        }
        for name, text in described.items()
    ]


def _endpoint(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise ManifestWrong(
            "Slack reaches the bot over https alone: give an address like https://growloop.example.com."
        )
    return url.rstrip("/").removesuffix(PATH) + PATH
