"""What a workspace consists of: people, channels, messages, open views, and the record of what went over the wire."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(eq=False)
class Person:
    """Somebody (or some bot) with an account. `name` is the full name, `handle` what follows the @."""

    id: str
    team_id: str
    name: str
    handle: str
    email: str
    tz: str | None = "UTC"
    locale: str | None = "en-US"
    title: str = ""
    display_name: str = ""
    is_owner: bool = False
    is_admin: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_invited_user: bool = False
    deleted: bool = False
    updated: int = 0
    profile_fields: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Channel:
    """A conversation. `members` holds user ids; a dm has exactly two."""

    id: str
    kind: Literal["dm", "channel"]
    name: str
    members: set[str]
    created: int
    private: bool = False
    archived: bool = False
    creator: str = ""


@dataclass(eq=False)
class Message:
    """One message, the same object for as long as it lives: edits change it in place.

    `channel` and `ts` are Slack's ids. `text` and mrkdwn in `blocks` are kept as Slack keeps them (`&amp;`, `&lt;`, `&gt;`
    escaped, live links and mentions in angle brackets); plain_text in `blocks` is raw. `bot` is the bot's id or None.
    `earlier` holds the blocks it had before each edit.
    """

    channel: str
    ts: str
    user: str
    text: str
    bot: str | None = None
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    ephemeral_to: str | None = None
    edited: datetime | None = None
    deleted: bool = False
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    sent_to_channel_by: str = ""
    client_msg_id: str | None = None
    username: str | None = None
    earlier: list[list[Json]] = field(default_factory=list)
    values: dict[str, dict[str, dict[str, Json]]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(eq=False)
class OpenView:
    """A modal on somebody's screen, or somebody's Home.

    `view` is the view with all ids filled in; `values` is what its inputs hold now (block id → action id → state), initial
    values included. `stack` is the list of modals it lies in, the top one last; empty for Home.
    """

    id: str
    root_id: str
    user: str
    hash: str
    view: Json
    values: dict[str, dict[str, Json]]
    stack: list["OpenView"] = field(default_factory=list, repr=False)
    external_id: str = ""
    previous: str | None = None


@dataclass
class TriggerUse:
    """A trigger id that was given out: to whom, when (by the clock, and by real seconds), from which modal, and its use."""

    user: str
    at: datetime
    real: float
    view_id: str | None = None
    used: bool = False


@dataclass
class WireRecord:
    """One exchange: "in" came from the bot, "out" went to it. `ms` is real time, `at` the clock's."""

    direction: Literal["in", "out"]
    what: str
    status: int
    ms: float
    request: Any
    response: Any
    at: datetime


@dataclass
class Outcome:
    """What a person's act led to.

    `errors` are the sentences shown under the fields of a modal, by block id; those that begin with "client: " were said by
    the client itself and the bot was not asked. `said` is what the client shows when it could not be done. `texts` are the
    messages that the bot answered for this person's eyes. `problems` name what was wrong with the bot's answer.
    """

    ok: bool
    status: int = 200
    body: Json | str = ""
    errors: dict[str, str] = field(default_factory=dict)
    ms: float = 0.0
    said: str | None = None
    texts: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
