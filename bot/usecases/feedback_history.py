"""The feedback somebody received and gave: page by page, by what they look for, and as text into their own chat."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from bot.domain import cadence, history
from bot.domain import feedback as rules
from bot.domain.errors import RuleBroken
from bot.domain.feedback import Part
from bot.domain.feedback_history import EXPORT, Direction, Wanted, days
from bot.domain.history import PAGE, Place, Span
from bot.usecases import feedback_goals, feedback_helpful
from bot.usecases import history as histories
from bot.usecases.history import SCANNED, Exported, exported, last_id
from storage import evidence, people, readers
from storage import feedback as rows
from storage import feedback_history as store
from storage import values as company_values
from storage.database import Tx
from storage.evidence import Evidence
from storage.feedback import Feedback
from storage.feedback_history import Sought
from storage.goals import GoalVersion
from storage.notices import Notice
from storage.people import Person
from storage.values import CompanyValue


@dataclass(frozen=True)
class Entry:
    """Feedback as one of its two people finds it again. `other` is whoever gave it, or got it where it is `mine`.

    `read_at`: when its receiver read it; `silent`: they wish that their givers are not told.
    `parts`: its words; none before I have read what I received.
    """

    feedback: Feedback
    other: Person
    mine: bool
    read_at: datetime | None
    parts: dict[Part, str | None]
    about: list[Evidence]
    silent: bool = False

    @property
    def shown(self) -> bool:
        """Whether its words may stand in a list."""
        return self.mine or self.read_at is not None


@dataclass(frozen=True)
class History:
    """One page of what was looked for, the newest first. `values`: all there ever were. `goals`: those that some of it is about.

    `place`: where it begins.

    `helpful`: how helpful what I gave was, from 1 to 3, where that can be said. `now`: when it was.
    """

    entries: list[Entry]
    wanted: Wanted
    values: list[CompanyValue]
    helpful: float | None
    place: Place | None
    older: Place | None
    newer: Place | None
    now: datetime
    goals: list[GoalVersion] = field(default_factory=list)


async def access_history(
    tx: Tx, me: Person, now: datetime, wanted: Wanted | None = None, place: Place | None = None
) -> History:
    """A page of the feedback that I received and gave, as far as it is what I look for."""
    wanted = wanted or Wanted()
    beside, newer = ((place.at, place.record_id), place.newer) if place else (None, False)
    sought = await _sought(tx, me, wanted, now)
    found = await store.page(tx, me.id, sought, now, PAGE + 1, beside=beside, newer=newer)
    page = history.page(found, place, lambda one: (one.due_at, one.id))
    helpful = await feedback_helpful.access_figure(tx, me)
    values = await company_values.of_workspace(tx, me.workspace_id)
    entries, goals = await _entries(tx, me, page.entries), await feedback_goals.access_cited(tx, me, now)
    return History(entries, wanted, values, helpful, place, page.older, page.newer, now, goals)


async def access_unread(tx: Tx, me: Person, now: datetime) -> int:
    """How much of what I received I have not read yet."""
    return await store.count_unread(tx, me.id, now)


async def access_all(tx: Tx, me: Person, now: datetime) -> list[Entry]:
    """Everything I received and gave, in the order it was written."""
    found: list[Entry] = []
    following = 0
    while True:
        read = await store.from_id(tx, me.id, now, following, most=SCANNED)
        found += await _entries(tx, me, read)
        if len(read) < SCANNED:
            return found
        following = read[-1].id + 1


async def export(tx: Tx, me: Person, spans: Sequence[Span], now: datetime) -> int:
    """Owe me what I received and gave, a message for each span; the number of messages. Pressed twice, it comes once.

    Raises RuleBroken("export_on_its_way") for a press soon after another, RuleBroken("no_feedback_to_export").
    """
    if not spans:
        raise RuleBroken("no_feedback_to_export")
    return await histories.export(tx, me, spans, now, EXPORT)


async def access_export(tx: Tx, notice: Notice, me: Person, now: datetime) -> Exported[Entry]:
    """What a message of my export holds, as it stands when it is sent; what I had not read when I asked for it has no words."""
    read = await store.from_id(tx, me.id, notice.made_at, notice.subject_id, last_id=last_id(notice))
    return exported(notice, await _entries(tx, me, read, asked_at=notice.made_at))


async def _sought(tx: Tx, me: Person, wanted: Wanted, now: datetime) -> Sought:
    zone = cadence.zone_of(me.zone)
    first, end = days(wanted.time, now.astimezone(zone).date())
    colleague = await people.find(tx, me.workspace_id, wanted.colleague) if wanted.colleague else None
    return Sought(
        received=wanted.direction is not Direction.GIVEN,
        given=wanted.direction is not Direction.RECEIVED,
        form=wanted.form,
        aim=wanted.aim,
        # Of somebody whom we do not know there is nothing.
        colleague_id=(colleague.id if colleague else 0) if wanted.colleague else None,
        about=wanted.record,
        since=cadence.moment(first, time(), zone) if first else None,
        until=cadence.moment(end, time(), zone) if end else None,
    )


async def _entries(tx: Tx, me: Person, found: Sequence[Feedback], *, asked_at: datetime | None = None) -> list[Entry]:
    ids = [one.id for one in found]
    named = await readers.of_many(tx, rules.RECORD, ids)
    who = await people.by_ids(tx, sorted({person for one in found for person in (one.author_id, one.subject_id)}))
    read = {
        one.id: next((each.read_at for each in named[one.id] if each.person_id == one.subject_id), None)
        for one in found
    }
    if asked_at is not None:
        read = {one: at if at is not None and at <= asked_at else None for one, at in read.items()}

    def tells(one: Feedback) -> bool:
        return one.author_id != me.id or who[one.subject_id].tells_read

    words = await rows.parts(tx, [one.id for one in found if one.author_id == me.id or read[one.id] is not None])
    about = await evidence.of(tx, rules.RECORD, ids)
    return [
        Entry(
            feedback=one,
            other=who[one.subject_id if one.author_id == me.id else one.author_id],
            mine=one.author_id == me.id,
            read_at=read[one.id] if tells(one) else None,
            parts=words.get(one.id, {}),
            about=about[one.id],
            silent=not tells(one),
        )
        for one in found
    ]
