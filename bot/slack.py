"""The one Slack client: a shared session, and errors sorted into passing, permanent and in doubt."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackObjectFormationError
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

QUICK_SECONDS = 2.0
"""For what somebody waits for: Slack gives three seconds in all."""
BULK_SECONDS = 10.0
PAGE = 200
"""Entries per page of a list method: what Slack recommends (SLACK.md §3.2)."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PASSING = frozenset({"ratelimited", "rate_limited", "team_added_to_org"})
WORKSPACE_STOPS = frozenset(
    {
        "account_inactive",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "message_limit_exceeded",
        "missing_scope",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
OVERTAKEN = "hash_conflict"
"""Slack's word for a view that was changed after the click that is being answered."""
UNSURE = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout"})


class SlackTrouble(Exception):
    """A call to Slack did not do what was asked. `code` is Slack's own word for it."""

    def __init__(self, method: str, code: str, *, needed: str | None = None) -> None:
        super().__init__(f"{method}: {code}")
        self.method = method
        self.code = code
        self.needed = needed


class Passing(SlackTrouble):
    """Nothing happened; the same call may work after `retry_after` seconds."""

    def __init__(self, method: str, code: str, retry_after: float) -> None:
        super().__init__(method, code)
        self.retry_after = retry_after


class Permanent(SlackTrouble):
    """Nothing happened, and the same call will never work for this person or channel."""


class WorkspaceStopped(SlackTrouble):
    """Nothing will work for the whole workspace until somebody mends the installation."""


class InDoubt(SlackTrouble):
    """The answer was lost or unclear: what was asked may have happened."""


@dataclass(frozen=True)
class Message:
    """What the bot says: `text` carries the meaning for screen readers and lock screens, without private words."""

    text: str
    blocks: list[Json]


@dataclass(frozen=True)
class Posted:
    channel: str
    ts: str


class Slack:
    """Calls Slack's Web API through two clients on one session: quick for what somebody waits for, and bulk."""

    def __init__(self, session: aiohttp.ClientSession, token: str, api_url: str) -> None:
        self._session = session
        self._client = AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])
        if urlsplit(api_url).hostname in LOOPBACK:
            # The SDK takes a proxy from the environment, and would ask it for this very machine.
            self._client.proxy = None

    async def _call(self, method: str, *, seconds: float = QUICK_SECONDS, query: bool = False, **args: object) -> Json:
        given = {name: value for name, value in args.items() if value is not None}
        sent: dict[str, Any] = {"params": given} if query else {"json": given}
        try:
            async with asyncio.timeout(seconds):
                response = await self._client.api_call(method, **sent)
        except SlackApiError as error:
            raise _sorted(method, error) from error
        except (aiohttp.ClientConnectorError, SlackObjectFormationError) as error:
            raise Passing(method, "unreachable", 30) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise InDoubt(method, "no_answer") from error
        data = response.data
        if not isinstance(data, dict):
            raise InDoubt(method, "no_answer")
        return data

    async def post(
        self, channel: str, message: Message, *, thread_ts: str | None = None, metadata: Mapping[str, str] | None = None
    ) -> Posted:
        """Post to a channel, or to a person by their user id; gives back where it landed."""
        answer = await self._call(
            "chat.postMessage",
            seconds=BULK_SECONDS,
            channel=channel,
            text=message.text,
            blocks=message.blocks,
            thread_ts=thread_ts,
            metadata={"event_type": "growloop_notice", "event_payload": dict(metadata)} if metadata else None,
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(answer["channel"], answer["ts"])

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Replace a message of ours."""
        await self._call(
            "chat.update", seconds=BULK_SECONDS, channel=channel, ts=ts, text=message.text, blocks=message.blocks
        )

    async def whisper(self, channel: str, person: str, message: Message) -> None:
        """A message that only this person sees, and that does not stay."""
        await self._call("chat.postEphemeral", channel=channel, user=person, text=message.text, blocks=message.blocks)

    async def open_dm(self, person: str) -> str:
        """The id of the direct message between this person and the bot."""
        answer = await self._call("conversations.open", seconds=BULK_SECONDS, users=person)
        return str(answer["channel"]["id"])

    async def recent(self, channel: str, *, oldest: str, thread_ts: str | None = None) -> AsyncIterator[Json]:
        """The messages of a DM of ours since `oldest` (a Slack ts), with their metadata."""
        method = "conversations.replies" if thread_ts else "conversations.history"
        args: Json = {
            "channel": channel,
            "oldest": oldest,
            "include_all_metadata": True,
            "limit": PAGE,
            "ts": thread_ts,
        }
        async for page in self._pages(method, args):
            for message in page["messages"]:
                yield message

    async def upload(self, name: str, content: bytes, alt: str) -> str:
        """Give Slack a file that nobody sees yet; its id. `alt` describes it to those who do not see it. Safe to repeat."""
        given = {"filename": name, "length": len(content), "alt_txt": alt}
        place = await self._call("files.getUploadURLExternal", seconds=BULK_SECONDS, query=True, **given)
        try:
            async with asyncio.timeout(BULK_SECONDS), self._session.post(place["upload_url"], data=content) as answer:
                if answer.status != HTTPStatus.OK:
                    raise Passing("upload", f"http_{answer.status}", 30)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Passing("upload", "unreachable", 30) from error
        return str(place["file_id"])

    async def share(self, file_id: str, title: str, channel: str, thread_ts: str | None = None) -> None:
        """Show an uploaded file in a conversation in which the bot is, or in a thread of it."""
        given: Json = {"files": [{"id": file_id, "title": title}], "channel_id": channel, "thread_ts": thread_ts}
        await self._call("files.completeUploadExternal", seconds=BULK_SECONDS, **given)

    async def open_view(self, trigger_id: str, view: Json) -> Json:
        return dict((await self._call("views.open", trigger_id=trigger_id, view=view))["view"])

    async def push_view(self, trigger_id: str, view: Json) -> Json:
        return dict((await self._call("views.push", trigger_id=trigger_id, view=view))["view"])

    async def update_view(self, view_id: str, view: Json, *, hash_: str | None = None) -> str | None:
        """Show this in the modal; its hash. With the hash of what was clicked, only if that is still there: after a double click it is
        not, and the answer is None.
        """
        try:
            answer = await self._call("views.update", view_id=view_id, view=view, hash=hash_)
        except Permanent as refused:
            if refused.code != OVERTAKEN:
                raise
            return None
        return str(answer["view"]["hash"])

    async def publish_home(self, person: str, view: Json) -> None:
        await self._call("views.publish", user_id=person, view=view)

    async def users_page(self, cursor: str | None = None) -> tuple[list[Json], str | None]:
        """One page of the roster, with locales, and the cursor of the next one; None: it was the last."""
        args = _flat({"limit": PAGE, "include_locale": True})
        page = await self._call("users.list", seconds=BULK_SECONDS, query=True, **args, cursor=cursor)
        return page["members"], (page.get("response_metadata") or {}).get("next_cursor") or None

    async def user(self, slack_id: str) -> Json:
        answer = await self._call("users.info", query=True, user=slack_id, include_locale=True)
        return dict(answer["user"])

    async def team(self) -> Json:
        return dict((await self._call("team.info", seconds=BULK_SECONDS, query=True))["team"])

    async def auth(self) -> Json:
        """Who this token is: team_id, user_id, bot_id …; and the scopes it has, under "scopes"."""
        try:
            async with asyncio.timeout(BULK_SECONDS):
                response = await self._client.api_call("auth.test")
        except SlackApiError as error:
            raise _sorted("auth.test", error) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Passing("auth.test", "unreachable", 30) from error
        data = dict(response.data) if isinstance(response.data, dict) else {}
        headers = {name.lower(): value for name, value in response.headers.items()}
        scopes = headers.get("x-oauth-scopes", "")
        date_header = headers.get("date")
        return {**data, "scopes": [scope for scope in scopes.split(",") if scope], "date": date_header}

    async def _pages(self, method: str, args: Json) -> AsyncIterator[Json]:
        cursor: str | None = None
        while True:
            page = await self._call(method, seconds=BULK_SECONDS, query=True, **{**_flat(args), "cursor": cursor})
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return


def _flat(args: Json) -> Json:
    """Query strings know no booleans."""
    return {name: int(value) if isinstance(value, bool) else value for name, value in args.items()}


def _sorted(method: str, error: SlackApiError) -> SlackTrouble:
    response = error.response
    status = int(getattr(response, "status_code", 0) or 0)
    headers = {str(name).lower(): value for name, value in dict(getattr(response, "headers", {}) or {}).items()}
    data = response.data if isinstance(getattr(response, "data", None), dict) else {}
    code = str(data.get("error") or f"http_{status}")
    if status == 429 or code in PASSING:
        return Passing(method, code, float(headers.get("retry-after", 30)))
    if code in WORKSPACE_STOPS:
        return WorkspaceStopped(method, code, needed=data.get("needed"))
    if status >= 500 or code in UNSURE:
        return InDoubt(method, code)
    return Permanent(method, code)
