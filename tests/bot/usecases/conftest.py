"""What the tests of several use cases begin with."""

import pytest

from storage.database import Database
from tests import team as teams


@pytest.fixture
async def team(database: Database) -> teams.Team:
    """A team whose weekly check-in runs, once on each database."""
    return await teams.found(database)
