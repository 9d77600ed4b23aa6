"""What several tests of what the clock and the workers do begin with."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.schedules.desk import Desk, open_desk


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    async with open_desk(database) as made:
        yield made
