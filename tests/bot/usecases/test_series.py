"""Series: paused until HR has seen who would get what when, and started by HR alone."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.domain.checkins import Outcome, SeriesState
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.series import REPLAN
from bot.usecases import checkins_schedule as schedule
from bot.usecases import series as usecases
from storage import series as store
from storage.audit import AuditEntry
from storage.database import Database
from storage.series import Series
from storage.workspaces import Workspace
from tests import team as teams
from tests.clock import START
from tests.team import CLOSES, OPENS, Team


@pytest.fixture
async def paused(database: Database) -> Team:
    """The team before HR has pressed Start."""
    return await teams.found(database, running=False)


async def the_series(team: Team) -> Series:
    async with team.transaction(reading=True) as tx:
        return await store.get(tx, team.series_id)


async def start(team: Team, name: str) -> None:
    async with team.transaction() as tx:
        await usecases.start(tx, await team.person(tx, name), team.series_id, START)


async def test_the_default_series_is_made_once_and_paused(paused: Team) -> None:
    async with paused.transaction() as tx:
        again = await usecases.ensure_default(tx, await tx.get_one(Workspace, paused.workspace_id), START, started=True)
    assert (again.id, again.state) == (paused.series_id, SeriesState.PAUSED)


@pytest.mark.parametrize("name", ["Mei", "Tom", "Una"])
async def test_nobody_but_hr_starts_pauses_or_ends(paused: Team, name: str) -> None:
    for act in (usecases.start, usecases.pause, usecases.end):
        with pytest.raises(NotAllowed, match="hr_only"):
            async with paused.transaction() as tx:
                await act(tx, await paused.person(tx, name), paused.series_id, START)
    assert (await the_series(paused)).state == SeriesState.PAUSED


async def test_started_twice_it_is_started_once_and_it_is_known_by_whom(paused: Team) -> None:
    await start(paused, "Ann")
    await start(paused, "Ann")
    one = await the_series(paused)
    assert (one.state, one.started_by, one.started_at) == (SeriesState.RUNNING, paused.ids["Ann"], START)
    turn = await paused.turn("Mei")
    assert turn is not None
    assert turn.due_at == OPENS
    async with paused.transaction(reading=True) as tx:
        acts = [entry.act for entry in await tx.exec(select(AuditEntry))]
    assert acts == ["series.start"]


async def test_a_paused_series_is_due_to_nobody_and_can_be_started_again(team: Team) -> None:
    async with team.transaction() as tx:
        await usecases.pause(tx, await team.person(tx, "Ann"), team.series_id, START)
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.due_at is None
    await team.replan(START)
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.due_at is None
    await start(team, "Ann")
    assert await team.open_due(OPENS) == 3


async def test_a_series_that_has_ended_is_not_started_again(team: Team) -> None:
    async with team.transaction() as tx:
        one = await store.get(tx, team.series_id)
        one.state = SeriesState.ENDED
        tx.add(one)
    with pytest.raises(RuleBroken, match="series_ended"):
        await start(team, "Ann")


async def end(team: Team, now: datetime = START) -> None:
    async with team.transaction() as tx:
        await usecases.end(tx, await team.person(tx, "Ann"), team.series_id, now)


async def test_what_is_open_when_a_series_ends_can_be_answered_and_is_kept(team: Team) -> None:
    await team.open_due(OPENS)
    await team.prompted()
    await end(team, OPENS + timedelta(hours=1))
    await end(team, OPENS + timedelta(hours=2))
    sent = await team.sent("Mei", OPENS + timedelta(hours=3), progress="Before the end")
    assert not sent.late
    await team.close_due(CLOSES)
    assert (await team.period("Mei")).outcome == Outcome.ANSWERED
    assert (await team.period("Bob")).outcome == Outcome.MISSED
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.due_at is None
    async with team.transaction(reading=True) as tx:
        acts = [entry.act for entry in await tx.exec(select(AuditEntry))]
    assert acts == ["series.end"]


async def test_an_early_form_that_was_open_when_a_series_ended_is_kept(team: Team) -> None:
    await end(team)
    assert (await team.sent("Mei", START + timedelta(minutes=5), progress="Early")).version == 1


async def test_a_series_that_asks_nothing_is_not_started(paused: Team) -> None:
    async with paused.transaction() as tx:
        for question in await store.questions(tx, paused.series_id, START):
            question.hidden = True
            tx.add(question)
    with pytest.raises(RuleBroken, match="series_without_questions"):
        await start(paused, "Ann")


async def test_in_a_large_company_a_start_leaves_the_turns_to_a_job(
    paused: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "BATCH", 4)
    await start(paused, "Ann")
    assert await paused.turn("Mei") is None
    async with paused.transaction(reading=True) as tx:
        jobs = await (await tx.connection()).execute(text("SELECT task_name, args FROM procrastinate_jobs"))
        [(name, args)] = [(row[0], row[1]) for row in jobs if row[0] == REPLAN]
    assert str(paused.series_id) in str(args)
    async with paused.transaction(reading=True) as tx:
        everyone = await usecases.everyone_of(tx, paused.series_id)
    assert (name, len(everyone)) == (REPLAN, 5)
