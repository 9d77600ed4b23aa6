"""Who holds the HR role, and how it comes and goes."""

from collections.abc import AsyncIterator

import pytest
from sqlmodel import select

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.roles import Role
from bot.usecases import roles
from storage.audit import AuditEntry
from storage.database import Database, Tx
from storage.people import Person
from storage.workspaces import Workspace
from tests import company
from tests.clock import START


@pytest.fixture
async def tx(database: Database) -> AsyncIterator[Tx]:
    async with database.transaction() as tx:
        yield tx


@pytest.fixture
async def owner(tx: Tx) -> Person:
    return await company.person(tx, await company.workspace(tx), "Olga", owner=True)


@pytest.fixture
async def tom(tx: Tx, owner: Person) -> Person:
    return await company.person(tx, await tx.get_one(Workspace, owner.workspace_id), "Tom")


async def acts(tx: Tx) -> list[tuple[str, int | None, int]]:
    found = await tx.exec(select(AuditEntry).order_by("id"))
    return [(entry.act, entry.actor_id, entry.subject_id) for entry in found]


async def test_an_owner_is_offered_the_role_that_nobody_holds(tx: Tx, owner: Person, tom: Person) -> None:
    assert await roles.may_be_offered_hr(tx, owner)
    assert not await roles.may_be_offered_hr(tx, tom)
    await roles.take_hr(tx, owner, START)
    await roles.take_hr(tx, owner, START)
    assert await roles.is_hr(tx, owner)
    assert not await roles.may_be_offered_hr(tx, owner)
    assert await acts(tx) == [("role.granted", owner.id, owner.id)]


async def test_who_comes_second_is_told_so(tx: Tx, owner: Person) -> None:
    workspace = await tx.get_one(Workspace, owner.workspace_id)
    second = await company.person(tx, workspace, "Petra", owner=True)
    await roles.take_hr(tx, owner, START)
    with pytest.raises(NotAllowed, match="hr_taken"):
        await roles.take_hr(tx, second, START)


async def test_whoever_owns_nothing_cannot_take_the_role(tx: Tx, tom: Person) -> None:
    with pytest.raises(NotAllowed, match="hr_only"):
        await roles.take_hr(tx, tom, START)


async def test_hr_grants_and_revokes_and_both_are_written_down(tx: Tx, owner: Person, tom: Person) -> None:
    await roles.take_hr(tx, owner, START)
    assert await roles.grant(tx, owner, tom, Role.HR, START)
    assert not await roles.grant(tx, owner, tom, Role.HR, START)
    assert await roles.revoke(tx, owner, tom, Role.HR, START)
    assert not await roles.is_hr(tx, tom)
    assert (await acts(tx))[1:] == [("role.granted", owner.id, tom.id), ("role.revoked", owner.id, tom.id)]


async def test_only_hr_grants(tx: Tx, owner: Person, tom: Person) -> None:
    with pytest.raises(NotAllowed, match="hr_only"):
        await roles.grant(tx, owner, tom, Role.HR, START)
    with pytest.raises(NotAllowed, match="hr_only"):
        await roles.revoke(tx, tom, owner, Role.HR, START)


async def test_somebody_who_left_gets_no_role(tx: Tx, owner: Person, tom: Person) -> None:
    await roles.take_hr(tx, owner, START)
    tom.active = False
    with pytest.raises(RuleBroken, match="person_inactive"):
        await roles.grant(tx, owner, tom, Role.HR, START)


async def test_the_last_one_in_hr_stays(tx: Tx, owner: Person, tom: Person) -> None:
    await roles.take_hr(tx, owner, START)
    with pytest.raises(RuleBroken, match="last_hr"):
        await roles.revoke(tx, owner, owner, Role.HR, START)
    await roles.grant(tx, owner, tom, Role.HR, START)
    assert await roles.revoke(tx, owner, owner, Role.HR, START)


async def test_hr_is_whoever_hr_chose_and_the_one_who_chose_may_leave_it(tx: Tx, owner: Person, tom: Person) -> None:
    await roles.take_hr(tx, owner, START)
    await roles.set_hr(tx, owner, ["U0OLGA", "U0TOM"], START)
    assert [one.name for one in await roles.access_hr(tx, tom)] == ["Olga", "Tom"]
    await roles.set_hr(tx, owner, ["U0TOM"], START)
    assert [one.name for one in await roles.access_hr(tx, tom)] == ["Tom"]
    with pytest.raises(NotAllowed, match="hr_only"):
        await roles.set_hr(tx, owner, ["U0OLGA"], START)


@pytest.mark.parametrize(("chosen", "code"), [([], "last_hr"), (["U0TOM", "U0BOT"], "person_inactive")])
async def test_a_choice_that_cannot_be_changes_nothing(
    tx: Tx, owner: Person, tom: Person, chosen: list[str], code: str
) -> None:
    await roles.take_hr(tx, owner, START)
    with pytest.raises(RuleBroken, match=code) as broken:
        await roles.set_hr(tx, owner, chosen, START)
    assert broken.value.field == "people"
    assert [one.name for one in await roles.access_hr(tx, owner)] == ["Olga"]
