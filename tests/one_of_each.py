"""One record of each kind, each with words of its own, and the people around it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.domain.actions import Whose
from bot.domain.competencies import Rated
from bot.domain.competencies_starter import STARTER
from bot.domain.cycles import Phase, Stage
from bot.domain.feedback import Form, Part, Written
from bot.domain.gates import Gate
from bot.domain.goal_causes import Cause
from bot.domain.goals import Ending, GoalState, Level, Measure
from bot.domain.one_on_ones import TalkState
from bot.domain.one_on_ones_notes import Typed
from bot.domain.privacy import Record
from bot.domain.recognition import Thanks, Where
from bot.usecases import (
    agenda,
    announcements,
    announcements_reading,
    announcements_sending,
    competencies_model,
    feedback,
    feedback_read,
    feedback_reports,
    feedback_requests,
    gates_overriding,
    observations,
    one_on_ones_actions,
    one_on_ones_notes,
    recognition,
    upward,
    upward_schedule,
)
from bot.usecases.feedback import Sending
from bot.usecases.series_audience import Chosen
from storage import competencies as models
from storage import competency_ratings, readers
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.goal_causes import GoalCause
from storage.goals import Goal, GoalVersion
from storage.observations import Observation
from storage.one_on_one_notes import ResultStand
from storage.one_on_ones_survey import TalkSurvey
from storage.own_summaries import OwnAddition
from storage.readers import Why
from tests.clock import START
from tests.talks import talk as one_on_one
from tests.team import Team

BACK = date(2027, 1, 21)
DAY = timedelta(days=1)
SECRETS = {
    Record.ANSWERS: "Alpacas fed",
    Record.BLOCKER: "Broken fence",
    Record.MOOD: "Crushed",
    Record.NOTE: "Lighthouse keeper",
    Record.LEAVE: "Dentist in Basel",
    Record.TALK: "Elegantly done",
    Record.ACTION: "Feed them twice",
    Record.UPWARD: "Fewer meetings",
    Record.RECOGNITION: "Goats were brushed",
    Record.FEEDBACK: "Hay was stacked",
    Record.SHARED: "Ibis was counted",
    Record.REPORTED: "Jackal was blamed",
    Record.REQUEST: "Kestrels or owls",
    Record.OBSERVED: "Larks were fed",
    Record.TOLD_OF: "Minks got out",
    Record.HANDED: "Newts were moved",
    Record.RATED: "Pandas were fed",
    Record.AGENDA: "Lambs to be named",
    Record.TALK_NOTE: "Mules were praised",
    Record.OWN_TALK_NOTE: "Newts dreamt of",
    Record.TALK_ACTION: "Otters to be called",
    Record.STAND: "Pigs were not fair",
    Record.GOAL: "Llamas shorn by May",
    Record.SURVEY: "heard=83",
    Record.SKIPPED_TALK: "Otters in the yard",
    Record.CAUSE: "Quails were late",
    Record.ADDITION: "Ravens were taught",
    Record.SUMMARY: "recognition=8317",
    Record.ANNOUNCED: "2027, 1, 13, 10, 7, 31",
    Record.OVERRIDE: "Quails came first",
}
CONFIRMED = datetime(2027, 1, 13, 10, 7, 31, tzinfo=UTC)
"""As it stands in what a use case returns."""


async def agreed(team: Team) -> None:
    """Mei wrote a goal of Sue's, which is agreed on."""
    words, by, of = SECRETS[Record.GOAL], team.ids["Mei"], team.ids["Sue"]
    async with team.transaction() as tx:
        here: dict[str, Any] = {"workspace_id": team.workspace_id, "source": "view:g", "due": date(2027, 5, 31)}
        goal = Goal(level=Level.PERSON, owner_id=of, state=GoalState.CONFIRMED, made_by=by, made_at=START, **here)
        tx.add(goal)
        await tx.flush()
        said: dict[str, Any] = {"title": words, "why": words, "written_by": by, "written_at": START}
        said |= {"proposed_at": START, "owner_agreed_at": START, "other_id": by, "other_agreed_at": START}
        tx.add(GoalVersion(goal_id=goal.id, number=1, measure=Measure.NUMBER, **here, **said))


