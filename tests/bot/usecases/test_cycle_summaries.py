"""A manager's summary of a cycle: the team now and as it was told, what each figure counts, and one person's evidence."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import select

from bot.domain import cycle_summaries_told as rules
from bot.domain.actions import ActionState
from bot.domain.checkins import Outcome
from bot.domain.cycle_summaries import Blockers, Figures, Of, Stand, Talks
from bot.domain.cycle_summaries_entries import Sort
from bot.domain.cycle_summaries_talk_to import Why
from bot.domain.cycles import Phase, Stage
from bot.domain.errors import NotAllowed
from bot.domain.feedback import Aim
from bot.domain.goals import Confidence
from bot.domain.notices import NoLonger
from bot.domain.pictures import PictureState
from bot.domain.roles import Source
from bot.locales.reader import Reader
from bot.usecases import cycle_summaries as usecases
from bot.usecases import cycle_summaries_evidence as evidence
from bot.usecases import cycle_summaries_pictures as pictures
from bot.usecases import cycle_summaries_schedule as schedule
from bot.usecases import notices
from bot.usecases.cycle_summaries import Team as Summary
from bot.views import cycle_summaries as views
from bot.views import cycle_summaries_charts as charts
from bot.views import cycle_summaries_figures as figures
from bot.views import cycle_summaries_lists as lists
from storage import cycle_summaries as store
from storage.actions import Action
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.feedback import FeedbackPart
from storage.people import Person
from storage.reporting import ReportingLine
from tests.planted import Planted, moment
from tests.team import Team
from tests.views import read

STARTS, ENDS = date(2027, 1, 4), date(2027, 3, 31)
DO_ENDS = date(2027, 3, 14)
W1, W2, W3 = date(2027, 1, 8), date(2027, 1, 15), date(2027, 2, 5)
MARCH = datetime(2027, 3, 10, 12, tzinfo=UTC)
OVER = datetime(2027, 3, 15, 15, 30, tzinfo=UTC)
"""Monday, half past four in Tom's Berlin, the day after "do" ended."""


@pytest.fixture
async def planted(team: Team) -> Planted:
    """Mei and Bob, who report to Tom, are in a cycle that runs."""
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id}
        cycle = Cycle(
            **at, name="Q1 2027", starts=STARTS, ends=ENDS, made_by=team.ids["Ann"], made_at=MARCH, stage=Stage.RUNNING
        )
        tx.add(cycle)
        await tx.flush()
        for phase, first, last in ((Phase.DO, STARTS, DO_ENDS), (Phase.CHECK, DO_ENDS + timedelta(days=1), ENDS)):
            tx.add(CyclePhase(**at, cycle_id=cycle.id, phase=phase, starts=first, ends=last))
        for name in ("Mei", "Bob"):
            tx.add(CyclePerson(**at, cycle_id=cycle.id, person_id=team.ids[name], begins=STARTS, joined_on=STARTS))
    return Planted(team)


async def of(team: Team, name: str, now: datetime = MARCH) -> Summary:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_team(tx, await team.person(tx, name), now)


async def behind(team: Team, name: str, figure: Of, kept: int = 0, now: datetime = MARCH) -> evidence.Behind:
    async with team.transaction(reading=True) as tx:
        return await evidence.access_behind(tx, await team.person(tx, name), figure, kept, 0, now)


async def timeline(team: Team, name: str, about: str, now: datetime = MARCH) -> evidence.Timeline:
    async with team.transaction(reading=True) as tx:
        return await evidence.access_timeline(tx, await team.person(tx, name), team.ids[about], 0, now)


async def tell(team: Team, now: datetime = OVER) -> int:
    async with team.transaction() as tx:
        return await schedule.tell_due(tx, now)


