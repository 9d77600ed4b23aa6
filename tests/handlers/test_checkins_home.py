"""Home for employee, manager and HR; and the series that waits until HR has seen who would get what when."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.checkins import Outcome, SeriesKind, SeriesState
from storage.audit import AuditEntry
from storage.checkins import CheckIn
from storage.database import Database
from storage.periods import Period, Turn
from storage.readers import Reader
from storage.series import Series
from tests.office import OPENS, Office, office, shown


@pytest.fixture
async def friday(sqlite: Database) -> AsyncIterator[Office]:
    """Friday 15:00 in Shanghai, asked."""
    async with office(sqlite) as made:
        await made.bot.move_to(OPENS)
        yield made


@pytest.fixture
async def paused(sqlite: Database) -> AsyncIterator[Office]:
    """On real Slack nobody is asked before HR has started it."""
    async with office(sqlite, running=False) as made:
        yield made


async def test_an_employee_answers_edits_and_looks_back_on_home(friday: Office) -> None:
    await friday.mei.open_home()
    assert "Mei Lin" in shown(friday.mei.home)
    assert "For HR" not in shown(friday.mei.home)
    assert (await friday.mei.press("home", "checkins.answer")).ok
    assert (await friday.mei.submit({"progress": "From Home", "blocker": "The build"})).ok
    await friday.bot.settle()

    home = shown(friday.mei.home)
    assert "your answer is in" in home
    assert "The build" in home
    assert "Not opened yet" in home
    assert "From Home" not in home
    assert len(friday.calls("views.publish", None)) == 2
    assert (await friday.mei.press("home", "help.solved")).ok
    await friday.bot.settle()
    assert "The build" not in shown(friday.mei.home)


async def test_a_manager_reads_their_team_on_home(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    await friday.mei.submit({"progress": "Shipped it"})
    await friday.bot.settle()
    await friday.tom.open_home()
    home = shown(friday.tom.home)
    assert "Mei Lin" in home
    assert "Bob Sun" in home
    assert home.count("reading.read") == 1
    assert "Shipped it" not in home
    assert (await friday.tom.press("home", "reading.read")).ok
    assert "Shipped it" in shown(friday.tom.modal)
    await friday.bot.settle()
    assert "read" in shown(friday.tom.home)
    assert all(one.read_at is not None and one.read_at >= OPENS for one in await friday.rows(Reader))
    await friday.bot.settle()
    await friday.mei.open_home()
    assert "Read by Tom Berg" in shown(friday.mei.home)


async def test_hr_sees_who_would_get_what_when_and_starts_it_once(paused: Office) -> None:
    await paused.bot.move_to(OPENS)
    assert paused.mei.dm == []
    assert await paused.rows(Turn) == []
    await paused.ann.open_home()
    assert "series.preview" in shown(paused.ann.home)
    assert "series.pause" not in shown(paused.ann.home)
    assert (await paused.ann.press("home", "series.preview")).ok
    assert "it is being counted" in shown(paused.ann.modal)
    # A lost answer leaves nobody waiting; who has closed it meanwhile is left alone.
    paused.bot.sandbox.faults.add("views.update", status=500)
    await paused.bot.settle()
    await paused.bot.move(seconds=31)
    await paused.bot.settle()
    preview = paused.ann.modal
    assert "4 people" in shown(preview)
    await paused.ann.close_modal(all=True)
    assert (await paused.ann.press("home", "series.preview")).ok
    await paused.ann.close_modal(all=True)
    await paused.bot.settle()
    assert paused.ann.modal is None
    assert (await paused.ann.press("home", "series.preview")).ok
    await paused.bot.settle()
    preview = paused.ann.modal
    assert "4 people" in shown(preview)
    assert "Asia/Shanghai" in shown(preview) or "Shanghai" in shown(preview)
    assert paused.mei.dm == []

    assert (await paused.ann.submit()).ok
    assert (await paused.ann.submit(view=preview)).ok
    await paused.bot.settle()
    assert [one.state for one in await paused.rows(Series) if one.kind is SeriesKind.CHECKIN] == [SeriesState.RUNNING]
    assert [one.act for one in await paused.rows(AuditEntry)].count("series.start") == 1
    assert "series.pause" in shown(paused.ann.home)
    assert paused.mei.dm == []
    await paused.bot.move(hours=7)
    assert len(paused.tom.dm) == 1


async def test_hr_pauses_it_and_what_is_open_stays_open(friday: Office) -> None:
    await friday.ann.open_home()
    assert (await friday.ann.press("home", "series.pause")).ok
    await friday.bot.settle()
    assert "series.pause" not in shown(friday.ann.home)
    await friday.bot.move(hours=8)
    assert friday.tom.dm == []
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    assert (await friday.mei.submit({"progress": "Still counts"})).ok
    assert (await friday.rows(Period))[0].outcome == Outcome.ANSWERED


async def test_nobody_but_hr_is_offered_the_series_on_home(paused: Office) -> None:
    for who in (paused.mei, paused.tom):
        await who.open_home()
        assert "series." not in shown(who.home)


async def test_where_nothing_runs_home_and_the_command_say_so(paused: Office) -> None:
    await paused.mei.open_home()
    assert "checkins.answer" not in shown(paused.mei.home)
    outcome = await paused.mei.command("/checkin")
    assert paused.mei.modal is None
    assert outcome.texts
    assert "HR" not in str(outcome.texts)
    assert await paused.rows(CheckIn) == []


async def test_whoever_was_asked_for_help_finds_it_on_home_too(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    await friday.mei.submit({"blocker": "The build", "help_from": friday.bob.person.id})
    await friday.bot.settle()
    await friday.bob.open_home()
    assert "The build" in shown(friday.bob.home)
    assert (await friday.bob.press("home", "help.accept")).ok
    await friday.bot.settle()
    assert "The build" in shown(friday.bob.home)
    assert "help.accept" not in shown(friday.bob.home)
    assert len([one for one in friday.mei.dm if "will help" in one.text]) == 1