async def named(team: Team) -> None:
    """Mei missed a goal; she and Tom, who led her, each named a cause, and Nia does since. To her summary Mei added something, and Tom
    was told of his team's.
    """
    async with team.transaction() as tx:
        here: dict[str, Any] = {"workspace_id": team.workspace_id, "due": date(2027, 3, 31), "made_at": START}
        days: dict[str, Any] = {"starts": date(2027, 1, 1), "ends": date(2027, 3, 31)}
        cycle = Cycle(workspace_id=team.workspace_id, name="Q1", made_by=team.ids["Ann"], made_at=START, **days)
        tx.add(cycle)
        await tx.flush()
        whose: dict[str, Any] = {"level": Level.PERSON, "owner_id": team.ids["Mei"], "made_by": team.ids["Mei"]}
        ended: dict[str, Any] = {"state": GoalState.CLOSED, "ended": Ending.MISSED, "closed_at": START}
        goal = Goal(source="view:missed", cycle_id=cycle.id, **here, **whose, **ended)
        tx.add(goal)
        await tx.flush()
        words = SECRETS[Record.CAUSE]
        for author, reader, said in (("Mei", "Tom", words), ("Tom", "Mei", ""), ("Nia", "Mei", "")):
            both = {"author_id": team.ids[author], "reader_id": team.ids[reader]}
            one: dict[str, Any] = {"workspace_id": team.workspace_id, "goal_id": goal.id, "chosen_at": START, **both}
            tx.add(GoalCause(cause=Cause.MEANS, words=said, **one))
        mine: dict[str, Any] = {"workspace_id": team.workspace_id, "cycle_id": cycle.id, "person_id": team.ids["Mei"]}
        tx.add(CyclePerson(begins=days["starts"], joined_on=days["starts"], **mine))
        words = SECRETS[Record.ADDITION]
        added = OwnAddition(source="view:own", day=START.date(), words=words, written_at=START, **mine)
        tx.add(added)
        await tx.flush()
        await readers.grant(tx, team.workspace_id, "own_addition", added.id, team.ids["Tom"], Why.MANAGER, START)
        told: dict[str, Any] = {"first": days["starts"], "last": START.date(), "part": Phase.PLAN, "counted_at": START}
        told |= {"figures": {"recognition": 8317}, "manager_id": team.ids["Tom"]}
        tx.add(CycleSummary(workspace_id=team.workspace_id, cycle_id=cycle.id, **told))


async def confirmed(team: Team) -> None:
    """Mei confirmed an announcement of Ann's, and nobody else did."""
    async with team.transaction() as tx:
        ann = await team.person(tx, "Ann")
        made = await announcements.create(tx, ann, "en", "Lunch", "In building B", START)
        chosen = Chosen(everyone=False, people=["U0MEI", "U0SUE"])
        one = (await announcements.choose(tx, ann, made.announcement.id, 1, chosen, START)).announcement
        await announcements_sending.send(tx, ann, one.id, one.revision, START)
    async with team.transaction() as tx:
        await announcements_sending.spread(tx, one.id, START)
    async with team.transaction() as tx:
        await announcements_reading.understand(tx, await team.person(tx, "Mei"), one.id, 1, CONFIRMED)


async def passed(team: Team) -> None:
    """Mei's cycle runs, and HR let her pass one of its gates."""
    async with team.transaction() as tx:
        ann, mei = await team.person(tx, "Ann"), await team.person(tx, "Mei")
        [cycle] = await tx.exec(select(Cycle))
        cycle.stage, cycle.gates = Stage.RUNNING, [Gate.GOALS.value]
        days: dict[str, Any] = {"starts": date(2027, 1, 5), "ends": cycle.ends}
        tx.add(CyclePhase(workspace_id=team.workspace_id, cycle_id=cycle.id, phase=Phase.DO, **days))
        await tx.flush()
        words = SECRETS[Record.OVERRIDE]
        await gates_overriding.override(tx, ann, cycle.id, mei.slack_id, Gate.GOALS, words, START)


async def wrote_to_tom(team: Team) -> None:
    """Mei, while Tom led her, and two others wrote to him without their names; it was delivered."""
    for name in ("Bob", "Una"):
        await team.led_by(name, "Tom", date(2021, 1, 1))
    at = START - 5 * DAY
    for name in ("Mei", "Bob", "Una"):
        async with team.transaction() as tx:
            me = await team.person(tx, name)
            form = await upward.access_form(tx, me, at)
            await upward.send(tx, me, form.manager.id, SECRETS[Record.UPWARD], form.ticket, at)
    for day in range(2):
        async with team.transaction() as tx:
            await upward_schedule.look(tx, 1, at + day * DAY)


async def talked(team: Team) -> None:
    """Mei had a 1:1 with Tom: each kind of record that it leaves behind."""
    async with team.transaction() as tx:
        mei, tom = await team.person(tx, "Mei"), await team.person(tx, "Tom")
        met = await one_on_one(tx, mei, tom, START - DAY)
        await agenda.add(tx, mei, tom.id, SECRETS[Record.AGENDA], START, source="view:a")
        notes = Typed(SECRETS[Record.TALK_NOTE]), Typed(SECRETS[Record.OWN_TALK_NOTE])
        await one_on_ones_notes.save(tx, mei, met.id, *notes, START)
        words = SECRETS[Record.TALK_ACTION]
        await one_on_ones_actions.write_down(tx, mei, met.id, words, None, START, whose=Whose.READER, source="view:w")
        said: dict[str, Any] = {"agrees": False, "words": SECRETS[Record.STAND], "said_at": START}
        tx.add(ResultStand(workspace_id=team.workspace_id, talk_id=met.id, person_id=mei.id, **said))


