"""Whether a 1:1 took place, as both are asked; and the two quiet questions after it."""

from typing import TYPE_CHECKING

from bot.domain.one_on_ones import TalkState
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import inputs, kit, nudges
from bot.views import one_on_ones as talks
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.one_on_ones_pairs import Shown
    from bot.usecases.one_on_ones_survey import Asked, Average

YES = "one_on_ones.held"
NO = "one_on_ones.not_held"
SURVEY = "one_on_ones.survey"
SAVE_SURVEY = "one_on_ones.save_survey"


def confirm(reader: Reader, shown: "Shown") -> Message:
    """For one of the two, at the end of the day; afterwards what came of it."""
    text = line(reader, shown)
    return kit.message(
        text, [kit.sentence(text), *_more(reader, shown), kit.actions(*buttons(reader, shown), nudges.why(reader))]
    )


def differ(reader: Reader, shown: "Shown") -> Message:
    """For whoever answered first: the other one says something else."""
    text = line(reader, shown)
    row = [kit.actions(*found)] if (found := buttons(reader, shown)) else []
    return kit.message(text, [kit.sentence(text), *_more(reader, shown), *row])


def line(reader: Reader, shown: "Shown") -> str:
    """How it stands with a talk that is over."""
    name, talk = kit.cut(shown.other.name, kit.NAME_MAX), shown.talk
    if not shown.open or talk.at is None or talk.state in (TalkState.HELD, TalkState.NOT_HELD):
        return talks.line(reader, shown)
    when = reader.moment(talk.at)
    if shown.differs:
        return reader.t("You and {name} say different things of your 1:1 on {when}.", name=name, when=when)
    if shown.said is None:
        return reader.t("Did your 1:1 with {name} on {when} take place?", name=name, when=when)
    if shown.said:
        return reader.t("You said that your 1:1 with {name} on {when} took place.", name=name, when=when)
    return reader.t("You said that your 1:1 with {name} on {when} did not take place.", name=name, when=when)


def buttons(reader: Reader, shown: "Shown") -> list[Json]:
    """What can be said of it, and what is asked after it."""
    value, found = str(shown.talk.id), []
    if shown.open:
        if shown.said is not True:
            found.append(kit.button(reader.t("Yes"), YES, value))
        if shown.said is not False:
            found.append(kit.button(reader.t("No"), NO, value))
        if shown.talk.state not in (TalkState.HELD, TalkState.NOT_HELD):
            found.append(kit.button(reader.t("We moved it"), talks.MOVE, value))
    if shown.asked:
        found.append(kit.button(reader.t("Two quiet questions"), SURVEY, value))
    return found


def _more(reader: Reader, shown: "Shown") -> list[Json]:
    if shown.open and shown.differs:
        text = reader.t(
            "Perhaps one of you means another day. Either of you can change the answer for five working days; then it counts as "
            "not held."
        )
        return [kit.notes(text)]
    if shown.asked:
        return [kit.notes(reader.t("Only you see what you answer. Your manager sees averages of four people or more."))]
    return []


def survey(reader: Reader, shown: "Asked", below: str = "") -> Json:
    """The two questions; once answered, one's own answers."""
    name = kit.cut(shown.shown.other.name, kit.NAME_MAX)
    heard = reader.t("In this 1:1, was I heard?")
    following = reader.t("Do I know what to do next?")
    if shown.said is not None:
        rows = [
            kit.row(heard, reader.number(shown.said.heard)),
            kit.row(following, reader.number(shown.said.next_step)),
            kit.notes(reader.t("Only you see these.")),
        ]
        return kit.modal(SURVEY, reader.t("Two questions"), rows, close=reader.t("Close"))
    hint = reader.t("0 is not at all, 100 is fully.")
    who = reader.t(
        "Only you see what you answer here. {name} and HR see averages of four people or more, from the next month on.",
        name=name,
    )
    blocks = [
        kit.input_block("heard", heard, inputs.number(whole=True, least=0), hint=hint, optional=False),
        kit.input_block("next_step", following, inputs.number(whole=True, least=0), hint=hint, optional=False),
        kit.notes(who),
    ]
    return kit.modal(
        SAVE_SURVEY,
        reader.t("Two questions"),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Send"),
        metadata=f"{shown.shown.talk.id} {below}",
    )


def read_survey(values: Json) -> tuple[str | None, str | None]:
    """Both answers as typed."""
    return inputs.held(values, "heard"), inputs.held(values, "next_step")


def average(reader: Reader, shown: "Average") -> str:
    """What so many people said after their talks."""
    return reader.n(
        "{count} person, before {until}: heard {heard}, knows what to do next {following} (of 100).",
        "{count} people, before {until}: heard {heard}, know what to do next {following} (of 100).",
        shown.people,
        until=reader.full_date(shown.until),
        heard=reader.number(round(shown.heard)),
        following=reader.number(round(shown.next_step)),
    )
