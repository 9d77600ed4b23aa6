"""What the queue promises, on both databases alike; and, where it can, procrastinate's own queue in memory as the measure."""

from collections.abc import AsyncIterator

import pytest
from procrastinate.testing import InMemoryConnector

from storage.database import Database
from storage.queue import connector, make_app
from tests.clock import HandClock
from tests.storage.queues import Queue, with_tasks


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def queue(request: pytest.FixtureRequest) -> AsyncIterator[Queue]:
    """The queue, once in memory and once on each database."""
    if request.param == "memory":
        app = make_app(InMemoryConnector())
        async with app.open_async():
            yield with_tasks(app, None)
        return
    # The clock stands where the fixtures of both databases stand: far from the machine's time.
    database = Database(request.getfixturevalue(f"{request.param}_url"), clock=HandClock())
    app = make_app(connector(database))
    async with app.open_async():
        yield with_tasks(app, database)
    await database.close()


@pytest.fixture
async def stored(database: Database) -> AsyncIterator[Queue]:
    """The queue on each database."""
    app = make_app(connector(database))
    async with app.open_async():
        yield with_tasks(app, database)