async def test_the_team_stands_on_one_screen_over_the_running_cycle(planted: Planted) -> None:
    team = planted.team
    await planted.week("Mei", W1, mood=4, blocker="The belt", help_from="Tom")
    await planted.week("Bob", W1, outcome=Outcome.MISSED)
    await planted.week("Bob", date(2026, 12, 18))
    await planted.goal("Mei", W1, (W1, Confidence.ON_TRACK), (W3, Confidence.OFF_TRACK))
    await planted.talk("Bob", "Tom", W2)
    await planted.thanks("Una", "Mei", W2)
    await planted.feedback("Tom", "Bob", date(2027, 3, 1))
    shown = await of(team, "Tom")

    assert (shown.window.cycle is not None, shown.window.first, shown.reports) == (True, STARTS, 2)
    assert (shown.figures.asked, shown.figures.answered, shown.figures.mood) == (2, 1, None)
    assert shown.figures.goals == {Stand.OFF_TRACK: 1}
    assert shown.figures.talks == Talks(1, 1)
    assert [(one.name, [why.why for why in one.reasons]) for one in shown.talk_to] == [
        ("Mei", [Why.HELP, Why.OFF_TRACK, Why.FEEDBACK])
    ]
    said = read(views.team(Reader(), shown))
    assert "A team of fewer than four people has no averages" in said
    assert "Asked for your help on Jan 8" in said
    assert [len((await behind(team, "Tom", one)).entries) for one in (Of.CHECKINS, Of.GOALS, Of.BLOCKERS)] == [1, 1, 1]


async def test_whoever_leads_nobody_reads_a_kind_sentence(planted: Planted) -> None:
    shown = await of(planted.team, "Mei")

    assert (shown.reports, shown.figures.people) == (0, 0)
    assert "Nobody reports to you at the moment" in read(views.team(Reader(), shown))


async def test_nothing_that_a_manager_may_not_read_is_found_for_a_person_or_from_totals(planted: Planted) -> None:
    """A record of each kind, with words that would tell: none of its words, and no figure that holds it."""
    team = planted.team
    await planted.week("Bob", W1, mood=1, reads="Una", blocker="SECRET", progress="SECRET", help_from="Una")
    await planted.feedback("Una", "Bob", W2, words="SECRET")
    await planted.feedback("Bob", "Una", W2, words="SECRET", aim=Aim.CHANGE)
    await planted.thanks("Una", "Bob", W2, reads=None, words="SECRET")
    await planted.talk("Bob", "Ann", W2)
    await planted.goal("Una", W1, (W1, Confidence.OFF_TRACK), title="SECRET")
    await planted.observed("Ann", "Bob", W2, words="SECRET")
    async with team.transaction() as tx:
        own: dict[str, Any] = {
            "workspace_id": team.workspace_id,
            "owner_id": team.ids["Bob"],
            "made_by": team.ids["Bob"],
        }
        tx.add(Action(**own, about="checkin", about_id=1, source="x", words="SECRET", made_at=MARCH))
    shown, one = await of(team, "Tom"), await timeline(team, "Tom", "Bob")
    async with team.transaction(reading=True) as tx:
        listed = await usecases.access_people(tx, await team.person(tx, "Tom"), 0, MARCH)

    empty = Figures(people=2, weeks=shown.figures.weeks)
    assert (shown.figures, shown.records, shown.figures.answered) == (empty, {}, 1)
    assert [(week.moods, week.mood_sum) for week in shown.figures.weeks] == [(0, 0)]
    assert {why.why for advice in shown.talk_to for why in advice.reasons} == {Why.FEEDBACK}
    assert one.entries == []
    for view in (views.team(Reader(), shown), lists.timeline(Reader(), one), lists.people(Reader(), listed)):
        assert "SECRET" not in json.dumps(view)
    for name in ("Mei", "Bob", "Una", "Ann"):
        with pytest.raises(NotAllowed):
            await timeline(team, name, "Bob")


async def test_feedback_that_is_not_theirs_to_read_is_counted_from_four_people_on(planted: Planted) -> None:
    team = planted.team
    for number, name in enumerate(("Mei", "Bob", "Kim", "Leo")):
        if number > 1:
            await team.join(name, zone="UTC")
            await team.led_by(name, "Tom", STARTS)
        await planted.feedback("Una", name, W2)
        rest = (await of(team, "Tom")).figures.received
        assert (rest.rest, rest.rest_people) == ((4, 4) if number == 3 else (0, 0))
    assert (await behind(team, "Tom", Of.RECEIVED)).entries == []
    assert "4 more that are not yours to read" in read(views.team(Reader(), await of(team, "Tom")))


