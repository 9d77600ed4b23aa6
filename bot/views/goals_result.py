"""One key result, in a form on top of its goal's."""

from bot.domain.goals import Measure
from bot.domain.goals_numbers import UNIT_MAX
from bot.domain.goals_results import MEASURES, TITLE_MAX, Result
from bot.locales.reader import Reader
from bot.views import goals_words as words
from bot.views import inputs, kit
from bot.views.goals_form import NUMBER_MAX
from bot.views.kit import Json

SAVE = "goals.result_save"
REMOVE = "remove"


def form(reader: Reader, below: str, known: Result | None = None, at: int | None = None) -> Json:
    """`below`: what the goal's form carries. `known`: the one that is changed, at that place."""
    one = known or Result("")
    options = [kit.option(words.measure(reader, way), way) for way in MEASURES]
    numbers = [
        ("start", reader.t("Where it begins"), _plain(one.start)),
        ("target", reader.t("Target"), _plain(one.target)),
    ]
    hint = reader.t("A result that can be counted or seen, not a task.")
    blocks = [
        kit.text_input(
            "title",
            reader.t("Key result"),
            initial=one.title,
            multiline=False,
            optional=known is not None,
            most=TITLE_MAX,
            hint=hint,
        ),
        kit.select("measure", reader.t("How is it measured?"), options, initial=one.measure, optional=False),
        *(kit.text_input(name, label, initial=text, multiline=False, most=NUMBER_MAX) for name, label, text in numbers),
        kit.text_input("unit", reader.t("Unit"), initial=one.unit, multiline=False, most=UNIT_MAX),
    ]
    if known is not None:
        gone = [kit.option(reader.t("Remove this key result"), REMOVE)]
        element = inputs.choice(gone, several=True, open_=True)
        blocks.append(kit.input_block(REMOVE, reader.t("No longer needed?"), element))
    note = reader.t("It counts once the goal is proposed and confirmed.")
    return kit.modal(
        SAVE,
        reader.t("Key result"),
        [*blocks, kit.notes(note)],
        close=reader.t("Cancel"),
        submit=reader.t("Put it in"),
        metadata=f"{'' if at is None else at}|{below}",
    )


def read_metadata(text: str) -> tuple[int | None, str]:
    """The place of the key result, and what the goal's form carries."""
    at, _, below = text.partition("|")
    return (int(at) if at else None), below


def read(values: Json) -> tuple[str, Measure, str, str, str]:
    """Title, measure, unit, start and target, as they were typed."""
    title, unit, start, target = (str(inputs.held(values, name) or "") for name in ("title", "unit", "start", "target"))
    return title, Measure(inputs.held(values, "measure") or Measure.NUMBER), unit, start, target


def read_remove(values: Json) -> bool:
    """Whether it is to go."""
    return bool(inputs.held(values, REMOVE))


def _plain(value: float | None) -> str:
    return "" if value is None else inputs.plain_number(value)
