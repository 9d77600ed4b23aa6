"""What the page remembers between two requests: what was read, what went wrong under which field, and a clock on its way."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.clock import MovableClock
from bot.sandbox.model import OpenView, Person
from bot.sandbox.workspace import Workspace

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Confirm:
    """A question before something is done; `fields` is the form that is sent again with the answer."""

    title: str
    text: Any
    yes: str
    deny: str
    style: str
    fields: list[tuple[str, str]]


@dataclass(frozen=True)
class Refused:
    """What stands under the fields of one view, as it was when the person sent it."""

    hash: str
    errors: Mapping[str, str]
    said: str


@dataclass
class PageState:
    """In memory and for this run alone. `version` counts what people see change here."""

    version: int = 0
    notices: dict[str, str] = field(default_factory=dict)
    confirms: dict[str, Confirm] = field(default_factory=dict)
    moving_to: datetime | None = None
    broken: bool = False
    _read: dict[tuple[str, str], str] | None = None
    _refused: dict[str, Refused] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None

    # Unread

    def start(self, workspace: Workspace) -> None:
        """Take what is there when the page is first looked at as read: a seeded history is no news."""
        if self._read is None:
            self._read = {("", channel): said[-1].ts for channel, said in workspace.messages.items() if said}

    def read(self, workspace: Workspace, person: Person, channel_id: str) -> None:
        """`person` has a conversation before their eyes."""
        said = workspace.messages.get(channel_id, [])
        if said and self._read is not None and self._read.get((person.id, channel_id)) != said[-1].ts:
            self._read[person.id, channel_id] = said[-1].ts
            self.version += 1

    def unread(self, workspace: Workspace, person: Person, channel_id: str) -> int:
        """How many messages of others `person` has not had before their eyes."""
        marks = self._read or {}
        mark = marks.get((person.id, channel_id)) or marks.get(("", channel_id), "")
        count = 0
        for message in reversed(workspace.messages.get(channel_id, [])):
            if message.ts <= mark:
                break
            theirs = message.ephemeral_to in (None, person.id) and not message.deleted
            count += theirs and message.user != person.id
        return count

    def notice(self, person: Person) -> str:
        """What to tell `person` once: their own notice, else one for whoever looks first."""
        return self.notices.pop(person.id, "") or self.notices.pop("", "")

    # Refusals

    def refuse(self, opened: OpenView, errors: Mapping[str, str], said: str = "") -> None:
        """Remember what to show in a modal until it changes or is sent again."""
        self._refused[opened.id] = Refused(opened.hash, errors, said)
        self.version += 1

    def accept(self, opened: OpenView) -> None:
        """Forget what was wrong with a modal."""
        if self._refused.pop(opened.id, None):
            self.version += 1

    def refusal(self, opened: OpenView) -> Refused:
        """What was wrong with a modal as it is now."""
        refused = self._refused.get(opened.id)
        return refused if refused and refused.hash == opened.hash else Refused(opened.hash, {}, "")

    # The clock

    def move(self, clock: MovableClock, at: datetime) -> "asyncio.Task[None]":
        """Move the clock in the background. Raises ValueError for a time that is past."""
        if at < clock.now():
            raise ValueError("The clock only moves forward.")
        self.moving_to, self.broken = at, False
        self.version += 1
        self._task = asyncio.create_task(clock.move_to(at))
        self._task.add_done_callback(self._arrived)
        return self._task

    def _arrived(self, task: "asyncio.Task[None]") -> None:
        self.moving_to = None
        self.version += 1
        if not task.cancelled() and (error := task.exception()):
            self.broken = True
            logger.error("Something that was due broke while the clock moved.", exc_info=error)
