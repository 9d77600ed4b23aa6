"""The company's values: everybody chooses from them, HR lists them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import values as rules
from bot.domain.errors import RuleBroken
from bot.usecases import roles
from storage import audit, people, workspaces
from storage import values as store
from storage.audit import AuditEntry
from storage.database import Tx
from storage.people import Person
from storage.values import CompanyValue


@dataclass(frozen=True)
class Listed:
    """The list as HR edits it. `revision` tells it from the lists before and after it.

    `by`: these people changed it meanwhile, and nothing was stored.
    """

    values: list[CompanyValue]
    revision: int
    by: list[str] = field(default_factory=list)


async def access_values(tx: Tx, viewer: Person) -> list[CompanyValue]:
    """What somebody can choose from, in HR's order. Empty: HR has not listed any."""
    return [one for one in await store.of_workspace(tx, viewer.workspace_id) if one.retired_at is None]


async def access_value(tx: Tx, viewer: Person, value_id: int) -> CompanyValue:
    """The value that somebody chose. Raises RuleBroken at the field "value" for one that is not offered (any more)."""
    found = await tx.get(CompanyValue, value_id)
    if found is None or found.workspace_id != viewer.workspace_id or found.retired_at is not None:
        raise RuleBroken("value_gone", field="value")
    return found


async def access_list(tx: Tx, hr: Person) -> Listed:
    """The list, to be edited. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    return Listed(await access_values(tx, hr), _revision(await _edits(tx, hr)))


async def set_values(tx: Tx, hr: Person, text: str, revision: int, now: datetime) -> Listed:
    """From now on these are the values, one a line. `revision` is that of the list which the form was filled from.

    The same again changes nothing. One that is missing is retired, and one that comes back is what it was.
    Raises NotAllowed for anybody but HR, RuleBroken at the field "values".
    """
    await roles.require_hr(tx, hr)
    names = rules.check(text)
    await workspaces.lock(tx, hr.workspace_id)
    every, edits = await store.of_workspace(tx, hr.workspace_id), await _edits(tx, hr)
    listed = [one for one in every if one.retired_at is None]
    if names == [one.name for one in listed]:
        return Listed(listed, _revision(edits))
    if by := [one for one in edits if one.id > revision]:
        return Listed(listed, _revision(edits), await _names(tx, by))
    values = _put(hr, every, names, now)
    tx.add_all(every + values)
    await tx.flush()
    before, after = {one.id for one in listed}, {one.id for one in values}
    details = {"added": sorted(after - before), "retired": sorted(before - after)}
    await audit.note(tx, hr.workspace_id, rules.EDIT, "workspace", hr.workspace_id, actor_id=hr.id, now=now, **details)
    await tx.flush()
    return Listed(values, _revision(await _edits(tx, hr)))


def _put(hr: Person, every: Sequence[CompanyValue], names: Sequence[str], now: datetime) -> list[CompanyValue]:
    """The values of these names, in this order; what is not among them retires."""
    known = {one.name.casefold(): one for one in every}
    found = []
    for position, name in enumerate(names, start=1):
        one = known.get(name.casefold()) or CompanyValue(workspace_id=hr.workspace_id, name=name, position=position)
        one.name, one.position, one.retired_at = name, position, None
        found.append(one)
    wanted = {name.casefold() for name in names}
    for one in every:
        if one.name.casefold() not in wanted:
            one.retired_at = one.retired_at or now
    return found


async def _edits(tx: Tx, hr: Person) -> list[AuditEntry]:
    return await audit.about(tx, hr.workspace_id, rules.EDIT, "workspace", hr.workspace_id)


def _revision(edits: Sequence[AuditEntry]) -> int:
    """Which list it is: the number of the entry that tells of it."""
    return edits[-1].id if edits else 0


async def _names(tx: Tx, edits: Sequence[AuditEntry]) -> list[str]:
    ids = [one.actor_id for one in edits if one.actor_id is not None]
    who = await people.by_ids(tx, ids)
    return [who[one].name for one in dict.fromkeys(ids)]
