"""An observation opened, the pages of all that somebody may read, and what its subject is told."""

from typing import TYPE_CHECKING

from bot.domain.observations import PAGE
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import feedback_words, kit, nudges
from bot.views.kit import Json
from bot.views.kit_pages import Piece, from_the_start
from bot.views.observations_form import WRITE

if TYPE_CHECKING:
    from bot.usecases.observations import Opened, Page, Row

READ = "observations.read"
SHARE = "observations.share"
EDIT = "observations.edit"
DELETE = "observations.delete"
GIVE = "observations.give"
TURN = "observations.turn"
"""Begins the action ids of the buttons to another page; the value is where it begins."""
PART_TURN = "observations.part"
"""The buttons to another page of long words: the observation and the page."""
PIECES, CHARACTERS = 12, 12_000
BEGINNING = 150
"""Of its words in a row of many."""


def shared(reader: Reader, shown: "Row") -> Message:
    """For whom it is about: from whom and of which day, never the words."""
    name, day = kit.cut(shown.author.name, kit.NAME_MAX), reader.full_date(shown.observation.day)
    text = reader.t("{name} shares an observation of {day} with you.", name=name, day=day)
    button = kit.button(reader.t("Read"), READ, str(shown.observation.id), style="primary")
    return kit.message(text, [kit.sentence(text), kit.actions(button, nudges.why(reader))])


def listed(reader: Reader, shown: "Page") -> Json:
    """One page, mine by person and then those that others let me read; with the way to a new one."""
    blocks: list[Json] = []
    if shown.may_write:
        blocks.append(kit.actions(kit.button(reader.t("Write one down"), WRITE, style="primary")))
    if not shown.rows:
        blocks.append(kit.sentence(_nothing(reader, may_write=shown.may_write)))
    heading = ""
    for row in shown.rows:
        if (head := _heading(reader, row)) != heading:
            blocks.append(kit.header(head))
            heading = head
        blocks.append(_row(reader, row))
    ways = []
    if shown.at > 0:
        ways.append(kit.button(reader.t("Previous"), f"{TURN}.previous", str(max(0, shown.at - PAGE))))
    if shown.more:
        ways.append(kit.button(reader.t("Next"), f"{TURN}.next", str(shown.at + PAGE)))
    blocks += [kit.actions(*ways)] if ways else []
    return kit.modal("observations.listed", reader.t("Observations"), blocks, close=reader.t("Close"))


def _nothing(reader: Reader, *, may_write: bool) -> str:
    if may_write:
        return reader.t(
            "Nothing stands here yet. What somebody did, written down the day you saw it, helps in feedback and reviews. "
            "Only you can read it until you share it."
        )
    return reader.t("Nothing stands here yet. Observations are written by those whom somebody reports to.")


def _heading(reader: Reader, row: "Row") -> str:
    author, subject = (kit.cut(one.name, kit.NAME_MAX) for one in (row.author, row.subject))
    if row.why is None:
        return reader.t("About {name}", name=subject)
    if row.why == "subject":
        return reader.t("About you, by {name}", name=author)
    return reader.t("About {name}, by {author}", name=subject, author=author)


def _row(reader: Reader, row: "Row") -> Json:
    one = row.observation
    head = f"{reader.full_date(one.day)} · {good(reader, is_good=one.good)}"
    lines = [kit.cut((one.behaviour or reader.t("These words were erased.")).strip() or "…", BEGINNING)]
    if row.why is None and row.read_by_others:
        lines.append(_stand(reader, is_shared=one.shared_at is not None))
    label = reader.t("Open the observation of {day}", day=reader.short_day(one.day))
    return kit.row(head, *lines, accessory=kit.button(reader.t("Open"), READ, str(one.id), label=label))


def _stand(reader: Reader, *, is_shared: bool) -> str:
    return reader.t("Shared") if is_shared else reader.t("Handed over")


def good(reader: Reader, *, is_good: bool) -> str:
    """How it went."""
    return reader.t("It went well") if is_good else reader.t("It could go better")


def opened(reader: Reader, shown: "Opened", page: int = 0) -> Json:
    """Its words part by part, what it rests on, who reads it, and what its author can do with it."""
    one = shown.observation
    blocks = [kit.notes(*_headline(reader, shown)), *_words(reader, shown, page)]
    blocks += feedback_words.evidence(reader, shown)
    blocks += [kit.divider(), kit.notes(*_readers(reader, shown))]
    if shown.mine:
        blocks.append(kit.actions(*_buttons(reader, shown)))
    return kit.modal(
        "observations.opened", reader.t("Observation"), blocks, close=reader.t("Close"), metadata=str(one.id)
    )


