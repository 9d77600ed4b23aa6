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
from storage import competency_ratings, evidence, goals_told, goals_versions
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Link:
    """A record that can be chosen, and what it is called."""

    record_id: int
    name: str


Choices = Callable[[Tx, Person, Person, datetime, Sequence[int]], Awaitable[Sequence[Link]]]
"""What the author, who is named first, can choose from for an observation about the other one. The last are the ids of those that it
is linked with already: they stay to be chosen, whatever became of them."""


async def _goals(tx: Tx, me: Person, about: Person, now: datetime, linked: Sequence[int]) -> list[Link]:
    """The goals that the person answers for and has agreed on, as far as they are the author's to read."""
    running = await goals_told.running(tx, about.id, today_of(me, now))
    before = [await goals_versions.find(tx, one) for one in linked if one not in {each.id for each in running}]
    running = [*running, *(one for one in before if one is not None)]
    may = await goals_reading.reads(tx, me, running, now)
    shown = [one.id for one in running if may[one.id] is not Reads.NOTHING]
    written = await goals_told.in_force(tx, shown)
    return [Link(one, written[one].title or "") for one in shown if one in written and written[one].title]


async def _competencies(tx: Tx, me: Person, about: Person, now: datetime, linked: Sequence[int]) -> list[Link]:
    """Those of the person's job family, as the model is now; what was linked stays as the model was then."""
    place = (await competency_ratings.places(tx, [about.id])).get(about.id)
    version = await models.current(tx, me.workspace_id)
    rows = await models.rows_of(tx, version.id, place.family) if place is not None and version is not None else []
    before = [one for one in await models.rows_by_ids(tx, linked) if one.id not in {each.id for each in rows}]
    named = {(one.family, one.key) for one in before}
    rows = [*before, *(one for one in rows if (one.family, one.key) not in named)]
    return [Link(one.id, competencies.said(one.names, language(me.locale))) for one in rows]


KINDS: Mapping[str, Choices] = {goals.RECORD: _goals, competencies.RECORD: _competencies}
"""By the kind of evidence; the form has a field of that name for each that offers something."""


async def access_choices(
    tx: Tx, me: Person, about: Person, now: datetime, linked: Sequence[tuple[str, int]] = ()
) -> dict[str, list[Link]]:
    """What can be chosen for an observation about this person; kinds without anything are left out.

    `linked`: what the observation is linked with already.
    """
    found = {}
    for kind, choices in KINDS.items():
        ids = [record_id for each, record_id in linked if each == kind]
        found[kind] = list(await choices(tx, me, about, now, ids))
    return {kind: links for kind, links in found.items() if links}


async def access_chosen(
    tx: Tx,
    me: Person,
    about: Person,
    links: Sequence[tuple[str, int]],
    now: datetime,
    linked: Sequence[tuple[str, int]] = (),
) -> list[tuple[str, int]]:
    """What was chosen, and what it is linked with that the author cannot be shown any more, where nothing else was chosen.

    Raises RuleBroken at the field of what is not offered any more.
    """
    offered = await access_choices(tx, me, about, now, linked) if links or linked else {}
    names = {kind: {one.record_id for one in some} for kind, some in offered.items()}
    for kind, record_id in links:
        if record_id not in names.get(kind, ()) and (kind, record_id) not in linked:
            raise RuleBroken("answer_unknown", field=kind)
    chosen = {kind for kind, _ in links}
    unseen = [(kind, one) for kind, one in linked if kind not in chosen and one not in names.get(kind, ())]
    return [*links, *unseen]


async def linked_with(tx: Tx, record: str, record_id: int) -> list[tuple[str, int]]:
    """What an observation is linked with."""
    found = (await evidence.of(tx, record, [record_id]))[record_id]
    return [(one.to_kind, one.to_id) for one in found if one.to_kind in KINDS]
