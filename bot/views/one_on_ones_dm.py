"""Where words from the DM belong: to which talk, and whether both read them."""

from typing import TYPE_CHECKING

from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views import one_on_ones_notes as notes
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.one_on_ones_dm import Choice

SAVE = "one_on_ones.save_dm"
BEGINNING_MAX = 2_000


def form(reader: Reader, shown: "Choice") -> Json:
    """The talk, for whom, and how the words begin. None of them is lost: all of them are kept as they were written."""
    options = [kit.option(notes.headline(reader, talk, other), str(talk.id)) for talk, other in shown.talks]
    both = kit.option(reader.t("Both of us"), notes.SHARED)
    alone = kit.option(reader.t("Only I"), notes.PRIVATE)
    hint = reader.t(
        "What both read, whoever takes over as manager later reads too. What only you read, nobody ever does."
    )
    blocks = [
        kit.select("talk", reader.t("Notes of which 1:1?"), options, initial=str(shown.talks[0][0].id), optional=False),
        kit.select(
            "who",
            reader.t("Who reads it?"),
            [both, alone],
            initial=notes.PRIVATE,
            hint=hint,
            optional=False,
            radio=True,
        ),
        kit.notes(reader.t("All of your words go below what you have noted there. They begin with:")),
        *kit.words(kit.cut(shown.words, BEGINNING_MAX), reader),
    ]
    return kit.modal(
        SAVE,
        reader.t("1:1 notes"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=str(shown.draft_id),
    )


def read_form(view: Json) -> tuple[int, int, bool]:
    """Which words, of which talk, and whether both read them."""
    values = view["state"]["values"]
    return int(view["private_metadata"]), int(inputs.held(values, "talk")), inputs.held(values, "who") == notes.SHARED
