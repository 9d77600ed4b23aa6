"""A check-in opened by its author or its reader, the talk about it, and the reply."""

from typing import TYPE_CHECKING

from bot.domain.checkins import WORDS_MAX
from bot.locales.reader import Reader
from bot.views import actions, checkins, feedback_form, kit, observations_form, talks
from bot.views.kit import Json
from bot.views.kit_pages import from_the_end

if TYPE_CHECKING:
    from bot.usecases.checkins_read import Opened

READ = talks.READ_CHECKIN
REPLY = "reading.reply"
FLAG = "reading.flag"
LET_BE = "reading.let_be"
TURN = "reading.turn"
"""The buttons to the earlier and the later part of a talk."""
READERS_MOST = 9
"""Of those who may read it, each in a line: a block of small print takes ten."""
TALK_PIECES, TALK_CHARACTERS = 20, 20_000
"""Of a talk on one page of the modal: a view takes 100 blocks and 250 kB, answers included."""


def opened(reader: Reader, shown: "Opened", origin: str = "", back: int = 0) -> Json:
    """The words, who has read them, what was said about them; and the field to reply. `back`: pages before the talk's last."""
    when = reader.moment(shown.checkin.edited_at or shown.checkin.sent_at)
    blocks: list[Json] = [kit.notes(_headline(reader, shown, when)), *checkins.answers(reader, shown)]
    if shown.mine:
        blocks += [kit.divider(), kit.notes(*_read_by(reader, shown)), *_note(reader, shown)]
    blocks += actions.lines(reader, shown.actions)
    if not shown.mine:
        blocks += _next(reader, shown, origin)
    if shown.talk:
        blocks += [kit.divider(), *_talk(reader, shown, origin, back)]
    can_reply = not shown.mine or bool(shown.talk)
    if can_reply:
        label = reader.t("Reply to {name}", name=shown.author.name) if not shown.mine else reader.t("Reply")
        hint = reader.t("It reaches the other person as a message from me. Only the two of you can read it.")
        blocks.append(kit.text_input("reply", kit.cut(label, kit.LABEL_MAX), hint=hint, optional=False, most=WORDS_MAX))
    return kit.modal(
        REPLY,
        reader.t("Check-in"),
        blocks,
        close=reader.t("Close"),
        submit=reader.t("Send reply") if can_reply else None,
        metadata=f"{shown.checkin.id} {origin}",
    )


def _next(reader: Reader, shown: "Opened", origin: str) -> list[Json]:
    """What a reader can do with it beside replying. The button says what it will do, so that a second click does it again."""
    text = reader.t("Flag for our 1:1") if not shown.flagged else reader.t("Take the flag off")
    flag = kit.button(text, FLAG, f"{shown.checkin.id} {int(not shown.flagged)} {origin}")
    make = kit.button(reader.t("Make it an action"), actions.MAKE, f"{shown.checkin.id} {origin}")
    note = kit.notes(reader.t("Flagged for your next 1:1. Only you see the flag."))
    let_be = kit.button(reader.t("No reply needed"), LET_BE, f"{shown.checkin.id} {origin}")
    give = kit.button(reader.t("Give feedback"), feedback_form.ABOUT_CHECKIN, f"{shown.author.id} {shown.checkin.id}")
    buttons = [flag, make, give, *_observe(reader, shown), *([let_be] if shown.waits else [])]
    return [kit.actions(*buttons), *([note] if shown.flagged else [])]


def _observe(reader: Reader, shown: "Opened") -> list[Json]:
    """For those whom its author reports to."""
    text = reader.t("Keep as an observation")
    return [kit.button(text, observations_form.ABOUT_CHECKIN, str(shown.checkin.id))] if shown.leads else []


def _note(reader: Reader, shown: "Opened") -> list[Json]:
    """What the author wrote for themselves."""
    if not shown.note:
        return []
    return [kit.notes(reader.t("Your private note. Nobody else can read it.")), *kit.words(shown.note, reader)]


def _talk(reader: Reader, shown: "Opened", origin: str, back: int) -> list[Json]:
    """One page of what was said; the last one first, with the way to those before it."""
    pages = from_the_end(talks.pieces(reader, shown.talk), TALK_PIECES, TALK_CHARACTERS)
    at = max(0, len(pages) - 1 - back)
    blocks = [block for piece in pages[at] for block in piece]

    def way(text: str, page: int) -> list[Json]:
        return [kit.actions(kit.button(text, TURN, f"{shown.checkin.id} {len(pages) - 1 - page} {origin}"))]

    earlier = way(reader.t("Earlier messages"), at - 1) if at > 0 else []
    later = way(reader.t("Later messages"), at + 1) if at < len(pages) - 1 else []
    return [*earlier, *blocks, *later]


def _headline(reader: Reader, shown: "Opened", when: str) -> str:
    title = checkins.name(reader, shown.series)
    if shown.mine:
        return reader.t("{series}, sent on {when}", series=title, when=when)
    if shown.checkin.late:
        return reader.t("{name}, {series}, sent late on {when}", name=shown.author.name, series=title, when=when)
    return reader.t("{name}, {series}, sent on {when}", name=shown.author.name, series=title, when=when)


def _read_by(reader: Reader, shown: "Opened") -> list[str]:
    if not shown.readers:
        return [checkins.readers_line(reader, [])]
    told = [
        reader.t("{name} read it on {when}.", name=one.person.name, when=reader.moment(one.read_at))
        if one.read_at
        else reader.t("{name} has not opened it yet.", name=one.person.name)
        for one in shown.readers[:READERS_MOST]
    ]
    left = len(shown.readers) - READERS_MOST
    return [*told, reader.n("and {count} more", "and {count} more", left)] if left > 0 else told
