"""Put off and skipped: what becomes of the period, who reads the reason, and what two clicks at once do."""

import asyncio
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain import checkins
from bot.domain.checkins import Outcome, SeriesKind
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.nudges import AGAIN, Later
from bot.usecases import checkins as answering
from bot.usecases import home, nudges
from bot.usecases.nudges import Skipping
from storage import readers, skips
from storage.series import Series
from storage.skips import Skip
from tests.team import CLOSES, OPENS, REMINDS, SLOT, Team

HOUR = timedelta(hours=1)


async def put_off(team: Team, name: str, when: Later | datetime, now: datetime, *, of: str | None = None) -> datetime:
    period = await team.period(of or name)
    async with team.transaction() as tx:
        return await nudges.put_off(tx, await team.person(tx, name), period.id, when, now)


async def skip(
    team: Team, name: str, reason: str, now: datetime, *, of: str | None = None, named: list[str] | None = None
) -> Skipping | None:
    period = await team.period(of or name)
    ids = None if named is None else [team.ids[one] for one in named]
    async with team.transaction() as tx:
        return await nudges.skip(tx, await team.person(tx, name), period.id, reason, now, named=ids)


async def told(team: Team, reader: str, of: str) -> Skip | None:
    """The skip as far as this reader was told of it."""
    period = await team.period(of)
    async with team.transaction(reading=True) as tx:
        return (await skips.told_to(tx, team.ids[reader], [period.id])).get(period.id)


@pytest.fixture
async def open_(team: Team) -> Team:
    await team.open_due(OPENS)
    return team


async def test_what_is_put_off_is_asked_once_more_at_that_moment_and_no_later_than_its_window(open_: Team) -> None:
    at = await put_off(open_, "Mei", Later.HOUR, OPENS)
    [notice] = await open_.notices(AGAIN, "Mei")
    assert (notice.due_at, notice.not_after, notice.unasked) == (at, CLOSES, False)
    assert at == OPENS + HOUR


async def test_two_clicks_at_once_are_one_message_at_one_of_the_moments(open_: Team) -> None:
    moments = [OPENS + HOUR, OPENS + 2 * HOUR, OPENS + 3 * HOUR]
    await asyncio.gather(*(put_off(open_, "Mei", one, OPENS) for one in moments))
    [notice] = await open_.notices(AGAIN, "Mei")
    assert notice.due_at in moments


async def test_what_has_come_back_can_be_put_off_again(open_: Team) -> None:
    await put_off(open_, "Mei", Later.HOUR, OPENS)
    await open_.delivered(AGAIN, "Mei", "2.0")
    await put_off(open_, "Mei", Later.HOUR, OPENS + HOUR)
    assert [one.due_at for one in await open_.notices(AGAIN, "Mei")] == [OPENS + HOUR, OPENS + 2 * HOUR]


