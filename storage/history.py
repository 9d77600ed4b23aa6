"""One person's check-ins with all their words, a page at a time: by the last row that was seen, not by counting from the start."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, func, tuple_
from sqlmodel import col, select

from bot.domain.checkins import ItemKind
from storage import private_notes
from storage.checkins import Answer, Blocker, CheckIn, CheckInItem, Mood
from storage.database import Tx
from storage.goals import Goal, GoalUpdate, GoalVersion
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period
from storage.private_notes import PrivateNote
from storage.series import Question, Series

LINES = (ItemKind.PROGRESS, ItemKind.PLAN, ItemKind.IDEA)


@dataclass
class Entry:
    """One check-in as its author finds it again, the private note included."""

    checkin: CheckIn
    series: Series
    items: dict[ItemKind, list[CheckInItem]] = field(default_factory=dict)
    mood: Mood | None = None
    blocker: Blocker | None = None
    note: PrivateNote | None = None
    own: list[tuple[Question, Answer]] = field(default_factory=list)
    goals: list[tuple[GoalVersion, GoalUpdate]] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """Everything that was written, in the order of the form, without what was erased."""
        said = [one.words for kind in LINES for one in self.items.get(kind, [])]
        said += [answer.words for _, answer in self.own]
        said += dict.fromkeys(update.words for _, update in self.goals)
        said += [one.words for one in (self.blocker, self.mood, self.note) if one is not None]
        return [one for one in said if one]


async def page(
    tx: Tx, person_id: int, most: int, *, beside: tuple[datetime, int] | None = None, newer: bool = False
) -> list[CheckIn]:
    """Somebody's check-ins: the newest first, or with `newer` the oldest first; after the one that was sent then with that id."""
    key = tuple_(col(CheckIn.sent_at), col(CheckIn.id))
    found = select(CheckIn).where(CheckIn.person_id == person_id)
    if beside is not None:
        found = found.where(key > beside if newer else key < beside)
    ways = (col(CheckIn.sent_at), col(CheckIn.id)) if newer else (col(CheckIn.sent_at).desc(), col(CheckIn.id).desc())
    return list(await tx.exec(found.order_by(*ways).limit(most)))


async def from_id(
    tx: Tx, person_id: int, first_id: int, *, last_id: int | None = None, most: int | None = None
) -> list[CheckIn]:
    """Somebody's check-ins from that id on, the oldest first."""
    found = select(CheckIn).where(CheckIn.person_id == person_id, CheckIn.id >= first_id)
    if last_id is not None:
        found = found.where(CheckIn.id <= last_id)
    return list(await tx.exec(found.order_by(col(CheckIn.id)).limit(most)))


async def with_words(tx: Tx, author_id: int, checkins: Sequence[CheckIn]) -> list[Entry]:
    """These check-ins of one author with everything that belongs to them: seven statements, however many there are."""
    ids, periods = [one.id for one in checkins], [one.period_id for one in checkins]
    at = select(Period.id, Series).join(Series, col(Series.id) == col(Period.series_id))
    series = dict((await tx.exec(at.where(col(Period.id).in_(periods)))).all())
    notes = await private_notes.of_periods(tx, author_id, periods)
    found = {one.id: Entry(one, series[one.period_id], note=notes.get(one.period_id)) for one in checkins}
    lines = select(CheckInItem).where(col(CheckInItem.checkin_id).in_(ids)).order_by(col(CheckInItem.position))
    for line in await tx.exec(lines):
        found[line.checkin_id].items.setdefault(line.kind, []).append(line)
    asked = select(Question, Answer).join(Answer, col(Answer.question_id) == col(Question.id))
    own = asked.where(col(Answer.checkin_id).in_(ids)).order_by(col(Question.position), col(Question.id))
    for question, answer in await tx.exec(own):
        found[answer.checkin_id].own.append((question, answer))
    now = and_(col(GoalVersion.goal_id) == col(Goal.id), col(GoalVersion.number) == col(Goal.version))
    told = select(GoalVersion, GoalUpdate).join(Goal, now).join(GoalUpdate, col(GoalUpdate.goal_id) == col(Goal.id))
    mine = told.where(col(GoalUpdate.checkin_id).in_(ids), col(GoalUpdate.key_result_id).is_(None))
    for version, update in await tx.exec(mine.order_by(col(GoalUpdate.id))):
        found[update.checkin_id or 0].goals.append((version, update))
    for mood in await tx.exec(select(Mood).where(col(Mood.checkin_id).in_(ids))):
        found[mood.checkin_id].mood = mood
    for blocker in await tx.exec(select(Blocker).where(col(Blocker.checkin_id).in_(ids))):
        found[blocker.checkin_id].blocker = blocker
    return list(found.values())


async def lock(tx: Tx, person_id: int) -> None:
    """Two presses of one person take turns."""
    await tx.exec(select(Person.id).where(Person.id == person_id).with_for_update())


async def owed_since(tx: Tx, kind: str, person_id: int, since: datetime) -> int:
    """How many messages of that kind this person has been owed since then."""
    found = select(func.count(col(Notice.id))).where(
        Notice.recipient_id == person_id, Notice.kind == kind, Notice.made_at >= since
    )
    return (await tx.exec(found)).one()
