"""What people set for themselves, and what of it Slack, their roster and their working hours may still change."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from bot.domain import checkins
from bot.domain.errors import RuleBroken
from bot.domain.preferences import Chosen, Language
from bot.domain.profiles import Profile
from bot.domain.roles import Source
from bot.usecases import delivery, holidays, preferences, roster
from bot.usecases.preferences import Settings
from storage.people import Person
from storage.workspaces import Workspace
from tests import company
from tests.clock import START
from tests.team import OPENS, Team

DIGEST = datetime(2027, 1, 15, 15, 30, tzinfo=UTC)


async def settings(team: Team, name: str) -> Settings:
    async with team.transaction(reading=True) as tx:
        return await preferences.access_settings(tx, await team.person(tx, name), START)


async def choose(team: Team, name: str, now: datetime = START, **given: Any) -> None:
    """Submit the form of settings with these changes and nothing else touched."""
    found = await settings(team, name)
    as_it_was = {field: getattr(found, field) for field in Settings.__dataclass_fields__}
    async with team.transaction() as tx:
        await preferences.choose(tx, await team.person(tx, name), Chosen(**{**as_it_was, **given}), now)


async def person(team: Team, name: str) -> Person:
    async with team.transaction(reading=True) as tx:
        return await team.person(tx, name)


async def slack_says(team: Team, name: str, **fields: Any) -> None:
    """A run of the roster that sees this account."""
    async with team.transaction() as tx:
        at = await tx.get_one(Workspace, team.workspace_id)
        await roster.take_in(tx, at, [company.user(name, **fields)], roster.run_id(START), START)


async def test_thanks_may_be_posted_until_somebody_would_rather_not(team: Team) -> None:
    assert (await settings(team, "Mei")).thanks_posted
    await choose(team, "Mei", thanks_posted=False)
    await choose(team, "Mei", thanks_posted=None, profile=Profile.LIGHT)
    assert not (await settings(team, "Mei")).thanks_posted


async def test_a_newcomer_follows_slack_with_three_messages_a_day_and_quiet_nights(team: Team) -> None:
    assert await settings(team, "Mei") == Settings(Language.AUTOMATIC, Profile.STANDARD, time(19), time(8), None)
    assert (await settings(team, "Tom")).digest_at == time(16, 30)


@pytest.mark.parametrize(
    ("slack", "chosen", "locale"),
    [
        ("en-GB", Language.TRADITIONAL, "zh-Hant"),
        ("zh-TW", Language.TRADITIONAL, "zh-TW"),
        ("zh-TW", Language.SIMPLIFIED, "zh-Hans"),
        ("en-US", Language.ENGLISH, "en-US"),
        ("de-DE", Language.ENGLISH, "en"),
    ],
)
async def test_the_chosen_language_stays_whatever_slack_says_and_can_be_given_back(
    team: Team, slack: str, chosen: Language, locale: str
) -> None:
    await slack_says(team, "Mei", locale=slack)
    await choose(team, "Mei", language=chosen)
    await slack_says(team, "Mei", locale=slack)
    mei = await person(team, "Mei")
    assert (mei.locale, mei.locale_from) == (locale, Source.APP)
    assert (await settings(team, "Mei")).language is chosen
    await slack_says(team, "Mei", locale="fr-FR")
    await choose(team, "Mei", language=Language.AUTOMATIC)
    mei = await person(team, "Mei")
    assert (mei.locale, mei.locale_from) == ("fr-FR", Source.SLACK)


async def test_who_reads_another_language_keeps_the_holidays_of_where_they_live(team: Team) -> None:
    await team.change("Mei", START, country=None)
    await slack_says(team, "Mei", locale="zh-CN")
    before = holidays.place_of(await person(team, "Mei"))
    await choose(team, "Mei", language=Language.TRADITIONAL)
    assert holidays.place_of(await person(team, "Mei")) == before == ("CN", "")


async def test_what_is_saved_unchanged_is_not_taken_for_a_choice(team: Team) -> None:
    await choose(team, "Mei", profile=Profile.ACTIVE)
    mei = await person(team, "Mei")
    assert (mei.profile, mei.quiet_own, mei.locale_from) == (Profile.ACTIVE, False, None)


async def test_who_works_by_night_is_left_alone_by_day_until_they_choose_otherwise(team: Team) -> None:
    await team.change("Mei", START, works_from=time(22), works_until=time(6))
    found = await settings(team, "Mei")
    assert (found.quiet_from, found.quiet_until) == (time(7), time(21))
    await choose(team, "Mei", quiet_from=time(22), quiet_until=time(6))
    habits = delivery.habits(await person(team, "Mei"))
    assert (habits.quiet_from, habits.quiet_until) == (time(22), time(6))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"digest_at": time(19)}, "digest_in_quiet"),
        ({"digest_at": time(7, 59)}, "digest_in_quiet"),
        ({"quiet_from": time(16)}, "digest_in_quiet"),
        ({"digest_at": time(8)}, None),
        ({"quiet_from": time(8), "digest_at": time(3)}, None),
    ],
)
async def test_a_digest_that_could_not_come_at_its_hour_is_refused(
    team: Team, given: dict[str, Any], code: str | None
) -> None:
    if code is None:
        await choose(team, "Tom", **given)
        return
    with pytest.raises(RuleBroken, match=code):
        await choose(team, "Tom", **given)
    assert (await person(team, "Tom")).digest_at == time(16, 30)


@pytest.mark.parametrize(
    ("chosen", "due"),
    [
        (time(17), DIGEST.replace(hour=16, minute=0)),
        (time(9), DIGEST),
        (time(15, 30), DIGEST.replace(hour=14, minute=30)),
    ],
)
async def test_the_digest_that_is_due_today_follows_to_an_hour_that_is_still_to_come(
    team: Team, chosen: time, due: datetime
) -> None:
    await team.open_due(OPENS)
    await team.submit("Mei", OPENS)
    noon = datetime(2027, 1, 15, 11, tzinfo=UTC)
    await choose(team, "Tom", noon, digest_at=chosen)
    [notice] = await team.notices(checkins.DIGEST, "Tom")
    assert notice.due_at == due
    assert notice.not_after is not None
    assert (notice.not_after - notice.due_at).days == 1