@pytest.mark.parametrize(
    ("when", "now", "code"),
    [
        (OPENS, OPENS + HOUR, "later_over"),
        (CLOSES, OPENS, "later_too_late"),
        (Later.AFTERNOON, OPENS + 4 * HOUR, "later_too_late"),
        (Later.HOUR, CLOSES, "period_over"),
    ],
)
async def test_what_makes_no_sense_is_refused(open_: Team, when: Later | datetime, now: datetime, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        await put_off(open_, "Mei", when, now)
    assert await open_.notices(AGAIN) == []


async def test_nobody_else_touches_a_period(open_: Team) -> None:
    for who in ("Bob", "Tom", "Ann"):
        with pytest.raises(NotAllowed, match="not_found"):
            await put_off(open_, who, Later.HOUR, OPENS, of="Mei")
        with pytest.raises(NotAllowed, match="not_found"):
            await skip(open_, who, "", OPENS, of="Mei")


async def test_a_pulse_may_be_put_off_but_no_manager_is_told_that_somebody_skips_it(open_: Team) -> None:
    async with open_.transaction() as tx:
        (await tx.get_one(Series, open_.series_id)).kind = SeriesKind.PULSE
    await put_off(open_, "Mei", Later.HOUR, OPENS)
    with pytest.raises(NotAllowed, match="not_found"):
        await skip(open_, "Mei", "Conference", OPENS)


async def test_a_skip_is_the_outcome_and_is_neither_reminded_nor_missed(open_: Team) -> None:
    await skip(open_, "Mei", "", OPENS)
    assert (await open_.period("Mei")).outcome is Outcome.SKIPPED
    await open_.remind_due(REMINDS)
    await open_.close_due(CLOSES)
    assert (await open_.period("Mei")).outcome is Outcome.SKIPPED
    assert await open_.notices(checkins.REMINDER, "Mei") == []


async def test_the_manager_alone_is_told_and_of_a_reason_in_the_digest(open_: Team) -> None:
    await skip(open_, "Mei", "", OPENS)
    assert await open_.notices(checkins.DIGEST) == []
    await skip(open_, "Mei", "  Conference ", OPENS)
    assert len(await open_.notices(checkins.DIGEST, "Tom")) == 1
    found = await told(open_, "Tom", "Mei")
    assert found is not None
    assert found.words == "Conference"
    for other in ("Ann", "Bob", "Una"):
        assert await told(open_, other, "Mei") is None


async def test_a_later_manager_does_not_read_the_reason(open_: Team) -> None:
    await skip(open_, "Mei", "Conference", OPENS)
    await open_.led_by("Mei", "Ann", date(2027, 1, 15))
    async with open_.transaction(reading=True) as tx:
        shown = await home.access_home(tx, await open_.person(tx, "Ann"), OPENS + HOUR)
    row = next(one for one in shown.team.rows if one.person.id == open_.ids["Mei"])
    assert (row.outcome, row.skip) == (Outcome.SKIPPED, None)


async def test_a_reason_is_not_stored_for_somebody_whom_the_form_did_not_name(open_: Team) -> None:
    again = await skip(open_, "Mei", "Conference", OPENS, named=["Ann"])
    assert again is not None
    assert again.reader is not None
    assert (again.reader.name, again.reason, again.renamed) == ("Tom", "Conference", True)
    assert (await open_.period("Mei")).outcome is None
    assert await skip(open_, "Mei", "Conference", OPENS, named=["Tom"]) is None


async def test_who_has_no_manager_skips_all_the_same(open_: Team) -> None:
    assert await skip(open_, "Una", "Conference", OPENS, named=[]) is None
    assert (await open_.period("Una")).outcome is Outcome.SKIPPED
    assert await open_.notices(checkins.DIGEST) == []


async def test_an_answer_within_the_window_replaces_the_skip_and_its_reason(open_: Team) -> None:
    await skip(open_, "Mei", "Conference", OPENS)
    async with open_.transaction(reading=True) as tx:
        form = await answering.access_form(tx, await open_.person(tx, "Mei"), OPENS + HOUR)
        assert form.slot == SLOT
    await open_.submit("Mei", OPENS + HOUR)
    assert (await open_.period("Mei")).outcome is Outcome.ANSWERED
    assert await told(open_, "Tom", "Mei") is None
    async with open_.transaction(reading=True) as tx:
        assert await readers.of_reader(tx, "skip", [1, 2, 3], open_.ids["Tom"]) == {}


async def test_a_reason_that_is_too_long_is_refused_at_its_field(open_: Team) -> None:
    with pytest.raises(RuleBroken) as refused:
        await skip(open_, "Mei", "x" * 501, OPENS)
    assert (refused.value.code, refused.value.field) == ("too_long", "reason")
    assert (await open_.period("Mei")).outcome is None


async def test_an_answered_period_can_be_neither_put_off_nor_skipped(open_: Team) -> None:
    await open_.submit("Mei", OPENS)
    with pytest.raises(RuleBroken, match="period_answered"):
        await put_off(open_, "Mei", Later.HOUR, OPENS + HOUR)
    with pytest.raises(RuleBroken, match="period_answered"):
        await skip(open_, "Mei", "", OPENS + HOUR)


async def test_this_afternoon_is_by_the_persons_own_clock_and_hours(open_: Team) -> None:
    await open_.change("Mei", OPENS, works_until=time(23))
    assert await put_off(open_, "Mei", Later.AFTERNOON, OPENS) == OPENS + 2 * HOUR
