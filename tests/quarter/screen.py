"""How people press a button in a simulated quarter: at times twice, at times into a process that dies, and then once more."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from bot.domain.errors import Refused
from bot.usecases import acting
from storage.database import Tx
from storage.people import Person
from tests.quarter.ledger import Ledger
from tests.year.company import TEAM
from tests.year.humans import Human
from tests.year.world import World

Result = TypeVar("Result")
Press = Callable[[Tx, Person, datetime], Awaitable[Result]]
TWICE, DIES = 0.12, 0.05


class _Died(Exception):
    """The process ended before the transaction did."""


class Screen:
    """The devices of everybody. What `press` answers was acknowledged."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self.world, self.ledger = world, ledger
        self._views = itertools.count(1)

    def view(self) -> str:
        """A modal that was opened: what is sent from it bears its name, however often."""
        return f"view:V{next(self._views)}"

    async def look(self, human: Human, act: Press[Result]) -> Result:
        async with self.world.deps.transaction(reading=True) as tx:
            return await act(tx, await self._me(tx, human), self.world.clock.now())

    async def press(self, human: Human, act: Press[Result]) -> Result:
        """Submit. Raises what it was refused with, where no press of it went through."""
        chance = self.world.chance
        if chance.random() < DIES:
            await self._die(human, act)
        times = 2 if chance.random() < TWICE else 1
        self.ledger.repeated += times - 1
        found = await asyncio.gather(*(self._once(human, act) for _ in range(times)), return_exceptions=True)
        return _first(found)

    async def at_once(self, *acts: tuple[Human, Press[Result]]) -> list[tuple[int, Result]]:
        """Several devices at the same moment: the answers of those that went through, each with its place among them."""
        found = await asyncio.gather(*(self._once(human, act) for human, act in acts), return_exceptions=True)
        wrong = [one for one in found if isinstance(one, BaseException) and not isinstance(one, Refused)]
        if wrong:
            raise wrong[0]
        return [(place, one) for place, one in enumerate(found) if not isinstance(one, BaseException)]

    async def _once(self, human: Human, act: Press[Result]) -> Result:
        async with self.world.deps.transaction() as tx:
            return await act(tx, await self._me(tx, human), self.world.clock.now())

    async def _die(self, human: Human, act: Press[Result]) -> None:
        self.ledger.died += 1
        try:
            async with self.world.deps.transaction() as tx:
                await act(tx, await self._me(tx, human), self.world.clock.now())
                raise _Died
        except (_Died, Refused):
            return

    async def _me(self, tx: Tx, human: Human) -> Person:
        return await acting.access_actor(tx, TEAM, human.slack_id, self.world.clock.now())


def _first(found: list[Result | BaseException]) -> Result:
    """What the person saw in the end: that it was done, where one press of theirs went through."""
    done = [one for one in found if not isinstance(one, BaseException)]
    wrong = [one for one in found if isinstance(one, BaseException) and not isinstance(one, Refused)]
    if wrong:
        raise wrong[0]
    if done:
        return done[0]
    refused = found[0]
    assert isinstance(refused, Refused)
    raise refused