def _headline(reader: Reader, shown: "Opened") -> list[str]:
    one = shown.observation
    author, subject = (kit.cut(each.name, kit.NAME_MAX) for each in (shown.author, shown.subject))
    day, how = reader.full_date(one.day), good(reader, is_good=one.good)
    lines = [reader.t("About {name}, {day}. {how}.", name=subject, day=day, how=how)]
    if shown.viewer.id == one.subject_id:
        lines = [reader.t("{name} observed this on {day}. {how}.", name=author, day=day, how=how)]
    elif not shown.mine:
        lines = [reader.t("About {name}, by {author}, {day}. {how}.", name=subject, author=author, day=day, how=how)]
    if one.edited_at is not None:
        lines.append(reader.t("Changed on {when}.", when=reader.moment(one.edited_at)))
    return lines


def _words(reader: Reader, shown: "Opened", page: int) -> list[Json]:
    pieces: list[Piece] = []
    for part, text in shown.parts.items():
        head = kit.section(f"*{kit.escape(feedback_words.part(reader, part))}*")
        first, *others = kit.words(text, reader)
        pieces += [[head, first], *([each] for each in others)]
    pages = from_the_start(pieces, PIECES, CHARACTERS)
    at = min(max(page, 0), len(pages) - 1)
    blocks = [block for piece in pages[at] for block in piece]

    def way(text: str, to: int) -> list[Json]:
        return [kit.actions(kit.button(text, PART_TURN, f"{shown.observation.id} {to}"))]

    before = way(reader.t("What comes before"), at - 1) if at > 0 else []
    after = way(reader.t("What comes after"), at + 1) if at < len(pages) - 1 else []
    return [*before, *blocks, *after]


def _readers(reader: Reader, shown: "Opened") -> list[str]:
    if not shown.mine:
        names = [shown.author, *(one.person for one in shown.readers)]
        others = [kit.cut(one.name, kit.NAME_MAX) for one in names if one.id != shown.viewer.id]
        return [reader.t("You and {names} can read it.", names=reader.names(others))]
    if not shown.readers:
        lines = [reader.t("Only you can read it.")]
    else:
        names_read = [kit.cut(one.person.name, kit.NAME_MAX) for one in shown.readers]
        lines = [reader.t("You and {names} can read it.", names=reader.names(names_read))]
        lines += [
            reader.t("{name} read it on {when}.", name=kit.cut(one.person.name, kit.NAME_MAX), when=when)
            for one in shown.readers[:5]
            if one.read_at and (when := reader.moment(one.read_at))
        ]
    lines += [
        reader.t("You gave feedback from it on {day}.", day=reader.day(reader.local(one).date()))
        for one in shown.given[:3]
    ]
    return lines


def _buttons(reader: Reader, shown: "Opened") -> list[Json]:
    value, name = str(shown.observation.id), kit.cut(shown.subject.name, kit.NAME_MAX)
    buttons = []
    if shown.subject.active:
        buttons.append(kit.button(reader.t("Turn it into feedback"), GIVE, value))
    if shown.observation.shared_at is None and shown.subject.active:
        asked = kit.confirm(
            reader.t("Share it?"),
            reader.t("{name} is told of it and can read it from now on. It can no longer be changed then.", name=name),
            reader.t("Share"),
            reader.t("Not yet"),
        )
        buttons.append(kit.button(reader.t("Share with them"), SHARE, value, confirm=asked))
    if not shown.readers:
        sure = kit.confirm(
            reader.t("Delete it?"),
            reader.t("It is gone for good, and nobody hears of it."),
            reader.t("Delete"),
            reader.t("Keep"),
        )
        buttons += [
            kit.button(reader.t("Change"), EDIT, value),
            kit.button(reader.t("Delete"), DELETE, value, confirm=sure),
        ]
    return buttons


def gone(reader: Reader) -> Json:
    """What stands in place of one that was deleted."""
    text = reader.t("It is deleted.")
    return kit.modal("observations.gone", reader.t("Observation"), [kit.sentence(text)], close=reader.t("Close"))
