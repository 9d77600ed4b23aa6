"""The night in which what was kept long enough is erased, by the clock of the bot and the months of its settings."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.retention import Kept, Retention
from schedules.clock import run_ticks
from storage.database import Database
from storage.drafts import KeptDraft
from tests.app import START
from tests.office import Office, office


async def night(at: Office, retention: Retention) -> list[str | None]:
    """One night with these months, and which drafts are left."""
    await run_ticks(replace(at.bot.deps, retention=retention), at.bot.registry, {"retention.enforce"})
    return [one.words for one in await at.rows(KeptDraft)]


async def test_each_kind_is_erased_after_its_own_months_and_a_second_night_changes_nothing(sqlite: Database) -> None:
    async with office(sqlite, start=START) as at:
        await at.mei.say("Hello")
        await at.bot.settle()
        await at.bot.clock.move_to(START + timedelta(days=70))
        assert await night(at, Retention()) == ["Hello"]
        assert await night(at, Retention(36, {Kept.TALKS: 1})) == ["Hello"]
        assert await night(at, Retention(36, {Kept.DRAFTS: 3})) == ["Hello"]
        for _ in range(2):
            assert await night(at, Retention(36, {Kept.DRAFTS: 2})) == []


async def test_it_runs_by_itself_with_thirty_six_months(sqlite: Database) -> None:
    async with office(sqlite, start=START) as at:
        await at.mei.say("Hello")
        await at.bot.settle()
        assert at.bot.deps.retention == Retention(36)
        await at.bot.clock.move_to(START + timedelta(days=3 * 366))
        await at.bot.tick()
        assert await at.rows(KeptDraft) == []
