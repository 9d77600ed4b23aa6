"""A manager's summary of a cycle: the team on one screen, now or as it was told then; names with the rights of the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain import cycle_summaries as figure_rules
from bot.domain import cycle_summaries_talk_to as talking
from bot.domain import cycle_summaries_told as rules
from bot.domain.cadence import DAY
from bot.domain.cycle_summaries import Figures, Records
from bot.domain.cycle_summaries_talk_to import Reason
from bot.domain.cycles import Stage
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.usecases import cycle_summaries_counting as counting
from bot.usecases.people import local_day
from storage import cycle_summaries as store
from storage import cycle_summaries_counts as counts
from storage import cycle_summaries_groups as groups
from storage import cycles_people, reporting
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person

PAGE = 12
"""People on one page."""


@dataclass(frozen=True)
class Window:
    """The days that are counted, both included, and the cycle that they belong to; None: the last 13 weeks."""

    cycle: Cycle | None
    first: date
    last: date


@dataclass(frozen=True)
class Advice:
    """Somebody to talk to this week, and why."""

    person: int
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Team:
    """The team on one screen. `reports`: how many people they lead today. `part`: what had ended, where it is as it was told then.

    `kept_id`: the summary that was told; 0: as it is now. `earlier`: there are others that were told. `about_most`: it is about so many
    of the team alone, and `about` has the names of those of them who are in it today; 0: it is about all of it.
    """

    me: Person
    window: Window
    reports: int
    figures: Figures
    records: Records = field(default_factory=dict)
    talk_to: list[Advice] = field(default_factory=list)
    part: str = ""
    kept_id: int = 0
    earlier: bool = False
    about: Sequence[str] = ()
    about_most: int = 0


@dataclass(frozen=True)
class One:
    """One of the team, and what their manager may read of their figures. `since`: they report to the manager since that day."""

    person: Person
    figures: Figures


@dataclass(frozen=True)
class Listed:
    """One page of the people of a team."""

    window: Window
    people: list[One]
    page: int
    pages: int


@dataclass(frozen=True)
class Earlier:
    """The summaries that somebody was told, the latest first."""

    told: Sequence[tuple[CycleSummary, Cycle]]


async def access_team(tx: Tx, me: Person, now: datetime) -> Team:
    """The team over the running cycle, or the last 13 weeks where there is none. For whoever leads nobody it is empty."""
    today = local_day(me, now)
    reports = await store.reports(tx, me.id, today)
    window = await window_of(tx, list(reports), today)
    cycle_id = window.cycle.id if window.cycle is not None else None
    counted = (await counting.count(tx, [me.id], window.first, window.last, cycle_id, now))[me.id]
    return Team(
        me=me,
        window=window,
        reports=len(reports),
        figures=counted.figures,
        records=counted.records,
        talk_to=_advice(counted.talk_to, reports),
        earlier=bool(await store.of_manager(tx, me.id)),
    )


async def window_of(tx: Tx, person_ids: Sequence[int], today: date) -> Window:
    """The days of the cycle that most of these people are in, up to today; one that counts from each one's own first day aside."""
    found = await cycles_people.current(tx, person_ids, today)
    cycles = {cycle.id: cycle for cycle, _ in found.values() if not cycle.rolling}
    common = rules.most_common([cycle.id for cycle, _ in found.values() if not cycle.rolling])
    if common is None:
        return Window(None, today - rules.WEEKS + DAY, today)
    return Window(cycles[common], cycles[common].starts, min(today, cycles[common].ends))


async def access_people(tx: Tx, me: Person, page: int, now: datetime) -> Listed:
    """Those whom I lead today, by name, each with what I may read of their figures."""
    today = local_day(me, now)
    every = await reporting.reports_of(tx, me.id, today)
    window = await window_of(tx, [one.id for one in every], today)
    pages = max(-(-len(every) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    some = every[page * PAGE : (page + 1) * PAGE]
    made = groups.of_reports(me.id, [one.id for one in some], window.first, window.last)
    cycle_id = window.cycle.id if window.cycle is not None else None
    counted = await counts.count(tx, made, now, cycle_id=cycle_id)
    return Listed(
        window,
        [One(one, counted[one.id].figures.for_reader() if one.id in counted else Figures()) for one in some],
        page,
        pages,
    )


async def access_earlier(tx: Tx, me: Person) -> Earlier:
    """What I was told of my teams, whatever became of them since: figures. What they count is opened with the rights of today."""
    return Earlier(await store.of_manager(tx, me.id))


async def access_kept(tx: Tx, me: Person, summary_id: int, now: datetime) -> Team:
    """A summary as it was told. Raises NotAllowed for one that was told to somebody else."""
    row = await tx.get(CycleSummary, summary_id)
    if row is None or row.manager_id != me.id:
        raise NotAllowed("not_found")
    return await _as_told(tx, me, row, now)


async def access_told(tx: Tx, notice: Notice, me: Person, now: datetime) -> Team:
    """The message about a part that has ended. Not sent any more: they lead nobody of those by now, or it goes on, as HR made it
    longer."""
    part, first = rules.part_of(notice.occurrence)
    row = await store.find(tx, me.id, notice.subject_id, part.name, first, part.last)
    if row is None or notice.recipient_id != me.id:
        raise NoLonger("not_found")
    shown = await _as_told(tx, me, row, now)
    if notice.ts is None and not shown.reports:
        raise NoLonger("team_moved")
    if notice.ts is None and await _goes_on(tx, shown.window, part):
        raise NoLonger("extended")
    return shown


async def _goes_on(tx: Tx, window: Window, part: rules.Part) -> bool:
    """Whether that part ends later than it did when its summary was written down, which is told once more then; or is none any more."""
    cycle = window.cycle
    if cycle is None or cycle.stage is Stage.CLOSED:
        return False
    later = window.first - cycle.starts
    if part.name == rules.END:
        return cycle.ends + later > part.last
    phases = (await cycles_people.phases(tx, [cycle.id]))[cycle.id]
    ends = next((one.ends for one in phases if one.phase.value == part.name), None)
    return ends is None or ends + later > part.last


async def _as_told(tx: Tx, me: Person, row: CycleSummary, now: datetime) -> Team:
    today = local_day(me, now)
    reports = await store.reports(tx, me.id, today, row.people)
    lately = today - row.counted_at.date() <= rules.LOOK_FOR
    return Team(
        me=me,
        window=Window(await tx.get_one(Cycle, row.cycle_id), row.first, row.last),
        reports=len(reports),
        figures=figure_rules.loaded(row.figures),
        records=figure_rules.loaded_records(row.records),
        # Whom to talk to "this week" is of no use next year.
        talk_to=_advice(talking.loaded(row.talk_to), reports) if lately else [],
        part=row.part,
        kept_id=row.id,
        about=list(reports.values()) if row.people else (),
        about_most=len(row.people),
    )


def _advice(found: Sequence[talking.TalkTo], reports: Mapping[int, str]) -> list[Advice]:
    """In the order of names, so that nobody reads a rank into it; of those whom they lead today."""
    wanted = {one.person: one.reasons for one in found}
    return [Advice(person, name, wanted[person]) for person, name in reports.items() if person in wanted]
