"""A private note is read by its author alone: everything that shows anything to anybody else is walked."""

import ast
import inspect
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from itertools import product
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_type_hints

import pytest
from sqlmodel import select

import bot.usecases
from bot.domain.errors import NotAllowed, Refused, RuleBroken
from bot.domain.notices import NoLonger
from bot.usecases import checkins, checkins_read, private_notes
from storage.checkins import CheckIn
from storage.notices import Notice
from storage.people import Person
from tests.clock import START
from tests.team import OPENS, SLOT, Team

NOTE = "Lighthouse keeper"
NOW = START + timedelta(hours=1)
OTHERS = ("Tom", "Ann", "Bob", "Una")
MAY_IMPORT = {"bot/usecases/private_notes.py", "storage/history.py", "storage/retention.py", "storage/tables.py"}
"""Who touches the table at all."""


@pytest.fixture
async def sent(team: Team) -> CheckIn:
    """Mei's check-in with a note, which Tom reads and in which Bob is asked for help."""
    await team.open_due(OPENS)
    said = {"progress": "Shipped", "plan": "Rest", "blocker": "The chamber", "mood": 2, "help_from": team.ids["Bob"]}
    return await team.sent("Mei", OPENS, note=NOTE, **said)


def showing() -> Iterator[tuple[str, Any]]:
    """Every use case that fetches something for somebody."""
    for found in iter_modules(bot.usecases.__path__):
        module = import_module(f"bot.usecases.{found.name}")
        for name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
            own = function.__module__ == module.__name__
            if own and not name.startswith("_") and (name.startswith("access_") or name in {"read", "show", "prefill"}):
                yield f"{found.name}.{name}", function


def calls(function: Any, viewer: Person, rows: list[Any]) -> Iterator[dict[str, Any]]:
    """The use case with this viewer and every record there is; nothing where it asks for more than that."""
    kinds: dict[Any, Iterable[Any]] = {
        Person: [viewer],
        datetime: [NOW],
        Notice: [one for one in rows if isinstance(one, Notice)],
        int: range(1, 5),
        str: [SLOT],
    }
    hints = get_type_hints(function)
    wanted = [
        name
        for name, one in inspect.signature(function).parameters.items()
        if name != "tx" and one.default is inspect.Parameter.empty
    ]
    if all(hints[name] in kinds for name in wanted):
        for values in product(*(kinds[hints[name]] for name in wanted)):
            yield dict(zip(wanted, values, strict=True))


@pytest.mark.parametrize("name", OTHERS)
async def test_no_use_case_shows_anybody_elses_note(team: Team, sent: CheckIn, name: str) -> None:
    walked, shown = set(), set()
    async with team.transaction(reading=True) as tx:
        rows: list[Any] = list(await tx.exec(select(Notice)))
    for use_case, function in showing():
        for given in calls(function, await viewer_of(team, name), rows):
            walked.add(use_case)
            if NOTE in await said(team, function, given):
                shown.add(use_case)
    assert shown == set()
    least = {"home.access_home", "checkins_read.read", "checkins_read.access_own", "help.access_help"}
    assert walked >= least | {"checkins_notices.access_digest", "history.access_history", "history.access_all"}


async def test_the_same_walk_finds_the_authors_own_note(team: Team, sent: CheckIn) -> None:
    mei = await viewer_of(team, "Mei")
    found = {
        use_case
        for use_case, function in showing()
        for given in calls(function, mei, [])
        if NOTE in await said(team, function, given)
    }
    assert found >= {"checkins_read.access_own", "checkins.access_form", "private_notes.access_own"}


async def viewer_of(team: Team, name: str) -> Person:
    async with team.transaction(reading=True) as tx:
        return await team.person(tx, name)


class _Undone(Exception):
    """Ends a transaction without a trace."""


async def said(team: Team, function: Any, given: dict[str, Any]) -> str:
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


@pytest.mark.parametrize("name", OTHERS)
async def test_the_period_of_another_has_no_note_for_me(team: Team, sent: CheckIn, name: str) -> None:
    async with team.transaction(reading=True) as tx:
        assert await private_notes.access_own(tx, await team.person(tx, name), sent.period_id) is None


async def test_nobody_but_the_author_opens_the_authors_view(team: Team, sent: CheckIn) -> None:
    async with team.transaction(reading=True) as tx:
        assert (await checkins_read.access_own(tx, await team.person(tx, "Mei"), sent.id)).note == NOTE
        with pytest.raises(NotAllowed, match="not_found"):
            await checkins_read.access_own(tx, await team.person(tx, "Tom"), sent.id)


async def test_in_the_view_of_readers_even_the_author_has_no_note(team: Team, sent: CheckIn) -> None:
    async with team.transaction() as tx:
        assert (await checkins_read.read(tx, await team.person(tx, "Mei"), sent.id, NOW)).note is None


async def test_a_form_that_did_not_ask_for_a_note_leaves_it_alone(team: Team, sent: CheckIn) -> None:
    await team.submit("Mei", OPENS, progress="Edited")
    assert await note(team, sent) == NOTE


async def test_a_note_is_changed_and_emptied_it_goes(team: Team, sent: CheckIn) -> None:
    await team.submit("Mei", OPENS, progress="Edited", note="Shepherd")
    assert await note(team, sent) == "Shepherd"
    await team.submit("Mei", OPENS, progress="Edited", note=" ")
    assert await note(team, sent) is None


async def test_a_note_too_long_is_refused_at_its_field(team: Team) -> None:
    with pytest.raises(RuleBroken, match="too_long") as refused:
        await team.submit("Mei", START, progress="x", note="x" * 3_001)
    assert refused.value.field == "note"


async def test_a_note_kept_after_the_window_is_sent_to_nobody_and_comes_with_the_late_answer(team: Team) -> None:
    await team.open_due(OPENS)
    after = OPENS + timedelta(days=4)
    kept = (await team.submit("Mei", after, progress="Slow", note=NOTE)).kept
    assert kept is not None
    async with team.transaction() as tx:
        sent = await checkins.send_late(tx, await team.person(tx, "Mei"), kept, after)
    assert sent.checkin is not None
    assert await note(team, sent.checkin) == NOTE


async def note(team: Team, checkin: CheckIn) -> str | None:
    async with team.transaction(reading=True) as tx:
        return await private_notes.access_own(tx, await team.person(tx, "Mei"), checkin.period_id)


def test_the_table_is_touched_in_few_places() -> None:
    root = Path(__file__).parents[3]
    touching = set()
    for folder in ("bot", "handlers", "schedules", "storage"):
        for path in sorted((root / folder).rglob("*.py")):
            names = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
            if any(_imports_table(node) for node in names):
                touching.add(path.relative_to(root).as_posix())
    assert touching <= MAY_IMPORT


def _imports_table(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        names = {one.name for one in node.names}
        return node.module == "storage.private_notes" or (node.module == "storage" and "private_notes" in names)
    return False
