"""Which workspace the bot's token belongs to: asked of Slack once and kept, not once a request."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from slack_bolt.authorization import AuthorizeResult

from bot.deps import Deps
from bot.domain.errors import NotAllowed
from bot.slack import InDoubt, Passing

FRESH = timedelta(minutes=10)
"""How long Slack's answer is believed: a token that is revoked without an event is noticed after that."""


class Installed:
    """Bolt's `authorize`, from one auth.test. While Slack cannot be reached, what it said last still holds."""

    def __init__(self, deps: Deps, auth: Mapping[str, Any] | None = None) -> None:
        self._deps = deps
        self._auth = auth
        self._asked_at: datetime | None = deps.clock.now() if auth else None
        self._asking = asyncio.Lock()

    def authorize(self) -> Callable[..., Awaitable[AuthorizeResult]]:
        """The function in the shape that Bolt wants: it looks at the names of the parameters."""

        async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
            auth = await self._current()
            ours = auth.get("team_id") == team_id or (
                enterprise_id is not None and auth.get("enterprise_id") == enterprise_id
            )
            if not ours:
                raise NotAllowed("not_installed")
            # Without the token: Bolt's own client is not used, ours is in `deps`.
            return AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_id=auth.get("bot_id"),
                bot_user_id=auth.get("user_id"),
            )

        return authorize

    def forget(self) -> None:
        """Ask anew next time: the token was revoked, or Slack refused it."""
        self._auth, self._asked_at = None, None

    async def _current(self) -> Mapping[str, Any]:
        async with self._asking:
            now = self._deps.clock.now()
            if self._auth is not None and self._asked_at is not None and now - self._asked_at < FRESH:
                return self._auth
            try:
                self._auth = await self._deps.slack.auth()
            except (Passing, InDoubt):
                if self._auth is None:
                    raise
            self._asked_at = now
            return self._auth
