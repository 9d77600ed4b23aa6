"""What a manager's summary says: figures that follow the answers, and words by the rights of the moment."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain import summaries as rules
from bot.domain.checkins import Outcome
from bot.domain.notices import NoLonger, State
from bot.usecases import checkins_read, nudges, summaries
from bot.usecases import help as helping
from storage import periods
from tests.summaries_team import BEFORE, DUE, FRIDAY, LATE_CLOSES, MINUTE, asked_on_friday, count, kept, owe, told
from tests.team import CLOSES, SLOT, Team


@pytest.fixture
async def asked(team: Team) -> Team:
    return await asked_on_friday(team)


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
