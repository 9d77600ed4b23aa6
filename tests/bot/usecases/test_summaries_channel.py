"""The counts of a summary in the channel that a manager named."""

from datetime import datetime

import pytest

from bot.domain import summaries as rules
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger, State
from bot.usecases import summaries
from storage import summaries as store
from storage.notices import Notice
from tests.summaries_team import DUE, FRIDAY, MINUTE, asked_on_friday, count, owe
from tests.team import SLOT, Team


@pytest.fixture
async def asked(team: Team) -> Team:
    return await asked_on_friday(team)


async def name_channel(team: Team, channel: str | None, now: datetime = DUE, name: str = "Tom") -> None:
    async with team.transaction() as tx:
        await summaries.set_channel(tx, await team.person(tx, name), team.series_id, channel, now)


async def channel_notices(team: Team) -> list[Notice]:
    return await team.notices(rules.CHANNEL)


async def test_the_channel_that_a_manager_named_gets_the_counts_with_each_summary(asked: Team) -> None:
    await name_channel(asked, "C1", FRIDAY)
    await owe(asked, DUE)
    [notice] = await channel_notices(asked)

    assert (notice.channel, notice.occurrence, notice.due_at) == ("C1", f"{SLOT} C1", DUE)
    assert not notice.unasked


async def test_a_channel_that_is_named_after_the_summary_gets_its_counts_at_once_and_once(asked: Team) -> None:
    await owe(asked, DUE)
    await name_channel(asked, "C1", DUE + MINUTE)
    await name_channel(asked, "C1", DUE + MINUTE)
    [notice] = await channel_notices(asked)

    assert (notice.channel, notice.due_at) == ("C1", DUE + MINUTE)


async def test_a_channel_that_is_named_no_longer_gets_nothing(asked: Team) -> None:
    await name_channel(asked, "C1", FRIDAY)
    await owe(asked, DUE)
    await name_channel(asked, None)
    [notice] = await channel_notices(asked)
    async with asked.transaction(reading=True) as tx:
        with pytest.raises(NoLonger, match="another_channel"):
            await summaries.access_counts(tx, notice, await asked.person(tx, "Tom"), DUE)


async def test_another_channel_gets_the_counts_of_the_same_turn_and_the_first_stays_as_it_is(asked: Team) -> None:
    await owe(asked, DUE)
    await name_channel(asked, "C1")
    await asked.delivered(rules.CHANNEL, "Tom", "1.0", "C1")
    await name_channel(asked, "C2", DUE + MINUTE)
    first, second = await channel_notices(asked)
    assert (second.channel, second.due_at, second.state) == ("C2", DUE + MINUTE, State.PENDING)
    await asked.delivered(rules.CHANNEL, "Tom", "2.0", "C2")

    await asked.submit("Eva", DUE + MINUTE)
    await count(asked, DUE + rules.EVERY)
    first, second = await channel_notices(asked)
    assert (first.state, second.state) == (State.SENT, State.PENDING)
    async with asked.transaction(reading=True) as tx:
        tom = await asked.person(tx, "Tom")
        assert (await summaries.access_counts(tx, second, tom, DUE)).figures.answered == 1
        with pytest.raises(NoLonger, match="another_channel"):
            await summaries.access_counts(tx, first, tom, DUE)


async def test_a_channel_that_is_named_once_more_shows_the_counts_of_now(asked: Team) -> None:
    await owe(asked, DUE)
    await name_channel(asked, "C1")
    await asked.delivered(rules.CHANNEL, "Tom", "1.0", "C1")
    await name_channel(asked, None)
    await name_channel(asked, "C1", DUE + MINUTE)
    [notice] = await channel_notices(asked)

    assert (notice.state, notice.ts, notice.due_at) == (State.PENDING, "1.0", DUE + MINUTE)


async def test_only_somebody_who_leads_names_a_channel(asked: Team) -> None:
    with pytest.raises(NotAllowed):
        await name_channel(asked, "C1", name="Mei")
    async with asked.transaction(reading=True) as tx:
        assert await store.channels(tx, asked.series_id, [asked.ids["Mei"]]) == {}
