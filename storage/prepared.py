"""Statements that run for every message and every click: put together once, and handed to the driver without a detour.

Building, keying and wrapping a statement costs SQLAlchemy several times what the database needs to run it. Here its compiler is
asked once for each engine; the types' own conversions of values and columns stay in force.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Dialect, Select, UpdateBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from storage.database import Tx

Convert = Callable[[Any], Any]
_DRIVER = "growloop_driver"
_PREPARED = "growloop_prepared"


@dataclass(frozen=True)
class _Compiled:
    """A statement in one engine's words. `fixed` are the values that are part of it; `into` and `out_of` convert."""

    words: str
    order: Sequence[str] | None
    fixed: Mapping[str, Any]
    into: Mapping[str, Convert]
    out_of: Sequence[Convert | None]

    def given(self, values: Mapping[str, Any]) -> Any:
        into = self.into
        named = {**self.fixed, **{name: into[name](value) if name in into else value for name, value in values.items()}}
        return named if self.order is None else [named[name] for name in self.order]

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            value if convert is None else convert(value) for value, convert in zip(row, self.out_of, strict=True)
        )


class Prepared:
    """One statement with named parameters, which gives back columns. It must not hold an IN of many values."""

    def __init__(self, statement: UpdateBase | Select[*tuple[Any, ...]]) -> None:
        self._statement = statement

    async def run(self, tx: Tx, **values: Any) -> tuple[Any, ...] | None:
        """The first row that comes back, or None. Within the transaction, after everything that was sent before."""
        return next(iter(await self.rows(tx, **values)), None)

    async def rows(self, tx: Tx, **values: Any) -> list[tuple[Any, ...]]:
        """All rows that come back. Within the transaction, after everything that was sent before."""
        dialect, driver = tx.info.get(_DRIVER) or await _driver(tx)
        compiled = _kept_by(dialect).get(self) or self._compile(dialect)
        try:
            found = await _all(driver, compiled.words, compiled.given(values))
        except (sqlite3.Error, psycopg.Error) as error:
            kind: Any = dialect.loaded_dbapi.Error
            raise DBAPIError.instance(compiled.words, None, error, kind, dialect=dialect) from error
        return [compiled.read(row) for row in found]

    def _compile(self, dialect: Dialect) -> _Compiled:
        made: Any = self._statement.compile(dialect=dialect)
        into = {name: convert for name, bind in made.binds.items() if (convert := _into(bind.type, dialect))}
        own = {name: bind.effective_value for name, bind in made.binds.items() if not bind.required}
        fixed = {name: into[name](value) if name in into else value for name, value in own.items()}
        kinds = [column.type for column in self._statement.exported_columns]
        out_of = [kind.dialect_impl(dialect).result_processor(dialect, None) for kind in kinds]
        compiled = _Compiled(str(made), made.positiontup, fixed, into, out_of)
        _kept_by(dialect)[self] = compiled
        return compiled


def _kept_by(dialect: Dialect) -> dict[Prepared, _Compiled]:
    """What was compiled for one engine is kept with it: the conversion of people's words knows that engine's key."""
    kept: dict[Prepared, _Compiled] = vars(dialect).setdefault(_PREPARED, {})
    return kept


async def _driver(tx: Tx) -> tuple[Dialect, Any]:
    """The driver's own connection, which stays the same for the whole transaction."""
    connection = (await tx.connection()).sync_connection
    assert connection is not None  # noqa: S101 - an open transaction has one
    found = connection.dialect, connection.connection.driver_connection
    tx.info[_DRIVER] = found
    return found


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


async def _all(driver: Any, words: str, given: Any) -> Any:
    if isinstance(driver, psycopg.AsyncConnection):
        cursor = await driver.execute(words, given)
        return await cursor.fetchall()
    return await driver.all(words, given)
