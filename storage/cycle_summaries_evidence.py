"""The records behind a summary's figures, and one person's dated evidence: always with the reader's rights of the moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, or_, select
from sqlmodel import col

from bot.domain.actions import RECORD as ACTION
from bot.domain.cadence import DAY
from bot.domain.checkins import RECORD as CHECKIN
from bot.domain.checkins import ItemKind
from bot.domain.cycle_summaries_entries import Entry, Sort
from bot.domain.feedback import LONG
from bot.domain.feedback import RECORD as FEEDBACK
from bot.domain.goals import GoalState
from bot.domain.recognition import RECORD as RECOGNITION
from storage import cycle_summaries_parts as parts
from storage.actions import Action
from storage.checkins import Blocker, CheckIn, CheckInItem, Mood
from storage.cycle_summaries_counts import WORKS_WITH
from storage.cycle_summaries_groups import Midnight
from storage.database import Tx
from storage.feedback import Feedback, FeedbackPart
from storage.goals import Goal, GoalUpdate, GoalVersion
from storage.observations import Observation
from storage.one_on_ones import OneOnOne
from storage.readers import Reader
from storage.recognition import Recognition, RecognitionOf
from storage.reporting import ReportingLine, holds


@dataclass(frozen=True)
class Sought:
    """What `reader` looks for: records by their `ids`, or what is about a `person` in these days (the last one not included)."""

    reader: int
    now: datetime
    today: date
    ids: Sequence[int] = ()
    person: int | None = None
    since: date = date.min
    until: date = date.max

    def within(self, record_id: Any, person: Any, moment: Any) -> tuple[ColumnElement[bool], ...]:
        """The condition that a record is sought: by its id, or by whom it is about and when it was."""
        if self.person is None:
            return (record_id.in_(self.ids),)
        first, last = (datetime.combine(day, time(), UTC) for day in (self.since, self.until))
        return (person == self.person, moment >= first, moment < last)


async def checkins(tx: Tx, sought: Sought) -> list[Entry]:
    """Check-ins that name the reader; the beginning of those that they have opened."""
    first = and_(
        col(CheckInItem.checkin_id) == col(CheckIn.id),
        col(CheckInItem.kind) == ItemKind.PROGRESS,
        col(CheckInItem.position) == 0,
    )
    found = (
        select(
            col(CheckIn.id),
            col(CheckIn.sent_at),
            col(CheckIn.person_id),
            CheckInItem,
            col(Mood.value),
            col(Reader.read_at),
        )
        .join(Reader, parts.reads(CHECKIN, col(CheckIn.id), sought.reader))
        .outerjoin(CheckInItem, first)
        .outerjoin(Mood, col(Mood.checkin_id) == col(CheckIn.id))
        .where(*sought.within(col(CheckIn.id), col(CheckIn.person_id), col(CheckIn.sent_at)))
    )
    return [
        Entry(
            Sort.CHECKIN, at, one, who, words=item.words if item is not None else "", shown=read is not None, mood=mood
        )
        for one, at, who, item, mood, read in await _rows(tx, found)
    ]


async def blockers(tx: Tx, sought: Sought) -> list[Entry]:
    """What stood in the way, from check-ins that name the reader; that it was solved, of what was while they led its owner."""
    owner, closed = col(Blocker.person_id), col(Blocker.closed_at)
    line = select(col(ReportingLine.id)).where(
        col(ReportingLine.manager_id) == sought.reader,
        col(ReportingLine.person_id) == owner,
        or_(col(ReportingLine.until).is_(None), Midnight(col(ReportingLine.until)) > closed),
    )
    led = or_(
        line.where(Midnight(col(ReportingLine.since)) <= closed).exists(), line.where(*holds(sought.today)).exists()
    )
    found = (
        select(Blocker, col(Reader.read_at), case((led, closed), else_=null()))
        .join(Reader, parts.reads(CHECKIN, col(Blocker.checkin_id), sought.reader))
        .where(*sought.within(col(Blocker.id), col(Blocker.person_id), col(Blocker.opened_at)))
    )
    return [
        Entry(
            Sort.BLOCKER,
            one.opened_at,
            one.checkin_id,
            one.person_id,
            words=one.words,
            shown=read is not None,
            solved_at=one.closed_at if solved is not None else None,
        )
        for one, read, solved in await _rows(tx, found)
    ]


async def feedback(tx: Tx, sought: Sought, *, given: bool = False) -> list[Entry]:
    """Feedback that somebody received, or gave, as far as the reader may read it; the beginning of what they have opened."""
    whose = col(Feedback.author_id) if given else col(Feedback.subject_id)
    mine = col(Feedback.author_id) == sought.reader
    reads = and_(parts.reads(FEEDBACK, col(Feedback.id), sought.reader), col(Reader.why).in_(WORKS_WITH))
    long = or_(*(and_(col(Feedback.form) == form, col(FeedbackPart.part) == part) for form, part in LONG.items()))
    found = (
        select(Feedback, FeedbackPart, col(Reader.read_at))
        .outerjoin(Reader, reads)
        .outerjoin(FeedbackPart, and_(col(FeedbackPart.feedback_id) == col(Feedback.id), long))
        .where(or_(col(Reader.id).is_not(None), mine), col(Feedback.withdrawn_at).is_(None))
        .where(col(Feedback.due_at) <= sought.now)
        .where(*sought.within(col(Feedback.id), whose, col(Feedback.due_at)))
    )
    return [
        Entry(
            Sort.FEEDBACK,
            one.due_at,
            one.id,
            one.subject_id,
            one.author_id,
            words=part.words if part is not None else None,
            shown=read is not None or one.author_id == sought.reader,
            state=one.aim.value if one.aim is not None else one.form.value,
        )
        for one, part, read in await _rows(tx, found)
    ]


async def thanks(tx: Tx, sought: Sought) -> list[Entry]:
    """Thanks that somebody was given, where the reader led them then."""
    found = (
        select(RecognitionOf, Recognition)
        .join(Recognition, col(Recognition.id) == col(RecognitionOf.recognition_id))
        .join(Reader, parts.reads(RECOGNITION, col(RecognitionOf.id), sought.reader))
        .where(*sought.within(col(RecognitionOf.id), col(RecognitionOf.person_id), col(RecognitionOf.said_at)))
    )
    return [
        Entry(Sort.THANKS, row.said_at, row.id, row.person_id, given.author_id, words=given.words)
        for row, given in await _rows(tx, found)
    ]


async def talks(tx: Tx, sought: Sought) -> list[Entry]:
    """The reader's own 1:1s with somebody, but those that are still to come."""
    at = func.coalesce(col(OneOnOne.at), col(OneOnOne.settled_at))
    found = select(OneOnOne).where(
        col(OneOnOne.manager_id) == sought.reader,
        at <= sought.now,
        *sought.within(col(OneOnOne.id), col(OneOnOne.person_id), at),
    )
    return [
        Entry(Sort.TALK, one.at or one.settled_at, one.id, one.person_id, words="", state=one.state.value)
        for (one,) in await _rows(tx, found)
        if one.at is not None or one.settled_at is not None
    ]


