"""When the roster is read: once when a process begins, and then each night."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from bot.domain.cadence import moment, zone_of
from bot.domain.people import ROSTER
from bot.usecases import roles
from storage import jobs, workspaces
from storage.database import Tx
from storage.people import Person
from storage.workspaces import Workspace, WorkspaceState

AT = time(2)
"""By the workspace's clock: nobody works, and it is before the first prompt of the day."""


async def due(tx: Tx, begun: Collection[int], now: datetime) -> list[tuple[Workspace, datetime]]:
    """The workspaces whose roster has to be read, with the moment since when; those not in `begun` have to at once."""
    found = []
    for workspace in await workspaces.all_active(tx):
        since = _night(workspace, now) if workspace.id in begun else now
        if not _is_done(workspace, since):
            found.append((workspace, since))
    return found


async def ask(tx: Tx, workspace: Workspace, since: datetime) -> None:
    """A worker reads it: one at a time in each workspace, and no more than one waits for its turn."""
    name = f"{ROSTER}:{workspace.id}"
    await jobs.add(
        tx,
        ROSTER,
        args={"workspace": workspace.id, "since": since.isoformat()},
        queueing_lock=name,
        lock=name,
    )


async def unfinished(tx: Tx, workspace_id: int, since: datetime) -> Workspace | None:
    """The workspace, unless its roster was read since then, or nothing is to be asked of Slack there."""
    workspace = await workspaces.get(tx, workspace_id)
    return None if workspace.state is WorkspaceState.STOPPED or _is_done(workspace, since) else workspace


async def finish(tx: Tx, workspace_id: int, hr_emails: Collection[str], begun: datetime, now: datetime) -> list[Person]:
    """The run that began then is complete. The people whom the settings name get the HR role; answers whom it is new to."""
    (await workspaces.get(tx, workspace_id)).roster_synced_at = begun
    return await roles.appoint(tx, workspace_id, hr_emails, now)


def _is_done(workspace: Workspace, since: datetime) -> bool:
    return workspace.roster_synced_at is not None and workspace.roster_synced_at >= since


def _night(workspace: Workspace, now: datetime) -> datetime:
    """The last time the night's hour came, in UTC."""
    zone = zone_of(workspace.zone)
    today = moment(now.astimezone(zone).date(), AT, zone)
    return today if today <= now else moment(now.astimezone(zone).date() - timedelta(days=1), AT, zone)
