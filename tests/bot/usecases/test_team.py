"""A manager's team on Home: pages, the week at a glance, figures of the teams below, and words of nobody else."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain import checkins as kinds
from bot.domain.errors import NotAllowed
from bot.locales.reader import Reader
from bot.usecases import checkins_notices, checkins_read, home
from bot.usecases import team as usecases
from bot.usecases.checkins_notices import Digest
from bot.usecases.team import PAGE, Figures, Glance
from bot.views import digests
from tests.team import CLOSES, NEXT, OPENS, Team
from tests.views import read

NOW = OPENS + timedelta(hours=2)
LONG_AGO = date(2020, 1, 1)


async def grow(team: Team, manager: str, many: int, prefix: str = "P") -> list[str]:
    """So many more people in Shanghai who report to somebody, asked this Friday."""
    names = [f"{prefix}{number:02}" for number in range(many)]
    for name in names:
        await team.join(name, zone="Asia/Shanghai")
        await team.led_by(name, manager, LONG_AGO)
    await team.replan(OPENS - timedelta(days=1))
    return names


async def seen(team: Team, name: str, now: datetime = NOW, page: int = 0) -> usecases.Team:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_team(tx, await team.person(tx, name), now, page)


async def test_sixty_people_are_all_there_on_pages_each_once(team: Team) -> None:
    names = await grow(team, "Tom", 58)
    count = -(-60 // PAGE)
    pages = [await seen(team, "Tom", page=page) for page in range(count)]
    assert max(len(one.rows) for one in pages) == PAGE
    assert [row.person.name for one in pages for row in one.rows] == sorted(["Mei", "Bob", *names])
    assert {(one.size, one.pages) for one in pages} == {(60, count)}


@pytest.mark.parametrize(("page", "shown"), [(99, 1), (-1, 0), (1, 1)])
async def test_a_page_that_is_no_longer_there_is_the_last_one(team: Team, page: int, shown: int) -> None:
    await grow(team, "Tom", PAGE)
    assert (await seen(team, "Tom", page=page)).page == shown


async def test_the_glance_counts_the_whole_team_whatever_page_is_shown(team: Team) -> None:
    names = await grow(team, "Tom", 20)
    await team.away(names[1], date(2027, 1, 11), date(2027, 1, 22))
    await team.open_due(OPENS)
    for name in (names[2], names[19]):
        await team.sent(name, NOW)
    last = next(row for row in (await seen(team, "Tom", page=2)).rows if row.person.name == names[19])
    assert last.checkin is not None
    async with team.transaction() as tx:
        await checkins_read.read(tx, await team.person(tx, "Tom"), last.checkin.id, NOW)
    for page in (0, 2):
        assert (await seen(team, "Tom", page=page)).glance == Glance(answered=2, unread=1, open=19, away=1)


async def test_who_leads_nobody_has_no_team(team: Team) -> None:
    assert await seen(team, "Mei") == usecases.Team()


async def answer(team: Team, names: list[str], moods: list[int | None]) -> None:
    for name, mood in zip(names, moods, strict=True):
        await team.submit(name, NOW, progress="SECRET", mood=mood)


@pytest.mark.parametrize(
    ("moods", "figures"),
    [
        ([], Figures(6, 0, None)),
        ([1, 2, 3], Figures(6, 3, None)),
        ([1, 2, 3, None], Figures(6, 4, None)),
        ([1, 2, 3, 4], Figures(6, 4, 2.5)),
        ([5, 5, 5, 5, 5, 5], Figures(6, 6, 5.0)),
    ],
)
async def test_the_manager_above_sees_participation_and_the_mood_of_four_or_more(
    team: Team, moods: list[int | None], figures: Figures
) -> None:
    names = await grow(team, "Tom", 4)
    await team.open_due(OPENS)
    await answer(team, ["Mei", "Bob", *names][: len(moods)], moods)
    [tom] = (await seen(team, "Ann")).rows
    assert (tom.person.name, tom.checkin, tom.below) == ("Tom", None, figures)


async def test_of_a_team_of_fewer_than_four_the_manager_above_sees_no_figures(team: Team) -> None:
    await team.open_due(OPENS)
    await answer(team, ["Mei", "Bob"], [4, 4])
    assert [row.below for row in (await seen(team, "Ann")).rows] == [Figures(None, None, None)]
    assert all(row.below is None for row in (await seen(team, "Tom")).rows)


async def test_who_is_away_was_not_asked(team: Team) -> None:
    names = await grow(team, "Tom", 4)
    for name in names[:3]:
        await team.away(name, date(2027, 1, 11), date(2027, 1, 15))
    await team.replan(OPENS - timedelta(hours=1))
    await team.open_due(OPENS)
    [tom] = (await seen(team, "Ann")).rows
    assert tom.below == Figures(None, None, None)


async def test_a_week_counts_once_although_the_last_one_has_just_closed(team: Team) -> None:
    names = await grow(team, "Tom", 4)
    await team.open_due(OPENS)
    await answer(team, ["Mei", "Bob", *names], [1] * 6)
    later = OPENS + timedelta(days=7)
    await team.close_due(CLOSES)
    await team.open_due(later)
    async with team.transaction(reading=True) as tx:
        assert len(await team.periods("Mei")) == 2
        [tom] = (await usecases.access_team(tx, await team.person(tx, "Ann"), later + timedelta(hours=1))).rows
    assert tom.below == Figures(6, 0, None)


async def test_the_words_of_the_team_below_are_nowhere_on_the_home_of_the_manager_above(team: Team) -> None:
    names = await grow(team, "Tom", 4)
    await team.open_due(OPENS)
    await answer(team, ["Mei", "Bob", *names], [4] * 6)
    async with team.transaction(reading=True) as tx:
        shown = await home.access_home(tx, await team.person(tx, "Ann"), NOW)
    assert "SECRET" not in repr(shown)
    assert "Mei" not in repr((shown.team, shown.waiting))


async def leave_tom(team: Team, now: datetime) -> None:
    await team.change("Tom", now, active=False)


async def test_while_a_manager_is_gone_the_next_one_up_sees_counts_and_nobodys_words(team: Team) -> None:
    names = await grow(team, "Tom", 4)
    await team.open_due(OPENS)
    await answer(team, ["Mei", "Bob"], [1, 2])
    await leave_tom(team, NOW)
    await answer(team, names, [3, 4, 5, 5])
    above = await seen(team, "Ann")
    assert above.rows == []
    [(tom, figures)] = above.orphans
    assert (tom.name, figures.asked, figures.answered) == ("Tom", 6, 6)
    assert figures.mood == pytest.approx(20 / 6)


async def test_the_digest_of_a_manager_who_left_goes_to_the_next_one_up_and_is_counts(team: Team) -> None:
    names = await grow(team, "Tom", 4)
    await team.open_due(OPENS)
    await leave_tom(team, NOW)
    await answer(team, ["Mei", "Bob", *names], [4] * 6)
    [notice] = await team.notices(kinds.DIGEST)
    assert notice.recipient_id == team.ids["Ann"]
    async with team.transaction(reading=True) as tx:
        shown = await checkins_notices.access_digest(tx, notice, await team.person(tx, "Ann"), NOW)
    assert shown == Digest([], orphans=shown.orphans)
    assert [(one.name, figures) for one, figures in shown.orphans] == [("Tom", Figures(6, 6, 4.0))]
    said = digests.digest(Reader(), shown)
    assert "1 team has nobody to lead it" in said.text
    assert not any(secret in read(said) for secret in ("SECRET", "Mei", "P00"))


async def test_where_nobody_is_above_a_manager_who_left_no_digest_is_owed(team: Team) -> None:
    await team.led_by("Mei", "Una", LONG_AGO + timedelta(days=1))
    await team.open_due(OPENS)
    await team.change("Una", NOW, active=False)
    await team.submit("Mei", NOW, progress="SECRET")
    assert await team.notices(kinds.DIGEST) == []


async def test_whoever_takes_over_reads_from_that_day_on_and_nothing_from_before(team: Team) -> None:
    await team.open_due(OPENS)
    before = await team.sent("Mei", NOW)
    await leave_tom(team, NOW)
    for name in ("Mei", "Bob"):
        await team.led_by(name, "Una", date(2027, 1, 16))
    saturday = OPENS + timedelta(days=1)
    after = await team.sent("Bob", saturday, progress="Since you lead us")
    await team.submit("Mei", saturday, progress="Edited")
    shown = await seen(team, "Una", saturday)
    assert [(row.person.name, row.checkin and row.checkin.id) for row in shown.rows] == [
        ("Bob", after.id),
        ("Mei", None),
    ]
    assert shown.glance == Glance(answered=2, unread=1)
    async with team.transaction() as tx:
        una = await team.person(tx, "Una")
        assert (await checkins_read.read(tx, una, after.id, saturday)).answers.progress == "Since you lead us"
        with pytest.raises(NotAllowed, match="not_found"):
            await checkins_read.read(tx, una, before.id, saturday)
    assert (await seen(team, "Ann", saturday)).orphans == []


async def test_a_manager_who_moved_on_keeps_what_they_were_named_for_and_gets_nothing_new(team: Team) -> None:
    await team.open_due(OPENS)
    before = await team.sent("Mei", NOW)
    await team.led_by("Mei", "Una", date(2027, 1, 18))
    await team.close_due(CLOSES)
    friday = OPENS + timedelta(days=7)
    await team.open_due(friday)
    after = (await team.submit("Mei", friday, slot=NEXT, progress="x")).checkin
    assert after is not None
    async with team.transaction() as tx:
        tom = await team.person(tx, "Tom")
        assert (await checkins_read.read(tx, tom, before.id, friday)).author.name == "Mei"
        with pytest.raises(NotAllowed, match="not_found"):
            await checkins_read.read(tx, tom, after.id, friday)