async def test_somebodys_evidence_is_dated_and_has_words_that_were_opened(planted: Planted) -> None:
    team = planted.team
    await planted.week("Mei", W1, mood=4, progress="Shipped the belt", blocker="No hall", solved=W2)
    await planted.feedback("Una", "Mei", W1, reads="Tom", words="Well told")
    gave = await planted.feedback("Tom", "Mei", W2, words="Very clear")
    await planted.thanks("Una", "Mei", W2, words="Stayed late")
    await planted.talk("Mei", "Tom", W2)
    await planted.goal("Mei", W1, (W3, Confidence.AT_RISK), title="Sell more")
    await planted.observed("Tom", "Mei", W3, good=False, words="Came late")
    async with team.transaction() as tx:
        made: dict[str, Any] = {
            "workspace_id": team.workspace_id,
            "owner_id": team.ids["Mei"],
            "made_by": team.ids["Tom"],
        }
        done: dict[str, Any] = {"about": "feedback", "about_id": gave.id, "source": "x", "state": ActionState.DONE}
        tx.add(Action(**made, **done, words="Ask Leo", made_at=MARCH - timedelta(days=1)))
        for part in await tx.exec(select(FeedbackPart).where(FeedbackPart.feedback_id == gave.id)):
            part.words = None
            tx.add(part)
    found = await timeline(team, "Tom", "Mei")

    assert [one.sort for one in found.entries] == [
        Sort.ACTION, Sort.GOAL_SAID, Sort.OBSERVATION, Sort.FEEDBACK, Sort.THANKS, Sort.TALK,
        Sort.CHECKIN, Sort.BLOCKER, Sort.FEEDBACK, Sort.GOAL_AGREED,
    ]  # fmt: skip
    assert found.entries[7].solved_at == moment(W2)
    said = read(lists.timeline(Reader(), found))
    for words in ("Ask Leo", "Came late", "The belt is late", "Stayed late", "Sell more", "These words were erased."):
        assert words in said
    for words in ("Well told", "Shipped the belt", "No hall"):
        assert words not in said, "what they have not opened, they open first"
    assert "You have not opened it yet." in said


async def test_who_moved_is_summed_up_by_each_manager_for_their_own_part(planted: Planted) -> None:
    team = planted.team
    await planted.week("Mei", W1, mood=4, reads="Tom", blocker="No hall", solved=W3)
    await planted.observed("Tom", "Mei", W1)
    await team.led_by("Mei", "Una", date(2027, 2, 1))
    await planted.week("Mei", W3, mood=2, reads="Una")
    await planted.goal("Mei", W1, title="Sell more")

    tom, una = (await of(team, "Tom")).figures, (await of(team, "Una")).figures
    assert (tom.asked, tom.goals, una.asked, una.goals) == (1, {}, 1, {Stand.UNSAID: 1})
    found = await timeline(team, "Una", "Mei")
    assert (found.since, [one.sort for one in found.entries]) == (date(2027, 2, 1), [Sort.CHECKIN])
    with pytest.raises(NotAllowed):
        await timeline(team, "Tom", "Mei")
    assert len((await behind(team, "Tom", Of.CHECKINS)).entries) == 1
    [stood] = (await behind(team, "Tom", Of.BLOCKERS)).entries
    assert (stood.words, stood.solved_at) == ("No hall", None), "it was solved while Una led her"


