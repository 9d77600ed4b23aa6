"""What time and workers can run: each capability adds its ticks, tasks and tellings here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.deps import Deps
from bot.domain.notices import Kind
from bot.locales.reader import Reader
from bot.slack import Message
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person

MINUTE = timedelta(minutes=1)
NIGHTLY = timedelta(days=1)

Run = Callable[[Deps], Awaitable[None]]
Work = Callable[..., Awaitable[None]]
Access = Callable[[Tx, Notice, Person, datetime], Awaitable[Any]]
View = Callable[[Reader, Any], Message]


class TryAgain(Exception):
    """A task asks to be run again, with the same arguments, after so many seconds: nothing failed, it is only too early."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:g} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Tick:
    """A question to the database, "what is due and not done?": safe to run twice, late, or in two processes."""

    name: str
    run: Run
    every: timedelta


@dataclass(frozen=True)
class Telling:
    """How notices of one kind become messages. `access` fetches with the recipient's rights at the moment of sending and raises
    NoLonger or NotAllowed when the notice makes no sense any more; `view` renders what it returned."""

    kind: Kind
    access: Access
    view: View


@dataclass
class Registry:
    """Everything that was registered, by name. A name that is taken is a mistake of ours and said at start."""

    ticks: dict[str, Tick] = field(default_factory=dict)
    tasks: dict[str, Work] = field(default_factory=dict)
    tellings: dict[str, Telling] = field(default_factory=dict)

    def tick(self, name: str, run: Run, *, every: timedelta = MINUTE) -> None:
        self._new(name, self.ticks)
        self.ticks[name] = Tick(name, run, every)

    def task(self, name: str, work: Work) -> None:
        """`work(deps, **args)` is what a job of that name does; it must be safe to run twice."""
        self._new(name, self.tasks)
        self.tasks[name] = work

    def telling(self, kind: Kind, access: Access, view: View) -> None:
        self._new(kind.name, self.tellings)
        self.tellings[kind.name] = Telling(kind, access, view)

    @staticmethod
    def _new(name: str, among: dict[str, Any]) -> None:
        if name in among:
            raise ValueError(f"{name} is registered twice")
