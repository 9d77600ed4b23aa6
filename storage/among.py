"""Rows whose key is among many: one value for the statement, however many keys, so that it is put together and planned once."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, Dialect, Text, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class _Keys(TypeDecorator[Any]):
    """Many keys as one value: an array where there are any, else JSON."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigInteger()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return list(value) if dialect.name == "postgresql" else json.dumps(list(value))


class _Among(FunctionElement[Any]):
    type = Boolean()
    inherit_cache = True


@compiles(_Among, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    key, keys = (compiler.process(one, **options) for one in element.clauses)
    return f"{key} IN (SELECT value FROM json_each({keys}))"  # noqa: S608 - both are parts that the compiler made


@compiles(_Among, "postgresql")
def _postgres(element: Any, compiler: Any, **options: Any) -> str:
    key, keys = (compiler.process(one, **options) for one in element.clauses)
    return f"{key} = ANY ({keys})"


def among(key: Any, keys: Sequence[int]) -> Any:
    """The condition that this column's value is one of the keys."""
    return _Among(key, bindparam("keys", keys, type_=_Keys(), unique=True))
