"""One line of evidence: what it is and of which day, its words where they may stand here, and the button that opens it."""

from typing import TYPE_CHECKING

from bot.domain.cycle_summaries import Stand
from bot.domain.cycle_summaries_entries import Sort
from bot.domain.one_on_ones import TalkState
from bot.locales.reader import Reader
from bot.views import cycle_summaries_figures as figures
from bot.views import cycle_summaries_talk_to as talking
from bot.views import feedback, goals, kit, observations
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.domain.cycle_summaries_entries import Entry
    from storage.people import Person

WORDS_MOST = 200
"""Of somebody's words in a line; the rest is behind the button."""
OPENED_BY = {
    Sort.CHECKIN: talking.READ,
    Sort.BLOCKER: talking.READ,
    Sort.FEEDBACK: feedback.READ,
    Sort.GOAL: goals.READ,
    Sort.GOAL_AGREED: goals.READ,
    Sort.GOAL_SAID: goals.READ,
    Sort.GOAL_CLOSED: goals.READ,
    Sort.OBSERVATION: observations.READ,
}
"""What opens a record above the summary; thanks, talks and actions stand in their line wholly."""


def line(reader: Reader, one: "Entry", people: "dict[int, Person]") -> Json:
    name = kit.cut(people[one.of].name, kit.NAME_MAX)
    by = kit.cut(people[one.by].name, kit.NAME_MAX) if one.by is not None else ""
    what = _of_goal(reader, one, name) or _written(reader, one, name, by) or _done(reader, one, name)
    head = reader.t("{day}: {what}", day=reader.full_date(reader.local(one.at).date()), what=what)
    opened_by = OPENED_BY.get(one.sort)
    button = kit.button(reader.t("Open"), opened_by, str(one.record)) if opened_by is not None else None
    return kit.row(head, *_words(reader, one), accessory=button)


def _of_goal(reader: Reader, one: "Entry", name: str) -> str:
    state = figures.stand(reader, Stand(one.state)) if one.state in set(Stand) else ""
    said = {
        Sort.GOAL: reader.t("goal of {name}: {state}", name=name, state=state),
        Sort.GOAL_AGREED: reader.t("goal of {name}: agreed", name=name),
        Sort.GOAL_SAID: reader.t("{name} said how a goal goes", name=name),
        Sort.GOAL_CLOSED: reader.t("goal of {name}: closed, {state}", name=name, state=state),
    }
    if one.sort is Sort.GOAL_SAID and state:
        return reader.t("{name} said of a goal: {state}", name=name, state=state)
    return said.get(one.sort, "")


def _written(reader: Reader, one: "Entry", name: str, by: str) -> str:
    match one.sort:
        case Sort.CHECKIN if one.mood is not None:
            return reader.t("check-in of {name}, mood {mood} of 5", name=name, mood=one.mood)
        case Sort.CHECKIN:
            return reader.t("check-in of {name}", name=name)
        case Sort.BLOCKER if one.solved_at is not None:
            day = reader.short_day(reader.local(one.solved_at).date())
            return reader.t("in the way of {name}, solved on {day}", name=name, day=day)
        case Sort.BLOCKER:
            return reader.t("in the way of {name}, still open", name=name)
        case Sort.FEEDBACK:
            return reader.t("feedback from {by} to {name} ({about})", by=by, name=name, about=_about(reader, one.state))
        case Sort.THANKS:
            return reader.t("thanks from {by} to {name}", by=by, name=name)
    return ""


def _done(reader: Reader, one: "Entry", name: str) -> str:
    if one.sort is Sort.TALK:
        return reader.t("1:1 with {name}: {state}", name=name, state=_talk(reader, one.state))
    said = {
        (Sort.OBSERVATION, "good"): reader.t("you noted something good of {name}", name=name),
        (Sort.OBSERVATION, "change"): reader.t("you noted something that could go better, of {name}", name=name),
        (Sort.ACTION, "open"): reader.t("{name} means to do something", name=name),
        (Sort.ACTION, "done"): reader.t("{name} did what they meant to do", name=name),
        (Sort.ACTION, "dropped"): reader.t("{name} let go of what they meant to do", name=name),
    }
    return said[one.sort, one.state]


def _talk(reader: Reader, state: str) -> str:
    said = {
        TalkState.HELD: reader.t("took place"),
        TalkState.AGREED: reader.t("took place"),
        TalkState.NOT_HELD: reader.t("did not take place"),
        TalkState.SKIPPED: reader.t("left out"),
    }
    return said.get(TalkState(state), reader.t("not agreed on"))


def _about(reader: Reader, state: str) -> str:
    said = {"keep": reader.t("to keep"), "change": reader.t("to change"), "sandwich": reader.t("Sandwich")}
    return said.get(state, reader.t("Behaviour description"))


def _words(reader: Reader, one: "Entry") -> list[str]:
    if not one.shown:
        return [reader.t("You have not opened it yet.")]
    if one.words is None:
        return [reader.t("These words were erased.")]
    return [kit.cut(" ".join(one.words.split()), WORDS_MOST)] if one.words.strip() else []
