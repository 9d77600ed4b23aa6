"""A private note is read by its author alone: everything that shows anything to anybody else is walked."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import checkins_late, checkins_read, private_notes
from storage.checkins import CheckIn
from tests.clock import START
from tests.team import OPENS, Team
from tests.walking import seen

NOTE = "Lighthouse keeper"
NOW = START + timedelta(hours=1)
OTHERS = ("Tom", "Ann", "Bob", "Una")
WALKED = {"home.access_home", "checkins_read.read", "checkins_read.access_own", "help.access_help"} | {
    "checkins_notices.access_digest",
    "history.access_history",
    "history.access_all",
}
MAY_IMPORT = {"bot/usecases/private_notes.py", "storage/history.py", "storage/retention.py", "storage/tables.py"}
"""Who touches the table at all."""


@pytest.fixture
async def sent(team: Team) -> CheckIn:
    """Mei's check-in with a note, which Tom reads and in which Bob is asked for help."""
    await team.open_due(OPENS)
    said = {"progress": "Shipped", "plan": "Rest", "blocker": "The chamber", "mood": 2, "help_from": team.ids["Bob"]}
    return await team.sent("Mei", OPENS, note=NOTE, **said)


@pytest.mark.parametrize("name", OTHERS)
async def test_no_use_case_shows_anybody_elses_note(team: Team, sent: CheckIn, name: str) -> None:
    found = await seen(team, name, NOW)
    assert [use_case for use_case, text in found.items() if NOTE in text] == []
    assert found.keys() >= WALKED


async def test_the_same_walk_finds_the_authors_own_note(team: Team, sent: CheckIn) -> None:
    found = await seen(team, "Mei", NOW)
    shown = {use_case for use_case, text in found.items() if NOTE in text}
    assert shown >= {"checkins_read.access_own", "checkins.access_form", "history.access_all"}


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
        sent = await checkins_late.send_late(tx, await team.person(tx, "Mei"), kept, after)
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
