"""Who acts: the workspace and the person behind the ids that Slack sends."""

from sqlalchemy import bindparam
from sqlmodel import col, select

from storage.database import Tx
from storage.people import Person
from storage.workspaces import Workspace

# Written down once: putting a statement together takes longer than running it, and this one runs for every click.
_FIND = (
    select(Person, Workspace.guests)
    .join(Person, col(Person.workspace_id) == col(Workspace.id))
    .where(col(Workspace.team_id) == bindparam("team"), col(Person.slack_id) == bindparam("slack"))
)


async def find(tx: Tx, team_id: str, slack_id: str) -> tuple[Person, bool] | None:
    """The person, and whether guests take part there, in one query: it stands in front of everything that anybody does."""
    return (await tx.exec(_FIND, params={"team": team_id, "slack": slack_id})).one_or_none()
