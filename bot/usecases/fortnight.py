"""What is going to be sent in the coming fortnight, to how many, and what of it HR holds: counts, never words or names of people."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain import announcements, fortnight
from bot.domain.errors import NotAllowed
from bot.domain.fortnight import (
    ANNOUNCEMENTS,
    CHECKINS,
    CYCLE_SUMMARIES,
    PHASES,
    SPAN,
    SUMMARIES,
    Line,
    Picks,
    Target,
    Topic,
)
from bot.domain.notices import Lane
from bot.locales.reader import language
from bot.usecases import (
    fortnight_announcements,
    fortnight_checkins,
    fortnight_cycles,
    fortnight_queue,
    fortnight_summaries,
    fortnight_talks,
    holds,
    roles,
)
from bot.usecases.people import local_day
from storage import announcements as announcement_store
from storage import fortnight as store
from storage import jobs, people
from storage.database import Tx
from storage.holds import Hold
from storage.people import Person
from storage.series import Series

OF_CYCLE = (PHASES.name, CYCLE_SUMMARIES.name)
OF_SERIES = (CHECKINS.name, SUMMARIES.name)
Coming = Callable[[Tx, int, datetime, datetime], Awaitable[list[Line]]]
"""What a capability is going to send in a workspace between two moments, as far as it is not owed yet."""


@dataclass(frozen=True)
class Source:
    """Foresees what belongs to these topics."""

    topics: tuple[Topic, ...]
    coming: Coming


SOURCES: tuple[Source, ...] = (
    Source((), fortnight_queue.coming),
    Source((CHECKINS,), fortnight_checkins.coming),
    Source((SUMMARIES,), fortnight_summaries.coming),
    Source((fortnight.PULSES,), fortnight_summaries.pulses),
    Source((ANNOUNCEMENTS,), fortnight_announcements.coming),
    Source((PHASES, fortnight.OWN_SUMMARIES), fortnight_cycles.coming),
    Source((CYCLE_SUMMARIES,), fortnight_cycles.summaries),
    Source((fortnight.AGENDAS, fortnight.CONFIRM), fortnight_talks.coming),
    Source((fortnight.TIMES,), fortnight_talks.times),
    Source((fortnight.REQUESTS,), fortnight_talks.requests),
    Source((fortnight.BACK,), fortnight_talks.back),
)
"""A capability whose messages can be foreseen adds its line here, and its topic to bot/domain/fortnight.py. The first has what is
owed already, of every topic."""


@dataclass(frozen=True)
class Shown:
    """A line as HR sees it: with the series or the title that it belongs to, and the hold that stands on it."""

    line: Line
    series: Series | None = None
    title: str = ""
    hold: Hold | None = None


@dataclass(frozen=True)
class Fortnight:
    """All lines in the order of days; who made the holds, by person id; and HR's own day."""

    lines: Sequence[Shown]
    today: date
    by: dict[int, str] = field(default_factory=dict)


async def require(tx: Tx, hr: Person) -> None:
    """Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)


async def ask(tx: Tx, hr: Person, view: str, page: int = 0) -> None:
    """Have it counted and shown in that view."""
    await jobs.add(tx, fortnight.COUNT, args={"person": hr.id, "view": view, "page": page}, priority=int(Lane.ANSWER))


async def access_for(tx: Tx, person_id: int, now: datetime) -> tuple[Person, Fortnight] | None:
    """What somebody asked for, and who they are; None: they are not in HR any more."""
    hr = await people.get(tx, person_id)
    return (hr, await access_fortnight(tx, hr, now)) if await roles.is_hr(tx, hr) else None


async def access_target(tx: Tx, hr: Person, target: Target) -> tuple[Series | None, str]:
    """The series, or the title of the announcement, that this belongs to. Raises NotAllowed for anybody but HR, and for another
    workspace's."""
    await roles.require_hr(tx, hr)
    of_series = target.topic in OF_SERIES
    found = (await store.named(tx, [target.subject_id])).get(target.subject_id) if of_series else None
    if found is not None and found.workspace_id != hr.workspace_id:
        raise NotAllowed("not_found")
    titles = await _titles(tx, hr, {target})
    if target.topic in (ANNOUNCEMENTS.name, *OF_CYCLE) and (target.topic, target.subject_id) not in titles:
        raise NotAllowed("not_found")
    return found, titles.get((target.topic, target.subject_id), "")


async def access_fortnight(tx: Tx, hr: Person, now: datetime) -> Fortnight:
    """Count it. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    found = [line for one in SOURCES for line in await one.coming(tx, hr.workspace_id, now, now + SPAN)]
    standing = await holds.standing(tx, hr.workspace_id, now)
    titles = await _titles(tx, hr, {one.target for one in found})
    series = await store.named(tx, sorted({one.target.subject_id for one in found if one.target.topic in OF_SERIES}))
    lines = [
        Shown(
            line,
            series.get(line.target.subject_id) if line.target.topic in OF_SERIES else None,
            titles.get((line.target.topic, line.target.subject_id), ""),
            next((one for one in standing if stands_on(one, line)), None),
        )
        for line in merged(found)
    ]
    who = await people.by_ids(tx, sorted({one.hold.made_by for one in lines if one.hold}))
    return Fortnight(lines, local_day(hr, now), {one.id: one.name for one in who.values()})


async def _titles(tx: Tx, hr: Person, targets: set[Target]) -> dict[tuple[str, int], str]:
    """The titles of announcements, in the language that HR reads or the nearest there is, and the names of cycles."""
    ids = sorted({one.subject_id for one in targets if one.topic == ANNOUNCEMENTS.name})
    found = [await announcement_store.find(tx, one) for one in ids]
    mine = {one.id: one.version for one in found if one is not None and one.workspace_id == hr.workspace_id}
    made: dict[tuple[str, int], str] = {}
    for one, written in (await announcement_store.texts_of(tx, mine)).items():
        chosen = announcements.language_for(language(hr.locale), written)
        made[ANNOUNCEMENTS.name, one] = (written[chosen].title or "") if chosen else ""
    cycles = sorted({one.subject_id for one in targets if one.topic in OF_CYCLE})
    names = await store.cycle_names(tx, hr.workspace_id, cycles)
    return made | {(topic, one): name for one, name in names.items() for topic in OF_CYCLE}


def merged(found: Sequence[Line]) -> list[Line]:
    """What is owed already and what is foreseen of the same thing on the same day, as one line."""
    made: dict[tuple[Target, str, date], Line] = {}
    for one in found:
        key = (one.target, one.kind, one.day)
        other = made.get(key)
        made[key] = one if other is None else fortnight.together(one, other)
    return sorted(made.values(), key=fortnight.order)


def stands_on(hold: Hold, line: Line) -> bool:
    """Whether this hold keeps back what the line says."""
    topic = fortnight.topic(hold.topic)
    if topic is None or hold.topic != line.target.topic or not hold.span.covers(line.day):
        return False
    return topic.picks is Picks.DAYS or (hold.subject_id, hold.part) == (line.target.subject_id, line.target.part)
