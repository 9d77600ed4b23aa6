"""Help with a blocker: asked of one, accepted once, withdrawn in time, and solved by the one whose it is."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain import checkins
from bot.domain.checkins import HelpState
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger, State
from bot.usecases import help as usecases
from storage import checkins as store
from storage.checkins import Blocker
from tests.clock import START
from tests.team import Team

LATER = START + timedelta(hours=1)


@pytest.fixture
async def blocker(team: Team) -> Blocker:
    """Mei asked Bob for help with the build."""
    checkin = await team.sent("Mei", START, progress="private", blocker="The build", help_from=team.ids["Bob"])
    async with team.transaction(reading=True) as tx:
        found = await store.blocker_of(tx, checkin.id)
    assert found is not None
    return found


async def accept(team: Team, name: str, blocker: Blocker) -> usecases.Help:
    async with team.transaction() as tx:
        return await usecases.accept(tx, await team.person(tx, name), blocker.id, LATER)


async def asked(team: Team, name: str, posted: bool = False) -> usecases.Help:
    """The request as Bob's notice shows it to somebody."""
    if posted:
        await team.delivered(checkins.HELP, "Bob", "300.1")
    [notice] = await team.notices(checkins.HELP, "Bob")
    async with team.transaction(reading=True) as tx:
        return await usecases.access_help(tx, notice, await team.person(tx, name), LATER)


async def stored(team: Team, blocker: Blocker) -> Blocker:
    async with team.transaction(reading=True) as tx:
        return await tx.get_one(Blocker, blocker.id)


async def test_the_one_who_was_asked_sees_the_blocker(team: Team, blocker: Blocker) -> None:
    shown = await asked(team, "Bob")
    assert (shown.blocker.words, shown.asker.name, shown.closed) == ("The build", "Mei", False)


@pytest.mark.parametrize("name", ["Tom", "Ann", "Una"])
async def test_the_request_goes_to_nobody_else(team: Team, blocker: Blocker, name: str) -> None:
    with pytest.raises(NoLonger, match="withdrawn"):
        await asked(team, name)


async def test_accepted_twice_is_accepted_once_and_told_once(team: Team, blocker: Blocker) -> None:
    await team.delivered(checkins.HELP, "Bob", "300.1")
    await asyncio.gather(*(accept(team, "Bob", blocker) for _ in range(4)))
    found = await stored(team, blocker)
    assert (found.help_state, found.help_answered_at) == (HelpState.ACCEPTED, LATER)
    assert len(await team.notices(checkins.HELP_ACCEPTED, "Mei")) == 1
    [request] = await team.notices(checkins.HELP, "Bob")
    assert (request.state, request.ts) == (State.PENDING, "300.1")


@pytest.mark.parametrize("name", ["Mei", "Tom", "Ann", "Una"])
async def test_nobody_accepts_who_was_not_asked(team: Team, blocker: Blocker, name: str) -> None:
    with pytest.raises(NotAllowed, match="not_found"):
        await accept(team, name, blocker)
    assert (await stored(team, blocker)).help_state == HelpState.ASKED


async def test_a_request_that_was_withdrawn_before_it_was_sent_is_not_sent(team: Team, blocker: Blocker) -> None:
    await team.submit("Mei", LATER, progress="Solved it")
    with pytest.raises(NoLonger, match="withdrawn"):
        await asked(team, "Bob")
    with pytest.raises(NotAllowed, match="help_withdrawn"):
        await accept(team, "Bob", blocker)


async def test_a_request_that_was_withdrawn_later_says_so_where_it_stands(team: Team, blocker: Blocker) -> None:
    await team.delivered(checkins.HELP, "Bob", "300.1")
    await team.submit("Mei", LATER, progress="x", blocker="The build", help_from=team.ids["Una"])
    [request] = await team.notices(checkins.HELP, "Bob")
    assert request.state == State.PENDING
    shown = await asked(team, "Bob")
    assert shown.closed
    with pytest.raises(NotAllowed, match="help_withdrawn"):
        await accept(team, "Bob", blocker)


async def test_a_request_whose_help_is_no_longer_wanted_says_so_where_it_stands(team: Team, blocker: Blocker) -> None:
    await team.delivered(checkins.HELP, "Bob", "300.1")
    await team.submit("Mei", LATER, progress="x", blocker="The build")
    [request] = await team.notices(checkins.HELP, "Bob")
    assert request.state == State.PENDING
    assert (await asked(team, "Bob")).closed


async def test_asking_the_same_one_again_after_another_asks_them_anew(team: Team, blocker: Blocker) -> None:
    await team.delivered(checkins.HELP, "Bob", "300.1")
    await team.submit("Mei", LATER, blocker="The build", help_from=team.ids["Una"])
    await team.submit("Mei", LATER, blocker="The build", help_from=team.ids["Bob"])
    assert not (await asked(team, "Bob")).closed
    assert (await accept(team, "Bob", blocker)).helper.name == "Bob"


async def test_whoever_is_asked_again_is_told_although_the_first_request_was_dropped(
    team: Team, blocker: Blocker
) -> None:
    """Mei asks Bob, then Una before Bob was told, then Bob after all: his request was dropped meanwhile, as withdrawn."""
    await team.submit("Mei", LATER, blocker="The build", help_from=team.ids["Una"])
    async with team.transaction() as tx:
        [notice] = await team.notices(checkins.HELP, "Bob")
        notice.state, notice.why = State.DROPPED, "withdrawn"
        await tx.merge(notice)
    await team.submit("Mei", LATER, blocker="The build", help_from=team.ids["Bob"])
    [notice] = await team.notices(checkins.HELP, "Bob")
    assert (notice.state, notice.why, notice.due_at) == (State.PENDING, None, LATER)
    assert notice.batched_at == LATER


async def test_only_the_one_whose_blocker_it_is_says_that_it_is_solved(team: Team, blocker: Blocker) -> None:
    for name in ("Bob", "Tom", "Ann"):
        with pytest.raises(NotAllowed, match="not_found"):
            async with team.transaction() as tx:
                await usecases.solve(tx, await team.person(tx, name), blocker.id, LATER)
    await team.delivered(checkins.HELP, "Bob", "300.1")
    for _ in range(2):
        async with team.transaction() as tx:
            await usecases.solve(tx, await team.person(tx, "Mei"), blocker.id, LATER)
    assert (await stored(team, blocker)).closed_at == LATER
    assert (await asked(team, "Bob")).closed


async def test_what_was_accepted_is_told_to_the_one_who_asked_and_nobody_else(team: Team, blocker: Blocker) -> None:
    await accept(team, "Bob", blocker)
    [notice] = await team.notices(checkins.HELP_ACCEPTED, "Mei")
    async with team.transaction(reading=True) as tx:
        shown = await usecases.access_accepted(tx, notice, await team.person(tx, "Mei"), LATER)
        assert shown.helper.name == "Bob"
        with pytest.raises(NotAllowed, match="not_found"):
            await usecases.access_accepted(tx, notice, await team.person(tx, "Tom"), LATER)
