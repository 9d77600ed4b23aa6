"""What feedback rests on, as those see it who may read the feedback: by name and day, never more than they may read of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain import checkins, values
from storage import checkins as checkin_rows
from storage import evidence as store
from storage import people
from storage import values as value_rows
from storage.database import Tx
from storage.evidence import Evidence
from storage.people import Person


@dataclass(frozen=True)
class Rests:
    """One thing that a record rests on. `name`: what it is called, where it has a name; `whose`: to whom it belongs.

    Of a message in Slack: `url` leads there, and `words` are what was quoted of it, if anything was.
    """

    kind: str
    record_id: int
    dated: date
    name: str = ""
    whose: Person | None = None
    url: str = ""
    words: str | None = None


async def of(tx: Tx, kind: str, record_id: int) -> list[Rests]:
    """What this record rests on, in the order in which it was pointed to. What is not there any more is left out."""
    found = (await store.of(tx, kind, [record_id]))[record_id]
    by_kind: dict[str, list[Evidence]] = {}
    for one in found:
        by_kind.setdefault(one.to_kind, []).append(one)
    shown = [one for name, some in by_kind.items() if name in KINDS for one in await KINDS[name](tx, some)]
    order = {(one.to_kind, one.to_id): at for at, one in enumerate(found)}
    return sorted(shown, key=lambda one: order[one.kind, one.record_id])


async def _checkins(tx: Tx, found: Sequence[Evidence]) -> list[Rests]:
    rows = [(one, await tx.get(checkin_rows.CheckIn, one.to_id)) for one in found]
    there = [(one, row) for one, row in rows if row is not None]
    who = await people.by_ids(tx, sorted({row.person_id for _, row in there}))
    return [Rests(checkins.RECORD, one.to_id, one.dated, whose=who[row.person_id]) for one, row in there]


async def _messages(tx: Tx, found: Sequence[Evidence]) -> list[Rests]:
    said = await store.messages(tx, [one.to_id for one in found])
    there = [(one, said[one.to_id]) for one in found if one.to_id in said]
    return [Rests(store.MESSAGE, one.to_id, one.dated, url=row.url, words=row.words) for one, row in there]


async def _values(tx: Tx, found: Sequence[Evidence]) -> list[Rests]:
    named = await value_rows.by_ids(tx, [one.to_id for one in found])
    return [Rests(values.RECORD, one.to_id, one.dated, named[one.to_id].name) for one in found if one.to_id in named]


KINDS: Mapping[str, Callable[[Tx, Sequence[Evidence]], Awaitable[list[Rests]]]] = {
    checkins.RECORD: _checkins,
    store.MESSAGE: _messages,
    values.RECORD: _values,
}
"""How what is pointed to is found, by its kind."""
