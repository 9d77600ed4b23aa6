"""The modal "Your 1:1s": with each the next talk and what can be done about it; and the row on Home."""

from typing import TYPE_CHECKING

from bot.domain.home import ORIGIN
from bot.domain.one_on_ones import TalkState
from bot.locales.reader import Reader
from bot.views import agenda, kit, naming
from bot.views import one_on_ones as talks
from bot.views import one_on_ones_held as held
from bot.views.kit import Json
from bot.views.kit_pages import from_the_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.usecases.one_on_ones import Coming, Mine, Row
    from bot.usecases.one_on_ones_missed import Missed
    from storage.people import Person

LIST = "one_on_ones.list"
TURN = "one_on_ones.turn"
"""With a number: another page."""
PIECES, CHARACTERS = 18, 40_000
"""Pairs on one page: five blocks each at the most."""
NAMES_ROOM = 2_000
ALL, ONE = "all", "one"


def listed(reader: Reader, shown: "Mine", page: int = 0) -> Json:
    """All of mine, the next first, then those with whom I have none."""
    above = head(reader, shown)
    pieces = [above] if above else []
    pieces += [row(reader, one, shown.me) for one in shown.rows]
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


def head(reader: Reader, shown: "Mine") -> list[Json]:
    """What comes first: with whom there were fewer talks than agreed, what people say on average, and what is still to be said."""
    blocks = [kit.sentence(fewer(reader, shown.missed))] if shown.missed else []
    if shown.said is not None:
        blocks.append(kit.row(reader.t("What people say after talks with you"), held.average(reader, shown.said)))
    if shown.below is not None:
        who = reader.t("What people say after talks with those who report to you")
        blocks.append(kit.row(who, held.average(reader, shown.below)))
    for one in shown.last:
        blocks.append(kit.sentence(held.line(reader, one)))
        if found := held.buttons(reader, one):
            blocks.append(kit.actions(*found))
    return [*blocks, kit.divider()] if blocks else []


def fewer(reader: Reader, missed: "Sequence[Missed]") -> str:
    """With whom a manager had fewer talks than agreed this month. Nobody else sees it."""
    each = [
        reader.t(
            "{name} ({had} of {agreed})", name=kit.cut(one.person.name, kit.NAME_MAX), had=one.had, agreed=one.agreed
        )
        for one in missed
    ]
    names = naming.listed(reader, each, room=NAMES_ROOM, each=2 * kit.NAME_MAX)
    return reader.t("Fewer talks than agreed this month: {names}", names=names)


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


def section(reader: Reader, shown: "Coming | None") -> list[Json]:
    """The next talk on Home, and with whom a manager had fewer than agreed: one block."""
    if shown is None:
        return []
    lines = [_coming(reader, shown.row)] if shown.row is not None else []
    lines += [fewer(reader, shown.missed)] if shown.missed else []
    button = kit.button(reader.t("Open"), talks.OPEN, ORIGIN, label=reader.t("Your 1:1s"))
    return [kit.sentence("\n".join(lines or [reader.t("Your 1:1s")]), accessory=button)]


def _coming(reader: Reader, row: "Row") -> str:
    name, talk = kit.cut(row.other.name, kit.NAME_MAX), row.next.talk if row.next is not None else None
    if talk is None or talk.at is None or row.next is None:
        return reader.t("Your 1:1 with {name} needs a time.", name=name)
    if talk.state is TalkState.PROPOSED:
        return talks.line(reader, row.next)
    if talk.place:
        return reader.t("Next 1:1: {name}, {when}, {place}", name=name, when=reader.moment(talk.at), place=talk.place)
    return reader.t("Next 1:1: {name}, {when}", name=name, when=reader.moment(talk.at))
