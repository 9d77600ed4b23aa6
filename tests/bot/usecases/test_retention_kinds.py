"""Each night what was kept long enough of pulses, anonymous words, feedback, observations, 1:1s and ratings is erased."""

from typing import Any

from sqlmodel import select

from bot.domain.checkins import QuestionKind
from bot.domain.competencies import Rated
from bot.domain.competencies_starter import STARTER
from bot.domain.feedback import Form, Part
from bot.domain.retention import Kept, Retention
from storage import competencies, competency_ratings, evidence
from storage.agenda import AgendaItem
from storage.competency_ratings import CompetencyRating
from storage.evidence import CitedMessage
from storage.feedback import Feedback, FeedbackPart
from storage.feedback_reports import FeedbackReport
from storage.feedback_requests import FeedbackRequest
from storage.observations import Observation
from storage.one_on_one_notes import PrivateTalkNote, ResultStand, SharedTalkNote
from storage.pulses import PulseAnswer, PulseSlot
from storage.series import Question
from storage.upward import UpwardBatch, UpwardReply, UpwardWords
from tests.clock import START
from tests.nights import LATER, audited, night, rows
from tests.talks import talk
from tests.team import Team


async def test_the_words_of_a_pulse_go_slot_by_slot_and_its_figures_stay(team: Team) -> None:
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id, "series_id": team.series_id, "opened_at": START}
        question = Question(
            key="own", kind=QuestionKind.TEXT, since=START, workspace_id=team.workspace_id, series_id=team.series_id
        )
        tx.add(question)
        await tx.flush()
        for slot, closed_at in (("old", START), ("new", LATER), ("open", None)):
            tx.add(PulseSlot(slot=slot, closed_at=closed_at, **at))
            for number in (1, 2):
                key: dict[str, Any] = {
                    "key": f"{slot}{number}",
                    "series_id": team.series_id,
                    "question_id": question.id,
                }
                tx.add(PulseAnswer(slot=slot, number=number, words="Said" if number == 1 else None, **key))
    await night(team, Retention())
    async with team.transaction(reading=True) as tx:
        answers = {one.key: (one.number, one.words) for one in await tx.exec(select(PulseAnswer))}
    assert answers == {
        "old1": (1, None),
        "old2": (2, None),
        "new1": (1, "Said"),
        "new2": (2, None),
        "open1": (1, "Said"),
        "open2": (2, None),
    }
    assert await audited(team) == {"pulse_answer": 1}


async def test_anonymous_words_go_batch_by_batch_with_the_answer_and_what_waits_stays(team: Team) -> None:
    async with team.transaction() as tx:
        at: dict[str, Any] = {"workspace_id": team.workspace_id, "manager_id": team.ids["Tom"], "answered_at": START}
        for number, closed_at in ((1, START), (2, LATER), (3, None)):
            batch = UpwardBatch(number=number, closed_at=closed_at, delivered=bool(closed_at), answer="Said", **at)
            tx.add(batch)
            await tx.flush()
            for table in (UpwardWords, UpwardReply):
                tx.add(table(key=f"{number}", batch_id=batch.id, proof=f"{number}", words="Said"))
    await night(team, Retention())
    async with team.transaction(reading=True) as tx:
        said = {one.key: one.words for one in await tx.exec(select(UpwardWords))}
        back = {one.key: one.words for one in await tx.exec(select(UpwardReply))}
        answers = {str(one.number): one.answer for one in await tx.exec(select(UpwardBatch))}
    assert said == back == answers == {"1": None, "2": "Said", "3": "Said"}
    assert await audited(team) == {"upward_batch": 1, "upward_words": 1, "upward_reply": 1}


async def test_the_words_of_feedback_go_with_what_was_quoted_asked_and_reported(team: Team) -> None:
    async with team.transaction() as tx:
        here: dict[str, Any] = {"workspace_id": team.workspace_id}
        pair: dict[str, Any] = {"author_id": team.ids["Bob"], "subject_id": team.ids["Mei"], "form": Form.SANDWICH}
        for name, at in (("old", START), ("new", LATER)):
            one = Feedback(given_at=at, due_at=at, said_by=name, source=name, **pair, **here)
            cited = CitedMessage(source=name, channel="C1", ts="1.1", words=name, **here)
            tx.add_all([one, cited])
            await tx.flush()
            await evidence.add(tx, team.workspace_id, "feedback", one.id, evidence.MESSAGE, cited.id, at.date())
            tx.add(FeedbackPart(feedback_id=one.id, part=Part.PRAISE, words=name, **here))
            by: dict[str, Any] = {"words": name, **here}
            tx.add(FeedbackReport(feedback_id=one.id, person_id=team.ids["Mei"], reported_at=at, **by))
            asking: dict[str, Any] = {
                "asker_id": team.ids["Mei"],
                "subject_id": team.ids["Mei"],
                "source": name,
                "due": at.date(),
            }
            tx.add(FeedbackRequest(made_at=at, ends_at=at, **asking, **by))
    await night(team, Retention(36, {Kept.TALKS: 1}))
    for table in (FeedbackPart, CitedMessage, FeedbackReport, FeedbackRequest):
        assert [one.words for one in await rows(team, table)] == [None, "new"], table
    assert [one.said_by for one in await rows(team, Feedback)] == [None, "new"]
    told = ("feedback_part", "feedback", "cited_message", "feedback_report", "feedback_request")
    assert await audited(team) == dict.fromkeys(told, 1)


