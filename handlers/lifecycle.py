"""The bot is taken out of the workspace, or its token is revoked: nothing is sent any more, and everything is kept."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.deps import Deps
from bot.usecases import acting as people
from bot.usecases import workspaces
from handlers import acting
from handlers.installed import Installed

Json = dict[str, Any]


def register(app: AsyncApp) -> None:
    app.event("app_uninstalled")(removed)
    app.event("tokens_revoked")(revoked)


async def removed(ack: AsyncAck, body: Json, deps: Deps, installed: Installed) -> None:
    await _stop(body, deps, installed, "app_uninstalled")
    await ack()


async def revoked(ack: AsyncAck, body: Json, event: Json, deps: Deps, installed: Installed) -> None:
    """Slack names the people whose tokens were revoked; only the bot's own matters to us."""
    if (event.get("tokens") or {}).get("bot"):
        await _stop(body, deps, installed, "tokens_revoked")
    await ack()


async def _stop(body: Json, deps: Deps, installed: Installed, why: str) -> None:
    now = deps.clock.now()
    async with deps.transaction() as tx:
        if await acting.seen_before(tx, body, now):
            return
        workspace = await people.access_workspace(tx, acting.ids(body)[0])
        await workspaces.stop(tx, workspace, why, now)
    installed.forget()
