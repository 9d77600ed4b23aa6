"""The form of a check-in: what it is of, and what it begins with."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.checkins import Draft
from bot.domain.errors import RuleBroken
from bot.usecases import checkins
from tests.clock import START
from tests.team import FULL, NEXT, OPENS, SLOT, Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def test_the_form_is_of_the_open_period_with_last_weeks_plan_and_the_reader_named(team: Team) -> None:
    await team.submit("Mei", START, plan="Ship it")
    await team.open_due(OPENS + 7 * DAY)
    async with team.transaction(reading=True) as tx:
        form = await checkins.access_form(tx, await team.person(tx, "Mei"), OPENS + 7 * DAY + HOUR)
    assert form.slot == NEXT
    assert not form.sent
    assert [one.words for one in form.planned] == ["Ship it"]
    assert [one.name for one in form.readers] == ["Tom"]
    built_in = ["progress", "plan", "blocker", "mood", "idea", "goals", "actions", "note"]
    assert [one.kind for one in form.questions] == built_in


async def test_the_form_begins_with_what_was_sent(team: Team) -> None:
    await team.open_due(OPENS)
    said: dict[str, Any] = {**FULL, "blocker": "The build", "help_from": team.ids["Bob"]}
    await team.submit("Mei", OPENS + HOUR, **said)
    async with team.transaction(reading=True) as tx:
        form = await checkins.access_form(tx, await team.person(tx, "Mei"), OPENS + 2 * HOUR)
    assert form.sent
    assert form.draft == Draft(**said)
    assert form.helper is not None
    assert form.helper.name == "Bob"


async def test_before_the_prompt_the_form_is_an_early_answer_to_the_coming_slot(team: Team) -> None:
    async with team.transaction(reading=True) as tx:
        form = await checkins.access_form(tx, await team.person(tx, "Mei"), START)
    assert (form.slot, form.period, form.sent) == (SLOT, None, False)


async def test_after_an_early_answer_the_form_is_an_edit_of_it(team: Team) -> None:
    await team.submit("Mei", START)
    async with team.transaction(reading=True) as tx:
        form = await checkins.access_form(tx, await team.person(tx, "Mei"), START + HOUR)
    assert form.sent
    assert form.draft == Draft(**FULL)


async def test_where_nothing_is_asked_there_is_no_form(team: Team) -> None:
    await team.join("Lin")
    with pytest.raises(RuleBroken, match="no_checkin"):
        async with team.transaction(reading=True) as tx:
            await checkins.access_form(tx, await team.person(tx, "Lin"), START)
