"""Who holds the HR role: by the settings first, else a workspace owner takes it, then HR grants it on."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.roles import Role
from storage import audit, people, roles, workspaces
from storage.database import Tx
from storage.people import Person


async def is_hr(tx: Tx, person: Person) -> bool:
    return await roles.has(tx, person.id, Role.HR)


async def require_hr(tx: Tx, actor: Person) -> None:
    """Raises NotAllowed for everybody else."""
    if not await is_hr(tx, actor):
        raise NotAllowed("hr_only")


async def may_be_offered_hr(tx: Tx, person: Person) -> bool:
    """Whether this person is an owner of a workspace in which nobody holds the HR role."""
    return person.active and person.owner and not await roles.holders(tx, person.workspace_id, Role.HR)


async def take_hr(tx: Tx, person: Person, now: datetime) -> None:
    """An owner takes the role that nobody holds. Pressed twice it changes nothing.

    Raises NotAllowed when somebody else was faster, or for those who are no owner.
    """
    await workspaces.lock(tx, person.workspace_id)
    if await is_hr(tx, person):
        return
    if not await may_be_offered_hr(tx, person):
        raise NotAllowed("hr_taken" if person.owner else "hr_only")
    await _give(tx, person, Role.HR, granted_by=person, now=now)


async def grant(tx: Tx, actor: Person, person: Person, role: Role, now: datetime) -> bool:
    """HR gives the role to somebody. Whether it is new to them.

    Raises NotAllowed for those who are not HR, RuleBroken at the field "person" for somebody who does not take part.
    """
    await require_hr(tx, actor)
    if not person.active or person.workspace_id != actor.workspace_id:
        raise RuleBroken("person_inactive", field="person")
    return await _give(tx, person, role, granted_by=actor, now=now)


async def revoke(tx: Tx, actor: Person, person: Person, role: Role, now: datetime) -> bool:
    """HR takes the role from somebody. Whether they had it. The last one in HR stays: else nobody could undo it.

    Raises NotAllowed for those who are not HR, RuleBroken("last_hr").
    """
    await workspaces.lock(tx, actor.workspace_id)
    await require_hr(tx, actor)
    if person.workspace_id != actor.workspace_id:
        raise RuleBroken("person_inactive", field="person")
    staying = [one for one in await roles.holders(tx, actor.workspace_id, role) if one.id != person.id]
    if role is Role.HR and not staying:
        raise RuleBroken("last_hr", field="person")
    gone = await roles.remove(tx, person.id, role)
    if gone:
        await audit.note(
            tx, actor.workspace_id, "role.revoked", "person", person.id, actor_id=actor.id, now=now, role=role.value
        )
    return gone


async def access_hr(tx: Tx, actor: Person) -> list[Person]:
    """Who is in HR now. Raises NotAllowed for those who are not."""
    await require_hr(tx, actor)
    return await roles.holders(tx, actor.workspace_id, Role.HR)


async def set_hr(tx: Tx, actor: Person, slack_ids: Collection[str], now: datetime) -> None:
    """From now on these people are in HR, and nobody else. First come the new ones, so that it is never nobody.

    Raises NotAllowed for those who are not HR, RuleBroken at the field "people" for somebody who does not take part.
    """
    staying = await people.by_slack_ids(tx, actor.workspace_id, list(slack_ids))
    if not staying or any(one not in staying or not staying[one].active for one in slack_ids):
        raise RuleBroken("person_inactive" if slack_ids else "last_hr", field="people")
    holders = await access_hr(tx, actor)
    for person in staying.values():
        await grant(tx, actor, person, Role.HR, now)
    # Oneself last: who is no longer in HR could not take the role from others.
    for person in sorted(holders, key=lambda one: one.id == actor.id):
        if person.slack_id not in staying:
            await revoke(tx, actor, person, Role.HR, now)


async def appoint(tx: Tx, workspace_id: int, hr_emails: Collection[str], now: datetime) -> list[Person]:
    """Give the HR role to those whom the settings name by e-mail. Answers whom it is new to."""
    found = await roles.without(tx, workspace_id, Role.HR, hr_emails) if hr_emails else []
    return [person for person in found if await _give(tx, person, Role.HR, granted_by=None, now=now)]


async def give_imported(tx: Tx, person: Person, role: Role, now: datetime) -> None:
    """An import says that this person holds the role."""
    await _give(tx, person, role, granted_by=None, now=now)


async def _give(tx: Tx, person: Person, role: Role, *, granted_by: Person | None, now: datetime) -> bool:
    giver = granted_by.id if granted_by else None
    new = await roles.add(tx, person.workspace_id, person.id, role, granted_by=giver, now=now)
    if new:
        await audit.note(
            tx, person.workspace_id, "role.granted", "person", person.id, actor_id=giver, now=now, role=role.value
        )
    return new
