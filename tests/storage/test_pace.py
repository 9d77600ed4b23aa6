"""The rows of the pace: shared by workers, on both databases."""

import asyncio
from datetime import timedelta
from itertools import pairwise

from bot.domain.notices import Lane
from bot.domain.pace import CHANNEL, SENDING
from bot.usecases import pace
from storage import pace as store
from storage.database import Database
from tests.clock import START


async def test_workers_that_come_at_once_get_slots_one_after_another(database: Database) -> None:
    async def take(recipient: int) -> float:
        async with database.transaction() as tx:
            turn = await pace.take(tx, SENDING, 1, Lane.ANSWER, [recipient], START)
        return turn.slots[0]

    slots = sorted(await asyncio.gather(*(take(recipient) for recipient in range(8))))
    apart = [round(later - earlier, 3) for earlier, later in pairwise(slots)]
    assert apart == [0, *[0.2] * 6], "the burst of one, then five a second"


async def test_a_pace_is_kept_as_it_was_written(database: Database) -> None:
    async with database.transaction() as tx:
        found = await store.shared(tx, {"1:all": SENDING}, START)
        await store.save(tx, {"1:all": found["1:all"], store.channel(1, 7): found["1:all"]})
    async with database.transaction() as tx:
        assert await store.shared(tx, {"1:all": SENDING}, START + timedelta(hours=1)) == found


async def test_a_channel_that_was_never_written_to_is_free(database: Database) -> None:
    async with database.transaction() as tx:
        (free,) = await store.channels(tx, [store.channel(1, 7)], START)
    assert (free.rate, free.wait(START)) == (CHANNEL.start, 0)


async def test_what_is_undone_was_not_taken(database: Database) -> None:
    try:
        async with database.transaction() as tx:
            await pace.take(tx, SENDING, 1, Lane.ANSWER, [7], START)
            raise KeyError
    except KeyError:
        async with database.transaction() as tx:
            assert (await pace.take(tx, SENDING, 1, Lane.ANSWER, [7], START)).slots == (0.0,)