async def test_what_is_told_is_kept_and_read_again_with_the_rights_of_the_day(planted: Planted) -> None:
    team = planted.team
    await planted.week("Mei", W1, progress="Shipped")
    goal = await planted.goal("Mei", W1)
    assert await tell(team, OVER - timedelta(minutes=15)) == 0
    assert await tell(team, OVER - timedelta(minutes=5)) == 1
    assert await tell(team) == 0
    [notice] = await team.notices(rules.READY)
    assert (notice.recipient_id, notice.due_at, notice.occurrence) == (team.ids["Tom"], OVER, "do 2027-03-14")
    async with team.transaction(reading=True) as tx:
        tom = await team.person(tx, "Tom")
        shown = await usecases.access_told(tx, notice, tom, OVER)
        [(row, _)] = (await usecases.access_earlier(tx, tom)).told
    assert (shown.part, shown.figures.answered, len(shown.talk_to)) == ("do", 1, 2)
    assert (row.figures["goals"], row.records) == ({"unsaid": 1}, {"checkins": [1], "goals": [goal.id]})
    assert "Q1 2027, to the end of “Do” (Jan 4 to Mar 14)" in read(views.ready(Reader(), shown).blocks)

    await team.led_by("Mei", "Una", date(2027, 3, 20))
    next_year = datetime(2028, 3, 1, 12, tzinfo=UTC)
    async with team.transaction(reading=True) as tx:
        again = await usecases.access_kept(tx, tom, row.id, next_year)
        with pytest.raises(NotAllowed):
            await usecases.access_kept(tx, await team.person(tx, "Una"), row.id, next_year)
    assert (again.figures, again.talk_to) == (shown.figures, [])
    checkins, goals = [await behind(team, "Tom", one, row.id, next_year) for one in (Of.CHECKINS, Of.GOALS)]
    assert (len(checkins.entries), checkins.gone) == (1, 0)
    assert (goals.entries, goals.gone) == ([], 1)


async def test_who_is_ahead_of_their_people_is_told_when_the_last_day_is_over_for_all_of_them(planted: Planted) -> None:
    """Half past four in Auckland: for Lia in Los Angeles it is still Sunday."""
    team = planted.team
    await team.join("Lia", zone="America/Los_Angeles")
    await team.led_by("Lia", "Tom", STARTS)
    await team.change("Tom", MARCH, zone="Pacific/Auckland")
    here = datetime(2027, 3, 15, 3, 30, tzinfo=UTC)
    assert await tell(team, here) == await tell(team, datetime(2027, 3, 15, 6, 59, tzinfo=UTC)) == 0
    assert await tell(team, datetime(2027, 3, 15, 7, tzinfo=UTC)) == 1
    [notice] = await team.notices(rules.READY)
    assert notice.due_at == here


async def test_a_cycle_closed_in_its_pause_is_told_as_it_ended_and_then_only(planted: Planted) -> None:
    team = planted.team
    closed = datetime(2027, 4, 20, 12, tzinfo=UTC)
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        cycle.stage, cycle.paused_at = Stage.PAUSED, MARCH
        tx.add(cycle)
    assert await tell(team) == 0
    async with team.transaction() as tx:
        cycle.stage, cycle.resumed_at, cycle.closed_at = Stage.CLOSED, closed, closed
        tx.add(cycle)
    assert await tell(team, closed + timedelta(hours=3)) == 1
    [notice] = await team.notices(rules.READY)
    assert (notice.occurrence, notice.due_at) == ("end 2027-03-31", datetime(2027, 4, 20, 14, 30, tzinfo=UTC))


async def test_a_cycle_that_is_closed_early_or_extended_is_told_as_it_ends(planted: Planted) -> None:
    team = planted.team
    await tell(team)
    async with team.transaction() as tx:
        [phase] = await tx.exec(select(CyclePhase).where(CyclePhase.phase == Phase.DO))
        phase.ends = DO_ENDS + timedelta(days=3)
        tx.add(phase)
    assert await tell(team, OVER + timedelta(days=3)) == 1
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        cycle.stage, cycle.closed_at = Stage.CLOSED, OVER + timedelta(days=4)
        tx.add(cycle)
    assert await tell(team, OVER + timedelta(days=5)) == 1
    assert await tell(team, OVER + timedelta(days=5, minutes=1)) == 0
    told = [one.occurrence for one in await team.notices(rules.READY, "Tom")]
    assert told == ["do 2027-03-14", "do 2027-03-17", "end 2027-03-19"]


