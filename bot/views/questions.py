"""HR's own questions as fields of a form, what was given in them, and how an answer is read afterwards."""

from typing import TYPE_CHECKING

from bot.domain import questions as rules
from bot.domain.checkins import WORDS_MAX, QuestionKind
from bot.domain.replies import Reply
from bot.locales.reader import Reader
from bot.views import inputs, kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from storage.checkins import Answer
    from storage.series import Question

FEW = 10
"""Options that stand open one below the other; more of them fold into a list (SLACK.md §4.4)."""


def label(reader: Reader, question: "Question") -> str:
    """The question in the reader's language, or in the nearest that HR wrote."""
    return rules.in_language(question.texts, reader.language)


def field(reader: Reader, question: "Question", given: Reply | None = None) -> Json:
    """The question as one input block, filled with what was given before."""
    return kit.input_block(
        rules.field(question.id),
        label(reader, question),
        _element(reader, question, given or Reply(question.id)),
        optional=not question.required,
    )


def _element(reader: Reader, question: "Question", given: Reply) -> Json:
    if question.kind == QuestionKind.NUMBER:
        return inputs.number(given.number)
    if question.kind == QuestionKind.SCALE:
        return inputs.choice(scale(reader), [] if given.number is None else [f"{given.number:g}"], open_=True)
    if question.kind in rules.CHOICES:
        several, few = question.kind == QuestionKind.MULTIPLE, len(question.options) <= FEW
        return inputs.choice(options(reader, question), given.chosen, several=several, open_=few)
    long = question.kind == QuestionKind.LONG_TEXT
    return inputs.text(given.words, multiline=long, most=WORDS_MAX if long else rules.SHORT_MAX)


def options(reader: Reader, question: "Question") -> list[Json]:
    """What can be chosen, in the reader's language; its values are the keys that are kept."""
    return [kit.option(rules.in_language(one["texts"], reader.language), str(one["key"])) for one in question.options]


def scale(reader: Reader) -> list[Json]:
    """One to five, with words at both ends and in the middle."""
    named = {
        1: reader.t("1 – not at all"),
        2: "2",
        3: reader.t("3 – partly"),
        4: "4",
        5: reader.t("5 – completely"),
    }
    return [kit.option(named[value], str(value)) for value in rules.SCALE]


def read(values: Json) -> tuple[Reply, ...]:
    """What stands in the fields of HR's own questions, empty ones included, as typed; bot/domain/questions.py checks it."""
    return tuple(
        _reply(int(block[len(rules.FIELD) :]), (held or {}).get(kit.VALUE) or {})
        for block, held in values.items()
        if block.startswith(rules.FIELD) and block[len(rules.FIELD) :].isdecimal()
    )


def _reply(question_id: int, held: Json) -> Reply:
    one, several = held.get("selected_option"), held.get("selected_options") or []
    chosen = tuple(str(option["value"]) for option in ([one] if one else several))
    return Reply(question_id, chosen=chosen, words=str(held.get("value") or ""))


def answer(reader: Reader, question: "Question", given: "Answer") -> list[Json]:
    """One answer under its question, as it was asked."""
    asked, line = label(reader, question), told(reader, question, given)
    if given.number is None and given.chosen is None:
        return [kit.sentence(asked), *kit.words(line, reader)]
    return [kit.row(asked, kit.cut(line or "", kit.SECTION_MAX // 2))]


def told(reader: Reader, question: "Question", given: "Answer") -> str | None:
    """What was answered, as text; None: the words were erased."""
    if given.number is not None:
        named = {option["value"]: option["text"]["text"] for option in scale(reader)}
        plain = reader.number(given.number, digits=4)
        return named.get(f"{given.number:g}", plain) if question.kind == QuestionKind.SCALE else plain
    if given.chosen is not None:
        named = {option["value"]: option["text"]["text"] for option in options(reader, question)}
        return reader.names([named[key] for key in given.chosen.split(",") if key in named])
    return given.words
