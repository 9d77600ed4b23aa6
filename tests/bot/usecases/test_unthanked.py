"""Once a month a manager hears who of their team was not thanked for eight weeks, and nobody else does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain import summaries as summary_rules
from bot.domain.recognition import Thanks, Where
from bot.locales.reader import Reader
from bot.usecases import recognition, summaries
from bot.usecases import unthanked as usecases
from bot.views import summaries as views
from storage.inserting import insert_new
from storage.notices import Notice
from storage.periods import Period
from storage.series import Series
from storage.summaries import Summary
from tests.team import Team
from tests.views import read

MONDAY = date(2027, 3, 1)
"""The first Monday of its month."""
NOW = datetime(2027, 3, 1, 15, 30, tzinfo=UTC)
EIGHT_WEEKS_AGO = NOW - timedelta(weeks=8)


@pytest.fixture
async def march(team: Team) -> Team:
    """Mei and Bob, who report to Tom, have been asked for months; it is the first Monday of March."""
    await asked(team, "Mei", "Bob")
    return team


async def asked(team: Team, *names: str, at: datetime = EIGHT_WEEKS_AGO, slot: str = "2027-W01") -> None:
    row: dict[str, Any] = {"workspace_id": team.workspace_id, "series_id": team.series_id, "slot": slot}
    row |= {"opens_at": at, "closes_at": at + timedelta(days=3), "outcome": "missed", "short": False, "reminded": False}
    async with team.transaction() as tx:
        await insert_new(tx, Period, [row | {"person_id": team.ids[name]} for name in names])


async def thank(team: Team, name: str, at: datetime) -> None:
    async with team.transaction() as tx:
        una = await team.person(tx, "Una")
        form = await recognition.access_form(tx, una, [f"U0{name.upper()}"], at)
        given = ([f"U0{name.upper()}"], "Stayed for it", None, Where.ONLY_THEM, f"view:{name}", form.readers.ids, None)
        await recognition.thank(tx, una, Thanks(*given), at)


async def unthanked(
    team: Team, day: date = MONDAY, slot: str = "2027-W08", now: datetime = NOW, *, series_id: int | None = None
) -> list[str]:
    """What the summary of that day says to Tom."""
    of: dict[str, Any] = {
        "workspace_id": team.workspace_id,
        "series_id": series_id or team.series_id,
        "manager_id": team.ids["Tom"],
    }
    async with team.transaction() as tx:
        row = Summary(**of, slot=slot, day=day, counted_at=now)
        tx.add(row)
        await tx.flush()
        return await usecases.of_summary(tx, await team.person(tx, "Tom"), row, now.date())


async def test_those_whom_nobody_thanked_are_named_in_the_first_summary_of_a_month(march: Team) -> None:
    assert await unthanked(march) == ["Bob", "Mei"]
    assert await unthanked(march, date(2027, 3, 8), "2027-W09", NOW + timedelta(weeks=1)) == []
    assert await unthanked(march, date(2027, 4, 5), "2027-W13", NOW + timedelta(weeks=5)) == ["Bob", "Mei"]


async def test_of_two_summaries_on_one_day_that_of_the_older_series_tells_it(march: Team) -> None:
    async with march.transaction() as tx:
        newer = Series(workspace_id=march.workspace_id, name="Newer", anchor=MONDAY)
        tx.add(newer)
    assert await unthanked(march) == ["Bob", "Mei"]
    assert await unthanked(march, series_id=newer.id) == []


async def test_the_summary_says_it_to_the_manager_and_its_counts_for_a_channel_do_not(march: Team) -> None:
    await unthanked(march)
    await asked(march, "Mei", "Bob", at=NOW - timedelta(days=3), slot="2027-W08")
    given: dict[str, Any] = {"kind": summary_rules.SUMMARY.name, "occurrence": "2027-W08", "lane": 20, "made_at": NOW}
    given |= {"workspace_id": march.workspace_id, "subject_id": march.series_id, "recipient_id": march.ids["Tom"]}
    notice = Notice(**given, due_at=NOW, channel="C1")
    async with march.transaction() as tx:
        tom = await march.person(tx, "Tom")
        await summaries.set_channel(tx, tom, march.series_id, "C1", NOW)
        shown = await summaries.access_summary(tx, notice, tom, NOW)
        assert shown.unthanked == ["Bob", "Mei"]
        said = read(views.summary(Reader(), shown))
        assert "nobody has thanked Bob and Mei" in said
        notice.occurrence = summary_rules.posted("2027-W08", "C1")
        counts = await summaries.access_counts(tx, notice, tom, NOW)
        assert "thanked" not in read(views.counts(Reader(), counts))


async def test_whoever_was_thanked_meanwhile_is_not_named_by_whomever_it_was(march: Team) -> None:
    await thank(march, "Mei", EIGHT_WEEKS_AGO + timedelta(days=1))
    await thank(march, "Bob", EIGHT_WEEKS_AGO - timedelta(days=1))
    assert await unthanked(march) == ["Bob"]


async def test_whoever_joined_or_was_first_asked_meanwhile_is_not_named(march: Team) -> None:
    await march.join("Eva", employed_from=date(2027, 1, 5))
    await march.join("Ivo")
    for name in ("Eva", "Ivo"):
        await march.led_by(name, "Tom", date(2020, 1, 1))
    await asked(march, "Eva")
    await asked(march, "Ivo", at=EIGHT_WEEKS_AGO + timedelta(weeks=2))
    assert await unthanked(march) == ["Bob", "Mei"]


async def test_whoever_was_away_most_of_the_time_is_not_named(march: Team) -> None:
    await march.away("Bob", date(2027, 1, 10), date(2027, 2, 10))
    await march.away("Mei", date(2027, 1, 10), date(2027, 1, 20))
    assert await unthanked(march) == ["Mei"]


async def test_whoever_left_or_has_another_manager_is_not_named(march: Team) -> None:
    await march.change("Mei", NOW, active=False)
    await march.led_by("Bob", "Una", date(2027, 2, 1))
    assert await unthanked(march) == []
