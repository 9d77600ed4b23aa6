"""HR is told once of everybody who has no manager: nobody but they themselves can read their answers."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.notices import NoLonger
from bot.domain.roles import Role
from bot.domain.unled import UNLED
from bot.usecases import notices
from bot.usecases import roles as role_rules
from storage import reporting, roles, series, workspaces
from storage import unled as store
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person


@dataclass(frozen=True)
class WithoutManager:
    people: list[Person]


async def look(tx: Tx, now: datetime) -> None:
    """Note who has no manager now and was not noted before, and owe HR one message about all of them.

    While nobody is asked anything there is nothing to tell: before the first import everybody has none.
    """
    for workspace in await workspaces.all_active(tx):
        if not await series.running(tx, workspace.id):
            continue
        unled = {one.id for one in await reporting.without_manager(tx, workspace.id, now.date())}
        known = await store.known(tx, workspace.id)
        await store.forget(tx, sorted(known - unled))
        news = sorted(unled - known)
        if not news:
            continue
        await store.note(tx, workspace.id, news, now)
        for person in await roles.holders(tx, workspace.id, Role.HR):
            await notices.owe(
                tx,
                UNLED,
                workspace_id=workspace.id,
                subject_id=workspace.id,
                recipient_id=person.id,
                occurrence=now.isoformat(),
                due_at=now,
                now=now,
            )


async def access_without_manager(tx: Tx, notice: Notice, me: Person, now: datetime) -> WithoutManager:
    """Those of that moment who still have none. Raises NotAllowed for who is HR no longer, NoLonger where all have one by now."""
    await role_rules.require_hr(tx, me)
    still = {one.id for one in await reporting.without_manager(tx, me.workspace_id, now.date())}
    found = await store.noted_at(tx, me.workspace_id, datetime.fromisoformat(notice.occurrence))
    left = [one for one in found if one.id in still]
    if not left:
        raise NoLonger("has_manager")
    return WithoutManager(left)
