"""A manager's summary: once, at their hour, with figures that follow the answers, and words by the rights of the moment."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain import checkins
from bot.domain import summaries as rules
from bot.domain.cadence import CadenceKind
from bot.domain.checkins import Outcome
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger, State
from bot.usecases import checkins_notices, checkins_read, nudges, series_editor, summaries, summaries_schedule
from bot.usecases import help as helping
from bot.usecases.summaries import Shown
from storage import people, periods, series, summaries_counts
from storage import summaries as store
from storage.notices import Notice
from storage.summaries import Summary
from tests.team import CLOSES, SLOT, Team

DUE = datetime(2027, 1, 18, 15, 30, tzinfo=UTC)
"""Half past four on Monday in Tom's Berlin."""
MINUTE = timedelta(minutes=1)
BEFORE = DUE - 10 * MINUTE
FRIDAY = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
LATE_CLOSES = datetime(2027, 1, 18, 17, tzinfo=UTC)
"""Noon in New York, where Eva works."""


@pytest.fixture
async def asked(team: Team) -> Team:
    """Mei, Bob and, in New York, Eva report to Tom, and were asked on Friday."""
    await team.join("Eva", zone="America/New_York")
    await team.led_by("Eva", "Tom", date(2020, 1, 1))
    await team.replan(datetime(2027, 1, 14, tzinfo=UTC))
    await team.open_due(FRIDAY + timedelta(hours=6))
    return team


async def owe(team: Team, now: datetime) -> int:
    async with team.transaction() as tx:
        return await summaries_schedule.owe_due(tx, now)


async def owe_and_die(team: Team) -> None:
    async with team.transaction() as tx:
        await summaries_schedule.owe_due(tx, DUE)
        raise ZeroDivisionError


async def count(team: Team, now: datetime) -> int:
    async with team.transaction() as tx:
        return await summaries_schedule.count_due(tx, now)


async def kept(team: Team, name: str = "Tom", slot: str = SLOT) -> Summary:
    async with team.transaction(reading=True) as tx:
        found = select(Summary).where(Summary.manager_id == team.ids[name], Summary.slot == slot)
        return (await tx.exec(found)).one()


async def told(team: Team, now: datetime = DUE, name: str = "Tom") -> Shown:
    """What the summary shows to this manager."""
    [notice] = await team.notices(rules.SUMMARY, name)
    async with team.transaction(reading=True) as tx:
        return await summaries.access_summary(tx, notice, await team.person(tx, name), now)


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


async def test_it_says_who_answered_who_was_away_and_who_is_still_open(asked: Team) -> None:
    await asked.submit("Mei", FRIDAY)
    async with asked.transaction() as tx:
        period = await periods.find(tx, asked.series_id, asked.ids["Bob"], SLOT)
        assert period is not None
        await periods.settle(tx, period, Outcome.AWAY, CLOSES)
    await owe(asked, DUE)
    row, shown = await kept(asked), await told(asked)

    assert (row.answered, row.away, row.skipped, row.missed, row.open) == (1, 1, 0, 0, 1)
    assert row.last_closes_at == LATE_CLOSES
    assert [(one.name, one.outcome) for one in shown.mine] == [
        ("Bob", Outcome.AWAY),
        ("Eva", None),
        ("Mei", Outcome.ANSWERED),
    ]


async def test_an_answer_edits_the_message_once_in_five_minutes_until_the_last_window_closes(asked: Team) -> None:
    await asked.close_due(CLOSES)
    await owe(asked, DUE)
    await asked.delivered(rules.SUMMARY, "Tom", "1.1")
    await asked.submit("Eva", DUE + MINUTE)

    assert await count(asked, DUE + 4 * MINUTE) == 0
    assert await count(asked, DUE + 5 * MINUTE) == 1
    [notice] = await asked.notices(rules.SUMMARY)
    assert (notice.state, notice.ts) == (State.PENDING, "1.1")
    assert (await kept(asked)).answered == 1

    assert await count(asked, LATE_CLOSES) == 1
    assert (await kept(asked)).count_at is None
    assert await count(asked, LATE_CLOSES + timedelta(days=1)) == 0


async def test_nothing_new_is_no_edit(asked: Team) -> None:
    await asked.close_due(CLOSES)
    await owe(asked, DUE)
    await asked.delivered(rules.SUMMARY, "Tom", "1.1")

    assert await count(asked, DUE + 5 * MINUTE) == 1
    [notice] = await asked.notices(rules.SUMMARY)
    assert notice.state == State.SENT


async def test_what_is_missed_when_the_last_window_closes_is_still_counted(asked: Team) -> None:
    await owe(asked, DUE)
    await count(asked, LATE_CLOSES)
    assert (await kept(asked)).open == 3
    await asked.prompted()
    await asked.close_due(LATE_CLOSES + MINUTE)
    await count(asked, LATE_CLOSES + 5 * MINUTE)

    row = await kept(asked)
    assert (row.open, row.missed, row.count_at) == (0, 3, None)


async def test_what_waits_for_the_manager_is_counted_and_listed(asked: Team) -> None:
    await asked.submit("Mei", FRIDAY, progress="Shipped", blocker="No pump", help_from=asked.ids["Tom"])
    await asked.submit("Bob", FRIDAY, progress="Wrote", blocker="No <!channel> paint")
    await owe(asked, DUE)
    row, shown = await kept(asked), await told(asked)

    assert (row.blockers, row.asked, row.waiting, row.unread) == (2, 1, 1, 2)
    assert [(one.name, one.words) for one in shown.help] == [("Mei", "No pump")]
    assert [(one.name, one.words, one.readable) for one in shown.blockers] == [("Bob", "No <!channel> paint", True)]


