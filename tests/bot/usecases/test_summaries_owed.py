"""When a manager is owed a summary: once, at their hour, whatever became of the clock."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain import checkins
from bot.domain import summaries as rules
from bot.domain.cadence import CadenceKind
from bot.domain.notices import NoLonger
from bot.usecases import checkins_notices, series_editor, summaries_schedule
from storage import people, series, summaries_counts
from tests.summaries_team import BEFORE, DUE, FRIDAY, MINUTE, asked_on_friday, kept, owe, told
from tests.team import SLOT, Team


@pytest.fixture
async def asked(team: Team) -> Team:
    return await asked_on_friday(team)


async def owe_and_die(team: Team) -> None:
    async with team.transaction() as tx:
        await summaries_schedule.owe_due(tx, DUE)
        raise ZeroDivisionError


async def test_a_manager_is_owed_one_summary_at_their_own_hour_on_the_day_the_windows_end(asked: Team) -> None:
    assert await owe(asked, BEFORE - MINUTE) == 0
    assert await owe(asked, BEFORE) == 1
    assert await owe(asked, BEFORE) == 0
    [notice] = await asked.notices(rules.SUMMARY)

    assert (notice.recipient_id, notice.subject_id, notice.occurrence) == (asked.ids["Tom"], asked.series_id, SLOT)
    assert notice.due_at == DUE
    assert notice.not_after == DUE + timedelta(days=1)


async def test_on_that_day_there_is_no_digest_beside_it(asked: Team) -> None:
    await asked.sent("Eva", DUE - timedelta(hours=3))
    [digest] = await asked.notices(checkins.DIGEST, "Tom")
    assert digest.due_at == DUE
    async with asked.transaction(reading=True) as tx:
        assert (await checkins_notices.access_digest(tx, digest, await asked.person(tx, "Tom"), DUE)).unread
    await owe(asked, BEFORE)
    async with asked.transaction(reading=True) as tx:
        with pytest.raises(NoLonger, match="summed_up"):
            await checkins_notices.access_digest(tx, digest, await asked.person(tx, "Tom"), DUE)
        next_day = await checkins_notices.access_digest(
            tx, digest, await asked.person(tx, "Tom"), DUE + timedelta(days=1)
        )
    assert next_day.unread


async def test_a_clock_that_is_set_back_owes_nothing_anew(asked: Team) -> None:
    assert await owe(asked, DUE) == 1
    assert await owe(asked, DUE - timedelta(hours=1)) == 0
    assert await owe(asked, DUE) == 0


async def test_what_is_undone_before_its_commit_is_owed_the_next_time(asked: Team) -> None:
    with pytest.raises(ZeroDivisionError):
        await owe_and_die(asked)
    assert await asked.notices(rules.SUMMARY) == []
    assert await owe(asked, DUE) == 1


async def test_managers_in_the_east_come_first_and_each_at_their_own_hour(asked: Team) -> None:
    await asked.join("Kai", zone="Asia/Shanghai")
    await asked.led_by("Una", "Kai", date(2020, 1, 1))

    assert await owe(asked, DUE - timedelta(hours=7)) == 1
    assert [one.recipient_id for one in await asked.notices(rules.SUMMARY)] == [asked.ids["Kai"]]
    assert await owe(asked, DUE) == 1


async def test_teams_that_do_not_fit_into_one_statement_are_all_counted(
    asked: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries_counts, "MANY", 1)
    await asked.submit("Mei", FRIDAY)
    await owe(asked, DUE + timedelta(hours=12))

    assert (await kept(asked, "Tom")).answered == 1
    assert (await kept(asked, "Ann")).open == 1


async def test_whoever_leads_nobody_who_was_asked_gets_none(asked: Team) -> None:
    await owe(asked, DUE + timedelta(hours=12))

    assert {one.recipient_id for one in await asked.notices(rules.SUMMARY)} == {asked.ids["Tom"], asked.ids["Ann"]}


async def test_a_manager_on_leave_gets_it_on_the_first_day_back(asked: Team) -> None:
    await asked.away("Tom", date(2027, 1, 18), date(2027, 1, 19))
    await owe(asked, DUE)
    [notice] = await asked.notices(rules.SUMMARY)

    assert notice.due_at == DUE + timedelta(days=2)


async def test_a_manager_who_is_away_until_the_next_summary_gets_none_and_is_not_looked_for_again(asked: Team) -> None:
    await asked.away("Tom", date(2027, 1, 18), date(2027, 1, 24))

    assert await owe(asked, DUE) == 1
    assert await owe(asked, DUE) == 0
    assert await asked.notices(rules.SUMMARY) == []


async def test_a_process_that_was_down_for_days_owes_it_late_and_delivery_drops_it(asked: Team) -> None:
    await owe(asked, DUE + timedelta(days=2))
    notices = await asked.notices(rules.SUMMARY, "Tom")

    assert [(one.due_at, one.not_after) for one in notices] == [(DUE, DUE + timedelta(days=1))]
    assert await owe(asked, DUE + timedelta(days=5)) == 0


@pytest.mark.parametrize(
    ("part", "values"),
    [
        (series_editor.RHYTHM, {"weekday": 2}),
        (series_editor.RHYTHM, {"cadence": CadenceKind.MONTHLY_DATE, "month_day": 5}),
        (series_editor.RHYTHM, {"every": 4}),
        (series_editor.WINDOW, {"closes_after": 1}),
    ],
)
async def test_an_edit_of_the_timetable_takes_nothing_from_a_turn_that_has_begun(
    asked: Team, part: str, values: dict[str, Any]
) -> None:
    async with asked.transaction() as tx:
        hr, revision = await asked.person(tx, "Ann"), (await series.get(tx, asked.series_id)).revision
        await series_editor.edit(tx, hr, asked.series_id, revision, part, values, FRIDAY + timedelta(hours=8))
    assert await owe(asked, DUE) == 1
    [notice] = await asked.notices(rules.SUMMARY, "Tom")

    assert (notice.occurrence, notice.due_at) == (SLOT, DUE)
    assert (await kept(asked)).day == DUE.date()
    assert len((await told(asked)).mine) == 3


async def test_a_manager_who_left_is_owed_nothing(asked: Team) -> None:
    async with asked.transaction() as tx:
        tom = await people.get(tx, asked.ids["Tom"])
        tom.active = False
        tx.add(tom)
    await owe(asked, DUE)

    assert await asked.notices(rules.SUMMARY, "Tom") == []
