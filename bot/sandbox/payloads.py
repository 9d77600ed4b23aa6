"""The bodies that an app receives and the objects that the Web API answers with."""

import secrets
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.sandbox.inputs import STATE_KEYS
from bot.sandbox.model import Channel, Json, Message, OpenView, Person
from bot.sandbox.text import echoed
from bot.sandbox.workspace import Workspace


class App:
    """Who the app is in the workspace: its ids, as they stand in payloads."""

    def __init__(self, workspace: Workspace) -> None:
        self.id = workspace.ids.named("A", "app")
        self.bot_id = workspace.ids.named("B", "app")
        self.user_id = ""
        self.verification_token = secrets.token_hex(12)


class Payloads:
    """Builds every object in Slack's shape."""

    def __init__(self, workspace: Workspace, app: App) -> None:
        self._workspace = workspace
        self._app = app

    def user(self, person: Person, *, locale: bool = False, email: bool = True) -> Json:
        """A user object (SLACK.md §6.1). `email`: whether the token may read addresses."""
        profile: Json = {
            "title": person.title, "real_name": person.name, "real_name_normalized": person.name,
            "display_name": person.display_name, "display_name_normalized": person.display_name, "status_text": "",
            "status_emoji": "", "team": person.team_id,
        }  # fmt: skip
        if email and person.email and not person.is_bot:
            profile["email"] = person.email
        made: Json = {
            "id": person.id, "team_id": person.team_id, "name": person.handle, "deleted": person.deleted, "profile": profile,
            "is_bot": person.is_bot and person.id != "USLACKBOT", "updated": person.updated, "is_app_user": False,
        }  # fmt: skip
        if person.deleted:
            return made
        made |= {
            "real_name": person.name, "is_admin": person.is_admin, "is_owner": person.is_owner, "is_primary_owner": False,
            "is_restricted": person.is_restricted or person.is_ultra_restricted,
            "is_ultra_restricted": person.is_ultra_restricted, "is_email_confirmed": bool(person.email),
        }  # fmt: skip
        made |= self._zone(person)
        made |= {flag: True for flag in ("is_stranger", "is_invited_user") if getattr(person, flag)}
        if locale and person.locale and not person.is_stranger:
            made["locale"] = person.locale
        return made

    def _zone(self, person: Person) -> Json:
        if not person.tz:
            return {}
        try:
            offset = self._workspace.clock.now().astimezone(ZoneInfo(person.tz)).utcoffset()
        except (ZoneInfoNotFoundError, ValueError):
            return {"tz": person.tz}
        seconds = int(offset.total_seconds()) if offset is not None else 0
        return {"tz": person.tz, "tz_label": person.tz.split("/")[-1].replace("_", " "), "tz_offset": seconds}

    def channel(self, channel: Channel) -> Json:
        """A conversation object."""
        if channel.kind == "dm":
            other = next((m for m in channel.members if m != self._app.user_id), self._app.user_id)
            return {"id": channel.id, "created": channel.created, "is_im": True, "is_archived": False, "user": other,
                    "is_org_shared": False}  # fmt: skip
        return {
            "id": channel.id, "name": channel.name, "name_normalized": channel.name, "is_channel": not channel.private,
            "is_group": channel.private, "is_im": False, "is_mpim": False, "is_private": channel.private,
            "created": channel.created, "is_archived": channel.archived, "is_general": False, "creator": channel.creator,
            "is_member": self._app.user_id in channel.members, "num_members": len(channel.members),
            "is_shared": False, "is_ext_shared": False, "is_org_shared": False,
        }  # fmt: skip

    def message(self, message: Message, *, metadata: bool = False) -> Json:
        """A message object; `metadata` only where it was asked for."""
        made: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text,
                      "team": self._workspace.team_id}  # fmt: skip
        if message.bot:
            made |= {"bot_id": message.bot, "app_id": self._app.id}
        if message.client_msg_id:
            made["client_msg_id"] = message.client_msg_id
        if message.blocks:
            made["blocks"] = echoed(message.blocks)
        if message.attachments:
            made["attachments"] = message.attachments
        if message.files:
            made["files"] = message.files
        if message.thread_ts:
            made["thread_ts"] = message.thread_ts
        if message.edited:
            made["edited"] = {"user": message.user, "ts": f"{message.edited.timestamp():.6f}"}
        if message.reactions:
            made["reactions"] = [{"name": n, "users": u, "count": len(u)} for n, u in message.reactions.items()]
        if metadata and message.metadata:
            made["metadata"] = message.metadata
        return made

    def view(self, opened: OpenView) -> Json:
        """A view object with its hash, its place in the stack, and the state of its inputs."""
        view = opened.view
        made: Json = {
            "id": opened.id, "team_id": self._workspace.team_id, "type": view["type"], "blocks": echoed(view["blocks"]),
            "private_metadata": view.get("private_metadata") or "", "callback_id": view.get("callback_id") or "",
            "state": {"values": values_of(opened.values)}, "hash": opened.hash,
            "title": view.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": bool(view.get("clear_on_close")), "notify_on_close": bool(view.get("notify_on_close")),
            "close": view.get("close"), "submit": view.get("submit"), "previous_view_id": opened.previous,
            "root_view_id": opened.root_id, "app_id": self._app.id, "external_id": opened.external_id,
            "app_installed_team_id": self._workspace.team_id, "bot_id": self._app.bot_id,
        }  # fmt: skip
        return made

    def common(self, kind: str, person: Person) -> Json:
        """What every interaction carries."""
        return {
            "type": kind,
            "user": {"id": person.id, "username": person.handle, "name": person.handle, "team_id": person.team_id},
            "api_app_id": self._app.id,
            "token": self._app.verification_token,
            "team": {"id": self._workspace.team_id, "domain": self._workspace.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def event(self, event: Json, event_id: str, now: datetime) -> Json:
        """The envelope of an event."""
        return {
            "token": self._app.verification_token, "team_id": self._workspace.team_id, "context_team_id": self._workspace.team_id,
            "context_enterprise_id": None, "api_app_id": self._app.id, "event": event, "type": "event_callback",
            "event_id": event_id, "event_time": int(now.timestamp()),
            "authorizations": [{"enterprise_id": None, "team_id": self._workspace.team_id, "user_id": self._app.user_id,
                                "is_bot": True, "is_enterprise_install": False}],
            "is_ext_shared_channel": False, "event_context": secrets.token_hex(8),
        }  # fmt: skip

    def command(
        self, person: Person, channel: Channel, command: str, text: str, response_url: str, trigger: str
    ) -> Json:
        """The fields of a slash command."""
        return {
            "token": self._app.verification_token, "team_id": self._workspace.team_id, "team_domain": self._workspace.domain,
            "channel_id": channel.id, "channel_name": channel.name, "user_id": person.id, "user_name": person.handle,
            "command": command, "text": text, "api_app_id": self._app.id, "is_enterprise_install": "false",
            "response_url": response_url, "trigger_id": trigger,
        }  # fmt: skip


def values_of(values: dict[str, dict[str, Json]]) -> dict[str, dict[str, Json]]:
    """State for a payload: option texts come back escaped like any other text."""
    return {block: {action: echoed(state) for action, state in actions.items()} for block, actions in values.items()}


def action_of(block: Json, element: Json, state: Json | None, action_ts: str) -> Json:
    """One entry of `actions`: what was pressed or chosen."""
    made: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    if element["type"] == "button":
        made |= {"text": echoed(element["text"])} | {k: element[k] for k in ("value", "style", "url") if element.get(k)}
    elif state is not None:
        made |= echoed(state)
    key = STATE_KEYS.get(element["type"], "")
    initial = {name: element[name] for name in element if name.startswith("initial_")}
    if key.startswith("selected_") and initial:
        made |= echoed(initial)
    return made | {"action_ts": action_ts}


def form(fields: Json) -> str:
    """Fields as a form-encoded body."""
    return urlencode({key: value for key, value in fields.items() if value is not None})
