"""What the page shows, as plain values for its templates: conversation, Home, modals, the wire, the clock."""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bot.sandbox.model import Channel, Json, Message, Person, WireRecord
from bot.sandbox.page_blocks import Surface, blocks_of
from bot.sandbox.page_mrkdwn import emoji, mrkdwn
from bot.sandbox.page_people import author, places_of
from bot.sandbox.page_reader import Reader, from_ts, upcoming
from bot.sandbox.page_state import PageState
from bot.sandbox.page_texts import Words
from bot.sandbox.text import unescape

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

SHOWN_MESSAGES = 60
SHOWN_WIRE = 60
SHOWN_CHARACTERS = 6000
FRIDAY, MONDAY = (4, 15), (0, 9)
"""Weekday (Monday is 0) and hour of the two buttons."""


@dataclass(frozen=True)
class Look:
    """One look at the page: who looks, where, and what the address asks for."""

    sandbox: "Sandbox"
    state: PageState
    person: Person
    place: str
    reader: Reader
    words: Words
    editing: str = ""
    everything: bool = False
    wire_filter: str = ""

    @property
    def here(self) -> str:
        """The path of this place."""
        return f"/as/{self.person.handle}/{self.place}"

    @property
    def channel(self) -> Channel | None:
        """The conversation before this person's eyes; None on Home. Raises LookupError for a place that is not theirs."""
        if self.place == "home":
            return None
        if self.place == "messages":
            return self.sandbox.workspace.dm(self.sandbox.bot_user_id, self.person.id)
        channel = self.sandbox.workspace.channel(self.place.removeprefix("channels/"))
        if channel not in places_of(self.sandbox, self.person):
            raise LookupError(f"{self.person.name} is not in {channel.name}.")
        return channel


def conversation(look: Look) -> Json:
    """The messages of a channel by day, threads under their first message."""
    channel = look.channel
    if channel is None:
        return {"days": [], "earlier": False}
    visible = look.sandbox.workspace.visible(channel.id, look.person.id)
    firsts = {m.ts for m in visible if not m.is_reply}
    roots = [m for m in visible if not (m.is_reply and m.thread_ts in firsts)]
    replies: dict[str, list[Message]] = {}
    for message in visible:
        if message.is_reply and message.thread_ts in firsts:
            replies.setdefault(str(message.thread_ts), []).append(message)
    shown = roots if look.everything else roots[-SHOWN_MESSAGES:]
    by_day = groupby(shown, key=lambda m: look.reader.day(from_ts(m.ts)))
    days = [(day, [_message(look, m, replies.get(m.ts, [])) for m in messages]) for day, messages in by_day]
    return {"days": days, "earlier": len(shown) < len(roots)}


def _message(look: Look, message: Message, replies: Iterable[Message] = (), *, root: bool = True) -> Json:
    at = from_ts(message.ts)
    mine = message.user == look.person.id
    values = message.values.get(look.person.id, {})
    surface = Surface("message", look.reader, values, {}, look.sandbox.base_url, f"m{message.ts}-")
    shortcuts = [] if message.ephemeral_to else _shortcuts(look, "message")
    aloud = unescape(message.text) if message.blocks else ""
    return {
        "ts": message.ts, "author": author(look.sandbox, message), "mine": mine, "when": look.reader.moment(at),
        "time": look.reader.time(at), "edited": bool(message.edited), "ephemeral": message.ephemeral_to is not None,
        "blocks": message.blocks, "surface": surface, "text": mrkdwn(message.text, look.reader),
        "raw_text": unescape(message.text), "editing": mine and look.editing == message.ts,
        "where": f"message:{message.channel}:{message.ts}", "files": [_file(look, file) for file in message.files],
        "reactions": [(emoji(name), len(people)) for name, people in message.reactions.items() if people],
        "replies": [_message(look, reply, root=False) for reply in replies], "shortcuts": shortcuts, "aloud": aloud,
        "can_reply": root and message.ephemeral_to is None, "menu": mine or shortcuts or aloud,
    }  # fmt: skip


def _file(look: Look, file: Json) -> Json:
    url = str(file.get("url_private") or "")
    drawn = str(file.get("name", "")).endswith(".png")
    src = Surface("message", look.reader, own_host=look.sandbox.base_url).picture({"image_url": url}) if drawn else None
    href = url if not drawn and url.startswith(f"{look.sandbox.base_url}/") else None
    return {
        "src": src,
        "href": href,
        "alt": file.get("alt_txt") or file.get("title", ""),
        "title": file.get("title", ""),
    }


