"""What a person sees and can do: the page and the tests both act through this."""

import asyncio
import re
import uuid
from typing import TYPE_CHECKING, Any, Literal

from bot.sandbox.acts import Acts
from bot.sandbox.inputs import STATE_KEYS, NotOffered, chosen, elements, refusals
from bot.sandbox.model import Channel, Json, Message, OpenView, Outcome, Person
from bot.sandbox.text import escape, parsed

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

Where = Message | OpenView | Literal["home"]
_HANDLE = re.compile(r"(?<![\w<])@([a-z0-9._\-]*[a-z0-9])")


class Actor:
    """One person at their screen. What the client would not let them do raises ValueError or LookupError."""

    def __init__(self, sandbox: "Sandbox", person: Person) -> None:
        self.sandbox = sandbox
        self.person = person
        self._acts = Acts(sandbox, person)

    # What they see

    @property
    def dm(self) -> list[Message]:
        """The conversation with the bot, replies in threads included, oldest first."""
        return self.sandbox.workspace.visible(self._dm().id, self.person.id)

    def channel(self, name: str) -> list[Message]:
        """What was said in a channel. Raises LookupError for one that this person cannot see."""
        channel = self.sandbox.workspace.channel(name)
        if channel.private and self.person.id not in channel.members:
            raise LookupError(f"{self.person.name} does not see {name}.")
        return self.sandbox.workspace.visible(channel.id, self.person.id)

    @property
    def home(self) -> Json | None:
        """The Home that the bot published for this person, or None."""
        home = self.sandbox.workspace.homes.get(self.person.id)
        return home.view if home else None

    @property
    def modals(self) -> list[OpenView]:
        """The open modals, the top one last."""
        return self.sandbox.workspace.modals.get(self.person.id, [])

    @property
    def modal(self) -> OpenView | None:
        """The modal on top, or None."""
        return self.modals[-1] if self.modals else None

    # What they do

    async def open_home(self, tab: str = "home") -> None:
        """Look at the app's Home or Messages tab; the app is told each time."""
        self._must_be_here()
        home = self.sandbox.workspace.homes.get(self.person.id)
        event: Json = {"type": "app_home_opened", "user": self.person.id, "channel": self._dm().id, "tab": tab,
                       "event_ts": f"{self.sandbox.clock.now().timestamp():.6f}"}  # fmt: skip
        if home is not None and tab == "home":
            event["view"] = self.sandbox.payloads.view(home)
        await self._delivered([self.sandbox.deliveries.event("app_home_opened", event)])

    async def say(self, text: str, thread_ts: str | None = None, channel: str | Channel | None = None) -> Message:
        """Write to the bot, in its DM or in a channel; returns when the bot has had it once."""
        self._must_be_here()
        place = self._place(channel)
        if place.kind == "dm" and self.sandbox.messages_tab != "on":
            raise ValueError("This app takes no messages.")
        message = self.sandbox.workspace.add_message(
            place, self.person.id, self._typed(text), thread_ts=thread_ts, client_msg_id=str(uuid.uuid4())
        )
        await self._delivered(self.sandbox.tell(message))
        return message

    async def edit(self, message: Message, text: str) -> None:
        """Change one's own message."""
        self._must_own(message)
        self.sandbox.edit(message, text=self._typed(text))
        await self.sandbox.settle()

    async def delete(self, message: Message) -> None:
        """Take one's own message away."""
        self._must_own(message)
        self.sandbox.erase(message)
        await self.sandbox.settle()

    async def react(self, message: Message, name: str) -> None:
        """Put an emoji under a message."""
        self._must_be_here()
        who = message.reactions.setdefault(name, [])
        if self.person.id in who:
            raise ValueError(f"{self.person.name} has put {name} there already.")
        who.append(self.person.id)
        event: Json = {"type": "reaction_added", "user": self.person.id, "reaction": name, "item_user": message.user,
                       "item": {"type": "message", "channel": message.channel, "ts": message.ts},
                       "event_ts": self.sandbox.workspace.ids.ts(self.sandbox.clock.now())}  # fmt: skip
        await self._delivered([self.sandbox.deliveries.event("reaction_added", event)])

    async def command(self, command: str, text: str = "", channel: str | Channel | None = None) -> Outcome:
        """Send a slash command, in the bot's DM or in a channel."""
        self._must_be_here()
        entry = self.sandbox.commands.get(command)
        if entry is None or self.sandbox.uninstalled or "commands" not in self.sandbox.scopes:
            return Outcome(ok=False, status=0, said=f"{command} is not a valid command.")
        text = self._typed(text, named=True) if entry.get("should_escape") else text
        return await self._acts.command(self._place(channel), command, text.strip())

    async def shortcut(self, callback_id: str) -> Outcome:
        """Use a global shortcut."""
        self._must_have(callback_id, "global")
        return await self._acts.shortcut(callback_id, None)

    async def message_shortcut(self, callback_id: str, message: Message) -> Outcome:
        """Use a shortcut from a message's menu; a message for one's own eyes has none."""
        self._must_have(callback_id, "message")
        if message.ephemeral_to is not None or message.deleted:
            raise ValueError("This message has no shortcuts.")
        return await self._acts.shortcut(callback_id, message)

    async def press(
        self, where: Where, action_id: str, *, block_id: str | None = None, value: Any = None, stale: bool = False
    ) -> Outcome:
        """Press a button, or choose `value` in a select, a picker or an overflow menu.

        Several buttons with one action_id are told apart by block_id or by their `value`. `stale` presses what a message or
        a modal showed before it was changed or closed, as a second click does. Raises LookupError for what is not there.
        """
        self._must_be_here()
        block, element = self._find(self._blocks(where, stale), action_id, block_id, value)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise ValueError(f"{block['block_id']} is sent with the form: use fill and submit.")
        state = self._choose(where, block, element, value)
        if isinstance(where, Message):
            return await self._acts.press_in_message(where, block, element, state)
        opened = self.sandbox.workspace.homes[self.person.id] if where == "home" else where
        return await self._acts.press_in_view(opened, block, element, state)

    async def suggest(self, where: Where, action_id: str, query: str, *, block_id: str | None = None) -> list[Json]:
        """Type into an external select and see what the bot offers."""
        block, element = self._find(self._blocks(where, False), action_id, block_id, None)
        if isinstance(where, Message):
            return await self._acts.suggest({"message": self.sandbox.payloads.message(where)}, block, element, query)
        opened = self.sandbox.workspace.homes[self.person.id] if where == "home" else where
        return await self._acts.suggest({"view": self.sandbox.payloads.view(opened)}, block, element, query)

    def fill(self, values: dict[str, Any] | None = None, /, **more: Any) -> None:
        """Type and choose in the top modal, by block id. Raises LookupError for a field that is not there, ValueError for a
        value that it does not offer."""
        opened = self._top()
        for block_id, value in {**(values or {}), **more}.items():
            block, element = self._field(opened, block_id)
            if block.get("dispatch_action") and "input" not in element["type"]:
                raise ValueError(f"{block_id} tells the bot at once: use press, or give it to submit.")
            opened.values[block_id] = {element["action_id"]: chosen(self.sandbox.workspace, element, value)}

    async def submit(self, values: dict[str, Any] | None = None, *, view: OpenView | None = None) -> Outcome:
        """Fill the top modal and press its submit button. `view` submits a modal that is gone again, as a second click does."""
        self._must_be_here()
        for block_id, value in (values or {}).items():
            block, element = self._field(self._top(), block_id)
            if block.get("dispatch_action") and "input" not in element["type"]:
                await self.press(self._top(), element["action_id"], block_id=block_id, value=value)
            else:
                self.fill({block_id: value})
        opened = view or self._top()
        if not opened.view.get("submit"):
            raise ValueError("This modal has no submit button.")
        if errors := refusals(opened.view["blocks"], opened.values):
            return Outcome(ok=False, status=0, errors=errors)
        return await self._acts.submit(opened)

    async def close_modal(self, all: bool = False) -> Outcome:  # noqa: A002  # the seam's name
        """Close the top modal, or all of them."""
        opened = self._top()
        everything = all or bool(opened.view.get("clear_on_close"))
        closing = list(reversed(self.modals)) if everything else [opened]
        for view in closing:
            self.sandbox.screens.close(view)
        outcomes = [await self._acts.close(view, is_cleared=everything) for view in closing]
        return next((outcome for outcome in outcomes if not outcome.ok), outcomes[0])

    # Inside

    def _dm(self) -> Channel:
        return self.sandbox.workspace.dm(self.sandbox.bot_user_id, self.person.id)

    def _place(self, channel: str | Channel | None) -> Channel:
        if channel is None:
            return self._dm()
        place = self.sandbox.workspace.channel(channel)
        if self.person.id not in place.members:
            raise LookupError(f"{self.person.name} is not in {place.name}.")
        return place

    def _typed(self, text: str, *, named: bool = False) -> str:
        handles = {person.handle: person for person in self.sandbox.workspace.people.values()}

        def mention(match: re.Match[str]) -> str:
            person = handles.get(match[1])
            if person is None:
                return match[0]
            return f"<@{person.id}|{person.handle}>" if named else f"<@{person.id}>"

        return _HANDLE.sub(mention, parsed(escape(text)))

    def _blocks(self, where: Where, stale: bool) -> list[Json]:
        if isinstance(where, Message):
            if where.ephemeral_to not in (None, self.person.id):
                raise LookupError("Somebody else's message.")
            if where.deleted and not stale:
                raise LookupError("This message is gone.")
            earlier = [block for blocks in reversed(where.earlier) for block in blocks] if stale else []
            return [*where.blocks, *earlier]
        if where == "home":
            if self.home is None:
                raise LookupError(f"{self.person.name} has no Home yet.")
            return list(self.home["blocks"])
        if where is not self.modal and not stale:
            raise LookupError("This modal is not on top of the screen.")
        return list(where.view["blocks"])

    def _find(self, blocks: list[Json], action_id: str, block_id: str | None, value: Any) -> tuple[Json, Json]:
        there = elements(blocks)
        found = [(b, e) for b, e in there if e["action_id"] == action_id and block_id in (None, b["block_id"])]
        if value is not None:
            found = [(b, e) for b, e in found if e["type"] != "button" or e.get("value") == value]
        if len(found) > 1 and len({(b["block_id"], e["type"], e.get("value")) for b, e in found}) > 1:
            raise LookupError(f"{action_id} is there {len(found)} times: name the block or the button's value.")
        if not found:
            raise LookupError(
                f"There is no {action_id} here, but {[(b['block_id'], e['action_id']) for b, e in there]}."
            )
        return found[0]

    def _choose(self, where: Where, block: Json, element: Json, value: Any) -> Json | None:
        if element["type"] == "overflow":
            option = next((o for o in element["options"] if value in (o["value"], o["text"]["text"])), None)
            if option is None:
                raise NotOffered(f"{value!r} is not in the menu.")
            return {"selected_option": option}
        if element["type"] not in STATE_KEYS:
            return None
        state = chosen(self.sandbox.workspace, element, value)
        held = (
            where.values.setdefault(self.person.id, {}) if isinstance(where, Message)
            else self.sandbox.workspace.homes[self.person.id].values if where == "home" else where.values
        )  # fmt: skip
        held.setdefault(block["block_id"], {})[element["action_id"]] = state
        return state

    def _field(self, opened: OpenView, block_id: str) -> tuple[Json, Json]:
        there = [(b, e) for b, e in elements(opened.view["blocks"]) if b["type"] == "input"]
        for block, element in there:
            if block["block_id"] == block_id:
                return block, element
        raise LookupError(f"There is no field {block_id} here, but {[block['block_id'] for block, _ in there]}.")

    def _top(self) -> OpenView:
        if self.modal is None:
            raise LookupError(f"{self.person.name} has no modal open.")
        return self.modal

    def _must_be_here(self) -> None:
        if self.person.deleted or self.person.is_stranger:
            raise ValueError(f"{self.person.name} cannot use this workspace.")

    def _must_own(self, message: Message) -> None:
        self._must_be_here()
        if message.user != self.person.id or message.deleted:
            raise ValueError("People change only their own messages.")

    def _must_have(self, callback_id: str, kind: str) -> None:
        self._must_be_here()
        if self.sandbox.shortcuts.get(callback_id, {}).get("type") != kind:
            raise LookupError(f"There is no {kind} shortcut {callback_id}.")

    async def _delivered(self, tasks: list[Any]) -> None:
        under_way = [task for task in tasks if task is not None]
        if under_way:
            await asyncio.wait(under_way)
