"""Everything that one person can get to see: each use case that fetches something, asked with every record there is."""

import inspect
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib import import_module
from itertools import product
from pkgutil import iter_modules
from typing import Any, get_type_hints

from sqlmodel import select

import bot.usecases
from bot.domain.errors import Refused
from bot.domain.notices import NoLonger
from storage.notices import Notice
from storage.people import Person
from tests.team import SLOT, Team

IDS = range(1, 6)
"""A test that walks has no more records of a kind than these."""
FETCHING = {"read", "show", "prefill", "open_of", "of_checkin"}
"""Besides those that begin with `access_`."""


async def seen(team: Team, name: str, now: datetime) -> dict[str, str]:
    """By use case: all that it shows this person, as text. Left out: what asks for more than a person, a record and a time, and what is
    no use case of its own, as nobody looks: who calls that has checked who does.
    """
    async with team.transaction(reading=True) as tx:
        viewer = await team.person(tx, name)
        notices = list(await tx.exec(select(Notice)))
    found: dict[str, str] = {}
    for use_case, function in _fetching():
        for given in _calls(function, viewer, notices, now):
            found[use_case] = found.get(use_case, "") + await _said(team, function, given)
    return found


def _fetching() -> Iterator[tuple[str, Any]]:
    for found in iter_modules(bot.usecases.__path__):
        module = import_module(f"bot.usecases.{found.name}")
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
            if function.__module__ == module.__name__ and (name.startswith("access_") or name in FETCHING):
                yield f"{found.name}.{name}", function


def _calls(function: Any, viewer: Person, notices: list[Notice], now: datetime) -> Iterator[dict[str, Any]]:
    kinds: dict[Any, Iterable[Any]] = {Person: [viewer], datetime: [now], Notice: notices, int: IDS, str: [SLOT]}
    hints = get_type_hints(function)
    wanted = [
        name
        for name, one in inspect.signature(function).parameters.items()
        if name != "tx" and one.default is inspect.Parameter.empty
    ]
    looks = any(hints[name] is Person for name in wanted)
    if looks and all(hints[name] in kinds for name in wanted):
        for values in product(*(kinds[hints[name]] for name in wanted)):
            yield dict(zip(wanted, values, strict=True))


class _Undone(Exception):
    """Ends a transaction without a trace."""


async def _said(team: Team, function: Any, given: dict[str, Any]) -> str:
    """Everything in what a use case returns; nothing where it refuses. What it writes is undone."""
    text = ""
    try:
        async with team.transaction() as tx:
            text = repr(await function(tx, **given))
            raise _Undone
    except (_Undone, Refused, NoLonger, LookupError):
        return text
    except Exception as error:
        return repr(error)