def _led(sought: Sought) -> ColumnElement[bool]:
    """The condition that the reader leads a goal's owner now."""
    led = select(col(ReportingLine.person_id)).where(
        col(ReportingLine.manager_id) == sought.reader, *holds(sought.today)
    )
    return and_(col(Goal.owner_id).in_(led), col(Goal.state) != GoalState.DRAFT)


async def goals(tx: Tx, sought: Sought) -> list[Entry]:
    """Goals as they stand, of people whom the reader leads now."""
    version = and_(col(GoalVersion.goal_id) == col(Goal.id), col(GoalVersion.number) == col(Goal.version))
    found = (
        select(Goal, GoalVersion)
        .join(GoalVersion, version)
        .where(_led(sought), *sought.within(col(Goal.id), col(Goal.owner_id), col(Goal.made_at)))
    )
    return [
        Entry(Sort.GOAL, one.told_at or one.made_at, one.id, one.owner_id, words=said.title, state=_stand(one))
        for one, said in await _rows(tx, found)
    ]


def _stand(goal: Goal) -> str:
    if goal.state is GoalState.CLOSED:
        return goal.ended.value if goal.ended is not None else ""
    if goal.state is GoalState.PROPOSED:
        return goal.state.value
    return goal.confidence.value if goal.confidence is not None else "unsaid"


