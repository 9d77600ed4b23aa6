"""HR lists the company's values: nothing that was chosen is lost, and two at once are told."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.roles import Role
from bot.usecases import roles
from bot.usecases import values as usecases
from bot.usecases.values import Listed
from storage.audit import AuditEntry
from storage.values import CompanyValue
from tests import company
from tests.clock import START
from tests.team import Team

LATER = START + timedelta(minutes=10)


@pytest.fixture
async def two(team: Team) -> Team:
    """Ann and Tom are both in HR."""
    async with team.transaction() as tx:
        await roles.grant(tx, await team.person(tx, "Ann"), await team.person(tx, "Tom"), Role.HR, START)
    return team


async def put(team: Team, text: str, revision: int = 0, *, by: str = "Ann") -> Listed:
    async with team.transaction() as tx:
        return await usecases.set_values(tx, await team.person(tx, by), text, revision, LATER)


async def offered(team: Team, name: str = "Mei") -> list[str]:
    async with team.transaction(reading=True) as tx:
        return [one.name for one in await usecases.access_values(tx, await team.person(tx, name))]


async def rows(team: Team) -> list[CompanyValue]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(CompanyValue).order_by(CompanyValue.id)))  # type: ignore[arg-type]


async def test_what_hr_lists_is_offered_to_everybody_in_that_order(team: Team) -> None:
    assert await offered(team) == []
    await put(team, "Look twice\nAsk early")
    assert await offered(team) == ["Look twice", "Ask early"]


async def test_a_value_that_is_taken_out_is_not_offered_and_stays_where_it_was_chosen(team: Team) -> None:
    first = await put(team, "Look twice\nAsk early")
    then = await put(team, "Ask early\nFinish together", first.revision)
    assert await offered(team) == ["Ask early", "Finish together"]
    async with team.transaction(reading=True) as tx:
        mei = await team.person(tx, "Mei")
        assert (await usecases.access_value(tx, mei, first.values[1].id)).name == "Ask early"
        with pytest.raises(RuleBroken, match="value_gone"):
            await usecases.access_value(tx, mei, first.values[0].id)
    assert [one.name for one in await rows(team)] == ["Look twice", "Ask early", "Finish together"]
    await put(team, "look TWICE", then.revision)
    assert await offered(team) == ["look TWICE"]
    assert [one.id for one in await rows(team)] == [one.id for one in (*first.values, then.values[1])]


async def test_the_same_again_changes_nothing_and_is_no_edit(team: Team) -> None:
    first = await put(team, "Look twice")
    assert (await put(team, " Look  twice \n", 0)).by == []
    assert (await put(team, "Look twice", first.revision)).revision == first.revision
    async with team.transaction(reading=True) as tx:
        assert len(list(await tx.exec(select(AuditEntry).where(AuditEntry.act == "values.edit")))) == 1


async def test_the_second_of_two_is_told_who_was_faster_and_nothing_of_theirs_is_stored(two: Team) -> None:
    await put(two, "Look twice")
    late = await put(two, "Ask early", 0, by="Tom")
    assert (late.by, [one.name for one in late.values]) == (["Ann"], ["Look twice"])
    assert await offered(two) == ["Look twice"]
    assert (await put(two, "Ask early", late.revision, by="Tom")).by == []
    assert await offered(two) == ["Ask early"]


async def test_nobody_but_hr_lists_values(team: Team) -> None:
    with pytest.raises(NotAllowed, match="hr_only"):
        await put(team, "Look twice", by="Tom")
    async with team.transaction(reading=True) as tx:
        with pytest.raises(NotAllowed, match="hr_only"):
            await usecases.access_list(tx, await team.person(tx, "Tom"))


async def test_the_values_of_another_workspace_are_not_offered(team: Team) -> None:
    [theirs] = (await put(team, "Look twice")).values
    async with team.transaction() as tx:
        at = await company.workspace(tx, team_id="T0OTHER")
        stranger = await company.person(tx, at, "Stranger")
        assert await usecases.access_values(tx, stranger) == []
        with pytest.raises(RuleBroken, match="value_gone"):
            await usecases.access_value(tx, stranger, theirs.id)
