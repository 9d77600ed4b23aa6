"""What is kept for so long and no longer: where words stand, how old they are, and what becomes of them then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, Table, Update, delete, exists, select, update
from sqlmodel import SQLModel, col
from sqlmodel import select as rows

from bot.domain.feedback import RECORD as FEEDBACK
from bot.domain.observations import RECORD as OBSERVATION
from bot.domain.retention import Kept
from storage.actions import Action
from storage.agenda import AgendaItem
from storage.announcements import Announcement, AnnouncementText
from storage.audit import AuditEntry
from storage.checkins import Answer, Blocker, CheckIn, CheckInItem, Mood
from storage.competency_ratings import CompetencyAssessment, CompetencyRating
from storage.cycles import Cycle
from storage.database import Tx
from storage.drafts import KeptDraft
from storage.evidence import MESSAGE, CitedMessage, Evidence
from storage.feedback import Feedback, FeedbackPart
from storage.feedback_reports import FeedbackReport
from storage.feedback_requests import FeedbackRequest
from storage.gates import GateOverride
from storage.goal_causes import GoalCause
from storage.goals import Goal, GoalUpdate, GoalVersion, KeyResult
from storage.leave import Leave
from storage.observations import Observation
from storage.one_on_one_notes import PrivateTalkNote, ResultStand, SharedTalkNote
from storage.one_on_ones import OneOnOne, Pairing
from storage.one_on_ones_survey import TalkSurvey
from storage.own_summaries import OwnAddition
from storage.private_notes import PrivateNote
from storage.pulses import PulseAnswer, PulseSlot
from storage.recognition import Recognition
from storage.skips import Skip
from storage.talks import Talk, TalkMessage
from storage.upward import UpwardBatch, UpwardReply, UpwardWords

BATCH = 500
ACT = "retention"


@dataclass(frozen=True)
class Rule:
    """The rows of a table grow old by `age`. Their `words` are erased, so that they are shown as erased; or the rows go.

    `of`: the table that `age` belongs to, where it is another one, found by `by`. `only`: which rows alone. `inside`: words that
    stand in another table, of the rows that are found here, as `within` says: all of a row's at once, as nothing may tell them apart.
    """

    kept: Kept
    table: type[SQLModel]
    age: Any
    words: Any = None
    of: type[SQLModel] | None = None
    by: Any = None
    only: ColumnElement[bool] | None = None
    inside: type[PulseAnswer | UpwardWords | UpwardReply | CitedMessage] | None = None
    within: tuple[ColumnElement[bool], ...] = ()

    @property
    def name(self) -> str:
        return str((self.inside or self.table).__tablename__)

    @property
    def rows(self) -> Table:
        return SQLModel.metadata.tables[str(self.table.__tablename__)]


_OF_SLOT = (col(PulseAnswer.series_id) == col(PulseSlot.series_id), col(PulseAnswer.slot) == col(PulseSlot.slot))
_OF_BATCH = (col(UpwardWords.batch_id) == col(UpwardBatch.id),)
_CITED = (
    col(Evidence.from_kind) == FEEDBACK,
    col(Evidence.from_id) == col(Feedback.id),
    col(Evidence.to_kind) == MESSAGE,
    col(Evidence.to_id) == col(CitedMessage.id),
)
_ON_AGENDA = (col(AgendaItem.about) == MESSAGE, col(AgendaItem.about_id) == col(CitedMessage.id))
_OBSERVED = (
    col(Evidence.from_kind) == OBSERVATION,
    col(Evidence.from_id) == col(Observation.id),
    col(Evidence.to_kind) == MESSAGE,
    col(Evidence.to_id) == col(CitedMessage.id),
)
_TO_BATCH = (col(UpwardReply.batch_id) == col(UpwardBatch.id),)


def _inside(
    kept: Kept, table: type[SQLModel], age: Any, inside: type[Any], within: tuple[ColumnElement[bool], ...]
) -> Rule:
    spoken = exists().where(*within, col(inside.words).is_not(None))
    return Rule(kept, table, age, only=spoken, inside=inside, within=within)


RULES = (
    Rule(Kept.CHECKINS, CheckInItem, CheckIn.sent_at, CheckInItem.words, of=CheckIn, by=CheckInItem.checkin_id),
    Rule(Kept.CHECKINS, Mood, CheckIn.sent_at, Mood.words, of=CheckIn, by=Mood.checkin_id),
    Rule(Kept.CHECKINS, Answer, CheckIn.sent_at, Answer.words, of=CheckIn, by=Answer.checkin_id),
    Rule(Kept.CHECKINS, Blocker, Blocker.opened_at, Blocker.words),
    Rule(Kept.CHECKINS, Skip, Skip.noted_at, Skip.words),
    Rule(Kept.CHECKINS, OwnAddition, OwnAddition.written_at, OwnAddition.words),
    Rule(Kept.NOTES, PrivateNote, PrivateNote.written_at),
    Rule(Kept.TALKS, TalkMessage, TalkMessage.said_at),
    Rule(Kept.TALKS, Talk, Talk.opened_at, only=~exists().where(col(TalkMessage.talk_id) == col(Talk.id))),
    Rule(Kept.DRAFTS, KeptDraft, KeptDraft.kept_at),
    Rule(Kept.ACTIONS, Action, Action.settled_at, Action.words),
    Rule(Kept.LEAVE, Leave, Leave.noted_at, Leave.words),
    _inside(Kept.PULSES, PulseSlot, PulseSlot.closed_at, PulseAnswer, _OF_SLOT),
    Rule(Kept.UPWARD, UpwardBatch, UpwardBatch.closed_at, UpwardBatch.answer),
    _inside(Kept.UPWARD, UpwardBatch, UpwardBatch.closed_at, UpwardWords, _OF_BATCH),
    _inside(Kept.UPWARD, UpwardBatch, UpwardBatch.closed_at, UpwardReply, _TO_BATCH),
    Rule(Kept.RECOGNITION, Recognition, Recognition.said_at, Recognition.words),
    Rule(Kept.FEEDBACK, FeedbackPart, Feedback.given_at, FeedbackPart.words, of=Feedback, by=FeedbackPart.feedback_id),
    Rule(Kept.FEEDBACK, Feedback, Feedback.given_at, Feedback.said_by),
    _inside(Kept.FEEDBACK, Feedback, Feedback.given_at, CitedMessage, _CITED),
    Rule(Kept.FEEDBACK, FeedbackReport, FeedbackReport.reported_at, FeedbackReport.words),
    Rule(Kept.FEEDBACK, FeedbackRequest, FeedbackRequest.made_at, FeedbackRequest.words),
    Rule(Kept.GOALS, Goal, Goal.closed_at, Goal.ended_words),
    *(
        Rule(Kept.GOALS, GoalVersion, Goal.closed_at, words, of=Goal, by=GoalVersion.goal_id)
        for words in (GoalVersion.title, GoalVersion.why, GoalVersion.key_results)
    ),
    Rule(Kept.GOALS, KeyResult, Goal.closed_at, KeyResult.title, of=Goal, by=KeyResult.goal_id),
    Rule(Kept.GOALS, GoalUpdate, Goal.closed_at, GoalUpdate.words, of=Goal, by=GoalUpdate.goal_id),
    Rule(Kept.GOALS, GoalCause, Goal.closed_at, GoalCause.words, of=Goal, by=GoalCause.goal_id),
    Rule(Kept.ONE_ON_ONES, Pairing, Pairing.ended_at, Pairing.place),
    Rule(Kept.ONE_ON_ONES, OneOnOne, OneOnOne.settled_at, OneOnOne.place),
    Rule(Kept.ONE_ON_ONES, OneOnOne, OneOnOne.settled_at, OneOnOne.why_skipped),
    Rule(Kept.ONE_ON_ONES, TalkSurvey, TalkSurvey.said_at),
    Rule(Kept.ONE_ON_ONES, SharedTalkNote, SharedTalkNote.written_at, SharedTalkNote.words),
    Rule(Kept.ONE_ON_ONES, PrivateTalkNote, PrivateTalkNote.written_at),
    Rule(Kept.ONE_ON_ONES, ResultStand, ResultStand.said_at, ResultStand.words),
    Rule(Kept.ONE_ON_ONES, AgendaItem, AgendaItem.struck_at, AgendaItem.words),
    _inside(Kept.ONE_ON_ONES, AgendaItem, AgendaItem.struck_at, CitedMessage, _ON_AGENDA),
    Rule(Kept.OBSERVATIONS, Observation, Observation.made_at, Observation.situation),
    Rule(Kept.OBSERVATIONS, Observation, Observation.made_at, Observation.behaviour),
    Rule(Kept.OBSERVATIONS, Observation, Observation.made_at, Observation.impact),
    _inside(Kept.OBSERVATIONS, Observation, Observation.made_at, CitedMessage, _OBSERVED),
    Rule(
        Kept.COMPETENCIES,
        CompetencyRating,
        CompetencyAssessment.made_at,
        CompetencyRating.instance,
        of=CompetencyAssessment,
        by=CompetencyRating.assessment_id,
    ),
    *(
        Rule(
            Kept.ANNOUNCEMENTS,
            AnnouncementText,
            Announcement.kept_from,
            said,
            of=Announcement,
            by=AnnouncementText.announcement_id,
        )
        for said in (AnnouncementText.title, AnnouncementText.changed, AnnouncementText.words)
    ),
    Rule(Kept.ANNOUNCEMENTS, Announcement, Announcement.kept_from, Announcement.links),
    *(
        Rule(Kept.CYCLES, GateOverride, Cycle.closed_at, reason, of=Cycle, by=GateOverride.cycle_id)
        for reason in (GateOverride.reason, GateOverride.taken_back_why)
    ),
)
"""Figures, dates and who read what stay: only what somebody wrote goes. What is still open, such as an action, is not old."""


@dataclass(frozen=True)
class Old:
    """Rows that are over: ids with their workspaces. `last`: the last id that was looked at; None: there are no more."""

    found: Sequence[tuple[int, int]]
    last: int | None


async def find(tx: Tx, rule: Rule, before: datetime, after: int) -> Old:
    """Some of the rows of a rule that are older than that, in the order of their ids, from `after` on."""
    table = rule.rows
    wanted = [table.c.id, table.c.workspace_id, *([col(rule.words)] if rule.words is not None else [])]
    found = select(*wanted).where(table.c.id > after, col(rule.age) < before)
    if rule.of is not None:
        found = found.join(rule.of, SQLModel.metadata.tables[str(rule.of.__tablename__)].c.id == col(rule.by))
    if rule.words is not None:
        found = found.where(col(rule.words).is_not(None))
    if rule.only is not None:
        found = found.where(rule.only)
    read = (await (await tx.connection()).execute(found.order_by(table.c.id).limit(BATCH))).all()
    # Sealed words all look alike to the database; where none were said there is nothing to erase.
    old = [(row[0], row[1]) for row in read if rule.words is None or row[2]]
    return Old(old, read[-1][0] if len(read) == BATCH else None)


async def erase(tx: Tx, rule: Rule, old: Old, now: datetime) -> None:
    """Erase the words, or the rows, and count them in the audit log of each workspace: one entry a table and day."""
    await (await tx.connection()).execute(_statement(rule, [found[0] for found in old.found]))
    for workspace_id, count in Counter(workspace for _, workspace in old.found).items():
        await _count(tx, workspace_id, rule.name, count, now)


def _statement(rule: Rule, ids: Sequence[int]) -> Update | Delete:
    table = rule.rows
    here = table.c.id.in_(ids)
    if rule.inside is not None:
        found = exists().where(*rule.within, here)
        return update(rule.inside).where(found, col(rule.inside.words).is_not(None)).values(words=None)
    if rule.words is not None:
        return update(table).where(here).values({col(rule.words): None})
    return delete(table).where(here)


async def _count(tx: Tx, workspace_id: int, table: str, count: int, now: datetime) -> None:
    day = now.date().toordinal()
    known = rows(AuditEntry).where(
        AuditEntry.workspace_id == workspace_id,
        AuditEntry.at >= now.replace(hour=0, minute=0, second=0, microsecond=0),
        AuditEntry.act == ACT,
        AuditEntry.subject == table,
        AuditEntry.subject_id == day,
    )
    entry = (await tx.exec(known)).first()
    if entry is None:
        entry = AuditEntry(workspace_id=workspace_id, at=now, act=ACT, subject=table, subject_id=day)
    entry.details = {"rows": entry.details.get("rows", 0) + count}
    tx.add(entry)
