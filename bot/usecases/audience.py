"""Who is meant by a rule, among people that are at hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from bot.domain.audience import Audience
from storage import reporting
from storage.database import Tx


class Known(Protocol):
    """Somebody, as far as a rule asks."""

    @property
    def id(self) -> int: ...


P = TypeVar("P", bound=Known)


def rule_of(kept: Mapping[str, Any]) -> Audience:
    """The rule as it is kept with its series."""
    return Audience(**{name: tuple(values) for name, values in kept.items()})


def kept(rule: Audience) -> dict[str, list[int]]:
    """The rule as it is kept with its series: what is empty is left out."""
    named = {"people": rule.people, "departments": rule.departments, "trees": rule.trees, "without": rule.without}
    return {name: list(ids) for name, ids in named.items() if ids}


async def among(tx: Tx, held: Mapping[str, Any], people: Sequence[P], on: date) -> list[P]:
    """Those of these people who are meant by the rule on that day."""
    rule = rule_of(held)
    if rule == Audience():
        return list(people)
    ids = [one.id for one in people]
    departments = await reporting.departments_of(tx, ids, on) if rule.departments else {}
    above = await _above(tx, ids, on) if rule.trees else {}
    return [one for one in people if rule.means(one.id, departments.get(one.id), _chain(above, one.id))]


async def _above(tx: Tx, ids: Sequence[int], on: date) -> dict[int, int]:
    """To whom each of these reports, and to whom those, up to the top."""
    found: dict[int, int] = {}
    seen: set[int] = set()
    asked = set(ids)
    while asked:
        seen |= asked
        managers = await reporting.managers_of(tx, sorted(asked), on)
        found |= managers
        asked = set(managers.values()) - seen
    return found


def _chain(above: Mapping[int, int], person_id: int) -> list[int]:
    """Those above somebody, the nearest first; it ends where a circle would close."""
    found: list[int] = []
    one = above.get(person_id)
    while one is not None and one not in found:
        found.append(one)
        one = above.get(one)
    return found
