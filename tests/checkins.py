"""What stands in a check-in, and for whom."""

from bot.domain import checkins as rules
from bot.domain.checkins import Draft
from bot.usecases import checkins_rows as rows
from storage import checkins as store
from storage import readers
from storage.checkins import CheckIn
from tests.team import Team


async def draft(team: Team, checkin: CheckIn | None) -> Draft:
    """What stands in the check-in now."""
    assert checkin is not None
    async with team.transaction(reading=True) as tx:
        return await rows.draft_of(tx, await store.get(tx, checkin.id))


async def readers_of(team: Team, checkin: CheckIn) -> list[int]:
    async with team.transaction(reading=True) as tx:
        return [one.person_id for one in await readers.of(tx, rules.RECORD, checkin.id)]
