"""Reading check-ins: by their author, and by those who were named before they were sent."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import checkins
from bot.domain.checkins import Draft
from bot.domain.errors import NotAllowed
from bot.usecases import actions, goals_checkin, plans, private_notes
from bot.usecases import checkins_own as own
from bot.usecases import checkins_rows as rows
from bot.usecases.actions import ToDo
from bot.usecases.leading import leads, today_of
from storage import checkins as store
from storage import people, periods, readers, reporting, series, talks
from storage.checkins import Answer, Blocker, CheckIn, CheckInItem
from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.readers import Why
from storage.series import Question, Series
from storage.talks import TalkMessage


@dataclass(frozen=True)
class ReadBy:
    """Somebody who may read it, and when they did."""

    person: Person
    read_at: datetime | None


@dataclass(frozen=True)
class Opened:
    """A check-in as one of its readers sees it.

    `erased`: the fields of the answers whose words were erased. `plan`: the planned lines; `settled`: those of the plan before of
    which this check-in says what became. `note`: the private one, in the author's own view alone.
    `goals`: what it said of goals that the viewer may read.
    `flagged`: this reader wants to talk about it in the next 1:1. `waits`: its author said something that this reader has
    not answered. `leads`: its author reports to this reader, directly or over others.
    """

    checkin: CheckIn
    series: Series
    period: Period
    author: Person
    answers: Draft
    blocker: Blocker | None
    helper: Person | None
    readers: list[ReadBy]
    talk: list[tuple[Person, TalkMessage]]
    mine: bool
    flagged: bool = False
    waits: bool = False
    leads: bool = False
    actions: list[ToDo] = field(default_factory=list)
    erased: frozenset[str] = frozenset()
    plan: list[CheckInItem] = field(default_factory=list)
    settled: list[CheckInItem] = field(default_factory=list)
    note: str | None = None
    own: list[tuple[Question, Answer]] = field(default_factory=list)
    goals: list[goals_checkin.Told] = field(default_factory=list)


async def read(tx: Tx, viewer: Person, checkin_id: int, now: datetime) -> Opened:
    """Show a check-in to its author or to one of its readers, and note that a reader has read it.

    Raises NotAllowed for everybody else, in the same words as for one that does not exist.
    """
    checkin = await tx.get(CheckIn, checkin_id)
    if checkin is None or checkin.workspace_id != viewer.workspace_id:
        raise NotAllowed("not_found")
    reader = await readers.find(tx, checkins.RECORD, checkin_id, viewer.id)
    mine = checkin.person_id == viewer.id
    if reader is None and not mine:
        raise NotAllowed("not_found")
    if reader is not None and reader.read_at is None:
        reader.read_at = now
    opened = await _opened(tx, viewer, checkin, mine)
    told = await goals_checkin.own(tx, checkin) if mine else await goals_checkin.access_told(tx, viewer, checkin, now)
    leading = not mine and await leads(tx, viewer, checkin.person_id, now)
    if reader is not None and reader.why is Why.MANAGER and not leading:
        opened = await _as_it_stood(tx, viewer, opened)
    return replace(opened, goals=told, leads=leading)


async def _as_it_stood(tx: Tx, viewer: Person, opened: Opened) -> Opened:
    """For who does not lead its author any more: without what became of it in check-ins that are not theirs, or after their time."""
    found = opened.blocker
    if found is not None and found.closed_at is not None:
        day = today_of(opened.author, found.closed_at)
        manager = await reporting.manager_of(tx, opened.author.id, day)
        if manager is None or manager.id != viewer.id:
            found = Blocker(**found.model_dump() | {"closed_at": None})
    later = sorted({one.became_in for one in opened.plan if one.became_in is not None})
    may = await readers.of_reader(tx, checkins.RECORD, later, viewer.id) if later else {}
    unsaid = {"became": None, "became_in": None}
    plan = [
        one if one.became_in is None or one.became_in in may else CheckInItem(**one.model_dump() | unsaid)
        for one in opened.plan
    ]
    return replace(opened, blocker=found, plan=plan)


async def flag(tx: Tx, viewer: Person, checkin_id: int, now: datetime, *, flagged: bool) -> Opened:
    """Keep a check-in for the next 1:1, or no longer: a reader's own note. Pressed twice, it stays as it was wanted."""
    reader = await readers.find(tx, checkins.RECORD, checkin_id, viewer.id)
    if reader is None:
        raise NotAllowed("not_found")
    if not flagged or reader.flagged_at is None:
        reader.flagged_at = now if flagged else None
    return await read(tx, viewer, checkin_id, now)


async def access_own(tx: Tx, author: Person, checkin_id: int) -> Opened:
    """One's own check-in. Raises NotAllowed for somebody else's."""
    checkin = await tx.get(CheckIn, checkin_id)
    if checkin is None or checkin.person_id != author.id:
        raise NotAllowed("not_found")
    opened = await _opened(tx, author, checkin, True)
    note, goals = await private_notes.access_own(tx, author, checkin.period_id), await goals_checkin.own(tx, checkin)
    return replace(opened, note=note, goals=goals)


async def _opened(tx: Tx, viewer: Person, checkin: CheckIn, mine: bool) -> Opened:
    period = await periods.get(tx, checkin.period_id)
    stored = await rows.stored(tx, checkin)
    blocker = await store.blocker_of(tx, checkin.id)
    named = await readers.of(tx, checkins.RECORD, checkin.id)
    talking = await talks.about(tx, checkins.RECORD, checkin.id, viewer.id)
    said = [one for talk in talking for one in await talks.messages(tx, talk.id)]
    wanted = {checkin.person_id, *(one.person_id for one in named), *(one.author_id for one in said)}
    if blocker is not None and blocker.help_from is not None:
        wanted.add(blocker.help_from)
    who = await people.by_ids(tx, sorted(wanted))
    asking = await series.get(tx, period.series_id)
    return Opened(
        checkin=checkin,
        series=asking,
        period=period,
        author=who[checkin.person_id],
        answers=stored.draft,
        blocker=blocker,
        helper=who[blocker.help_from] if blocker is not None and blocker.help_from is not None else None,
        readers=[ReadBy(who[one.person_id], one.read_at) for one in named],
        talk=[(who[one.author_id], one) for one in sorted(said, key=lambda one: one.id)],
        mine=mine,
        flagged=any(one.flagged_at is not None for one in named if one.person_id == viewer.id),
        waits=any(one.other_id == viewer.id and one.waits_since is not None for one in talking),
        actions=await actions.of_checkin(tx, viewer, checkin.id),
        erased=stored.erased,
        plan=stored.plan,
        settled=await plans.access_settled(tx, viewer, checkin),
        own=await own.answers(tx, checkin, asking),
    )
