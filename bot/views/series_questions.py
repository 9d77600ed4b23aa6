"""HR's editor of questions: the list in its order, the wording in three languages, the options."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from bot.domain import questions as rules
from bot.domain import wording
from bot.domain.checkins import QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.wording import Wording
from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views import series_editor as editor
from bot.views import series_words as words
from bot.views.kit import Json
from bot.views.series_editor import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.usecases.series_editor import Opened
    from storage.series import Question

ACT, NEW = "series_questions.act", "series_questions.new"
SAVE, SAVE_OPTIONS = "series_questions.save", "series_questions.save_options"
WORD, REMOVE, MOVE = "word", "remove", "to_"
"""What is chosen beside a question; a move has the place after it, 0 the first."""
HIDE, UNHIDE, REQUIRE, RELAX = "hide", "unhide", "require", "relax"
LINES_MAX = 3_000
RHYTHMS = (rules.EVERY, rules.MONTHLY, *(f"{rules.NTH}{number}" for number in (2, 3, 4, 6, 12)))


def listed(reader: Reader, opened: "Opened", said: str = "") -> Json:
    """What the series asks, in its order; a menu beside each question."""
    one = opened.series
    blocks = [kit.sentence(said)] if said else []
    blocks += [_row(reader, opened, at) for at in range(len(opened.questions))]
    more = kit.actions(
        kit.button(reader.t("New question"), NEW, str(one.id), style="primary"),
        kit.button(reader.t("Back"), editor.BACK, str(one.id)),
    )
    note = kit.notes(
        reader.t("What you change holds from the next check-in on. What was asked stays with its answers.")
    )
    return kit.modal("series_questions.listed", reader.t("Questions"), [*blocks, note, more], close=reader.t("Close"))


def _row(reader: Reader, opened: "Opened", at: int) -> Json:
    asked = opened.questions[at]
    said = [words.kind(reader, asked.kind), words.rhythm(reader, asked.rhythm)]
    said += [reader.t("Required")] if asked.required else []
    said += [reader.t("Hidden")] if asked.hidden else []
    can = {WORD: reader.t("Edit")}
    # The place it is to have, not the way it goes: pressed twice, it moves once.
    can |= {f"{MOVE}{at - 1}": reader.t("Move up")} if at > 0 else {}
    can |= {f"{MOVE}{at + 1}": reader.t("Move down")} if at + 1 < len(opened.questions) else {}
    can |= {UNHIDE: reader.t("Show it")} if asked.hidden else {HIDE: reader.t("Hide it")}
    can |= (
        {RELAX if asked.required else REQUIRE: reader.t("Required or not")}
        if asked.kind.built_in
        else {REMOVE: reader.t("Remove")}
    )
    menu = {
        "type": "overflow",
        "action_id": ACT,
        "options": [kit.option(text, f"{opened.series.id} {asked.key} {act}") for act, text in can.items()],
    }
    return kit.row(kit.cut(words.question(reader, asked), rules.TEXT_MAX), " · ".join(said), accessory=menu) | {
        "block_id": f"asked_{asked.key}"
    }


def form(reader: Reader, mark: Mark, wanted: Wording, notes: Sequence[str] = ()) -> Json:
    """The wording of one question. A choice has its options on the next page; a built-in kind has its own words."""
    blocks: list[Json] = []
    if not wanted.key:
        kinds = [kit.option(words.kind(reader, one), one) for one in rules.OWN]
        chosen = kit.select("kind", reader.t("How it is answered"), kinds, initial=wanted.kind, optional=False)
        blocks.append(chosen)
    if not wanted.kind.built_in:
        blocks += [_text(reader, language, wanted) for language in rules.LANGUAGES]
    rhythms = [kit.option(words.rhythm(reader, one), one) for one in RHYTHMS]
    blocks.append(kit.select("rhythm", reader.t("How often"), rhythms, initial=wanted.rhythm, optional=False))
    required = [kit.option(reader.t("It has to be answered"), "required")]
    ticked = inputs.choice(required, ["required"] if wanted.required else [], several=True, open_=True)
    blocks.append(kit.input_block("required", reader.t("Required"), ticked))
    made = editor.form(reader, replace(mark, part=wanted.key), reader.t("Question"), blocks, notes)
    packed = _packed(mark, wanted)
    return made | {"callback_id": SAVE, "private_metadata": packed, "submit": kit.plain(_submit(reader, wanted), 24)}


def _submit(reader: Reader, wanted: Wording) -> str:
    return reader.t("Next") if not wanted.key or wanted.chooses else reader.t("Save")


def _text(reader: Reader, language: str, wanted: Wording) -> Json:
    return kit.text_input(
        f"text_{language}",
        {"en": reader.t("In English"), "zh_Hans": reader.t("In Simplified Chinese")}.get(
            language, reader.t("In Traditional Chinese")
        ),
        initial=wanted.texts.get(language, ""),
        multiline=False,
        most=rules.TEXT_MAX,
    )


def options_form(reader: Reader, mark: Mark, wanted: Wording, notes: Sequence[str] = ()) -> Json:
    """What can be chosen, one option a line, in the languages in which the question is worded."""
    labels = {
        "en": reader.t("Options in English"),
        "zh_Hans": reader.t("Options in Simplified Chinese"),
        "zh_Hant": reader.t("Options in Traditional Chinese"),
    }
    hint = reader.t("One on each line, from 2 to 100, in the same order in each language.")
    blocks = [
        kit.text_input(
            f"options_{language}",
            labels[language],
            initial=wanted.options.get(language, ""),
            hint=hint,
            most=LINES_MAX,
        )
        for language in rules.LANGUAGES
        if wanted.texts.get(language)
    ]
    asked = kit.sentence(rules.in_language(wanted.texts, reader.language))
    made = editor.form(reader, mark, reader.t("Options"), [asked, *blocks], notes)
    return made | {"callback_id": SAVE_OPTIONS, "private_metadata": _packed(mark, wanted)}


def _packed(mark: Mark, wanted: Wording) -> str:
    """What a step carries to the next; the options are too long for that, and stand in their fields."""
    held = {**asdict(replace(wanted, options={}, texts=dict(wanted.texts))), "options": {}}
    return json.dumps({"mark": asdict(mark), "wanted": held}, ensure_ascii=False, separators=(",", ":"))


def unpacked(metadata: str) -> tuple[Mark, Wording]:
    """What a step carried."""
    held = json.loads(metadata)
    wanted = Wording(**held["wanted"])
    return Mark(**held["mark"]), replace(wanted, kind=QuestionKind(wanted.kind))


def wanted_of(one: "Question") -> Wording:
    """The question as the form shows it."""
    return Wording(one.kind, one.key, dict(one.texts), wording.typed(one.options), one.rhythm, one.required)


def read_form(values: Json, wanted: Wording) -> Wording:
    """The wording with what was filled in."""
    kind = wanted.kind
    if "kind" in values:
        chosen = inputs.held(values, "kind")
        if chosen not in rules.OWN:
            raise RuleBroken("answer_unknown", field="kind")
        kind = QuestionKind(chosen)
    texts = {one: str(inputs.held(values, f"text_{one}") or "") for one in rules.LANGUAGES if f"text_{one}" in values}
    return replace(
        wanted,
        kind=kind,
        texts={name: text.strip() for name, text in texts.items() if text.strip()},
        rhythm=str(inputs.held(values, "rhythm")),
        required=bool(inputs.held(values, "required")),
    )


def with_options(wanted: Wording, options: "Mapping[str, str]") -> Wording:
    """The wording with the options that there are already, as the second page begins."""
    return replace(wanted, options=options)


def read_options(values: Json, wanted: Wording) -> Wording:
    """The wording with the options that were filled in."""
    given = {one: inputs.held(values, f"options_{one}") for one in rules.LANGUAGES}
    return replace(wanted, options={name: str(text) for name, text in given.items() if text})


def mine(reader: Reader, wanted: Wording) -> str:
    """What somebody wanted to ask, in a line: for whoever was second."""
    said = [*wanted.texts.values(), words.rhythm(reader, wanted.rhythm), *wanted.options.values()]
    return kit.cut(" / ".join(one.replace("\n", ", ") for one in said if one), kit.SECTION_MAX // 2)
