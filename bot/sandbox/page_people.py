"""People as the page shows them: name, sign, local time, and what they have not read."""

import zlib
from typing import TYPE_CHECKING

from bot.sandbox.model import Channel, Json, Message, Person
from bot.sandbox.page_guide import group_pairs
from bot.sandbox.page_reader import Reader, locale_of, zone_of
from bot.sandbox.page_state import PageState
from bot.sandbox.page_texts import Words
from bot.sandbox.workspace import SLACKBOT

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

HUES = 10


def everybody(sandbox: "Sandbox") -> list[Person]:
    """All whom somebody at the page can be: people with an account here, by name."""
    people = [p for p in sandbox.workspace.people.values() if not (p.is_bot or p.deleted or p.is_stranger)]
    return sorted((p for p in people if p.id != SLACKBOT), key=lambda p: p.name.casefold())


def reader_of(sandbox: "Sandbox", person: Person) -> Reader:
    """How this person reads the page."""
    people = {p.id: shown_name(p) for p in sandbox.workspace.people.values()}
    places = (c for c in sandbox.workspace.channels.values() if c.kind == "channel")
    listed = {p.id: p.name for p in sandbox.workspace.people.values() if not p.deleted and p.id != SLACKBOT}
    return Reader(
        zone=zone_of(person.tz), locale=locale_of(person.locale), now=sandbox.clock.now(), people=people, listed=listed,
        channels={c.id: c.name for c in places if not c.private or person.id in c.members}, me=person.id,
    )  # fmt: skip


def shown_name(person: Person) -> str:
    """What stands beside a message."""
    return person.display_name or person.name


def who(person: Person, name: str = "") -> Json:
    """A person's sign and names."""
    shown = name or shown_name(person)
    words = shown.split() or ["?"]
    latin = words[0][0].isascii()
    initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if latin else words[0][0]
    return {
        "name": shown, "title": person.title, "handle": person.handle, "bot": person.is_bot, "initials": initials,
        "hue": zlib.crc32(person.id.encode()) % HUES, "local_part": (person.email or person.handle).split("@")[0],
    }  # fmt: skip


def author(sandbox: "Sandbox", message: Message) -> Json:
    """Who wrote a message; a bot may have given another name for it."""
    person = sandbox.workspace.people.get(message.user)
    if person is None:
        return who(Person(message.user, "", message.username or "?", message.user, "", is_bot=True))
    return who(person, message.username or "")


def places_of(sandbox: "Sandbox", person: Person) -> list[Channel]:
    """The channels in which this person and the bot both are."""
    both = {person.id, sandbox.bot_user_id}
    channels = [c for c in sandbox.workspace.channels.values() if c.kind == "channel" and not c.archived]
    return sorted((c for c in channels if both <= c.members), key=lambda c: c.name)


def groups_of(sandbox: "Sandbox", state: PageState, me: Person, words: Words) -> list[Json]:
    """Everybody in the host's groups, each person once; who is in none stands under the last title."""
    left = {p.id: p for p in everybody(sandbox)}
    groups: list[Json] = []
    for title, members in group_pairs(sandbox.people_groups):
        found = [left.pop(p.id) for p in (_find(sandbox, member) for member in members) if p and p.id in left]
        groups.append({"title": words.said(title), "people": [_entry(sandbox, state, p, me) for p in found]})
    if left:
        title = words.others if groups else words.people
        groups.append({"title": title, "people": [_entry(sandbox, state, p, me) for p in left.values()]})
    return [group for group in groups if group["people"]]


def _find(sandbox: "Sandbox", member: Person | str) -> Person | None:
    try:
        return sandbox.workspace.person(member)
    except LookupError:
        return None


def _entry(sandbox: "Sandbox", state: PageState, person: Person, me: Person) -> Json:
    workspace = sandbox.workspace
    reader = Reader(zone_of(person.tz), locale_of(person.locale), sandbox.clock.now())
    dm = workspace.dm(sandbox.bot_user_id, person.id)
    return who(person) | {
        "current": person is me, "unread": person is not me and state.unread(workspace, person, dm.id) > 0,
        "time": reader.weekday(reader.now), "zone": reader.zone.key, "locale": (person.locale or "").replace("_", "-"),
        "find": f"{person.name} {person.title} {person.email} {reader.zone.key} {person.locale}".casefold(),
    }  # fmt: skip
