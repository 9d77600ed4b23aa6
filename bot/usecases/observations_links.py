"""What an observation can be linked with as evidence: the choices of its form, kind by kind."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import competencies, goals
from bot.domain.errors import RuleBroken
from bot.domain.goals_seeing import Reads
from bot.locales.reader import language
from bot.usecases import goals_reading
from bot.usecases.leading import today_of
from storage import competencies as models
from storage import competency_ratings, goals_told
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Link:
    """A record that can be chosen, and what it is called."""

    record_id: int
    name: str


Choices = Callable[[Tx, Person, Person, datetime], Awaitable[Sequence[Link]]]
"""What the author, who is named first, can choose from for an observation about the other one."""


async def _goals(tx: Tx, me: Person, about: Person, now: datetime) -> list[Link]:
    """The goals that the person answers for and has agreed on, as far as they are the author's to read."""
    running = await goals_told.running(tx, about.id, today_of(me, now))
    may = await goals_reading.reads(tx, me, running, now)
    shown = [one.id for one in running if may[one.id] is not Reads.NOTHING]
    written = await goals_told.in_force(tx, shown)
    return [Link(one, written[one].title or "") for one in shown if one in written and written[one].title]


async def _competencies(tx: Tx, me: Person, about: Person, now: datetime) -> list[Link]:
    """Those of the person's job family, as the model is now."""
    place = (await competency_ratings.places(tx, [about.id])).get(about.id)
    version = await models.current(tx, me.workspace_id)
    if place is None or version is None:
        return []
    rows = await models.rows_of(tx, version.id, place.family)
    return [Link(one.id, competencies.said(one.names, language(me.locale))) for one in rows]


KINDS: Mapping[str, Choices] = {goals.RECORD: _goals, competencies.RECORD: _competencies}
"""By the kind of evidence; the form has a field of that name for each that offers something."""


async def access_choices(tx: Tx, me: Person, about: Person, now: datetime) -> dict[str, list[Link]]:
    """What can be chosen for an observation about this person; kinds without anything are left out."""
    found = {kind: list(await choices(tx, me, about, now)) for kind, choices in KINDS.items()}
    return {kind: links for kind, links in found.items() if links}


async def access_chosen(
    tx: Tx, me: Person, about: Person, links: Sequence[tuple[str, int]], now: datetime
) -> list[tuple[str, int]]:
    """What was chosen. Raises RuleBroken at the field of what is not offered any more."""
    offered = await access_choices(tx, me, about, now) if links else {}
    for kind, record_id in links:
        if record_id not in {one.record_id for one in offered.get(kind, ())}:
            raise RuleBroken("answer_unknown", field=kind)
    return list(links)