async def goal_changes(tx: Tx, sought: Sought) -> list[Entry]:
    """What was agreed on, said and closed of goals, of people whom the reader leads now."""
    last = func.coalesce(col(GoalVersion.other_agreed_at), col(GoalVersion.owner_agreed_at))
    agreed = (
        select(Goal, GoalVersion)
        .join(GoalVersion, col(GoalVersion.goal_id) == col(Goal.id))
        .where(
            _led(sought), col(GoalVersion.owner_agreed_at).is_not(None), col(GoalVersion.other_agreed_at).is_not(None)
        )
        .where(*sought.within(col(Goal.id), col(Goal.owner_id), last))
    )
    said = (
        select(Goal, GoalUpdate)
        .join(GoalUpdate, col(GoalUpdate.goal_id) == col(Goal.id))
        .where(_led(sought), col(GoalUpdate.key_result_id).is_(None))
        .where(*sought.within(col(Goal.id), col(Goal.owner_id), col(GoalUpdate.said_at)))
    )
    version = and_(col(GoalVersion.goal_id) == col(Goal.id), col(GoalVersion.number) == col(Goal.version))
    closed = (
        select(Goal, GoalVersion)
        .join(GoalVersion, version)
        .where(_led(sought), col(Goal.state) == GoalState.CLOSED, col(Goal.closed_at).is_not(None))
        .where(*sought.within(col(Goal.id), col(Goal.owner_id), col(Goal.closed_at)))
    )
    found = [
        Entry(Sort.GOAL_AGREED, max(one.owner_agreed_at, one.other_agreed_at), goal.id, goal.owner_id, words=one.title)
        for goal, one in await _rows(tx, agreed)
    ]
    found += [
        Entry(
            Sort.GOAL_SAID,
            one.said_at,
            goal.id,
            goal.owner_id,
            words=one.words if one.words is not None else "",
            state=one.confidence.value if one.confidence is not None else "",
        )
        for goal, one in await _rows(tx, said)
    ]
    found += [
        Entry(Sort.GOAL_CLOSED, goal.closed_at, goal.id, goal.owner_id, words=one.title, state=_stand(goal))
        for goal, one in await _rows(tx, closed)
    ]
    return found


async def observations(tx: Tx, sought: Sought) -> list[Entry]:
    """What the reader themselves saw, by the day on which it was."""
    found = select(Observation).where(
        col(Observation.author_id) == sought.reader,
        col(Observation.subject_id) == sought.person,
        col(Observation.day) >= sought.since,
        col(Observation.day) < sought.until,
    )
    return [
        Entry(
            Sort.OBSERVATION,
            datetime.combine(one.day, time(12), UTC),
            one.id,
            one.subject_id,
            words=one.behaviour,
            state="good" if one.good else "change",
        )
        for (one,) in await _rows(tx, found)
    ]


async def actions(tx: Tx, sought: Sought) -> list[Entry]:
    """What somebody said they would do, where the reader made it or it was shown to them."""
    found = (
        select(Action)
        .outerjoin(Reader, parts.reads(ACTION, col(Action.id), sought.reader))
        .where(or_(col(Action.made_by) == sought.reader, col(Reader.id).is_not(None)))
        .where(*sought.within(col(Action.id), col(Action.owner_id), col(Action.made_at)))
    )
    return [
        Entry(Sort.ACTION, one.made_at, one.id, one.owner_id, words=one.words, state=one.state.value)
        for (one,) in await _rows(tx, found)
    ]


async def parts_of(tx: Tx, manager_id: int, person_id: int, first: date, last: date) -> list[tuple[date, date]]:
    """The days from `first` to `last` on which that manager led that person, each span with the day after its last one."""
    lines = select(ReportingLine).where(
        col(ReportingLine.manager_id) == manager_id,
        col(ReportingLine.person_id) == person_id,
        col(ReportingLine.since) <= last,
        or_(col(ReportingLine.until).is_(None), col(ReportingLine.until) > first),
    )
    found = [one for (one,) in await _rows(tx, lines.order_by(col(ReportingLine.since)))]
    end = last + DAY
    return [(max(one.since, first), min(one.until or end, end)) for one in found]


async def _rows(tx: Tx, found: Any) -> list[Any]:
    return list(await tx.exec(found))