async def test_the_picture_is_of_what_was_told_and_for_whoever_still_leads(planted: Planted) -> None:
    team = planted.team
    await planted.week("Mei", W1, mood=4)
    await planted.talk("Bob", "Tom", W2)
    await tell(team)
    async with team.transaction(reading=True) as tx:
        assert not await pictures.wanted(tx)
    await team.delivered(rules.READY, "Tom", "1.1")
    async with team.transaction() as tx:
        [row] = await tx.exec(select(CycleSummary))
        assert await pictures.wanted(tx)
        shown = await pictures.access_picture(tx, row.id, OVER)
        assert shown is not None
        assert (shown.channel, shown.ts, shown.figures.answered, shown.before) == ("D1", "1.1", 1, None)
        assert charts.alt(Reader(), shown).startswith("Q1 2027 (Jan 4 to Mar 14)")
        assert re.findall(r'<svg y="(\d+)"', charts.svg(Reader(), shown, "sans-serif")) == ["0", "312"]
        assert await pictures.mark(tx, row.id, PictureState.WANTED, PictureState.SENDING)
        assert not await pictures.mark(tx, row.id, PictureState.WANTED, PictureState.SENDING)
    async with team.transaction() as tx:
        assert await pictures.access_picture(tx, row.id, OVER) is None


async def test_a_manager_whose_team_moved_before_the_hour_is_not_told(planted: Planted) -> None:
    team = planted.team
    await tell(team, OVER - timedelta(minutes=5))
    for name in ("Mei", "Bob"):
        await team.led_by(name, "Una", OVER.date())
    [notice] = await team.notices(rules.READY)
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger, match="team_moved"):
            await usecases.access_told(tx, notice, await team.person(tx, "Tom"), OVER)


async def test_a_phase_made_longer_before_its_summary_is_sent_is_not_told_as_over(planted: Planted) -> None:
    team = planted.team
    await tell(team, OVER - timedelta(minutes=5))
    [notice] = await team.notices(rules.READY)
    async with team.transaction() as tx:
        [phase] = await tx.exec(select(CyclePhase).where(CyclePhase.phase == Phase.DO))
        phase.ends = DO_ENDS + timedelta(days=3)
        tx.add(phase)
        [check] = await tx.exec(select(CyclePhase).where(CyclePhase.phase == Phase.CHECK))
        check.starts = DO_ENDS + timedelta(days=4)
        tx.add(check)
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NoLonger, match="extended"):
            await usecases.access_told(tx, notice, await team.person(tx, "Tom"), OVER)
    assert await tell(team, OVER + timedelta(days=3)) == 1


async def test_a_cycle_closed_in_the_evening_of_the_west_is_told_there_too(planted: Planted) -> None:
    """In UTC it is the day after: the day that the summary ends with is one on which nobody is in the cycle any more there."""
    team = planted.team
    closed = datetime(2027, 3, 3, 2, tzinfo=UTC)
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        cycle.stage, cycle.closed_at = Stage.CLOSED, closed
        tx.add(cycle)
        for part in await tx.exec(select(CyclePerson)):
            part.left_on = date(2027, 3, 2)
            tx.add(part)
    assert await tell(team, closed + timedelta(days=2)) == 1
    assert [one.occurrence for one in await team.notices(rules.READY, "Tom")] == ["end 2027-03-03"]


async def test_a_summary_that_waits_does_not_keep_others_from_their_picture(planted: Planted) -> None:
    """Tom has been told of an earlier phase, and of this one is not told yet; Una has been told of it."""
    team = planted.team
    await team.led_by("Bob", "Una", STARTS)
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        given: dict[str, Any] = {"workspace_id": team.workspace_id, "cycle_id": cycle.id, "first": STARTS}
        given |= {"part": "do", "last": DO_ENDS, "counted_at": OVER, "chart": PictureState.WANTED}
        rows = [CycleSummary(**given, manager_id=team.ids[name]) for name in ("Tom", "Una")]
        tx.add_all(rows)
        for name, told in (("Tom", "plan 2027-01-24"), ("Una", "do 2027-03-14")):
            key: dict[str, Any] = {"workspace_id": team.workspace_id, "subject_id": cycle.id}
            await notices.owe(
                tx, rules.READY, **key, recipient_id=team.ids[name], occurrence=told, due_at=OVER, now=OVER
            )
        await tx.flush()
        una = rows[1].id
    for name in ("Tom", "Una"):
        await team.delivered(rules.READY, name, "1.1")
    async with team.transaction(reading=True) as tx:
        assert await store.to_draw(tx, 1) == [una]


