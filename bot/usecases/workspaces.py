"""The workspace's own life: the bot is installed, and one day it may be taken out again."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from storage import audit, workspaces
from storage.database import Tx
from storage.inserting import insert_once
from storage.workspaces import Workspace, WorkspaceState


async def install(
    tx: Tx, auth: Mapping[str, Any], team: Mapping[str, Any], *, guests: bool, now: datetime
) -> Workspace:
    """The workspace that this token belongs to, as Slack describes it now; one that was stopped goes on.

    `auth` is Slack's answer to auth.test, `team` its answer to team.info.
    """
    team_id = str(auth["team_id"])
    # Several processes may start at once: the first one makes the row.
    await insert_once(tx, Workspace, {"team_id": team_id, "name": team_id, "state": WorkspaceState.ACTIVE})
    workspace = await workspaces.find(tx, team_id)
    assert workspace is not None  # noqa: S101 - it was made just now
    workspace.enterprise_id = auth.get("enterprise_id") or team.get("enterprise_id") or None
    workspace.name = str(team.get("name") or auth.get("team") or team_id)[:255]
    workspace.domain = str(team.get("domain") or "")[:255]
    workspace.bot_user_id = str(auth.get("user_id") or "")
    workspace.zone = _zone(team.get("tz")) or workspace.zone
    workspace.locale = str(team.get("locale") or workspace.locale)[:16]
    workspace.guests = guests
    await tx.flush()
    if workspace.state is WorkspaceState.STOPPED:
        workspace.state, workspace.stopped_why, workspace.stopped_at = WorkspaceState.ACTIVE, None, None
        await audit.note(tx, workspace.id, "workspace.started", "workspace", workspace.id, actor_id=None, now=now)
    return workspace


async def stop(tx: Tx, workspace: Workspace, why: str, now: datetime) -> None:
    """Nothing is sent any more, and everything is kept. Once stopped, the first reason stays."""
    if workspace.state is WorkspaceState.STOPPED:
        return
    workspace.state, workspace.stopped_why, workspace.stopped_at = WorkspaceState.STOPPED, why[:64], now
    await audit.note(tx, workspace.id, "workspace.stopped", "workspace", workspace.id, actor_id=None, now=now, why=why)


def _zone(given: object) -> str | None:
    """A zone that zoneinfo knows."""
    return str(ZoneInfo(str(given))) if given in _zones() else None


@cache
def _zones() -> frozenset[str]:
    """Looked up once: it reads hundreds of files."""
    return frozenset(available_timezones())
