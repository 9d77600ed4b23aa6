"""Talks that were: the list, and one of them with its notes and what came of it."""

from typing import TYPE_CHECKING

from bot.domain.one_on_ones import TalkState
from bot.locales.reader import Reader
from bot.views import actions, agenda, guides, kit
from bot.views import one_on_ones_notes as notes
from bot.views.kit import Json
from bot.views.kit_pages import Piece, from_the_start, turns

if TYPE_CHECKING:
    from bot.usecases.one_on_ones_past import Past, Row, Talks

LIST = "one_on_ones.past_list"
OLDER = "one_on_ones.past_older"
SHOW = "one_on_ones.past_talk"
TURN = "one_on_ones.past_turn"
PIECES, CHARACTERS = 30, 20_000
LEFT_MOST = 20


def listed(reader: Reader, shown: "Talks") -> Json:
    """The talks with somebody, the newest first."""
    blocks = [_row(reader, one) for one in shown.rows]
    if not blocks:
        blocks.append(kit.sentence(reader.t("There was no talk yet.")))
    if shown.older is not None:
        blocks.append(kit.actions(kit.button(reader.t("Older"), OLDER, f"{shown.other.id} {shown.older}")))
    if shown.left:
        blocks += [kit.divider(), kit.notes(reader.t("Left on the agenda when your 1:1s ended"))]
        blocks += [block for one in shown.left[:LEFT_MOST] for block in agenda.read_only(reader, one)]
    metadata = str(shown.other.id)
    return kit.modal(LIST, reader.t("Earlier talks"), blocks, close=reader.t("Close"), metadata=metadata)


def _row(reader: Reader, one: "Row") -> Json:
    name = kit.cut(one.other.name, kit.NAME_MAX)
    when = reader.moment(one.talk.at) if one.talk.at else reader.t("Without a time")
    noted = (
        reader.n("{count} shared note", "{count} shared notes", one.notes) if one.notes else reader.t("No shared notes")
    )
    show = kit.button(reader.t("Show"), SHOW, str(one.talk.id), label=reader.t("Show the talk: {when}", when=when))
    skipped = [reader.t("Skipped")] if one.talk.state is TalkState.SKIPPED else []
    return kit.row(when, reader.t("With {name}", name=name), *skipped, noted, accessory=show)


def talk(reader: Reader, shown: "Past", back: int, page: int = 0) -> Json:
    """One talk in place of the list, in pages where its notes are long. `back`: whose list it was."""
    found = from_the_start(_pieces(reader, shown), PIECES, CHARACTERS)
    at = max(0, min(page, len(found) - 1))
    other = shown.person if shown.manager.id == shown.me.id else shown.manager
    head = [kit.notes(notes.headline(reader, shown.talk, other))]
    if not shown.took_part:
        names = {"name": kit.cut(shown.person.name, kit.NAME_MAX), "manager": kit.cut(shown.manager.name, kit.NAME_MAX)}
        head.append(
            kit.notes(
                reader.t(
                    "You lead {name} now: the shared notes and open actions of the talks with {manager} went over to you.",
                    **names,
                )
            )
        )
    blocks = [*head, *(block for piece in found[at] for block in piece)]
    to_list = kit.button(reader.t("Back"), OLDER, f"{back} 0")
    buttons = [
        to_list,
        *turns(reader, TURN, str(shown.talk.id), at, len(found)),
        *([notes.way(reader, shown.talk.id)] if shown.took_part else []),
    ]
    return kit.modal(
        LIST, reader.t("1:1"), [*blocks, kit.actions(*buttons)], close=reader.t("Close"), metadata=str(back)
    )


def _pieces(reader: Reader, shown: "Past") -> list[Piece]:
    """Everything in it, in parts that can stand on different pages."""
    found: list[Piece] = []
    for author, note in shown.notes:
        name = kit.cut(author.name, kit.NAME_MAX)
        found.append([kit.divider(), kit.notes(reader.t("{name} wrote for both of you:", name=name))])
        found += [[one] for one in kit.words(note.words, reader)]
    if not shown.notes:
        found.append([kit.sentence(reader.t("No shared notes"))])
    if shown.stand is not None:
        mine = shown.me.id == shown.person.id
        found.append([kit.divider(), *guides.stand(reader, shown.stand, shown.person, mine=mine)])
    if shown.private is not None and shown.private.words != "":
        found.append([kit.divider(), kit.notes(reader.t("Only you read this"))])
        found += [[one] for one in kit.words(shown.private.words, reader)]
    if shown.actions:
        found.append([kit.divider(), kit.notes(reader.t("What will be done"))])
        found += [[line] for one in shown.actions for line in actions.lines(reader, [one])]
    if shown.struck or shown.by_itself:
        found.append([kit.divider(), kit.notes(reader.t("Struck"), *agenda.counted(reader, shown.by_itself))])
        found += [agenda.read_only(reader, one) for one in shown.struck]
    return found
