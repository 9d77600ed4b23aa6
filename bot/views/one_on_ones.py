"""1:1s in words: how a talk stands, its buttons, and what the two of it are told."""

from typing import TYPE_CHECKING

from bot.domain.one_on_ones import Cadence, TalkState
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit, nudges, series_words
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.one_on_ones_pairs import Shown
    from bot.usecases.one_on_ones_telling import Paired, Times
    from storage.one_on_ones import Pairing

OPEN = "one_on_ones.open"
SHOW = "one_on_ones.show"
SET = "one_on_ones.set"
ACCEPT = "one_on_ones.accept"
PICK = "one_on_ones.pick"
"""With a number: one of several proposals."""
MOVE = "one_on_ones.move"
AGREE = "one_on_ones.agree"
SKIP = "one_on_ones.skip"
PLACE = "one_on_ones.place"
CALENDAR = "one_on_ones.calendar"


def line(reader: Reader, shown: "Shown") -> str:
    """How a talk stands, in a sentence without anybody's words."""
    name, talk = kit.cut(shown.other.name, kit.NAME_MAX), shown.talk
    if talk.state is TalkState.SKIPPED:
        return _skipped(reader, shown, name)
    if talk.at is None:
        return reader.t("Your 1:1 with {name} needs a time.", name=name)
    when = reader.moment(talk.at)
    if talk.state is TalkState.PROPOSED:
        if shown.mine_to_agree:
            return reader.t("{name} proposes {when} for your 1:1.", name=name, when=when)
        return reader.t("You proposed {when} to {name} for your 1:1.", name=name, when=when)
    if talk.state is TalkState.HELD:
        return reader.t("Your 1:1 with {name} on {when} took place.", name=name, when=when)
    if talk.state is TalkState.NOT_HELD:
        return reader.t("Your 1:1 with {name} on {when} did not take place.", name=name, when=when)
    return reader.t("Your 1:1 with {name}: {when}.", name=name, when=when)


def _skipped(reader: Reader, shown: "Shown", name: str) -> str:
    talk = shown.talk
    if talk.skipped_by is None and shown.ended:
        return reader.t("Your 1:1 with {name} is called off.", name=name)
    if talk.skipped_by is None:
        return reader.t(
            "Your 1:1 with {name} is left out this time: there is no day on which you both work.", name=name
        )
    if talk.skipped_by == shown.me.id:
        return reader.t("You skipped this 1:1 with {name}.", name=name)
    if talk.at is None:
        return reader.t("{name} skips your next 1:1.", name=name)
    return reader.t("{name} skips your 1:1 on {when}.", name=name, when=reader.moment(talk.at))


def details(reader: Reader, shown: "Shown") -> list[Json]:
    """What the two wrote about it: the place, or why it is skipped."""
    if shown.talk.state is TalkState.SKIPPED:
        by_choice = shown.talk.skipped_by is not None
        return kit.words(shown.talk.why_skipped, reader) if by_choice else []
    return [kit.notes(reader.t("Place: {place}", place=shown.talk.place))] if shown.talk.place else []


def buttons(reader: Reader, shown: "Shown") -> list[Json]:
    """What can be done about a talk that may still take place."""
    talk, value = shown.talk, str(shown.talk.id)
    if shown.ended or talk.state in (TalkState.HELD, TalkState.NOT_HELD):
        return []
    move = kit.button(reader.t("Another time"), MOVE, value)
    if talk.state is TalkState.SKIPPED:
        out = [kit.button(reader.t("Calendar file"), CALENDAR, value)] if shown.filed and talk.at is not None else []
        return [kit.button(reader.t("Talk after all"), MOVE, value), *out]
    if shown.past:
        return []
    skip = kit.button(reader.t("Skip"), SKIP, value)
    if shown.mine_to_agree and talk.at is not None:
        agreed = f"{talk.id} {talk.at.isoformat()}"
        return [kit.button(reader.t("That works"), AGREE, agreed, style="primary"), move, skip]
    if talk.state is TalkState.DUE:
        return [*picks(reader, shown), move, skip]
    return [move, skip]


def picks(reader: Reader, shown: "Shown") -> list[Json]:
    """The proposals as buttons."""
    return [
        kit.button(reader.moment(at), f"{PICK}.{number}", f"{shown.talk.id} {at.isoformat()}")
        for number, at in enumerate(shown.options)
    ]


def no_times(reader: Reader, shown: "Shown") -> list[Json]:
    """Where no time was found, what can be done."""
    if shown.talk.state is not TalkState.DUE or shown.options:
        return []
    text = reader.t(
        "Your working hours and {name}'s leave no common time here. Propose one under “Another time”: it may lie outside of them, "
        "if that suits you both.",
        name=kit.cut(shown.other.name, kit.NAME_MAX),
    )
    return [kit.notes(text)]


