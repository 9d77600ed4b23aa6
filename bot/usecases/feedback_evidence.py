"""What feedback rests on, as those see it who may read the feedback: by name and day, never more than they may read of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain import checkins, competencies, goals, observations, values
from storage import checkins as checkin_rows
from storage import competencies as models
from storage import evidence as store
from storage import goals_told, people, readers
from storage import observations as observation_rows
from storage import values as value_rows
from storage.database import Tx
from storage.evidence import Evidence
from storage.people import Person


@dataclass(frozen=True)
class Rests:
    """One thing that a record rests on. `name`, or `names` by language: what it is called; `whose`: to whom it belongs.

    Of a message in Slack: `url` leads there, and `words` are what was quoted of it, if anything was.
    """

    kind: str
    record_id: int
    dated: date
    name: str = ""
    whose: Person | None = None
    url: str = ""
    words: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)


async def of(tx: Tx, kind: str, record_id: int, viewer: Person) -> list[Rests]:
    """What this record rests on, in the order in which it was pointed to. What is not there any more is left out.

    An observation that it rests on is told to those alone who may read that one.
    """
    every = (await store.of(tx, kind, [record_id]))[record_id]
    found = [one for one in every if one.to_kind != observations.RECORD or await _reads(tx, viewer, one.to_id)]
    by_kind: dict[str, list[Evidence]] = {}
    for one in found:
        by_kind.setdefault(one.to_kind, []).append(one)
    shown = [one for name, some in by_kind.items() if name in KINDS for one in await KINDS[name](tx, some)]
    order = {(one.to_kind, one.to_id): at for at, one in enumerate(found)}
    return sorted(shown, key=lambda one: order[one.kind, one.record_id])


async def _reads(tx: Tx, viewer: Person, observation_id: int) -> bool:
    one = await observation_rows.find(tx, observation_id)
    if one is None or one.author_id == viewer.id:
        return one is not None
    return await readers.find(tx, observations.RECORD, observation_id, viewer.id) is not None


async def _observations(tx: Tx, found: Sequence[Evidence]) -> list[Rests]:
    return [Rests(observations.RECORD, one.to_id, one.dated) for one in found]


async def _checkins(tx: Tx, found: Sequence[Evidence]) -> list[Rests]:
    rows = [(one, await tx.get(checkin_rows.CheckIn, one.to_id)) for one in found]
    there = [(one, row) for one, row in rows if row is not None]
    who = await people.by_ids(tx, sorted({row.person_id for _, row in there}))
    return [Rests(checkins.RECORD, one.to_id, one.dated, whose=who[row.person_id]) for one, row in there]


async def _messages(tx: Tx, found: Sequence[Evidence]) -> list[Rests]:
    said = await store.messages(tx, [one.to_id for one in found])
    there = [(one, said[one.to_id]) for one in found if one.to_id in said]
    return [Rests(store.MESSAGE, one.to_id, one.dated, url=row.url, words=row.words) for one, row in there]


async def _goals(tx: Tx, found: Sequence[Evidence]) -> list[Rests]:
    written = await goals_told.in_force(tx, [one.to_id for one in found])
    titles = {goal_id: version.title for goal_id, version in written.items()}
    return [Rests(goals.RECORD, one.to_id, one.dated, name) for one in found if (name := titles.get(one.to_id))]


async def _competencies(tx: Tx, found: Sequence[Evidence]) -> list[Rests]:
    rows = await models.rows_by_ids(tx, [one.to_id for one in found])
    names = {one.id: one.names for one in rows}
    return [
        Rests(competencies.RECORD, one.to_id, one.dated, names=names[one.to_id]) for one in found if one.to_id in names
    ]


async def _values(tx: Tx, found: Sequence[Evidence]) -> list[Rests]:
    named = await value_rows.by_ids(tx, [one.to_id for one in found])
    return [Rests(values.RECORD, one.to_id, one.dated, named[one.to_id].name) for one in found if one.to_id in named]


KINDS: Mapping[str, Callable[[Tx, Sequence[Evidence]], Awaitable[list[Rests]]]] = {
    checkins.RECORD: _checkins,
    competencies.RECORD: _competencies,
    goals.RECORD: _goals,
    observations.RECORD: _observations,
    store.MESSAGE: _messages,
    values.RECORD: _values,
}
"""How what is pointed to is found, by its kind."""
