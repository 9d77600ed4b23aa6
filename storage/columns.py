"""The column types that every table shares."""

from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, String, TypeDecorator
from sqlmodel import Field

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only where the key is plainly INTEGER."""

E = TypeVar("E", bound=StrEnum)


class Choice(TypeDecorator[E]):
    """An enum kept as its short text, so that a new member needs no migration and a dump can be read."""

    impl = String(32)
    cache_ok = True

    def __init__(self, choices: type[E]) -> None:
        super().__init__(32)
        self.choices = choices

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.choices(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.choices(value)


def row_id() -> Any:
    """The numbered key of a row; the database gives it."""
    return Field(default=None, primary_key=True, sa_type=BigId)


def link(target: str, *, index: bool = False, unique: bool = False) -> Any:
    """A row that must exist, for example `link("person.id")`."""
    return Field(foreign_key=target, sa_type=BigId, index=index, unique=unique)


def link_or_none(target: str, *, index: bool = False) -> Any:
    """A row that may exist."""
    return Field(default=None, foreign_key=target, sa_type=BigId, nullable=True, index=index)


def choice(choices: type[E], default: E | None = None, *, index: bool = False) -> Any:
    """A column that holds one member of an enum; without a default it must be given."""
    if default is None:
        return Field(sa_type=Choice(choices), index=index)
    return Field(default=default, sa_type=Choice(choices), index=index)


def choice_or_none(choices: type[E]) -> Any:
    """A column that may hold one member of an enum."""
    return Field(default=None, sa_type=Choice(choices), nullable=True)