async def test_who_was_away_for_two_weeks_gets_the_picture_with_the_summary(planted: Planted) -> None:
    team = planted.team
    await tell(team)
    back = OVER + timedelta(days=12)
    await team.delivered(rules.READY, "Tom", "1.1")
    async with team.transaction() as tx:
        await pictures.hand_out(tx, 60, back)
    async with team.transaction(reading=True) as tx:
        assert await pictures.wanted(tx)


async def test_a_cycle_closed_before_a_long_weekend_without_a_clock_is_told_after_it(planted: Planted) -> None:
    team = planted.team
    closed = datetime(2027, 2, 5, 16, tzinfo=UTC)
    async with team.transaction() as tx:
        [cycle] = await tx.exec(select(Cycle))
        cycle.stage, cycle.closed_at = Stage.CLOSED, closed
        tx.add(cycle)
    assert await tell(team, closed + timedelta(days=4)) == 1
    assert [one.occurrence for one in await team.notices(rules.READY, "Tom")] == ["end 2027-02-05"]


async def test_each_part_that_ends_has_its_picture_and_not_the_first_alone(planted: Planted) -> None:
    team = planted.team
    await planted.week("Mei", W1, mood=4)
    for later in (0, 3, 6):
        async with team.transaction() as tx:
            [phase] = await tx.exec(select(CyclePhase).where(CyclePhase.phase == Phase.DO))
            phase.ends = DO_ENDS + timedelta(days=later)
            tx.add(phase)
        assert await tell(team, OVER + timedelta(days=later)) == 1
        async with team.transaction(reading=True) as tx:
            assert not await pictures.wanted(tx)
        await team.delivered(rules.READY, "Tom", f"{later}.1")
        async with team.transaction() as tx:
            assert await pictures.wanted(tx)
            [row] = await tx.exec(select(CycleSummary).where(CycleSummary.chart == PictureState.WANTED))
            assert await pictures.mark(tx, row.id, PictureState.WANTED, PictureState.SENT)


async def test_a_clock_that_was_dead_over_the_end_of_a_phase_tells_its_manager_once_all_the_same(
    planted: Planted,
) -> None:
    team = planted.team
    assert await tell(team, OVER + timedelta(days=4)) == 1
    assert await tell(team, OVER + timedelta(days=4, minutes=1)) == 0
    [notice] = await team.notices(rules.READY)
    assert rules.READY.late_after is not None
    assert notice.due_at + rules.READY.late_after > OVER + timedelta(days=4)


async def test_eight_hundred_reports_are_one_screen_and_are_listed_page_by_page(planted: Planted) -> None:
    team = planted.team
    here: dict[str, Any] = {"workspace_id": team.workspace_id}
    async with team.transaction() as tx:
        connection = await tx.connection()
        ids = range(1_001, 1_799)
        people = [here | {"id": n, "slack_id": f"U{n}", "name": f"Person {n}", "zone": "UTC"} for n in ids]
        led = {"manager_id": team.ids["Tom"], "since": STARTS, "source": Source.IMPORT}
        await connection.execute(insert(Person), people)
        await connection.execute(insert(ReportingLine), [here | led | {"person_id": n} for n in ids])
        joined = {"cycle_id": 1, "begins": STARTS, "joined_on": STARTS}
        await connection.execute(insert(CyclePerson), [here | joined | {"person_id": n} for n in ids])
    await planted.week("Mei", W1)
    shown = await of(team, "Tom")
    async with team.transaction(reading=True) as tx:
        last = await usecases.access_people(tx, await team.person(tx, "Tom"), 999, MARCH)
    assert (shown.reports, shown.figures.people, shown.figures.answered, len(shown.talk_to)) == (800, 800, 1, 3)
    assert (last.page, last.pages, len(last.people)) == (66, 67, 8)
    assert len(views.team(Reader(), shown)["blocks"]) <= 100
    assert await tell(team) == 1


def test_one_that_was_solved_is_no_plural() -> None:
    counted = Figures(people=4, blockers=Blockers(2, 1, 1, 1, STARTS), loop_asked=2, loop_in_time=1)
    assert figures.blockers(Reader(), counted.blockers) == [
        "2 came up, 1 was solved",
        "Solved after 1 day on average",
        "1 open, the oldest since Jan 4",
    ]
    assert figures.loop(Reader(), counted) == [
        "1 of 2 questions and requests for help was answered within three working days"
    ]
