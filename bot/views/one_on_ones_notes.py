"""The notes of a 1:1: the form with two fields that are clearly apart, and longer notes in pages."""

from typing import TYPE_CHECKING

from bot.domain.one_on_ones_notes import PART_MAX, Typed
from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views.kit import Json
from bot.views.kit_pages import from_the_start, turns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.usecases.one_on_ones_notes import Notes
    from storage.one_on_one_notes import PrivateTalkNote, SharedTalkNote
    from storage.one_on_ones import OneOnOne
    from storage.people import Person

OPEN = "one_on_ones.notes"
SAVE = "one_on_ones.save_notes"
PAGES = "one_on_ones.note_pages"
"""The button to all of a long note; its value: the talk, whose note, and which page."""
TURN = "one_on_ones.note_turn"
SHARED, PRIVATE, THEIRS = "shared", "private", "theirs"
BEGINNING_MAX = 2_000
"""Of the other one's note above the fields; the rest is a press away."""
PIECES, CHARACTERS = 8, 20_000


def way(reader: Reader, talk_id: int) -> Json:
    return kit.button(reader.t("Notes"), OPEN, str(talk_id))


def form(reader: Reader, shown: "Notes", typed: "Mapping[str, str] | None" = None, *, whole: bool = True) -> Json:
    """What the other one wrote for both, and my two fields. `typed`: what stands in them already, where it could not be kept.

    `whole`: there is room above it for all of a long note; else all of it stands below.
    """
    name = kit.cut(shown.other.name, kit.NAME_MAX)
    blocks = [
        kit.notes(headline(reader, shown.talk, shown.other)),
        *_theirs(reader, shown, name, whole=whole),
        kit.divider(),
    ]
    shared, private = shown.shared, shown.private
    if shown.goes_on:
        label = reader.t("Shared with {name}: both of you read this", name=name)
        hint = reader.t("And so does whoever takes over as manager later.")
        blocks += _field(reader, shown, SHARED, label, hint, shared, typed, whole=whole)
    else:
        blocks.append(
            kit.notes(reader.t("You and {name} have no 1:1s any more, so what is shared stays as it is.", name=name))
        )
        if shared is not None and shared.words != "":
            blocks += _beginning(reader, shown, SHARED, shared.words, whole=whole)
    label, hint = reader.t("Only you read this"), reader.t("Neither {name} nor anybody else, now or later.", name=name)
    blocks += [kit.divider(), *_field(reader, shown, PRIVATE, label, hint, private, typed, whole=whole)]
    blocks.append(
        kit.notes(reader.t("More than a field takes? Write it to me in our chat: I will ask where it belongs."))
    )
    return kit.modal(
        SAVE,
        reader.t("1:1 notes"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=f"{shown.talk.id} {shared.version if shared else 0} {private.version if private else 0}",
    )


def headline(reader: Reader, talk: "OneOnOne", other: "Person") -> str:
    """With whom it is, and when."""
    name = kit.cut(other.name, kit.NAME_MAX)
    if talk.at is None:
        return reader.t("With {name}. No time is agreed on yet.", name=name)
    return reader.t("With {name}: {when}", name=name, when=reader.moment(talk.at))


def _theirs(reader: Reader, shown: "Notes", name: str, *, whole: bool) -> list[Json]:
    if shown.theirs is None or shown.theirs.words == "":
        return [kit.notes(reader.t("{name} has written nothing for both of you yet.", name=name))]
    head = kit.notes(reader.t("{name} wrote for both of you:", name=name))
    return [head, *_beginning(reader, shown, THEIRS, shown.theirs.words, whole=whole)]


def _beginning(reader: Reader, shown: "Notes", whose: str, words: str | None, *, whole: bool) -> list[Json]:
    if words is None or len(words) <= BEGINNING_MAX:
        return kit.words(words, reader)
    if not whole:
        told = kit.notes(reader.t("All of it stands in the view below this one."))
        return [*kit.words(kit.cut(words, BEGINNING_MAX), reader), told]
    more = kit.button(reader.t("Read all of it"), PAGES, f"{shown.talk.id} {whose} 0")
    return [*kit.words(kit.cut(words, BEGINNING_MAX), reader), kit.actions(more, block_id=f"{whose}_all")]


def _field(
    reader: Reader,
    shown: "Notes",
    name: str,
    label: str,
    hint: str,
    note: "SharedTalkNote | PrivateTalkNote | None",
    typed: "Mapping[str, str] | None",
    *,
    whole: bool,
) -> list[Json]:
    """The field; of a note too long for one, its beginning. Changed on another device meanwhile, what is kept stands above it."""
    words = (note.words if note else "") or ""
    if name in shown.overtaken:
        told = reader.t(
            "This changed on another device while the form was open. What is kept now stands here; what you typed is still in the "
            "field. Save once more to put yours in its place."
        )
        again = kit.text_input(name, label, initial=(typed or {}).get(name, ""), hint=hint, most=PART_MAX)
        return [kit.sentence(told), *_beginning(reader, shown, name, words, whole=whole), again]
    if not kit.fits(words):
        long = reader.t("This note is longer than a field. What you write to me in our chat can be put below it.")
        return [kit.sentence(label), kit.notes(hint, long), *_beginning(reader, shown, name, words, whole=whole)]
    return [kit.text_input(name, label, initial=(typed or {}).get(name, words), hint=hint, most=PART_MAX)]


def read_form(view: Json) -> tuple[int, Typed | None, Typed | None]:
    """Of which talk, what is for both, and what is for oneself; None: the form had no such field."""
    talk_id, *versions = map(int, str(view["private_metadata"]).split())
    values = view["state"]["values"]
    found = [
        Typed(str(inputs.held(values, name) or ""), version) if name in values else None
        for name, version in zip((SHARED, PRIVATE), versions, strict=True)
    ]
    return talk_id, found[0], found[1]


def pages(reader: Reader, shown: "Notes", whose: str, page: int = 0) -> Json:
    """A long note, a page at a time: nothing of it is cut."""
    note = {SHARED: shown.shared, THEIRS: shown.theirs, PRIVATE: shown.private}.get(whose)
    words = note.words if note is not None else ""
    found = from_the_start([[one] for one in kit.words(words, reader)], PIECES, CHARACTERS)
    at = max(0, min(page, len(found) - 1))
    blocks = [kit.notes(headline(reader, shown.talk, shown.other)), *(one for piece in found[at] for one in piece)]
    buttons = turns(reader, TURN, f"{shown.talk.id} {whose}", at, len(found))
    blocks += [kit.actions(*buttons)] if buttons else []
    return kit.modal(PAGES, reader.t("1:1 notes"), blocks, close=reader.t("Close"))
