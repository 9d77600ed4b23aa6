"""The coming fortnight: what is foreseen is what comes, to as many; every unasked kind is foreseen or answers something."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain import (
    agenda,
    announcements,
    checkins,
    cycles_people,
    feedback,
    feedback_requests,
    fortnight,
    leave,
    one_on_ones,
    pulses,
    summaries,
)
from bot.domain.announcements import Stage, Timing
from bot.domain.cadence import zone_of
from bot.domain.cycles import Phase
from bot.domain.cycles import Stage as CycleStage
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback_requests import Said
from bot.domain.fortnight import ANSWERS, SPAN, TOPICS, Target
from bot.domain.holds import Why
from bot.domain.one_on_ones import Cadence, TalkState
from bot.usecases import announcements_sending, checkins_schedule, holds, notices
from bot.usecases import fortnight as usecases
from bot.usecases.fortnight import Fortnight
from schedules import register
from schedules.registry import Registry
from storage.announcements import Announcement, AnnouncementText
from storage.announcements_to import AnnouncementTo
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.feedback_requests import FeedbackAsked, FeedbackRequest
from storage.leave import Leave
from storage.notices import Notice
from storage.one_on_ones import OneOnOne, Pairing
from storage.people import Person
from tests import company
from tests.clock import START
from tests.team import OPENS, Team

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


async def shown(team: Team, now: datetime = START) -> Fortnight:
    async with team.transaction(reading=True) as tx:
        return await usecases.access_fortnight(tx, await team.person(tx, "Ann"), now)


def people(found: Fortnight, kind: str) -> dict[date, int]:
    return {one.line.day: one.line.people for one in found.lines if one.line.kind == kind}


async def keep(team: Team, *rows: Any) -> None:
    async with team.transaction() as tx:
        for one in rows:
            tx.add(one)
            await tx.flush()


def test_whatever_comes_unasked_is_foreseen_or_answers_something_that_happens() -> None:
    """A new kind goes to a topic in bot/domain/fortnight.py with a source in bot/usecases/fortnight.py, or to ANSWERS there."""
    registry = Registry()
    register.register(registry)
    foreseen = {kind.name for one in usecases.SOURCES for topic in one.topics for kind in topic.kinds}
    answers = {kind.name for kind in ANSWERS}
    unasked = {one.kind.name for one in registry.tellings.values() if one.kind.unasked}
    assert sorted(unasked - foreseen - answers) == []
    assert sorted(foreseen & answers) == []
    assert {kind.name for kind in ANSWERS if not kind.unasked} == set()
    assert {topic.name for one in usecases.SOURCES for topic in one.topics} == set(TOPICS)
    assert all(reason.endswith(".") for reason in ANSWERS.values())


async def test_the_prompts_that_are_foreseen_are_those_that_come(team: Team) -> None:
    """With leave, somebody who joins, and somebody who goes; whoever is not HR sees nothing of it."""
    await team.join("Ned", zone="Europe/Berlin", employed_from=date(2027, 1, 20))
    await team.join("Lin", zone="Asia/Tokyo", employed_until=date(2027, 1, 18))
    await team.away("Bob", date(2027, 1, 15), date(2027, 1, 15))
    await team.away("Una", date(2027, 1, 18), date(2027, 1, 22))
    async with team.transaction() as tx:
        await checkins_schedule.replan(tx, [team.ids[one] for one in ("Ned", "Lin", "Bob", "Una")], START)
    found = await shown(team)
    now = START
    while now < START + SPAN:
        now += timedelta(hours=6)
        async with team.transaction() as tx:
            if now.hour < 6:
                await checkins_schedule.replan(tx, list(team.ids.values()), now)
            await checkins_schedule.open_due(tx, now)
    async with team.transaction(reading=True) as tx:
        prompts = select(Notice, Person).join(Person, col(Person.id) == col(Notice.recipient_id))
        rows = list(await tx.exec(prompts.where(Notice.kind == checkins.PROMPT.name)))
    came = Counter(one.due_at.astimezone(zone_of(who.zone)).date() for one, who in rows)
    foreseen = people(found, checkins.PROMPT.name)
    # Ned has no turn before he begins: the night before, he is planned.
    came[date(2027, 1, 22)] -= 1
    assert foreseen == dict(came)
    assert all(one.line.at_most for one in found.lines if one.line.kind == checkins.REMINDER.name)
    with pytest.raises(NotAllowed):
        async with team.transaction(reading=True) as tx:
            await usecases.access_fortnight(tx, await team.person(tx, "Mei"), START)


async def test_what_waits_already_is_listed_on_the_day_on_which_it_was_due_and_once(team: Team) -> None:
    async with team.transaction() as tx:
        await checkins_schedule.open_due(tx, OPENS)
        key: dict[str, Any] = {"workspace_id": team.workspace_id, "now": OPENS, "due_at": OPENS + timedelta(hours=14)}
        for at, name in enumerate(("Mei", "Bob", "Tom")):
            await notices.owe(tx, feedback.GIVEN, subject_id=at, recipient_id=team.ids[name], **key)
    before = await shown(team, OPENS)
    assert people(before, feedback.GIVEN.name) == {date(2027, 1, 15): 1, date(2027, 1, 16): 2}
    [turn, *_] = [one.line for one in before.lines if one.line.kind == checkins.PROMPT.name]
    assert (turn.day, turn.target.part) == (date(2027, 1, 15), "2027-W02")

    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        made = await holds.hold(tx, ann, turn.target, turn.day, None, Why.AWAY, OPENS)
        while await holds.put_off_due(tx, OPENS):
            pass
    after = await shown(team, OPENS)
    held = [one for one in after.lines if one.line.target == turn.target]
    assert [one.line for one in held] == [one.line for one in before.lines if one.line.target == turn.target]
    assert {one.hold.id for one in held if one.hold} == {made.id}
    assert [one for one in after.lines if one.hold and one.line.target != turn.target] == []
    assert after.by == {ann.id: ann.name}


async def test_announcements_are_foreseen_with_their_title_their_channel_and_their_reminders(team: Team) -> None:
    at: dict[str, Any] = {"workspace_id": team.workspace_id}
    news = Announcement(
        **at, author_id=team.ids["Ann"], edited_by=team.ids["Ann"], stage=Stage.SCHEDULED, timing=Timing.OWN, day=date(2027, 1, 20),
        at=time(10), zone="America/New_York", lasts_until=date(2027, 2, 20), place=announcements.Place.BOTH, channel="C1",
        starts_at=START + WEEK - DAY, made_at=START, kept_from=START,
    )  # fmt: skip
    out = Announcement(
        **at, author_id=team.ids["Ann"], edited_by=team.ids["Ann"], stage=Stage.SENT, lasts_until=date(2027, 2, 20), made_at=START,
        kept_from=START,
    )  # fmt: skip
    await keep(team, news, out)
    text = AnnouncementText(**at, announcement_id=news.id, language="en", title="The canteen moves", words="Soon")
    waits = AnnouncementTo(**at, announcement_id=out.id, person_id=team.ids["Mei"], due_at=START, remind_at=START + DAY)
    await keep(team, text, waits)
    found = await shown(team)
    told = people(found, announcements.TOLD.name)
    assert told == {date(2027, 1, 20): len(team.ids)}
    assert people(found, announcements.POST.name) == {date(2027, 1, 20): 1}
    reminded = people(found, announcements.REMINDER.name)
    assert reminded[date(2027, 1, 22)] == len(team.ids)
    assert sum(reminded.values()) == 2 * len(team.ids) + 2
    assert all(day.isoweekday() < 6 for day in reminded), "nobody is reminded on a day off"
    assert {one.title for one in found.lines if one.line.target == Target("announcements", news.id)} == {
        "The canteen moves"
    }
    begins = START + WEEK
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        held = await holds.hold(tx, ann, Target("announcements", news.id), date(2027, 1, 20), None, None, START)
        await announcements_sending.start_due(tx, begins)
    assert await _stage(team, news.id) is Stage.SCHEDULED, "it can still be changed"
    async with team.transaction() as tx:
        await holds.release(tx, ann, held.id, begins)
        await announcements_sending.start_due(tx, begins)
    assert await _stage(team, news.id) is Stage.SENDING


async def _stage(team: Team, announcement_id: int) -> Stage:
    async with team.transaction(reading=True) as tx:
        return (await tx.get_one(Announcement, announcement_id)).stage


async def test_summaries_pulses_talks_requests_and_greetings_are_foreseen(team: Team) -> None:
    at: dict[str, Any] = {"workspace_id": team.workspace_id}
    ids, talk_at = team.ids, datetime(2027, 1, 20, 13, tzinfo=START.tzinfo)
    pair: dict[str, Any] = {"person_id": ids["Mei"], "manager_id": ids["Tom"]}
    pairing = Pairing(
        **at, **pair, made_by=ids["Tom"], made_at=START, accepted_at=START, due_at=START + WEEK, cadence=Cadence.WEEKLY
    )
    usual = Pairing(
        **at, person_id=ids["Bob"], manager_id=ids["Tom"], made_by=ids["Tom"], made_at=START, accepted_at=START, due_at=START + WEEK,
        weekday=4, at=time(14),
    )  # fmt: skip
    asked = FeedbackRequest(
        **at, asker_id=ids["Tom"], subject_id=ids["Tom"], source="v:1", words="How was it", due=date(2027, 1, 25), made_at=START,
        ends_at=START + 2 * WEEK,
    )  # fmt: skip
    gone = Leave(
        **at,
        person_id=ids["Una"],
        first=date(2027, 1, 11),
        last=date(2027, 1, 19),
        noted_at=START,
        back_at=START + WEEK,
    )
    await keep(team, pairing, usual, asked, gone)
    talk = OneOnOne(**at, **pair, pairing_id=pairing.id, slot="2027-W03", state=TalkState.AGREED, at=talk_at)
    waits = FeedbackAsked(
        **at, request_id=asked.id, person_id=ids["Bob"], said=Said.OPEN, asked_at=START, remind_at=START + 9 * DAY
    )
    await keep(team, talk, waits)
    found = await shown(team)
    told = {one.line.kind for one in found.lines}
    assert sum(people(found, agenda.TODAY.name).values()) == 4
    assert sum(people(found, one_on_ones.CONFIRM.name).values()) == 4
    assert sum(people(found, one_on_ones.TIMES.name).values()) == 1
    assert sum(people(found, feedback_requests.REMINDER.name).values()) == 1
    assert sum(people(found, leave.CATCH_UP.name).values()) == 1
    assert people(found, summaries.SUMMARY.name)[date(2027, 1, 18)] == 2, "Tom and Ann lead somebody"
    assert pulses.CLOSED.name not in told, "no pulse runs"


async def test_a_phase_of_a_cycle_is_foreseen_by_zone_and_held_by_its_name(team: Team) -> None:
    at: dict[str, Any] = {"workspace_id": team.workspace_id}
    cycle = Cycle(
        **at, name="Q1 2027", starts=date(2027, 1, 4), ends=date(2027, 3, 31), made_by=team.ids["Ann"], made_at=START,
        stage=CycleStage.RUNNING,
    )  # fmt: skip
    await keep(team, cycle)
    own = {**at, "cycle_id": cycle.id}
    phases = [CyclePhase(**own, phase=Phase.PLAN, starts=date(2027, 1, 4), ends=date(2027, 1, 19))]
    phases += [CyclePhase(**own, phase=Phase.DO, starts=date(2027, 1, 20), ends=date(2027, 3, 1))]
    in_it = [
        CyclePerson(**own, person_id=one, begins=date(2027, 1, 4), joined_on=date(2027, 1, 4), left_on=left)
        for one, left in ((team.ids["Mei"], None), (team.ids["Tom"], None), (team.ids["Bob"], date(2027, 1, 12)))
    ]
    await keep(team, *phases, *in_it)
    lines = (await shown(team)).lines
    [line] = [one for one in lines if one.line.target.topic == fortnight.PHASES.name]
    [summary] = [one.line for one in lines if one.line.target.topic == fortnight.CYCLE_SUMMARIES.name]
    assert (summary.target.part, summary.day, summary.people) == ("plan", date(2027, 1, 20), 2)
    assert (line.title, line.line.day, line.line.people, line.line.zones) == ("Q1 2027", date(2027, 1, 20), 2, 2)
    async with team.transaction() as tx:
        await holds.hold(tx, await team.person(tx, "Ann"), line.line.target, line.line.day, None, None, START)
        key: dict[str, Any] = {
            **at,
            "subject_id": cycle.id,
            "recipient_id": team.ids["Mei"],
            "now": START,
            "due_at": START,
        }
        await notices.owe(tx, cycles_people.PHASE, occurrence="do:2027-01-20", **key)
        await notices.owe(tx, cycles_people.PHASE, occurrence="plan:2027-01-04", **key)
        await holds.put_off_due(tx, START)
    async with team.transaction(reading=True) as tx:
        owed = await tx.exec(select(Notice).where(Notice.kind == cycles_people.PHASE.name))
        assert {one.occurrence: one.held_from is not None for one in owed} == {
            "do:2027-01-20": True,
            "plan:2027-01-04": False,
        }


async def test_only_hr_holds_and_nothing_that_answers_a_click(team: Team) -> None:
    async with team.transaction() as tx:
        ann, mei = await team.person(tx, "Ann"), await team.person(tx, "Mei")
        with pytest.raises(NotAllowed):
            await holds.hold(tx, mei, Target(fortnight.AGENDAS.name), START.date(), START.date(), None, START)
        with pytest.raises(RuleBroken, match="hold_never"):
            await holds.hold(tx, ann, Target(checkins.HELP.name), START.date(), START.date(), None, START)
        made = await holds.hold(tx, ann, Target(fortnight.AGENDAS.name), START.date(), START.date(), None, START)
        with pytest.raises(NotAllowed):
            await holds.release(tx, mei, made.id, START)
    async with team.transaction() as tx:
        again = await holds.hold(tx, ann, Target(fortnight.AGENDAS.name), START.date(), START.date() + DAY, None, START)
        assert again.id == made.id, "it stands already"
        later = START + 4 * DAY
        assert await holds.standing(tx, team.workspace_id, later) == []
        next_one = await holds.hold(tx, ann, Target(fortnight.AGENDAS.name), later.date(), later.date(), None, later)
        assert next_one.id != made.id


async def test_nothing_of_another_workspace_can_be_held(team: Team) -> None:
    async with team.transaction() as tx:
        there = await company.workspace(tx, team_id="T0OTHER")
        eve = await company.person(tx, there, "Eve")
    at: dict[str, Any] = {"workspace_id": there.id, "made_at": START}
    stage: dict[str, Any] = {"author_id": eve.id, "edited_by": eve.id, "stage": Stage.SCHEDULED, "kept_from": START}
    news = Announcement(**at, **stage, lasts_until=date(2027, 2, 20))
    cycle = Cycle(**at, name="Theirs", starts=date(2027, 1, 1), ends=date(2027, 3, 31), made_by=eve.id)
    await keep(team, news, cycle)
    async with team.transaction(reading=True) as tx:
        ann = await team.person(tx, "Ann")
        for topic, subject in ((fortnight.ANNOUNCEMENTS, news.id), (fortnight.PHASES, cycle.id)):
            with pytest.raises(NotAllowed, match="not_found"):
                await usecases.access_target(tx, ann, Target(topic.name, subject))
