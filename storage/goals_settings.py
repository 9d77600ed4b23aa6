"""How a workspace uses goals: what it asks for, and what of them everybody sees."""

from sqlmodel import SQLModel, select

from storage.columns import link, row_id
from storage.database import Tx
from storage.inserting import insert_once


class GoalSettings(SQLModel, table=True):
    """`perspectives`: each goal is asked for its perspective. Whose titles and progress everybody sees: those of the company and its
    departments (`shows_upper`), and those of teams and people (`shows_lower`)."""

    __tablename__ = "goal_settings"

    id: int = row_id()
    workspace_id: int = link("workspace.id", unique=True)
    perspectives: bool = False
    shows_upper: bool = True
    shows_lower: bool = False


async def get(tx: Tx, workspace_id: int) -> GoalSettings:
    """What holds in this workspace; until somebody has set it, what one begins with."""
    found = select(GoalSettings).where(GoalSettings.workspace_id == workspace_id)
    return (await tx.exec(found)).one_or_none() or GoalSettings(workspace_id=workspace_id)


async def put(tx: Tx, workspace_id: int, *, perspectives: bool, shows_upper: bool, shows_lower: bool) -> None:
    """From now on this holds."""
    await insert_once(tx, GoalSettings, {"workspace_id": workspace_id})
    one = await get(tx, workspace_id)
    one.perspectives, one.shows_upper, one.shows_lower = perspectives, shows_upper, shows_lower
    tx.add(one)
    await tx.flush()
