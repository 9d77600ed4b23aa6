"""A manager's summary of a cycle: the team on one screen, what each figure counts, and one person's evidence."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import select

from bot.domain.actions import ActionState
from bot.domain.checkins import Outcome
from bot.domain.cycle_summaries import Blockers, Figures, Of, Stand, Talks
from bot.domain.cycle_summaries_entries import Sort
from bot.domain.cycle_summaries_talk_to import Why
from bot.domain.errors import NotAllowed
from bot.domain.feedback import Aim
from bot.domain.goals import Confidence
from bot.domain.roles import Source
from bot.locales.reader import Reader
from bot.usecases import cycle_summaries as usecases
from bot.usecases import cycle_summaries_evidence as evidence
from bot.views import cycle_summaries as views
from bot.views import cycle_summaries_figures as figures
from bot.views import cycle_summaries_lists as lists
from storage.actions import Action
from storage.cycles import CyclePerson
from storage.feedback import FeedbackPart
from storage.people import Person
from storage.reporting import ReportingLine
from tests.in_cycle import MARCH, STARTS, W1, W2, W3, behind, of, tell
from tests.planted import Planted, moment
from tests.team import Team
from tests.views import read


async def timeline(team: Team, name: str, about: str, now: datetime = MARCH) -> evidence.Timeline:
    async with team.transaction(reading=True) as tx:
        return await evidence.access_timeline(tx, await team.person(tx, name), team.ids[about], 0, now)


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
