"""The modal "Your 1:1s": with each the next talk and what can be done about it; and the row on Home."""

from typing import TYPE_CHECKING

from bot.domain.home import ORIGIN
from bot.domain.one_on_ones import TalkState
from bot.locales.reader import Reader
from bot.views import agenda, kit
from bot.views import one_on_ones as talks
from bot.views.kit import Json
from bot.views.kit_pages import from_the_start

if TYPE_CHECKING:
    from bot.usecases.one_on_ones import Mine, Row
    from storage.people import Person

LIST = "one_on_ones.list"
TURN = "one_on_ones.turn"
"""With a number: another page."""
PIECES, CHARACTERS = 18, 40_000
"""Pairs on one page: five blocks each at the most."""
ALL, ONE = "all", "one"


def listed(reader: Reader, shown: "Mine", page: int = 0) -> Json:
    """All of mine, the next first, then those with whom I have none."""
    pieces = [row(reader, one, shown.me) for one in shown.rows]
    pieces += [_unpaired(reader, one) for one in shown.unpaired]
    if shown.manager is not None:
        pieces.append(_manager(reader, shown.manager))
    if not pieces:
        text = reader.t("Nobody reports to you, and you report to nobody, so there is nobody to have 1:1s with here.")
        pieces.append([kit.sentence(text)])
    pages = from_the_start(pieces, PIECES, CHARACTERS)
    at = min(max(page, 0), len(pages) - 1)
    blocks = [block for piece in pages[at] for block in piece]
    turns = [kit.button(reader.t("Back"), f"{TURN}.back", str(at - 1))] * (at > 0)
    turns += [kit.button(reader.t("More"), f"{TURN}.more", str(at + 1))] * (at + 1 < len(pages))
    return _modal(reader, [*blocks, *([kit.actions(*turns)] if turns else [])], f"{ALL} {at}")


def one(reader: Reader, shown: "Row", me: "Person") -> Json:
    """The 1:1s with one person."""
    return _modal(reader, row(reader, shown, me), f"{ONE} {shown.pairing.id}")


def row(reader: Reader, shown: "Row", me: "Person") -> list[Json]:
    """With one person: how often, the next talk, and what can be done."""
    name = kit.cut(shown.other.name, kit.NAME_MAX)
    zone = me.zone if me.id == shown.pairing.person_id else shown.other.zone
    change = kit.button(reader.t("Change"), talks.SET, str(shown.other.id))
    blocks = [kit.row(name, talks.rhythm(reader, shown.pairing, zone), accessory=change)]
    if shown.waits:
        led = me.id == shown.pairing.person_id
        text = (
            reader.t("{name} has not said yes yet.", name=name)
            if led
            else reader.t("{name} would like this.", name=name)
        )
        yes = kit.button(reader.t("Yes, let's"), talks.ACCEPT, str(shown.pairing.id), style="primary")
        return [*blocks, kit.sentence(text), kit.actions(*([] if led else [yes]), agenda.way_with(reader, shown.other))]
    if shown.next is None:
        text = reader.t("The next turn has not come yet.")
        return [*blocks, kit.notes(text), kit.actions(agenda.way_with(reader, shown.other))]
    more = [agenda.way_with(reader, shown.other), kit.button(reader.t("Place"), talks.PLACE, str(shown.next.talk.id))]
    if shown.next.talk.state is TalkState.AGREED:
        more.append(kit.button(reader.t("Calendar file"), talks.CALENDAR, str(shown.next.talk.id)))
    blocks += [kit.sentence(talks.line(reader, shown.next)), *talks.details(reader, shown.next)]
    return [*blocks, *talks.no_times(reader, shown.next), kit.actions(*talks.buttons(reader, shown.next), *more)]


def _unpaired(reader: Reader, other: "Person") -> list[Json]:
    begin = kit.button(reader.t("Set up"), talks.SET, str(other.id))
    return [kit.row(kit.cut(other.name, kit.NAME_MAX), reader.t("No 1:1s"), accessory=begin)]


def _manager(reader: Reader, manager: "Person") -> list[Json]:
    propose = kit.button(reader.t("Propose"), talks.SET, str(manager.id))
    text = reader.t("No 1:1s. You can propose some.")
    return [kit.row(kit.cut(manager.name, kit.NAME_MAX), text, accessory=propose)]


def _modal(reader: Reader, blocks: list[Json], metadata: str) -> Json:
    return kit.modal(LIST, reader.t("Your 1:1s"), blocks, close=reader.t("Close"), metadata=metadata)


def section(reader: Reader, shown: "Row | None") -> list[Json]:
    """The next talk, on Home: one block."""
    if shown is None or shown.next is None:
        return []
    button = kit.button(reader.t("Open"), talks.OPEN, ORIGIN)
    name, talk = kit.cut(shown.other.name, kit.NAME_MAX), shown.next.talk
    if talk.at is None:
        return [kit.sentence(talks.line(reader, shown.next), accessory=button)]
    text = reader.t("Next 1:1: {name}, {when}", name=name, when=reader.moment(talk.at))
    if talk.place:
        text = reader.t("Next 1:1: {name}, {when}, {place}", name=name, when=reader.moment(talk.at), place=talk.place)
    return [kit.sentence(text, accessory=button)]
