"""An announcement as it is opened, the question about it, and what is pinned on Home while it lasts."""

from typing import TYPE_CHECKING

from bot.domain.checkins import WORDS_MAX
from bot.locales.reader import Reader
from bot.views import announcements as messages
from bot.views import kit, talks
from bot.views.kit import Json
from bot.views.kit_pages import Piece, from_the_end, from_the_start

if TYPE_CHECKING:
    from bot.usecases.announcements import Listed
    from bot.usecases.announcements_reading import Read
    from bot.usecases.announcements_telling import Told

TURN, PINNED, SAVE = "announcements.turn", "announcements.pinned", "announcements.save_question"
PIECES, CHARACTERS = 12, 12_000
"""Of the words on one page of the modal."""
SAID_PIECES, SAID_CHARACTERS = 12, 12_000
"""Of what was asked and answered: the end of it."""


def opened(reader: Reader, shown: "Read", page: int = 0) -> Json:
    """The whole of it, page by page, with what can be done."""
    told = shown.told
    title = messages.name(reader, told.text.title)
    if told.withdrawn:
        blocks = [kit.header(title), kit.sentence(reader.t("HR has withdrawn this announcement."))]
        return kit.modal("announcements.opened", reader.t("Announcement"), blocks, close=reader.t("Close"))
    notes = messages.notes_of(reader, told)
    blocks = [kit.header(title), *_words(reader, shown, page), *messages.links(told)]
    blocks += [kit.notes(*notes)] if notes else []
    ask = [kit.button(reader.t("Ask a question"), messages.ASK, str(told.announcement.id))] if shown.may_ask else []
    confirm = messages.understood(reader, told) if told.mine is not None else []
    blocks += [kit.actions(*confirm, *ask)] if confirm or ask else []
    blocks += _done(reader, shown)
    return kit.modal(
        "announcements.opened", reader.t("Announcement"), [*blocks, *_said(reader, shown)], close=reader.t("Close")
    )


def _words(reader: Reader, shown: "Read", page: int) -> list[Json]:
    pieces: list[Piece] = [[one] for one in kit.words(shown.told.text.words, reader)]
    pages = from_the_start(pieces, PIECES, CHARACTERS)
    at = min(max(page, 0), len(pages) - 1)

    def way(text: str, to: int) -> list[Json]:
        return [kit.actions(kit.button(text, TURN, f"{shown.told.announcement.id} {to}"))]

    before = way(reader.t("What comes before"), at - 1) if at > 0 else []
    after = way(reader.t("What comes after"), at + 1) if at < len(pages) - 1 else []
    return [*before, *(block for piece in pages[at] for block in piece), *after]


def _done(reader: Reader, shown: "Read") -> list[Json]:
    """That it was confirmed; for a manager, counts of their team."""
    notes = []
    mine, asked = shown.told.mine, shown.told.announcement.asks
    if asked and mine is not None and mine.understood_at is not None:
        when = reader.moment(mine.understood_at)
        notes.append(reader.t("You confirmed on {when} that you have read and understood it.", when=when))
    if shown.team is not None:
        figures = {"done": reader.number(shown.team.done), "meant": reader.number(shown.team.meant)}
        said = (
            reader.t("Confirmed by {done} of the {meant} people who report to you, directly or not.", **figures)
            if asked
            else reader.t("Opened by {done} of the {meant} people who report to you, directly or not.", **figures)
        )
        notes.append(said)
    return [kit.notes(*notes)] if notes else []


def _said(reader: Reader, shown: "Read") -> list[Json]:
    if not shown.said:
        return []
    pages = from_the_end(talks.pieces(reader, shown.said), SAID_PIECES, SAID_CHARACTERS)
    said = [block for piece in pages[-1] for block in piece]
    note = reader.t("Answers go on in the thread of the message in your chat with me.")
    return [kit.header(reader.t("Questions and answers")), *said, kit.notes(note)]


def question(reader: Reader, told: "Told") -> Json:
    """The form of a question, which says who will read it."""
    title = messages.name(reader, told.text.title)
    blocks = [
        kit.sentence(title),
        kit.text_input("reply", reader.t("Your question"), optional=False, most=WORDS_MAX),
        kit.notes(
            reader.t(
                "It reaches whoever wrote the announcement in HR, with your name. The answer comes as a message to you."
            )
        ),
    ]
    return kit.modal(
        SAVE,
        reader.t("Ask a question"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Send"),
        metadata=str(told.announcement.id),
    )


def section(reader: Reader, pinned: "list[Listed]") -> list[Json]:
    """On Home: one row, however many there are."""
    if not pinned:
        return []
    if len(pinned) == 1:
        one = pinned[0].announcement
        day = reader.day(one.lasts_until)
        show = kit.button(reader.t("Open"), messages.READ, str(one.id), label=reader.t("Open the announcement"))
        return [
            kit.row(
                messages.name(reader, pinned[0].title), reader.t("Announcement, until {day}", day=day), accessory=show
            )
        ]
    text = reader.n("{count} announcement", "{count} announcements", len(pinned))
    return [kit.row(text, messages.name(reader, pinned[0].title), accessory=kit.button(reader.t("Open"), PINNED))]


def listed(reader: Reader, pinned: "list[Listed]") -> Json:
    """All that lasts."""
    rows = [
        kit.row(
            messages.name(reader, one.title),
            reader.t("Announcement, until {day}", day=reader.day(one.announcement.lasts_until)),
            accessory=kit.button(reader.t("Open"), messages.READ, str(one.announcement.id)),
        )
        for one in pinned
    ]
    rows = rows or [kit.sentence(reader.t("There is no announcement at the moment."))]
    return kit.modal("announcements.pinned", reader.t("Announcements"), rows, close=reader.t("Close"))