async def test_what_was_read_accepted_or_solved_no_longer_waits(asked: Team) -> None:
    mei = await asked.sent("Mei", FRIDAY, progress="Shipped", blocker="No pump", help_from=asked.ids["Tom"])
    await owe(asked, DUE)
    async with asked.transaction() as tx:
        tom = await asked.person(tx, "Tom")
        await checkins_read.read(tx, tom, mei.id, DUE)
        [request] = (await told(asked)).help
        await helping.accept(tx, tom, request.blocker_id, DUE)
    await count(asked, DUE + 5 * MINUTE)
    row = await kept(asked)

    assert (row.asked, row.waiting, row.unread) == (0, 1, 0)


async def test_the_mood_is_shown_from_four_on_and_against_the_turns_before(asked: Team) -> None:
    names = ["Mei", "Bob", "Eva", "Kai"]
    await asked.join("Kai", zone="Asia/Shanghai")
    await asked.led_by("Kai", "Tom", date(2020, 1, 1))
    await asked.replan(datetime(2027, 1, 14, tzinfo=UTC))
    await asked.open_due(FRIDAY)
    for name, mood in zip(names[:3], (2, 3, 4), strict=True):
        await asked.submit(name, FRIDAY + timedelta(hours=6), mood=mood)
    await owe(asked, DUE)
    assert (await told(asked)).figures.mood is None

    await asked.submit("Kai", FRIDAY + timedelta(hours=7), mood=5)
    await count(asked, DUE + 5 * MINUTE)
    assert (await told(asked)).figures.mood == 3.5


async def test_an_earlier_turn_is_kept_as_it_was_for_the_team_of_that_time(asked: Team) -> None:
    """Had the turns before not been told, they are counted now; for a new manager there are none."""
    await asked.submit("Mei", FRIDAY)
    await asked.led_by("Mei", "Ann", date(2027, 1, 19))
    week_later = DUE + timedelta(days=7)
    await asked.open_due(FRIDAY + timedelta(days=7, hours=6))
    await asked.prompted()
    await asked.close_due(week_later)
    await owe(asked, week_later + timedelta(hours=12))

    assert (await kept(asked, "Tom", SLOT)).answered == 1
    assert (await kept(asked, "Ann", SLOT)).answered == 0


async def test_the_reason_of_not_this_week_is_for_the_manager_whom_it_was_told_and_nobody_after(asked: Team) -> None:
    for name, reason in (("Mei", "At the fair"), ("Bob", "")):
        async with asked.transaction() as tx:
            period = await periods.find(tx, asked.series_id, asked.ids[name], SLOT)
            assert period is not None
            await nudges.skip(tx, await asked.person(tx, name), period.id, reason, FRIDAY)
    await owe(asked, DUE)
    shown = await told(asked)
    assert sorted(one.words or "" for one in shown.skips.values()) == ["", "At the fair"]

    await asked.delivered(rules.SUMMARY, "Tom", "1.0")
    await asked.led_by("Mei", "Ann", DUE.date())
    await asked.led_by("Bob", "Ann", DUE.date())
    assert (await told(asked)).skips == {}
    await owe(asked, DUE + timedelta(hours=8))
    assert (await told(asked, DUE + timedelta(hours=8), "Ann")).skips == {}


async def test_after_a_handover_the_old_manager_sees_counts_alone_and_the_new_one_no_words_from_before(
    asked: Team,
) -> None:
    await asked.submit("Mei", FRIDAY, progress="Shipped", blocker="No pump", mood=2)
    await owe(asked, DUE)
    await asked.delivered(rules.SUMMARY, "Tom", "1.1")
    for name in ("Mei", "Bob", "Eva"):
        await asked.led_by(name, "Una", date(2027, 1, 18))
    await owe(asked, DUE)
    old, new = await told(asked), await told(asked, name="Una")

    assert not old.leads
    assert (old.mine, old.blockers, old.help, old.trend) == ([], [], [], [])
    assert [one.checkin_id for one in new.mine] == [None, None, None]
    assert [(one.name, one.readable) for one in new.blockers] == [("Mei", False)]


async def test_a_summary_that_was_not_sent_yet_is_dropped_when_the_team_has_moved_on(asked: Team) -> None:
    await owe(asked, DUE)
    for name in ("Mei", "Bob", "Eva"):
        await asked.led_by(name, "Ann", date(2027, 1, 18))

    with pytest.raises(NoLonger, match="team_moved"):
        await told(asked)


async def test_a_summary_is_for_its_manager_alone(asked: Team) -> None:
    await owe(asked, DUE)
    [notice] = await asked.notices(rules.SUMMARY)
    async with asked.transaction(reading=True) as tx:
        with pytest.raises(NoLonger):
            await summaries.access_summary(tx, notice, await asked.person(tx, "Mei"), DUE)


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


async def test_what_stood_in_the_way_of_somebody_who_left_is_not_told_any_more(asked: Team) -> None:
    await asked.sent("Mei", FRIDAY, blocker="No key", help_from=asked.ids["Tom"])
    await asked.sent("Bob", FRIDAY, blocker="No desk")
    await asked.sent("Eva", FRIDAY + timedelta(hours=6), blocker="No lamp")
    for name in ("Mei", "Bob"):
        await asked.change(name, FRIDAY + timedelta(hours=7), active=False)
    await owe(asked, BEFORE)
    shown = await told(asked)
    assert [one.name for one in shown.blockers] == ["Eva"]
    assert shown.help == []
    assert (shown.figures.blockers, shown.figures.asked, shown.figures.waiting) == (1, 0, 0)
