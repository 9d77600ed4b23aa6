"""Who acts: the workspace and the person behind the ids that Slack sends."""

from sqlmodel import col, select

from storage.database import Tx
from storage.people import Person
from storage.workspaces import Workspace


async def find(tx: Tx, team_id: str, slack_id: str) -> tuple[Workspace, Person] | None:
    """Both in one query: it stands in front of everything that anybody does."""
    found = (
        select(Workspace, Person)
        .join(Person, col(Person.workspace_id) == col(Workspace.id))
        .where(Workspace.team_id == team_id, Person.slack_id == slack_id)
    )
    return (await tx.exec(found)).one_or_none()