async def thanked(team: Team) -> None:
    """Mei thanked Sue, and nothing was posted."""
    async with team.transaction() as tx:
        mei, sue = await team.person(tx, "Mei"), await team.person(tx, "Sue")
        form = await recognition.access_form(tx, mei, [sue.slack_id], START)
        words, named = SECRETS[Record.RECOGNITION], form.readers.ids
        await recognition.thank(
            tx, mei, Thanks([sue.slack_id], words, None, Where.ONLY_THEM, "view:3", named, None), START
        )


async def told(team: Team) -> None:
    """Mei gave Sue feedback, let Sue's manager read another piece, and Sue showed a third to HR; Mei asked Bob for some."""
    for number, record in enumerate((Record.FEEDBACK, Record.SHARED, Record.REPORTED)):
        async with team.transaction() as tx:
            mei, sue, tom = [await team.person(tx, name) for name in ("Mei", "Sue", "Tom")]
            said = {Part.PRAISE: SECRETS[record], Part.SUGGESTION: "More of it", Part.ENCOURAGEMENT: "Well done"}
            shared = record is Record.SHARED
            sending = Sending(f"view:f{number}", frozenset({sue.id, tom.id}), to_manager=shared, at_once=True)
            given = await feedback.give(tx, mei, [sue], Written(Form.SANDWICH, said), START, sending)
            if record is Record.REPORTED:
                await feedback_read.read(tx, sue, given.feedback[0].id, START)
                await feedback_reports.report(tx, sue, given.feedback[0].id, "", START)
    async with team.transaction() as tx:
        mei, bob = await team.person(tx, "Mei"), await team.person(tx, "Bob")
        question, due = SECRETS[Record.REQUEST], START.date() + 7 * DAY
        await feedback_requests.ask(tx, mei, None, [bob.slack_id], question, due, START, source="view:q")


async def observed(team: Team) -> None:
    """Mei, while she led Sue, noted three things about her: one she keeps, one Sue reads, one she handed over to Nia."""
    for record in (Record.OBSERVED, Record.TOLD_OF, Record.HANDED):
        async with team.transaction() as tx:
            pair: dict[str, Any] = {"author_id": team.ids["Mei"], "subject_id": team.ids["Sue"], "good": True}
            said: dict[str, Any] = {
                "situation": "At noon",
                "behaviour": SECRETS[record],
                "impact": "",
                "source": record.value,
            }
            one = Observation(workspace_id=team.workspace_id, day=START.date(), made_at=START, **pair, **said)
            tx.add(one)
            await tx.flush()
            if record is Record.TOLD_OF:
                await observations.let_read(tx, one, START)
            elif record is Record.HANDED:
                why, nia = Why.HANDOVER, team.ids["Nia"]
                await readers.grant(tx, team.workspace_id, "observation", one.id, nia, why, START)
            else:
                one.asked_at = START


async def said_after(team: Team) -> None:
    """Of two more 1:1s Mei answered the questions after one, and skipped the other."""
    async with team.transaction() as tx:
        mei, tom = await team.person(tx, "Mei"), await team.person(tx, "Tom")
        met = await one_on_one(tx, mei, tom, START - 20 * DAY, "2026-W51", state=TalkState.HELD)
        skipped: dict[str, Any] = {"skipped_by": mei.id, "why_skipped": SECRETS[Record.SKIPPED_TALK]}
        await one_on_one(tx, mei, tom, START - 8 * DAY, "2027-W01", state=TalkState.SKIPPED, **skipped)
        both: dict[str, Any] = {"workspace_id": team.workspace_id, "person_id": mei.id, "manager_id": tom.id}
        tx.add(TalkSurvey(**both, talk_id=met.id, heard=83, next_step=41, said_at=START - 20 * DAY))


async def rated(team: Team) -> None:
    """Mei rated her competencies, and Tom, who led her, rated them too."""
    async with team.transaction() as tx:
        ann, mei, tom = [await team.person(tx, name) for name in ("Ann", "Mei", "Tom")]
        await competencies_model.start(tx, ann, START, source="view:c")
        version = await models.current(tx, team.workspace_id)
        assert version is not None
        family = STARTER.families[0]
        here: dict[str, Any] = {"workspace_id": team.workspace_id, "person_id": mei.id, "version_id": version.id}
        for author, words in ((mei, SECRETS[Record.RATED]), (tom, "")):
            given = {one.key: Rated(1, words) for one in family.competencies}
            row = here | {"author_id": author.id, "family": family.key, "source": f"view:{author.id}"}
            await competency_ratings.add(tx, row, given, START)
        await competency_ratings.place(tx, mei, family.key, 2, tom.id, START)
