"""The forms in which feedback is answered: a time to talk, a question, something to try; and what the other one hears of it."""

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from bot.domain.actions import WORDS_MAX
from bot.domain.checkins import WORDS_MAX as SAID_MAX
from bot.domain.errors import RuleBroken
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import feedback_came as came
from bot.views import inputs, kit, talks
from bot.views.kit import Json
from bot.views.kit_choices import checks

if TYPE_CHECKING:
    from bot.usecases.feedback_answers import Answering
    from bot.usecases.feedback_read import Opened

PROPOSE = "feedback.propose"
SAY = "feedback.say"
SAVE_TRY = "feedback.save_try"
NEXT, AT = "next", "at"
SHOW = "show"
TIME = time(10)
"""What the form proposes: whoever reads feedback in the morning has the next one for it."""


def talk(reader: Reader, shown: "Answering", origin: str = "") -> Json:
    """When its receiver would like to talk: at the next 1:1, where there is one, or at a time by their own clock."""
    name = kit.cut(shown.opened.author.name, kit.NAME_MAX)
    tomorrow = reader.local(shown.now).date() + timedelta(days=1)
    options = [
        kit.option(reader.t("At our next 1:1"), NEXT),
        kit.option(reader.t("On the day and at the time below"), AT),
    ]
    choice = [kit.select("when", reader.t("When?"), options, initial=NEXT, optional=False, radio=True)]
    hint = reader.t("By your clock ({zone}).", zone=reader.zone)
    blocks = [
        *(choice if shown.leads else []),
        kit.date_input("day", reader.t("Day"), initial=tomorrow, optional=shown.leads),
        kit.input_block("time", reader.t("Time"), inputs.time_of_day(TIME), hint=hint, optional=shown.leads),
        kit.notes(reader.t("{name} gets it as a message from me, and can agree or reply.", name=name)),
    ]
    return _form(reader, PROPOSE, reader.t("Let's talk"), blocks, reader.t("Propose"), shown.opened, origin)


def read_talk(values: Json) -> tuple[date, time] | None:
    """The day and the time by the clock of whoever chose them; None: at the next 1:1. Raises RuleBroken at a field that is missing."""
    if inputs.held(values, "when") == NEXT:
        return None
    day, at = inputs.held(values, "day"), inputs.held(values, "time")
    if not day:
        raise RuleBroken("day_needed", field="day")
    if not at:
        raise RuleBroken("time_needed", field="time")
    return date.fromisoformat(str(day)), time.fromisoformat(str(at))


def question(reader: Reader, shown: "Opened", origin: str = "") -> Json:
    """Some words to the other one of the two."""
    name = kit.cut((shown.author if shown.for_me else shown.subject).name, kit.NAME_MAX)
    hint = reader.t("It reaches the other person as a message from me. Only the two of you can read it.")
    field = kit.text_input("reply", reader.t("To {name}", name=name), hint=hint, optional=False, most=SAID_MAX)
    asks = shown.for_me and not shown.came.said
    title = reader.t("Ask a question") if asks else reader.t("Reply")
    return _form(reader, SAY, title, [field], reader.t("Send"), shown, origin)


def try_out(reader: Reader, shown: "Answering", origin: str = "") -> Json:
    """What its receiver wants to try, who sees it, and when they are asked about it."""
    name = kit.cut(shown.opened.author.name, kit.NAME_MAX)
    hint = reader.t(
        "{name} sees that you want to try something, and later what became of it; your words only if you tick this.",
        name=name,
    )
    offered = [kit.option(reader.t("Show my words to {name}", name=name), SHOW)]
    blocks = [
        kit.text_input("words", reader.t("What will you try?"), multiline=False, optional=False, most=WORDS_MAX),
        checks("show", reader.t("Who reads it?"), offered, hint=hint),
        kit.notes(reader.t("In two weeks your check-in asks you how it went. Until then it stands on your Home.")),
    ]
    return _form(reader, SAVE_TRY, reader.t("I will try"), blocks, reader.t("Save"), shown.opened, origin)


def read_try(values: Json) -> tuple[str, bool]:
    """The words, and whether the giver may read them."""
    return str(inputs.held(values, "words") or ""), SHOW in (inputs.held(values, "show") or [])


def proposed(reader: Reader, shown: "Opened") -> Message:
    """For its giver: that its receiver would like to talk, and when."""
    asked = shown.came.talk
    if asked is None:
        text = reader.t("There is nothing to talk about here any more.")
        return kit.message(text, [kit.sentence(text)])
    text = came.talk(reader, shown, asked)
    show = kit.button(reader.t("Show the feedback"), talks.READ_FEEDBACK, str(shown.feedback.id))
    name = kit.cut(shown.subject.name, kit.NAME_MAX)
    answer = kit.notes(reader.t("Answer in this thread, and it reaches {name}.", name=name))
    return kit.message(text, [kit.sentence(text), kit.actions(*came.buttons(reader, shown), show), answer])


def agreed(reader: Reader, shown: "Opened") -> Message:
    """For its receiver: the time suits its giver."""
    name = kit.cut(shown.author.name, kit.NAME_MAX)
    text = reader.t("{name} agrees to talk about their feedback.", name=name)
    notes = [came.talk(reader, shown, shown.came.talk)] if shown.came.talk is not None else []
    show = kit.button(reader.t("Show the feedback"), talks.READ_FEEDBACK, str(shown.feedback.id))
    return kit.message(text, [kit.sentence(text), *(kit.notes(one) for one in notes), kit.actions(show)])


def _form(
    reader: Reader, callback_id: str, title: str, blocks: list[Json], submit: str, shown: "Opened", origin: str
) -> Json:
    return kit.modal(
        callback_id,
        title,
        blocks,
        close=reader.t("Cancel"),
        submit=submit,
        metadata=f"{shown.feedback.id} {origin}",
    )
