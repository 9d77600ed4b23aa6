"""Blockers: help that is asked for, of somebody else, once, or no more."""

from datetime import timedelta
from typing import Any

from bot.domain import checkins as rules
from bot.domain.checkins import HelpState
from storage import checkins as store
from storage import readers
from storage.checkins import Blocker, CheckIn
from tests.clock import START
from tests.team import Team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def blocker(team: Team, checkin: CheckIn) -> Blocker:
    async with team.transaction(reading=True) as tx:
        found = await store.blocker_of(tx, checkin.id)
    assert found is not None
    return found


async def test_a_request_for_help_reaches_the_one_who_was_asked_at_once(team: Team) -> None:
    checkin = await team.sent("Mei", START, blocker="The build", help_from=team.ids["Bob"])
    stored = await blocker(team, checkin)
    assert (stored.help_state, stored.help_asked_at) == (HelpState.ASKED, START)
    [notice] = await team.notices(rules.HELP, "Bob")
    assert (notice.subject_id, notice.due_at) == (stored.id, START)
    async with team.transaction(reading=True) as tx:
        assert await readers.find(tx, rules.BLOCKER, stored.id, team.ids["Bob"]) is not None
        assert await readers.find(tx, rules.RECORD, checkin.id, team.ids["Bob"]) is None


async def test_an_edit_that_asks_somebody_else_tells_the_new_one(team: Team) -> None:
    checkin = await team.sent("Mei", START, blocker="The build", help_from=team.ids["Bob"])
    await team.submit("Mei", START + HOUR, blocker="The build", help_from=team.ids["Una"])
    assert (await blocker(team, checkin)).help_from == team.ids["Una"]
    assert len(await team.notices(rules.HELP, "Bob")) == 1
    assert len(await team.notices(rules.HELP, "Una")) == 1


async def test_a_blocker_that_was_emptied_in_an_edit_is_closed_and_one_named_again_opens(team: Team) -> None:
    checkin = await team.sent("Mei", START, blocker="The build")
    await team.submit("Mei", START + HOUR, progress="x")
    assert (await blocker(team, checkin)).closed_at == START + HOUR
    await team.submit("Mei", START + 2 * HOUR, blocker="The build again")
    again = await blocker(team, checkin)
    assert (again.closed_at, again.words) == (None, "The build again")


async def test_an_edit_does_not_ask_again_for_help_that_was_asked(team: Team) -> None:
    said: dict[str, Any] = {"blocker": "The build", "help_from": team.ids["Bob"]}
    checkin = await team.sent("Mei", START, **said)
    await team.submit("Mei", START + HOUR, **said, progress="and this")
    assert (await blocker(team, checkin)).help_asked_at == START
    assert len(await team.notices(rules.HELP)) == 1
