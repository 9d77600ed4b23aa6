"""One's own settings by hand: from Home and from "why did I get this?", in the language that was chosen."""

from collections.abc import AsyncIterator
from datetime import time, timedelta

import pytest

from bot.domain.profiles import Profile
from bot.domain.roles import Source
from storage.database import Database
from tests.office import DIGEST, OPENS, Office, office, shown


@pytest.fixture
async def at(sqlite: Database) -> AsyncIterator[Office]:
    async with office(sqlite) as made:
        yield made


@pytest.fixture
async def friday(at: Office) -> Office:
    await at.bot.move_to(OPENS)
    return at


async def test_the_settings_are_on_home_and_what_is_chosen_is_kept(at: Office) -> None:
    await at.mei.open_home()
    assert "At most 3 messages a day" in shown(at.mei.home)
    assert (await at.mei.press("home", "preferences.open")).ok
    given = {"language": "zh-Hant", "profile": "light", "quiet_from": "20:30", "quiet_until": "07:15"}
    assert (await at.mei.submit(given)).ok
    await at.bot.settle()
    mei = await at.person(at.mei)
    assert (mei.locale, mei.locale_from, mei.profile) == ("zh-Hant", Source.APP, Profile.LIGHT)
    assert (mei.quiet_from, mei.quiet_until, mei.quiet_own) == (time(20, 30), time(7, 15), True)
    assert "個人設定" in shown(at.mei.home)
    assert "20:30" in shown(at.mei.home)


async def test_the_prompt_comes_in_the_language_that_was_chosen_and_slack_does_not_change_it_back(at: Office) -> None:
    await at.mei.open_home()
    await at.mei.press("home", "preferences.open")
    await at.mei.submit({"language": "zh-Hans"})
    await at.bot.move(hours=24)
    assert "每周回顾" in at.mei.dm[-1].text


async def test_a_missing_time_is_said_at_its_field_and_nothing_is_kept(at: Office) -> None:
    await at.mei.open_home()
    await at.mei.press("home", "preferences.open")
    outcome = await at.mei.submit({"profile": "active", "quiet_from": None})
    assert not outcome.ok
    assert (await at.person(at.mei)).profile is Profile.STANDARD


async def test_only_who_leads_somebody_is_asked_for_the_hour_of_the_digest(at: Office) -> None:
    for who, asked in ((at.mei, False), (at.tom, True)):
        await who.open_home()
        await who.press("home", "preferences.open")
        assert ("Digest of your team" in shown(who.modal)) is asked


async def test_the_digest_of_today_comes_at_the_hour_that_is_chosen_today(friday: Office) -> None:
    await friday.mei.press(friday.mei.dm[-1], "checkins.answer")
    await friday.mei.submit({"progress": "Done"})
    await friday.tom.open_home()
    await friday.tom.press("home", "preferences.open")
    assert (await friday.tom.submit({"digest_at": "17:30"})).ok
    await friday.bot.move_to(DIGEST + timedelta(minutes=30))
    assert [one.text for one in friday.tom.dm if "to read" in one.text] == []
    await friday.bot.move_to(DIGEST + timedelta(hours=1))
    assert len([one.text for one in friday.tom.dm if "to read" in one.text]) == 1


async def test_a_digest_within_quiet_hours_is_refused_at_its_field(at: Office) -> None:
    await at.tom.open_home()
    await at.tom.press("home", "preferences.open")
    outcome = await at.tom.submit({"digest_at": "19:30"})
    assert outcome.errors == {"digest_at": "This is within your quiet hours: please choose another time."}
