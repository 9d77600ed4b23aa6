"""The state of a workspace and its rules: who is there, what was said, what is open on whose screen."""

import time
from collections.abc import Callable
from typing import Any

from bot.sandbox.clock import MovableClock
from bot.sandbox.errors import SlackError
from bot.sandbox.ids import Ids
from bot.sandbox.model import Channel, Json, Message, OpenView, Person, TriggerUse

SLACKBOT = "USLACKBOT"
TRIGGER_SECONDS = 3.0
GROUP_LIMIT = 8


class Workspace:
    """One team: people, channels, messages, open views, Homes and triggers, all kept in memory.

    `on_event` is called with every event that the platform would tell its apps about; the sandbox sends it on.
    """

    def __init__(self, clock: MovableClock, name: str = "Sandbox", plan: str = "standard") -> None:
        self.clock = clock
        self.name = name
        self.plan = plan
        self.domain = name.lower().replace(" ", "-")
        self.ids = Ids(self.domain)
        self.team_id = self.ids.named("T", "team")
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, list[Message]] = {}
        self.modals: dict[str, list[OpenView]] = {}
        self.homes: dict[str, OpenView] = {}
        self.triggers: dict[str, TriggerUse] = {}
        self.usergroups: dict[str, Json] = {}
        self.profile_fields: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self.version = 0
        self.on_event: Callable[[Json], None] = lambda event: None
        self._add_slackbot()

    # People

    def add_person(self, name: str, email: str = "", *, handle: str = "", **fields: Any) -> Person:
        """Somebody joins. A person needs an e-mail of their own; raises ValueError when it is taken."""
        handle = handle or (email.split("@", maxsplit=1)[0] if email else name.lower().replace(" ", "."))
        person = Person(
            id=self.ids.named("U", email or handle), team_id=self.team_id, name=name, handle=handle, email=email
        )
        if person.id in self.people:
            raise ValueError(f"{email or handle} is in the workspace already.")
        if fields.get("is_stranger"):
            person.team_id = self.ids.named("T", "elsewhere")
        self._set(person, fields)
        self.people[person.id] = person
        self.changed()
        if not person.is_stranger:
            self.on_event({"type": "team_join", "person": person})
        return person

    def update_person(self, person: Person, **fields: Any) -> None:
        """Change fields of an account. Custom profile fields change without an event, as SLACK.md §6.3 says."""
        self._set(person, fields)
        self.changed()
        if set(fields) - {"profile_fields"}:
            self.on_event({"type": "user_change", "person": person})

    def deactivate(self, person: Person) -> None:
        """Close an account: the person stays in lists as deleted and can do nothing more."""
        self.modals.pop(person.id, None)
        self.update_person(person, deleted=True)

    def _set(self, person: Person, fields: dict[str, Any]) -> None:
        for key, value in fields.items():
            if not hasattr(person, key):
                raise ValueError(f"A person has no {key}.")
            setattr(person, key, value)
        person.updated = int(self.clock.now().timestamp())

    def _add_slackbot(self) -> None:
        self.people[SLACKBOT] = Person(
            id=SLACKBOT, team_id=self.team_id, name="Slackbot", handle="slackbot", email="", tz=None, locale="en-US"
        )

    def person(self, who: "Person | str") -> Person:
        """A person by object, id, e-mail, handle or full name. Raises LookupError when there is none."""
        if isinstance(who, Person):
            return who
        if who in self.people:
            return self.people[who]
        for person in self.people.values():
            if who and who in (person.email, person.handle, person.name):
                return person
        raise LookupError(f"Nobody here is {who}.")

    def add_usergroup(self, name: str, handle: str, members: list[Person]) -> Json:
        """Make a user group (paid plans only, as the Web API says)."""
        group: Json = {
            "id": self.ids.named("S", handle),
            "name": name,
            "handle": handle,
            "users": [p.id for p in members],
        }
        self.usergroups[str(group["id"])] = group
        return group

    def add_profile_field(self, label: str, kind: str = "text") -> str:
        """Define a custom profile field and answer its id; a `user` field holds a user id."""
        field_id = self.ids.named("Xf", label)
        self.profile_fields[field_id] = {
            "id": field_id,
            "label": label,
            "type": kind,
            "ordering": len(self.profile_fields),
        }
        return field_id

    # Channels

    def add_channel(self, name: str, members: list[Person], private: bool = False) -> Channel:
        """Make a channel with these members."""
        channel = Channel(
            id=self.ids.named("C", name), kind="channel", name=name, members={p.id for p in members}, private=private,
            created=int(self.clock.now().timestamp()), creator=members[0].id if members else SLACKBOT,
        )  # fmt: skip
        if channel.id in self.channels:
            raise ValueError(f"#{name} exists already.")
        self.channels[channel.id] = channel
        self.changed()
        return channel

    def dm(self, one: str, other: str) -> Channel:
        """The direct conversation of two people, made when there is none yet."""
        channel_id = self.ids.named("D", "/".join(sorted((one, other))))
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(
                id=channel_id,
                kind="dm",
                name="directmessage",
                members={one, other},
                created=int(self.clock.now().timestamp()),
            )
        return self.channels[channel_id]

    def channel(self, which: "Channel | str") -> Channel:
        """A channel by object, id or name (with or without #). Raises LookupError when there is none."""
        if isinstance(which, Channel):
            return which
        if which in self.channels:
            return self.channels[which]
        for channel in self.channels.values():
            if channel.kind == "channel" and channel.name == which.removeprefix("#"):
                return channel
        raise LookupError(f"There is no channel {which}.")

    # Messages

    def add_message(self, channel: Channel, user: str, text: str, **fields: Any) -> Message:
        """Append a message with the next timestamp."""
        message = Message(channel=channel.id, ts=self.ids.ts(self.clock.now()), user=user, text=text, **fields)
        self.messages.setdefault(channel.id, []).append(message)
        self.changed()
        return message

    def message(self, channel_id: str, ts: str) -> Message | None:
        """The message with that timestamp that everybody in the channel can see, or None."""
        for message in reversed(self.messages.get(channel_id, [])):
            if message.ts == ts and not message.deleted and message.ephemeral_to is None:
                return message
        return None

    def visible(self, channel_id: str, reader: str) -> list[Message]:
        """What `reader` sees in a channel, in the order of time; an ephemeral is seen by its reader alone."""
        return [m for m in self.messages.get(channel_id, []) if not m.deleted and m.ephemeral_to in (None, reader)]

    # Triggers

    def give_trigger(self, user: str, view_id: str | None = None) -> str:
        """A trigger id for what `user` just did (inside the modal `view_id`)."""
        trigger = self.ids.trigger()
        self.triggers[trigger] = TriggerUse(user=user, at=self.clock.now(), real=time.monotonic(), view_id=view_id)
        return trigger

    def check_trigger(self, trigger: str) -> TriggerUse:
        """The use of a trigger that may still be exchanged, or the refusal that Slack gives."""
        use = self.triggers.get(trigger)
        if use is None:
            raise SlackError("invalid_trigger_id")
        if use.used:
            raise SlackError("exchanged_trigger_id")
        age = max((self.clock.now() - use.at).total_seconds(), time.monotonic() - use.real)
        if age > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        return use

    def changed(self) -> None:
        """Count a change of what people see, so that a page knows when to look again."""
        self.version += 1
