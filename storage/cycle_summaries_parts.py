"""Parts of the statements that count for cycles' summaries. `g` is always a group's row, with whose rights it is counted."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, distinct, func, or_
from sqlmodel import col

from storage.readers import Reader


def reads(kind: str, record_id: Any, reader_id: Any) -> ColumnElement[bool]:
    return and_(col(Reader.kind) == kind, col(Reader.record_id) == record_id, col(Reader.person_id) == reader_id)


def may(g: Any, reads: Any, also: Any = None) -> ColumnElement[bool]:
    """The condition that the group has no reader, or that they are among the readers (or `also`)."""
    granted = or_(g.reader_id.is_(None), reads.is_not(None))
    return granted if also is None else or_(granted, also)


def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0), type_=Integer)


def persons(condition: ColumnElement[bool], person: Any) -> ColumnElement[int]:
    return func.count(distinct(case((condition, person), else_=None)))


def ids(condition: ColumnElement[bool], record_id: Any) -> ColumnElement[str]:
    return func.aggregate_strings(case((condition, cast(record_id, String)), else_=None), ",")
