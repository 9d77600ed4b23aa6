"""Thanks, page by page, the newest first: of one person, by one person, of those whom somebody leads, of all."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.recognition import RECORD
from storage import people, values
from storage.database import Tx
from storage.readers import Reader
from storage.recognition import Given, Recognition, RecognitionOf, people_of

Row = TypeVar("Row", Recognition, RecognitionOf)
Beside = tuple[int, bool]
"""The id of a row at the edge of a page, and whether the newer rows are wanted: else the older ones."""

_OF, _GIVEN = col(RecognitionOf.id), col(Recognition.id)


async def of_person(tx: Tx, person_id: int, most: int, beside: Beside | None = None) -> list[RecognitionOf]:
    return await _page(tx, select(RecognitionOf).where(RecognitionOf.person_id == person_id), _OF, most, beside)


async def of_led(tx: Tx, reader_id: int, most: int, beside: Beside | None = None) -> list[RecognitionOf]:
    """Of those whom this reader led, or whose manager they led, when it was said."""
    found = select(RecognitionOf).join(Reader, col(Reader.record_id) == col(RecognitionOf.id))
    found = found.where(Reader.kind == RECORD, Reader.person_id == reader_id)
    return await _page(tx, found, _OF, most, beside)


async def of_workspace(tx: Tx, workspace_id: int, most: int, beside: Beside | None = None) -> list[RecognitionOf]:
    found = select(RecognitionOf).where(RecognitionOf.workspace_id == workspace_id)
    return await _page(tx, found, _OF, most, beside)


async def by_author(tx: Tx, author_id: int, most: int, beside: Beside | None = None) -> list[Recognition]:
    return await _page(tx, select(Recognition).where(Recognition.author_id == author_id), _GIVEN, most, beside)


async def _page(tx: Tx, found: SelectOfScalar[Row], key: Any, most: int, beside: Beside | None) -> list[Row]:
    at, newer = beside or (None, False)
    if at is not None:
        found = found.where(key > at if newer else key < at)
    return list(await tx.exec(found.order_by(key if newer else key.desc()).limit(most)))


async def with_all(tx: Tx, given: Sequence[Recognition]) -> list[Given]:
    """With their authors and all whom they are for."""
    rows = await people_of(tx, [one.id for one in given])
    of: dict[int, list[int]] = {one.id: [] for one in given}
    for row in rows:
        of[row.recognition_id].append(row.person_id)
    return await _told(tx, given, [of[one.id] for one in given])


async def with_one(tx: Tx, rows: Sequence[RecognitionOf]) -> list[Given]:
    """With their authors and the one of these rows: who else was thanked is not told."""
    ids = sorted({one.recognition_id for one in rows})
    known = {one.id: one for one in await tx.exec(select(Recognition).where(col(Recognition.id).in_(ids)))}
    return await _told(tx, [known[one.recognition_id] for one in rows], [[one.person_id] for one in rows])


async def _told(tx: Tx, given: Sequence[Recognition], to: Sequence[Sequence[int]]) -> list[Given]:
    who = await people.by_ids(tx, sorted({one.author_id for one in given} | {one for some in to for one in some}))
    named = await values.by_ids(tx, sorted({one.value_id for one in given if one.value_id is not None}))
    return [
        Given(one, who[one.author_id], [who[each] for each in some], named.get(one.value_id or 0))
        for one, some in zip(given, to, strict=True)
    ]
