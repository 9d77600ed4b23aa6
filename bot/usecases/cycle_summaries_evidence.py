"""From a figure to what it counts, and one person's dated evidence: for who leads them now, each manager their own part."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.cycle_summaries import Figures, Of
from bot.domain.cycle_summaries_entries import Entry, Sort
from bot.domain.errors import NotAllowed
from bot.usecases import cycle_summaries as summaries
from bot.usecases import one_on_ones
from bot.usecases.cycle_summaries import Window
from bot.usecases.one_on_ones import Row, Setting
from bot.usecases.people import local_day
from storage import cycle_summaries_counts as counts
from storage import cycle_summaries_evidence as store
from storage import cycle_summaries_groups as groups
from storage import cycles_people, people, reporting
from storage.cycle_summaries_evidence import Sought
from storage.database import Tx
from storage.people import Person

PAGE = 10
"""Lines on one page."""

ORDER = {sort: number for number, sort in enumerate(Sort)}
"""Of what happened at the same moment."""

BEHIND: dict[Of, Callable[[Tx, Sought], Awaitable[list[Entry]]]] = {
    Of.CHECKINS: store.checkins,
    Of.GOALS: store.goals,
    Of.BLOCKERS: store.blockers,
    Of.RECEIVED: store.feedback,
    Of.GIVEN: store.feedback,
    Of.RECOGNITION: store.thanks,
    Of.TALKS: store.talks,
}


@dataclass(frozen=True)
class Behind:
    """One page of what a figure counts. `gone`: so many of the page that may not be read any more."""

    of: Of
    kept_id: int
    entries: list[Entry]
    people: dict[int, Person]
    page: int
    pages: int
    gone: int = 0


@dataclass(frozen=True)
class Timeline:
    """One page of somebody's evidence, the newest first. `since`: they report to the reader since then, if not all of the time."""

    person: Person
    window: Window
    figures: Figures
    entries: list[Entry]
    people: dict[int, Person]
    page: int
    pages: int
    since: date | None = None


async def access_behind(tx: Tx, me: Person, of: Of, kept_id: int, page: int, now: datetime) -> Behind:
    """What a figure of my summary counts, as far as I may read it today; `kept_id` 0: of the summary as it is now."""
    if kept_id:
        team = await summaries.access_kept(tx, me, kept_id, now)
    else:
        team = await summaries.access_team(tx, me, now)
    ids = sorted(team.records.get(of, ()), reverse=True)
    page, pages = _pages(len(ids), page)
    some = ids[page * PAGE : (page + 1) * PAGE]
    entries = await BEHIND[of](tx, Sought(me.id, now, local_day(me, now), ids=some))
    return Behind(of, kept_id, _newest(entries), await _who(tx, entries), page, pages, len(some) - len(entries))


async def access_timeline(tx: Tx, me: Person, person_id: int, page: int, now: datetime) -> Timeline:
    """Somebody's evidence in their cycle. Raises NotAllowed for whom I do not lead now, in the same words as for nobody."""
    today = local_day(me, now)
    led = {one.id: one for one in await reporting.reports_of(tx, me.id, today)}
    if person_id not in led:
        raise NotAllowed("not_found")
    window = await _window(tx, person_id, today)
    made = groups.of_reports(me.id, [person_id], window.first, window.last)
    cycle_id = window.cycle.id if window.cycle is not None else None
    counted = (await counts.count(tx, made, now, cycle_id=cycle_id)).get(person_id)
    spans = await store.parts_of(tx, me.id, person_id, window.first, window.last)
    entries: list[Entry] = []
    for since, until in spans:
        entries += await _of(tx, Sought(me.id, now, today, person=person_id, since=since, until=until))
    entries = _newest(entries)
    page, pages = _pages(len(entries), page)
    shown = entries[page * PAGE : (page + 1) * PAGE]
    begun = spans[0][0] if spans else today
    return Timeline(
        person=led[person_id],
        window=window,
        figures=counted.figures.for_reader() if counted is not None else Figures(),
        entries=shown,
        people=await _who(tx, shown),
        page=page,
        pages=pages,
        since=begun if begun > window.first else None,
    )


async def access_named(tx: Tx, me: Person, slack_id: str, now: datetime) -> int:
    """The id of somebody whom I lead, by their Slack id. Raises NotAllowed for everybody else."""
    person = await people.find(tx, me.workspace_id, slack_id)
    led = await reporting.reports_of(tx, me.id, local_day(me, now))
    if person is None or person.id not in {one.id for one in led}:
        raise NotAllowed("summary_not_yours")
    return int(person.id)


async def access_talks(tx: Tx, me: Person, person_id: int, now: datetime) -> Row | Setting:
    """My 1:1s with somebody, or the form that sets them up. Raises RuleBroken where neither leads the other."""
    person = await tx.get(Person, person_id)
    if person is None or person.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    return await one_on_ones.access_with(tx, me, person.slack_id, now)


async def _of(tx: Tx, sought: Sought) -> list[Entry]:
    found = [*await store.checkins(tx, sought), *await store.blockers(tx, sought)]
    found += [*await store.feedback(tx, sought), *await store.feedback(tx, sought, given=True)]
    found += [*await store.thanks(tx, sought), *await store.talks(tx, sought), *await store.goal_changes(tx, sought)]
    return [*found, *await store.observations(tx, sought), *await store.actions(tx, sought)]


async def _window(tx: Tx, person_id: int, today: date) -> Window:
    """Their own cycle, where they are in one; of one that counts from each one's own first day, their own days."""
    mine = (await cycles_people.current(tx, [person_id], today)).get(person_id)
    if mine is not None and mine[0].rolling:
        cycle, part = mine
        return Window(cycle, part.begins, min(today, cycle.ends + (part.begins - cycle.starts)))
    return await summaries.window_of(tx, [person_id], today)


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (-one.at.timestamp(), ORDER[one.sort], one.record))


def _pages(count: int, page: int) -> tuple[int, int]:
    pages = max(-(-count // PAGE), 1)
    return min(max(page, 0), pages - 1), pages


async def _who(tx: Tx, entries: Sequence[Entry]) -> dict[int, Person]:
    wanted = {one.of for one in entries} | {one.by for one in entries if one.by is not None}
    return await people.by_ids(tx, sorted(wanted))
