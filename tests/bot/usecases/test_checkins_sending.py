"""Check-ins are submitted: once however many press, changed, and what is refused."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.domain import checkins as rules
from bot.domain.checkins import Draft, Outcome
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import checkins
from tests.checkins import draft, readers_of
from tests.clock import START
from tests.team import FULL, NEXT, OPENS, SLOT, Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_what_is_submitted_is_stored_as_it_was_typed(team: Team) -> None:
    await team.open_due(OPENS)
    typed: dict[str, Any] = {**FULL, "progress": "  <!channel> *x* &lt; \u202eright\n🙂 ", "blocker": "字" * 3_000}
    sent = await team.submit("Mei", OPENS + HOUR, **typed)
    assert await draft(team, sent.checkin) == Draft(**typed)
    period = await team.period("Mei")
    assert (period.outcome, period.settled_at) == (Outcome.ANSWERED, OPENS + HOUR)


async def test_a_second_submit_is_an_update_and_what_was_emptied_goes(team: Team) -> None:
    await team.open_due(OPENS)
    first = await team.submit("Mei", OPENS + HOUR)
    second = await team.submit("Mei", OPENS + 2 * HOUR, progress="Better words")
    assert not first.edited
    assert second.edited
    [checkin] = await team.checkins("Mei")
    assert (checkin.version, checkin.sent_at, checkin.edited_at) == (2, OPENS + HOUR, OPENS + 2 * HOUR)
    assert await draft(team, checkin) == Draft(progress="Better words")
    assert len(await team.notices(rules.DIGEST)) == 1


async def test_many_submits_at_once_are_one_check_in(team: Team) -> None:
    await team.open_due(OPENS)
    await asyncio.gather(*(team.submit("Mei", OPENS + HOUR, progress=f"Take {n}") for n in range(5)))
    [checkin] = await team.checkins("Mei")
    assert checkin.version == 5
    assert (await draft(team, checkin)).progress.startswith("Take")
    assert len(await readers_of(team, checkin)) == 1


async def test_many_early_answers_at_once_are_one_check_in(team: Team) -> None:
    await asyncio.gather(*(team.submit("Mei", START, progress=f"Take {n}") for n in range(5)))
    assert len(await team.checkins("Mei")) == 1
    assert len(await team.periods("Mei")) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"progress": " "}, "checkin_empty"),
        ({"progress": "x" * 3_001}, "too_long"),
        ({"progress": "x", "help_from": 1}, "help_without_blocker"),
        ({"progress": "x", "mood": 9}, "mood_unknown"),
    ],
)
async def test_what_cannot_be_kept_changes_nothing(team: Team, said: dict[str, Any], code: str) -> None:
    await team.open_due(OPENS)
    with pytest.raises(RuleBroken, match=code):
        await team.submit("Mei", OPENS + HOUR, **said)
    assert await team.checkins("Mei") == []
    assert (await team.period("Mei")).outcome is None


async def test_nobody_asks_themselves_for_help(team: Team) -> None:
    with pytest.raises(RuleBroken, match="help_from_self") as refused:
        await team.submit("Mei", START, blocker="The build", help_from=team.ids["Mei"])
    assert refused.value.field == "help_from"


@pytest.mark.parametrize("slot", ["2027-W01", NEXT, "2031-W40", "nonsense"])
async def test_only_the_open_or_the_coming_slot_can_be_answered(team: Team, slot: str) -> None:
    with pytest.raises(RuleBroken, match="no_checkin"):
        await team.submit("Mei", START, slot=slot)


async def test_who_has_left_cannot_submit(team: Team) -> None:
    await team.open_due(OPENS)
    await team.change("Mei", OPENS + HOUR, active=False)
    with pytest.raises(NotAllowed, match="not_taking_part"):
        await team.submit("Mei", OPENS + 2 * HOUR)


async def test_a_form_that_was_overtaken_by_another_one_undoes_nothing_and_comes_back_with_both(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + HOUR)
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        on_the_phone = Draft(progress="Only a line")
        sent = await checkins.submit(
            tx, me, on_the_phone, OPENS + 2 * HOUR, series_id=team.series_id, slot=SLOT, version=0
        )
    assert sent.checkin is None
    assert sent.again is not None
    both = sent.again.draft
    assert (both.progress, both.plan, both.mood) == ("Only a line", FULL["plan"], FULL["mood"])
    assert (sent.again.overtaken, sent.again.renamed, sent.again.version) == (True, False, 1)
    [checkin] = await team.checkins("Mei")
    assert checkin.version == 1
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        saved = await checkins.submit(tx, me, both, OPENS + 3 * HOUR, series_id=team.series_id, slot=SLOT, version=1)
    assert saved.checkin is not None
    assert saved.checkin.version == 2


async def test_the_same_form_sent_twice_is_no_other_one(team: Team) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS + HOUR)
    async with team.transaction() as tx:
        me = await team.person(tx, "Mei")
        sent = await checkins.submit(
            tx, me, Draft(**FULL), OPENS + HOUR, series_id=team.series_id, slot=SLOT, version=0
        )
    assert sent.checkin is not None
