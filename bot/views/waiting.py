"""What waits for its reader, on Home and in the digest: who, since when, and the button that answers."""

from typing import TYPE_CHECKING

from bot.domain import announcements, feedback
from bot.domain.home import ORIGIN
from bot.domain.waiting import What
from bot.locales.reader import Reader
from bot.views import help as helping
from bot.views import kit, talks
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.waiting import Waiting, Waits

OPEN = "waiting.open"
"""Opens the check-in that somebody waits about."""

HELP_MOST, BLOCKS_MOST = 2, 7
"""On Home: a request for help takes two blocks, everything else one."""
WORDS_SHOWN = 300
"""Of a request for help on Home; the message that asked has all of it."""


def section(reader: Reader, shown: "Waiting") -> list[Json]:
    """On Home: requests for help, then messages, then what is there to read, the oldest first."""
    if not shown.count:
        return []
    asked = shown.help[:HELP_MOST]
    others = [*shown.messages, *shown.unread][: BLOCKS_MOST - 2 * len(asked)]
    left = shown.count - len(asked) - len(others)
    blocks = [kit.header(reader.t("Waiting for you"))]
    for one in asked:
        words = None if one.words is None else kit.cut(one.words, WORDS_SHOWN)
        blocks += [*rows(reader, [one], ORIGIN), *kit.words(words, reader)]
    blocks += rows(reader, others, ORIGIN)
    return [*blocks, kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else blocks


def rows(reader: Reader, shown: "list[Waits]", origin: str = "") -> list[Json]:
    """One row each, without anybody's words."""
    blocks: list[Json] = []
    for one in shown:
        value, name = f"{one.record_id} {origin}", kit.cut(one.person.name, kit.NAME_MAX)
        if one.what == What.HELP:
            accept = kit.button(reader.t("I will help"), helping.ACCEPT, value, style="primary")
            blocks.append(kit.row(name, _since(reader, one), accessory=accept))
        else:
            blocks.append(kit.row(name, _since(reader, one), accessory=_open(reader, one, value)))
    return blocks


def _open(reader: Reader, one: "Waits", value: str) -> Json:
    """The button that opens what it is about."""
    if one.about == feedback.RECORD:
        label = reader.t("Open the feedback for {name}", name=one.person.name)
        return kit.button(reader.t("Open"), talks.READ_FEEDBACK, value, label=label)
    if one.about == announcements.RECORD:
        label = reader.t("Open what {name} asks about", name=one.person.name)
        return kit.button(reader.t("Open"), talks.READ_ANNOUNCEMENT, value, label=label)
    label = reader.t("Read the check-in of {name}", name=one.person.name)
    text = reader.t("Read") if one.what == What.UNREAD else reader.t("Open")
    return kit.button(text, OPEN, value, label=label)


def _since(reader: Reader, one: "Waits") -> str:
    """What they did and how long ago, in the reader's working days; on the day itself, the day."""
    day = reader.day(reader.local(one.since).date())
    if one.what == What.HELP:
        if not one.days:
            return reader.t("Asked for your help on {day}", day=day)
        return reader.n(
            "Asked for your help {count} working day ago", "Asked for your help {count} working days ago", one.days
        )
    if one.what == What.MESSAGE:
        if not one.days:
            return reader.t("Wrote to you on {day}", day=day)
        return reader.n("Wrote to you {count} working day ago", "Wrote to you {count} working days ago", one.days)
    if not one.days:
        return reader.t("Sent a check-in on {day}", day=day)
    return reader.n("Sent a check-in {count} working day ago", "Sent a check-in {count} working days ago", one.days)
