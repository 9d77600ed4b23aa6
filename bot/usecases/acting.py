"""Who acts, and whether an event was here before."""

from datetime import datetime

from bot.domain import budget
from bot.domain import people as rules
from bot.domain.errors import NotAllowed
from storage import acting, inbound, people, workspaces
from storage.database import Tx
from storage.people import Person
from storage.workspaces import Workspace


async def access_actor(tx: Tx, team_id: str, slack_id: str, now: datetime) -> Person:
    """The person who acts. Raises NotAllowed for strangers, people who left, and guests where guests take no part.

    Whose employment has ended has left, even where their account at Slack is still open.
    """
    found = await acting.find(tx, team_id, slack_id)
    if found is None:
        raise NotAllowed("not_taking_part")
    person, guests = found
    if has_left(person, now) or (person.guest and not guests):
        raise NotAllowed("not_taking_part")
    return person


def has_left(person: Person, now: datetime) -> bool:
    """Whether they are not in the workspace any more, or the last day of their employment is over where they are."""
    return not person.active or rules.has_ended(person.employed_until, person.zone, now)


def is_to_begin(person: Person, now: datetime) -> bool:
    """Whether their first day at work is yet to come where they are: nothing is sent to them before."""
    return person.employed_from is not None and budget.local_day(person.zone, now) < person.employed_from


async def access_workspace(tx: Tx, team_id: str) -> Workspace:
    """The workspace with Slack's id. Raises NotAllowed where the bot was never installed."""
    workspace = await workspaces.find(tx, team_id)
    if workspace is None:
        raise NotAllowed("not_installed")
    return workspace


async def first_time(tx: Tx, team_id: str, event_id: str, kind: str, now: datetime) -> bool:
    """Note an event of Slack's, in the transaction of its effect. False: it was here before, and its effect is done."""
    workspace = await access_workspace(tx, team_id)
    return await inbound.first_time(tx, event_id, workspace.id, kind, now)


async def find_colleague(tx: Tx, me: Person, slack_id: str, now: datetime) -> Person | None:
    """Somebody else of the same workspace who takes part; bots, guests who do not, and who left are not found."""
    found = await people.find(tx, me.workspace_id, slack_id)
    return found if found is not None and not has_left(found, now) else None


async def access_self(tx: Tx, person_id: int, now: datetime) -> Person | None:
    """The person with this id, while they take part: for work that goes on after they acted."""
    found = await tx.get(Person, person_id)
    return found if found is not None and not has_left(found, now) else None


async def access_still(tx: Tx, person_id: int, now: datetime) -> Person:
    """The same. Raises NotAllowed for who does so no longer."""
    found = await access_self(tx, person_id, now)
    if found is None:
        raise NotAllowed("not_taking_part")
    return found


async def everyone(tx: Tx) -> list[int]:
    """The ids of all people of all workspaces, for the nightly look at who begins and who ends."""
    return await people.all_ids(tx)
