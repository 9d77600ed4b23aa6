"""The form in which HR changes an announcement that is out, language by language."""

from typing import TYPE_CHECKING

from bot.domain.announcements import CHANGED_MAX, LANGUAGES, TITLE_MAX, WORDS_MAX
from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views.announcements import NATIVE
from bot.views.announcements_forms import faster, form
from bot.views.announcements_list import Mark
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.announcements_changing import Changing
    from storage.announcements import AnnouncementText

SAVE = "announcements.change"


def change_form(reader: Reader, shown: "Changing", *, by: str = "") -> Json:
    """The texts as they are out, and what is different, in each language."""
    one = shown.announcement
    told = reader.t(
        "Whoever has it sees the new text in place of the old one. Whoever read it before is told what changed, in one message."
    )
    blocks = [*faster(reader, by), kit.sentence(told)]
    for language in LANGUAGES:
        blocks += _language(reader, language, shown.texts.get(language))
    return form(reader, SAVE, Mark(one.id, one.revision), reader.t("Change it"), blocks)


def _language(reader: Reader, language: str, text: "AnnouncementText | None") -> list[Json]:
    words = (text.words if text is not None else "") or ""
    long = len(words) > WORDS_MAX or not kit.fits(words)
    stays = reader.t("The long text stays as it is, unless you write another one here.") if long else None
    title = kit.text_input(
        f"title_{language}",
        reader.t("Title"),
        initial=(text.title if text else "") or "",
        multiline=False,
        most=TITLE_MAX,
    )
    field = kit.text_input(
        f"words_{language}", reader.t("Text"), initial="" if long else words, hint=stays, most=WORDS_MAX
    )
    hint = reader.t("One line, for those who read it before. Needed where the title or the text is different.")
    line = kit.text_input(f"changed_{language}", reader.t("What changed"), multiline=False, hint=hint, most=CHANGED_MAX)
    return [kit.header(NATIVE[language]), title, field, *([line] if text is not None else [])]


def read_change(values: Json) -> dict[str, tuple[str, str, str]]:
    """Title, words and what changed, by language."""

    def held(field: str, language: str) -> str:
        return str(inputs.held(values, f"{field}_{language}") or "")

    return {one: (held("title", one), held("words", one), held("changed", one)) for one in LANGUAGES}


def stays(text: "AnnouncementText | None", words: str) -> bool:
    """Whether a text that is too long for its field is to stay, as nothing was written in its place."""
    held = (text.words if text is not None else "") or ""
    return not words.strip() and (len(held) > WORDS_MAX or not kit.fits(held))
