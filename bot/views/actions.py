"""Actions: the form, what their owner gets, and what is open on Home."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.domain import feedback, tries
from bot.domain.actions import WORDS_MAX, ActionState, Became, Whose
from bot.domain.home import ORIGIN
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit, nudges
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.actions import Making, ToDo

MAKE = "actions.make"
SAVE = "actions.save"
DONE = "actions.done"
DROP = "actions.drop"

DUE_IN = timedelta(days=7)
"""What the form proposes: the next check-in asks for it."""
LISTED_MOST = 2
"""On Home, two blocks each."""


def form(reader: Reader, making: "Making", origin: str = "") -> Json:
    """Pushed over the check-in: what, who, by when; and who will read it."""
    name = kit.cut(making.author.name, kit.NAME_MAX)
    options = [
        kit.option(reader.t("{name} will do it", name=name), Whose.AUTHOR),
        kit.option(reader.t("I will do it"), Whose.READER),
    ]
    hint = reader.t("They are told of it, and the two of you can read it. What you do yourself only you can read.")
    blocks = [
        kit.text_input("words", reader.t("What will be done?"), multiline=False, optional=False, most=WORDS_MAX),
        kit.select("whose", reader.t("Who?"), options, initial=Whose.AUTHOR, hint=hint, optional=False, radio=True),
        kit.date_input("due", reader.t("By when?"), initial=making.today + DUE_IN, optional=True),
    ]
    return kit.modal(
        SAVE,
        reader.t("Make it an action"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save"),
        metadata=f"{making.checkin_id} {origin}",
    )


def read_form(values: Json) -> tuple[str, Whose, date | None]:
    """What was filled in: the words, who does it, and by when."""

    def element(field: str) -> Json:
        return next(iter((values.get(field) or {}).values()), None) or {}

    chosen = (element("whose").get("selected_option") or {}).get("value")
    day = element("due").get("selected_date")
    whose = Whose.READER if chosen == Whose.READER else Whose.AUTHOR
    return str(element("words").get("value") or ""), whose, date.fromisoformat(str(day)) if day else None


def given(reader: Reader, shown: "ToDo") -> Message:
    """For its owner, what somebody else wrote down; settled, it says so."""
    name = kit.cut(shown.maker.name, kit.NAME_MAX)
    if shown.action.state == ActionState.OPEN:
        text = reader.t("{name} wrote down something for you to do.", name=name)
        return kit.message(text, [kit.sentence(text), *_open(reader, shown), kit.actions(nudges.why(reader))])
    text = reader.t("Done. {name} had written it down for you.", name=name)
    if shown.action.state == ActionState.DROPPED:
        text = reader.t("Dropped. {name} had written it down for you.", name=name)
    return kit.message(text, [kit.notes(text), *kit.words(shown.action.words, reader)])


def section(reader: Reader, shown: "list[ToDo]") -> list[Json]:
    """What is mine to do, on Home."""
    if not shown:
        return []
    blocks = [kit.header(reader.t("Your actions"))]
    for one in shown[:LISTED_MOST]:
        blocks += _open(reader, one, ORIGIN)
    left = len(shown) - LISTED_MOST
    return [*blocks, kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else blocks


def label(reader: Reader, about: str, words: str) -> str:
    """How the check-in asks for it."""
    if about == feedback.RECORD:
        return reader.t("After some feedback you wanted to try: {words}", words=words)
    return reader.t("You said you would: {words}", words=words)


def answers(reader: Reader, about: str) -> list[Json]:
    """What can be said of it in the check-in."""
    return [kit.option(became(reader, one), one) for one in tries.asking(about).answers]


def became(reader: Reader, one: Became) -> str:
    """What became of it, in a word or two."""
    said = {
        Became.DONE: reader.t("Done"),
        Became.OPEN: reader.t("Not yet"),
        Became.DROPPED: reader.t("Dropped"),
        Became.TRYING: reader.t("Still trying"),
        Became.NOT_USEFUL: reader.t("Not useful"),
    }
    return said[one]


def lines(reader: Reader, shown: "list[ToDo]") -> list[Json]:
    """What came of a check-in, below its words; at most as many as Home lists."""
    erased = reader.t("These words were erased.")
    return [kit.row(_state(reader, one), one.action.words or erased) for one in shown[-LISTED_MOST:]]


def _open(reader: Reader, one: "ToDo", origin: str = "") -> list[Json]:
    words = one.action.words or reader.t("These words were erased.")
    value = f"{one.action.id} {origin}"
    done = kit.button(reader.t("Done"), DONE, value, label=kit.cut(reader.t("Done: {what}", what=words), 75))
    drop = kit.button(reader.t("Drop"), DROP, value, label=kit.cut(reader.t("Drop: {what}", what=words), 75))
    return [kit.row(_when(reader, one), words), kit.actions(done, drop)]


def _when(reader: Reader, one: "ToDo") -> str:
    """Until when it is to be done, and who asked for it."""
    due, name = one.action.due, kit.cut(one.maker.name, kit.NAME_MAX)
    if one.owner.id == one.maker.id:
        return reader.t("Until {day}", day=reader.day(due)) if due else reader.t("Without a date")
    if due is None:
        return reader.t("From {name}, without a date", name=name)
    return reader.t("From {name}, until {day}", name=name, day=reader.day(due))


def _state(reader: Reader, one: "ToDo") -> str:
    """Whose it is and how it stands."""
    name, due = kit.cut(one.owner.name, kit.NAME_MAX), one.action.due
    if one.action.state == ActionState.DONE:
        return reader.t("Action of {name}, done", name=name)
    if one.action.state == ActionState.DROPPED:
        return reader.t("Action of {name}, dropped", name=name)
    if due is None:
        return reader.t("Action of {name}, open", name=name)
    return reader.t("Action of {name}, until {day}", name=name, day=reader.day(due))