def home(look: Look) -> Json | None:
    """The Home of this person, or None before the bot has published one."""
    opened = look.sandbox.workspace.homes.get(look.person.id)
    if opened is None:
        return None
    surface = Surface("home", look.reader, opened.values, {}, look.sandbox.base_url, "home-")
    return {"blocks": blocks_of(opened.view), "surface": surface}


def modal(look: Look) -> Json | None:
    """The modal on top of this person's screen, with what the client or the bot has said about its fields."""
    stack = look.sandbox.workspace.modals.get(look.person.id) or []
    if not stack:
        return None
    top = stack[-1]
    refused = look.state.refusal(top)
    errors = {block_id: look.words.under_field(error) for block_id, error in refused.errors.items()}
    return {
        "id": top.id, "depth": len(stack), "parents": [_plain(opened.view.get("title")) for opened in stack[:-1]],
        "title": _plain(top.view.get("title")), "submit": _plain(top.view.get("submit")), "said": refused.said,
        "close": _plain(top.view.get("close")) or look.words.close, "blocks": blocks_of(top.view),
        "surface": Surface("modal", look.reader, top.values, errors, look.sandbox.base_url, f"{top.id}-"),
    }  # fmt: skip


def clock(look: Look) -> Json:
    """The time where this person is, where the buttons lead, and where the clock is on its way to."""
    reader, words = look.reader, look.words
    moving = look.state.moving_to
    zone = reader.zone.key.replace("_", " ")
    return {
        "shown": reader.moment(reader.now, year=False), "iso": reader.now.replace(second=0, microsecond=0).isoformat(),
        "full": reader.moment(reader.now),
        "broken": look.state.broken,
        "zone": words.fill("clock_zone", name=look.person.name, zone=zone),
        "field_label": words.fill("clock_field", zone=zone), "field": f"{reader.local(reader.now):%Y-%m-%dT%H:%M}",
        "moving": words.fill("moving", time=reader.moment(moving, year=False)) if moving else "",
        "friday": reader.moment(upcoming(*FRIDAY, reader)), "monday": reader.moment(upcoming(*MONDAY, reader)),
    }  # fmt: skip


def wire(look: Look) -> list[Json]:
    """The latest exchanges, newest first, of those whose name holds the filter."""
    needle = look.wire_filter.strip().casefold()
    found = (record for record in reversed(look.sandbox.wire) if needle in record.what.casefold())
    return [_line(record) for record, _ in zip(found, range(SHOWN_WIRE), strict=False)]


def exchange(sandbox: "Sandbox", key: str, words: Words) -> Json | None:
    """What was said in one exchange, both sides indented; None for one that is no longer kept."""
    record = next((record for record in sandbox.wire if _key(record) == key), None)
    if record is None:
        return None
    return {"request": _pretty(record.request, words), "response": _pretty(record.response, words), "t": words}


def _line(record: WireRecord) -> Json:
    error = (
        record.response.get("error") if isinstance(record.response, dict) and not record.response.get("ok") else None
    )
    return {
        "direction": record.direction, "what": record.what, "ms": f"{record.ms:.0f} ms", "key": _key(record),
        "bad": bool(error) or not 200 <= record.status < 300, "status": error or record.status or "–",
    }  # fmt: skip


def _key(record: WireRecord) -> str:
    return f"{id(record):x}"


def _pretty(body: Any, words: Words) -> str:
    text = (body or "–") if isinstance(body, str) else _indented(body)
    if text[:1] in {"{", "["} and isinstance(body, str):
        with contextlib.suppress(ValueError):
            text = _indented(json.loads(text))
    rest = len(text) - SHOWN_CHARACTERS
    return text if rest <= 0 else f"{text[:SHOWN_CHARACTERS]}\n{words.fill('more_characters', count=rest)}"


def _indented(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2, default=str)


def _shortcuts(look: Look, kind: str) -> list[Json]:
    return [
        {
            "callback_id": callback_id,
            "name": entry.get("name", callback_id),
            "description": entry.get("description", ""),
        }
        for callback_id, entry in look.sandbox.shortcuts.items()
        if entry.get("type") == kind
    ]


def global_shortcuts(look: Look) -> list[Json]:
    """The shortcuts that belong to no message."""
    return _shortcuts(look, "global")


def _plain(node: Json | None) -> str:
    return str((node or {}).get("text", ""))