async def test_the_words_of_an_observation_go_with_what_was_quoted(team: Team) -> None:
    async with team.transaction() as tx:
        here: dict[str, Any] = {"workspace_id": team.workspace_id}
        pair: dict[str, Any] = {"author_id": team.ids["Tom"], "subject_id": team.ids["Mei"], "good": True}
        for name, at in (("old", START), ("new", LATER)):
            said: dict[str, Any] = dict.fromkeys(("situation", "behaviour", "impact"), name)
            one = Observation(made_at=at, day=at.date(), source=name, **said, **pair, **here)
            cited = CitedMessage(source=name, channel="C1", ts="1.1", words=name, **here)
            tx.add_all([one, cited])
            await tx.flush()
            await evidence.add(tx, team.workspace_id, "observation", one.id, evidence.MESSAGE, cited.id, at.date())
    await night(team, Retention(36, {Kept.TALKS: 1}))
    found = [(one.situation, one.behaviour, one.impact, one.good) for one in await rows(team, Observation)]
    assert found == [(None, None, None, True), ("new", "new", "new", True)]
    assert [one.words for one in await rows(team, CitedMessage)] == [None, "new"]


async def test_of_a_1_1_the_notes_go_and_what_was_struck_while_what_stands_on_the_agenda_stays(team: Team) -> None:
    async with team.transaction() as tx:
        here: dict[str, Any] = {"workspace_id": team.workspace_id}
        mei, tom = await team.person(tx, "Mei"), await team.person(tx, "Tom")
        for slot, at in (("2027-W02", START), ("2030-W02", LATER)):
            met = await talk(tx, mei, tom, at, slot=slot)
            by: dict[str, Any] = {"talk_id": met.id, "words": slot, **here}
            tx.add(SharedTalkNote(person_id=mei.id, author_id=tom.id, written_at=at, **by))
            tx.add(PrivateTalkNote(author_id=tom.id, written_at=at, **by))
            tx.add(ResultStand(person_id=mei.id, agrees=True, said_at=at, **by))
        both: dict[str, Any] = {
            "person_id": mei.id,
            "manager_id": tom.id,
            "added_by": mei.id,
            "added_at": START,
            **here,
        }
        for name, struck_at in (("old", START), ("open", None)):
            cited = CitedMessage(source=name, channel="C1", ts="1.1", words=name, **here)
            tx.add(cited)
            await tx.flush()
            about: dict[str, Any] = {"about": evidence.MESSAGE, "about_id": cited.id}
            tx.add(AgendaItem(source=name, words=name, struck_at=struck_at, **about, **both))
    await night(team, Retention(12, {Kept.ONE_ON_ONES: 36}))
    assert [one.words for one in await rows(team, SharedTalkNote)] == [None, "2030-W02"]
    assert [one.words for one in await rows(team, ResultStand)] == [None, "2030-W02"]
    assert [one.words for one in await rows(team, PrivateTalkNote)] == ["2030-W02"]
    for table in (AgendaItem, CitedMessage):
        assert [one.words for one in await rows(team, table)] == [None, "open"]


async def test_the_instance_behind_a_rating_goes_and_the_level_stays(team: Team) -> None:
    async with team.transaction() as tx:
        version = await competencies.save(tx, team.workspace_id, 1, "test", None, STARTER, START)
        for name, at in (("old", START), ("new", LATER)):
            who: dict[str, Any] = {"person_id": team.ids["Mei"], "author_id": team.ids["Mei"], "family": "engineering"}
            row = who | {"workspace_id": team.workspace_id, "version_id": version, "source": name}
            await competency_ratings.add(tx, row, {"solving": Rated(2, name)}, at)
    await night(team, Retention(36, {Kept.TALKS: 1}))
    assert [(one.level, one.instance) for one in await rows(team, CompetencyRating)] == [(2, None), (2, "new")]
