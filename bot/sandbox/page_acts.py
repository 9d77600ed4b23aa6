"""What a person does on the page: each form that is sent becomes one act of theirs."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from starlette.datastructures import FormData

from bot.sandbox.actor import Actor, Where
from bot.sandbox.model import Json, Message, OpenView, Outcome
from bot.sandbox.page_forms import Press, Values, find, merge, read, read_press
from bot.sandbox.page_mrkdwn import text_object
from bot.sandbox.page_reader import upcoming
from bot.sandbox.page_state import Confirm
from bot.sandbox.page_view import FRIDAY, MONDAY, Look

PATIENCE = 0.4
"""Seconds that an answer waits for the clock to arrive, before the page shows that it is on its way."""

_OWN = {"sb-have", "sb-confirm"}


class Acts:
    """One submitted form of one person."""

    def __init__(self, look: Look, form: FormData, *, patient: bool) -> None:
        """`patient`: wait until the clock has arrived, for a page without script."""
        self.look = look
        self.form = form
        self.patient = patient
        self.actor: Actor = look.sandbox.as_(look.person)

    async def do(self) -> None:
        """Do what the form asks; what cannot be done becomes a sentence on the page."""
        self.look.state.confirms.pop(self.look.person.id, None)
        if self.text("sb-confirm") == "no":
            self.look.state.version += 1
            return
        try:
            await self._chosen()()
        except LookupError:
            self.say(self.look.words.gone)
        except ValueError as error:
            self.say(str(error) or self.look.words.not_here)

    def text(self, name: str) -> str:
        """One field of the form, with single line ends."""
        return str(self.form.get(name) or "").replace("\r\n", "\n")

    def say(self, sentence: str | None) -> None:
        """Show a sentence in the modal that is open, else at the foot of the page."""
        if not sentence:
            return
        if self.actor.modal is not None:
            self.look.state.refuse(self.actor.modal, self.look.state.refusal(self.actor.modal).errors, sentence)
        else:
            self.look.state.notices[self.look.person.id] = sentence

    def _chosen(self) -> Callable[[], Awaitable[None]]:
        acts: dict[str, Callable[[], Awaitable[None]]] = {
            "say": self._say, "edit": self._edit, "delete": self._delete, "submit": self._submit, "clock": self._clock,
            "close": self._close, "close-all": self._close, "reset": self._reset,
        }  # fmt: skip
        if "sb-press" in self.form:
            return self._press
        return self._shortcut if "sb-shortcut" in self.form else acts.get(self.text("sb-act"), self._nothing)

    async def _nothing(self) -> None:
        """A form that asks for nothing here."""

    # Messages

    async def _say(self) -> None:
        text = self.text("sb-text").strip()
        if not text:
            return
        channel = self.look.channel
        if text.startswith("/") and not self.text("sb-thread"):
            command, _, rest = text.partition(" ")
            self._told(await self.actor.command(command, rest, channel=channel))
            return
        await self.actor.say(text, thread_ts=self.text("sb-thread") or None, channel=channel)

    async def _edit(self) -> None:
        if text := self.text("sb-text").strip():
            await self.actor.edit(self._message(), text)

    async def _delete(self) -> None:
        await self.actor.delete(self._message())

    async def _shortcut(self) -> None:
        callback_id = self.text("sb-shortcut")
        if self.text("sb-where"):
            self._told(await self.actor.message_shortcut(callback_id, self._message()))
        else:
            self._told(await self.actor.shortcut(callback_id))

    # Blocks

    async def _press(self) -> None:
        where = self._where()
        blocks, values = self._inside(where)
        press = read_press(self.text("sb-press"))
        element = find(blocks, press) if press else None
        if press is None or element is None:
            raise LookupError("The blocks have changed.")
        if element.get("confirm") and not self.text("sb-confirm"):
            self._ask(element["confirm"])
            return
        typed, problems = read(self.look.sandbox.workspace, blocks, self.form, self.look.reader.zone)
        merge(values, typed)
        if isinstance(where, OpenView) and press.block_id in problems:
            self.look.state.refuse(where, problems)
            return
        value = press.value if element["type"] in {"button", "overflow"} else _field(element, typed, press)
        self._told(await self.actor.press(where, press.action_id, block_id=press.block_id, value=value or None))

    async def _submit(self) -> None:
        opened = self._view()
        typed, problems = read(self.look.sandbox.workspace, opened.view["blocks"], self.form, self.look.reader.zone)
        merge(opened.values, typed)
        self.look.state.accept(opened)
        if problems:
            self.look.state.refuse(opened, problems)
            return
        outcome = await self.actor.submit()
        if outcome.errors:
            self.look.state.refuse(opened, outcome.errors)
        self._told(outcome)

    async def _close(self) -> None:
        self._view()
        self._told(await self.actor.close_modal(all=self.text("sb-act") == "close-all"))

    def _where(self) -> Where:
        where = self.text("sb-where")
        if where == "home":
            return "home"
        return self._view() if where.startswith("view:") else self._message()

    def _view(self) -> OpenView:
        opened = self.actor.modal
        if opened is None or self.text("sb-where") != f"view:{opened.id}":
            raise LookupError("That modal is not on top of the screen.")
        return opened

    def _message(self) -> Message:
        _, channel_id, ts = [*self.text("sb-where").split(":"), "", ""][:3]
        for message in self.look.sandbox.workspace.visible(channel_id, self.look.person.id):
            if message.ts == ts and self.look.person.id in self.look.sandbox.workspace.channels[channel_id].members:
                return message
        raise LookupError("That message is gone.")

    def _inside(self, where: Where) -> tuple[list[Json], Values]:
        if isinstance(where, Message):
            return where.blocks, where.values.setdefault(self.look.person.id, {})
        opened = self.look.sandbox.workspace.homes[self.look.person.id] if where == "home" else where
        return opened.view["blocks"], opened.values

    def _ask(self, confirm: Json) -> None:
        shown: dict[str, Any] = {key: (confirm.get(key) or {}).get("text", "") for key in ("title", "confirm", "deny")}
        style = str(confirm.get("style") or "primary")
        text = text_object(confirm.get("text"), self.look.reader)
        self._confirm(Confirm(shown["title"], text, shown["confirm"], shown["deny"], style, self._again()))

    def _confirm(self, confirm: Confirm) -> None:
        self.look.state.confirms[self.look.person.id] = confirm
        self.look.state.version += 1

    def _again(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.form.multi_items() if name not in _OWN]

    def _told(self, outcome: Outcome) -> None:
        if not outcome.ok and not outcome.errors:
            self.say(outcome.said)

    # The machine

    async def _clock(self) -> None:
        words, state = self.look.words, self.look.state
        if state.moving_to is not None:
            self.say(words.busy)
            return
        at = self._target()
        if at is None or at < self.look.sandbox.clock.now():
            self.say(words.bad_time if at is None else words.only_forward)
            return
        task = state.move(self.look.sandbox.clock, at)
        await asyncio.wait({task}, timeout=None if self.patient else PATIENCE)

    def _target(self) -> datetime | None:
        now, to = self.look.sandbox.clock.now(), self.text("sb-to")
        if to in {"friday", "monday"}:
            return upcoming(*(FRIDAY if to == "friday" else MONDAY), self.look.reader)
        if to in {"hour", "day"}:
            return now + (timedelta(hours=1) if to == "hour" else timedelta(days=1))
        try:
            return datetime.fromisoformat(self.text("sb-at")).replace(tzinfo=self.look.reader.zone)
        except (ValueError, OverflowError):
            return None

    async def _reset(self) -> None:
        words = self.look.words
        if not self.text("sb-confirm"):
            texts = words.reset_title, words.reset_confirm, words.reset, words.cancel
            self._confirm(Confirm(*texts, "danger", self._again()))
            return
        if self.look.sandbox.on_reset is not None:
            await self.look.sandbox.on_reset()
            self.look.state.notices[""] = words.reset_done


def _field(element: Json, typed: Values, press: Press) -> Any:
    """The choice of an element as `press` takes it: options, ids and texts as they are in its state."""
    state = typed.get(press.block_id, {}).get(press.action_id, {})
    return next((value for key, value in state.items() if key not in {"type", "timezone"}), None)
