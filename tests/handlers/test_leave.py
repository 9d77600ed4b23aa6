"""Leave and public holidays by hand: `/checkin away` and `back`, Home, HR's list, and the first morning back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from storage.database import Database
from storage.leave import Leave
from tests.app import Bot, running_bot
from tests.handlers.test_people import HANA, MEI, TOM, person, texts

ALL: dict[str, Any] = {"people": [{**MEI, "locale": "en-GB"}, TOM, HANA], "hr_emails": ["hana@example.com"]}
AWAY = {"first": "2027-01-18", "last": "2027-01-22", "reason": "Hospital, ward 7"}


async def leave_of(bot: Bot) -> list[tuple[date, date]]:
    async with bot.deps.transaction(reading=True) as tx:
        return [(one.first, one.last) for one in await tx.exec(select(Leave))]


async def test_a_week_away_from_the_form_to_the_first_morning_back(sqlite: Database) -> None:
    async with running_bot(sqlite, **ALL) as bot:
        mei = bot.as_("Mei Lin")
        assert (await mei.command("/checkin", "away")).ok
        assert (await mei.submit(AWAY)).ok
        await bot.move_to(datetime(2027, 1, 19, 4, tzinfo=UTC))
        await mei.open_home()
        assert "You are away until Friday 22 January" in texts(mei.home)
        before = len(mei.dm)
        await bot.move_to(datetime(2027, 1, 25, 0, 30, tzinfo=UTC))
        assert len(mei.dm) == before
        await bot.move_to(datetime(2027, 1, 25, 2, tzinfo=UTC))
        said = mei.dm[before:]
        assert [one.text for one in said] == ["Welcome back. What passed while you were away is settled."]
        await mei.press(said[0], "checkins.answer")
        assert (await mei.submit({"progress": "Back at it"})).ok


async def test_an_error_in_the_dates_stands_at_its_field_and_the_form_keeps_the_rest(sqlite: Database) -> None:
    async with running_bot(sqlite, **ALL) as bot:
        mei = bot.as_("Mei Lin")
        await mei.command("/growloop", "checkin away")
        done = await mei.submit({**AWAY, "last": "2027-01-17"})
        assert done.errors == {"last": "The last day is before the first one."}
        assert (await mei.submit({"last": "2027-01-22"})).ok
        assert await leave_of(bot) == [(date(2027, 1, 18), date(2027, 1, 22))]
        await mei.command("/checkin", "away")
        done = await mei.submit({"first": "2027-01-20", "last": "2027-01-27"})
        assert done.errors == {
            "first": "You are away from 18 January 2027 to 22 January 2027 already: please change that one on Home."
        }


async def test_back_ends_it_today_and_says_so_and_again_says_that_there_is_none(sqlite: Database) -> None:
    async with running_bot(sqlite, **ALL) as bot:
        mei = bot.as_("Mei Lin")
        await mei.command("/checkin", "away")
        await mei.submit(AWAY)
        await bot.move_to(datetime(2027, 1, 20, 2, tzinfo=UTC))
        assert "Good to have you back" in (await mei.command("/checkin", "back")).texts[0]
        assert "You are not away" in (await mei.command("/checkin", "back")).texts[0]
        assert await leave_of(bot) == [(date(2027, 1, 18), date(2027, 1, 19))]


async def test_home_edits_and_ends_leave_and_a_second_click_changes_nothing(sqlite: Database) -> None:
    async with running_bot(sqlite, **ALL) as bot:
        mei = bot.as_("Mei Lin")
        await mei.open_home()
        await mei.press("home", "leave.add")
        await mei.submit(AWAY)
        await bot.settle()
        await mei.press("home", "leave.edit")
        assert mei.modal is not None
        assert "Hospital, ward 7" in str(mei.modal.view)
        await mei.submit({"last": "2027-01-21"})
        assert await leave_of(bot) == [(date(2027, 1, 18), date(2027, 1, 21))]
        await bot.settle()
        assert (await mei.press("home", "leave.end")).ok
        await bot.settle()
        assert await leave_of(bot) == []
        assert "leave.end" not in texts(mei.home)


async def test_hr_sees_the_dates_and_nobody_else_the_reason(sqlite: Database) -> None:
    async with running_bot(sqlite, **ALL) as bot:
        mei, hana = bot.as_("Mei Lin"), bot.as_("Hana Ito")
        await mei.command("/checkin", "away")
        await mei.submit(AWAY)
        await hana.open_home()
        await hana.press("home", "leave.who")
        assert hana.modal is not None
        assert "Mei Lin" in str(hana.modal.view)
        assert "Monday, January 18 to Friday, January 22" in str(hana.modal.view)
        assert "Hospital" not in str(hana.modal.view)


async def test_somebody_chooses_their_country_and_region_and_hr_those_of_others(sqlite: Database) -> None:
    async with running_bot(sqlite, **ALL) as bot:
        mei, hana = bot.as_("Mei Lin"), bot.as_("Hana Ito")
        await mei.open_home()
        assert "Public holidays: China" in texts(mei.home)
        await mei.press("home", "countries.set")
        assert mei.modal is not None
        await mei.press(mei.modal, "countries.chosen", value="DE")
        await mei.submit({"region_DE": "BY"})
        found = await person(bot, "mei@example.com")
        assert (found.country, found.region) == ("DE", "BY")
        await bot.settle()
        assert "Public holidays: Germany (BY)" in texts(mei.home)
        await hana.open_home()
        await hana.press("home", "countries.set_for")
        assert (await hana.submit({"person": "mei@example.com", "country": "TW"})).ok
        found = await person(bot, "mei@example.com")
        assert (found.country, found.region) == ("TW", None)


@pytest.mark.parametrize("action", ["leave.who", "countries.set_for"])
async def test_hrs_part_is_shown_to_hr_alone(sqlite: Database, action: str) -> None:
    async with running_bot(sqlite, **ALL) as bot:
        mei = bot.as_("Mei Lin")
        await mei.open_home()
        assert action not in texts(mei.home)
