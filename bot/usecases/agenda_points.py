"""What stands on an agenda: what was added, and what comes there by itself, read from its records with the reader's own rights."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import actions, checkins, feedback, goals
from bot.domain.agenda import Sort, Struck
from bot.domain.feedback import LONG
from bot.domain.goals import Confidence
from bot.usecases.agenda_pairs import Pair
from storage import agenda as store
from storage import agenda_sources as sources
from storage import checkins as checkin_rows
from storage import evidence, goal_causes, people, readers
from storage import feedback as feedback_rows
from storage import feedback_answers as answers
from storage.agenda import AgendaItem
from storage.checkins import CheckIn
from storage.database import Tx
from storage.evidence import CitedMessage
from storage.people import Person


@dataclass(frozen=True)
class Point:
    """Something on the agenda. `item`: it was added; `struck`: what to strike of what came by itself.

    `words` None: they were erased. `who` added it, owns it or said it, `to` whom. `at` is when, UTC; `due` until when.
    `checkin`, `message`: what it points to; `goal`: the title of the goal whose cause the two see differently. `struck_at`: it is struck.
    """

    sort: Sort
    words: str | None
    item: AgendaItem | None = None
    struck: Struck | None = None
    who: Person | None = None
    to: Person | None = None
    at: datetime | None = None
    due: date | None = None
    confidence: Confidence | None = None
    checkin: CheckIn | None = None
    message: CitedMessage | None = None
    goal: str | None = None
    struck_at: datetime | None = None

    @property
    def key(self) -> str:
        """Names it in a button."""
        if self.item is not None:
            return f"item:{self.item.id}"
        return f"{self.struck.about}:{self.struck.about_id}:{self.struck.mark}" if self.struck else ""


async def points(tx: Tx, pair: Pair, since: datetime) -> list[Point]:
    """All points for `pair.me`, in their order; those that were struck since then are marked so, others that were are left out.

    That two saw the cause of a goal differently is theirs, and does not go over to another manager.
    """
    items = await store.added(tx, pair.person.id, since)
    theirs = [one for one in items if one.about != goals.RECORD or one.manager_id == pair.manager.id]
    found = [
        *await added(tx, pair.me, theirs),
        *await _feedback(tx, pair),
        *await _blockers(tx, pair),
        *await _goals(tx, pair),
        *await _actions(tx, pair),
        *await _flagged(tx, pair),
    ]
    gone = {one.source: one for one in await store.struck(tx, pair.person.id, pair.manager.id)}
    shown = []
    for one in found:
        row = gone.get(one.struck.source(pair.person.id, pair.manager.id)) if one.struck else None
        if row is not None and row.struck_at is not None and row.struck_at < since:
            continue
        shown.append(replace(one, struck_at=row.struck_at) if row is not None else one)
    return shown


async def added(tx: Tx, me: Person, items: Sequence[AgendaItem], *, then: bool = False) -> list[Point]:
    """These items with what they point to. Of a check-in only who may read it sees a line.

    `then`: a goal is called what it was called while the item stood there, as one of the two may read nothing newer of it.
    """
    who = await people.by_ids(tx, sorted({one.added_by for one in items}))
    cited = {one.id: one.about_id for one in items if one.about == evidence.MESSAGE and one.about_id is not None}
    messages = await evidence.messages(tx, sorted(cited.values()))
    titles = await _titles(tx, [one for one in items if one.about == goals.RECORD], then=then)
    found = []
    for one in items:
        checkin = await _checkin(tx, me, one)
        found.append(
            Point(
                Sort.ADDED,
                one.words,
                item=one,
                who=who[one.added_by],
                at=one.added_at,
                checkin=checkin,
                message=messages.get(cited.get(one.id, 0)),
                goal=titles.get(one.id),
                struck_at=one.struck_at,
            )
        )
    return found


async def _titles(tx: Tx, items: Sequence[AgendaItem], *, then: bool) -> dict[int, str]:
    """By item, what the goal that it is about is or was called; empty, where its words were erased."""
    about = {one.id: (one.about_id, one.struck_at or one.added_at) for one in items if one.about_id is not None}
    if then:
        before = await goal_causes.titles_then(tx, set(about.values()))
        return {item: before[key] or "" for item, key in about.items()}
    now = await goal_causes.titles(tx, sorted({goal for goal, _ in about.values()}))
    return {item: now.get(goal) or "" for item, (goal, _) in about.items()}


async def _checkin(tx: Tx, me: Person, item: AgendaItem) -> CheckIn | None:
    if item.about != checkins.RECORD or item.about_id is None:
        return None
    checkin = await tx.get(CheckIn, item.about_id)
    reads = checkin is not None and checkin.person_id == me.id
    if not reads and await readers.find(tx, checkins.RECORD, item.about_id, me.id) is None:
        return None
    return checkin


async def _feedback(tx: Tx, pair: Pair) -> list[Point]:
    """What one of the two would like to talk about with the other who gave it."""
    asked = await answers.to_talk_about(tx, pair.person.id, pair.manager.id)
    words = await feedback_rows.parts(tx, [one.feedback_id for one in asked])
    who = {one.id: one for one in (pair.person, pair.manager)}
    found = []
    for one in asked:
        given = await feedback_rows.find(tx, one.feedback_id)
        if given is None or given.withdrawn_at is not None:
            continue
        struck = Struck(feedback.RECORD, one.feedback_id, str(one.id))
        said = words[one.feedback_id].get(LONG[given.form])
        who_gave, who_got = who[given.author_id], who[given.subject_id]
        found.append(Point(Sort.FEEDBACK, said, struck=struck, who=who_gave, to=who_got, at=given.due_at))
    return found


async def _blockers(tx: Tx, pair: Pair) -> list[Point]:
    return [
        Point(
            Sort.BLOCKER,
            one.words,
            struck=Struck(checkins.BLOCKER, one.id, one.help_state or "open"),
            who=pair.person,
            at=one.opened_at,
        )
        for one in await sources.blockers(tx, pair.person.id, pair.manager.id)
    ]


async def _goals(tx: Tx, pair: Pair) -> list[Point]:
    return [
        Point(
            Sort.GOAL,
            title,
            struck=Struck(goals.RECORD, goal.id, goal.confidence or ""),
            who=pair.person,
            due=goal.due,
            confidence=goal.confidence,
        )
        for goal, title in await sources.goals(tx, pair.person.id)
    ]


async def _actions(tx: Tx, pair: Pair) -> list[Point]:
    found = await sources.open_actions(tx, pair.person.id, pair.manager.id)
    who = await people.by_ids(tx, sorted({one.owner_id for one in found}))
    return [
        Point(
            Sort.ACTION,
            one.words,
            struck=Struck(actions.RECORD, one.id, one.due.isoformat() if one.due else "open"),
            who=who[one.owner_id],
            due=one.due,
        )
        for one in found
    ]


async def _flagged(tx: Tx, pair: Pair) -> list[Point]:
    """What I flagged: nobody else sees a flag."""
    found = await sources.flagged(tx, pair.me.id, pair.other.id)
    lines = await sources.first_lines(tx, [checkin.id for checkin, _ in found])
    shown = []
    for checkin, at in found:
        words = lines[checkin.id] if checkin.id in lines else await _otherwise(tx, checkin.id)
        struck = Struck(checkins.RECORD, checkin.id, str(int(at.timestamp())))
        shown.append(Point(Sort.FLAGGED, words, struck=struck, who=pair.other, at=checkin.sent_at, checkin=checkin))
    return shown


async def _otherwise(tx: Tx, checkin_id: int) -> str | None:
    """A check-in without a line of what was done may name what was in the way."""
    blocker = await checkin_rows.blocker_of(tx, checkin_id)
    return blocker.words if blocker is not None else ""