def changed(reader: Reader, shown: "Shown") -> Message:
    """How a talk stands, for one of its two: that the other one changed something, or that the bot had to."""
    text = line(reader, shown)
    if shown.talk.state is TalkState.AGREED and shown.talk.at is not None:
        when = reader.moment(shown.talk.at)
        text = reader.t(
            "Agreed: your 1:1 with {name} is on {when}.", name=kit.cut(shown.other.name, kit.NAME_MAX), when=when
        )
    asks = [] if shown.talk.state is TalkState.HELD else buttons(reader, shown)
    row = kit.actions(*asks, nudges.why(reader))
    return kit.message(text, [kit.sentence(text), *details(reader, shown), *no_times(reader, shown), row])


def times(reader: Reader, shown: "Times") -> Message:
    """For a manager: the pairs that need a time, each with proposals."""
    if not shown.talks:
        text = reader.t("All your 1:1s have a time now.")
        return kit.message(text, [kit.sentence(text)])
    text = reader.n(
        "One of your 1:1s needs a time.", "{count} of your 1:1s need a time.", len(shown.talks) + shown.more
    )
    hint = reader.t("These times lie in both your working hours. The other one agrees, or proposes another.")
    blocks = [kit.sentence(text), kit.notes(hint)]
    for one in shown.talks:
        name = kit.cut(one.other.name, kit.NAME_MAX)
        blocks += [
            kit.row(name, how_often(reader, one.pairing.cadence)),
            *no_times(reader, one),
            kit.actions(*buttons(reader, one)),
        ]
    if shown.more:
        blocks.append(kit.notes(reader.n("and {count} more", "and {count} more", shown.more)))
    return kit.message(text, [*blocks, kit.actions(nudges.why(reader))])


def how_often(reader: Reader, cadence: Cadence) -> str:
    """The rhythm in a word or two."""
    said = {
        Cadence.WEEKLY: reader.t("Every week"),
        Cadence.FORTNIGHTLY: reader.t("Every second week"),
        Cadence.MONTHLY: reader.t("Every month"),
    }
    return said[cadence]


def rhythm(reader: Reader, pairing: "Pairing", zone: str) -> str:
    """How often and when two people usually talk, by the clock of the one who is led."""
    if pairing.weekday is None or pairing.at is None:
        said = {
            Cadence.WEEKLY: reader.t("Every week, at a time you agree on each time"),
            Cadence.FORTNIGHTLY: reader.t("Every second week, at a time you agree on each time"),
            Cadence.MONTHLY: reader.t("Every month, at a time you agree on each time"),
        }
        return said[pairing.cadence]
    given = {"weekday": series_words.weekday(reader, pairing.weekday), "time": reader.hour(pairing.at), "zone": zone}
    said = {
        Cadence.WEEKLY: reader.t("Every week on {weekday} at {time} ({zone})", **given),
        Cadence.FORTNIGHTLY: reader.t("Every second week on {weekday} at {time} ({zone})", **given),
        Cadence.MONTHLY: reader.t("Each month on its first {weekday} at {time} ({zone})", **given),
    }
    return said[pairing.cadence]


def paired(reader: Reader, shown: "Paired") -> Message:
    """For one of two: the other one set up their 1:1s, changed or ended them, or would like some."""
    name = kit.cut(shown.other.name, kit.NAME_MAX)
    change = kit.button(reader.t("Change"), SET, str(shown.other.id))
    buttons = [change, kit.button(reader.t("Your 1:1s"), OPEN)]
    if shown.pairing.ended_at is not None:
        text = reader.t("You and {name} have no 1:1s with each other any more.", name=name)
        return kit.message(text, [kit.sentence(text)])
    if shown.waits and not shown.led:
        text = reader.t("{name} would like to have 1:1s with you.", name=name)
        yes = kit.button(reader.t("Yes, let's"), ACCEPT, str(shown.pairing.id), style="primary")
        buttons = [yes, kit.button(reader.t("Change it first"), SET, str(shown.other.id))]
    elif shown.waits:
        text = reader.t("You proposed 1:1s to {name}.", name=name)
    else:
        text = reader.t("You and {name} have 1:1s.", name=name)
    zone = shown.me.zone if shown.led else shown.other.zone
    lines = [rhythm(reader, shown.pairing, zone), *_where(reader, shown)]
    return kit.message(text, [kit.sentence(text), kit.notes(*lines), kit.actions(*buttons)])


def _where(reader: Reader, shown: "Paired") -> list[str]:
    minutes = reader.n("{count} minute", "{count} minutes", shown.pairing.minutes)
    place = [reader.t("Place: {place}", place=shown.pairing.place)] if shown.pairing.place else []
    return [minutes, *place]
