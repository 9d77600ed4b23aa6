"""The form of a check-in: one small function for each kind of question, and the way back from what was filled in."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.domain.actions import Became
from bot.domain.checkins import Draft, PlanOutcome, QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.questions import OWN
from bot.locales.reader import Reader
from bot.views import actions, goals_checkin, kit, questions
from bot.views.checkins import moods, name, readers_line, slot_value
from bot.views.kit import Json
from bot.views.kit_choices import CHECKS_MOST, checks

if TYPE_CHECKING:
    from bot.usecases.checkins import Form
    from storage.people import Person
    from storage.series import Question

SUBMIT = "checkins.submit"
SEND_LATE = "checkins.send_late"
PLANNED, ACTION = "planned_", "action_"
"""Begins the name of a field about a planned line, or about an action; its id follows."""
RADIOS_MOST = 3
"""Planned lines whose choices all stand open: more would push the questions off the screen."""
ACTIONS_MOST = 6
LINE_MAX = 300
"""Of a planned line, or an action, in the form."""


@dataclass(frozen=True)
class Filled:
    """What the fields begin with: the form, and its draft with the words that were written in the DM."""

    shown: "Form"
    draft: Draft


def form(reader: Reader, shown: "Form", origin: str = "", written: str = "", draft_id: int | None = None) -> Json:
    """The form of one slot, filled with what was sent before; words `written` in the DM stand with what got done."""
    progress = "\n".join(filter(None, (shown.draft.progress, written)))
    filled = Filled(shown, replace(shown.draft, progress=progress))
    blocks = [*_above(reader, shown), *(kit.notes(text) for text in _missing(reader, filled, written))]
    if any(one.kind == QuestionKind.PLAN for one in shown.questions):
        blocks += _planned(reader, filled)
    for question in shown.questions:
        fields = FIELDS.get(question.kind)
        blocks += fields(reader, filled, question) if fields else []
    blocks.append(
        kit.notes(reader.t("What you type reaches us when you press the button; if you close the form, it is gone."))
    )
    return kit.modal(
        SUBMIT,
        name(reader, shown.series),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save changes") if shown.sent else reader.t("Send"),
        metadata=slot_value(
            shown.series.id, shown.slot, origin, draft_id, [one.id for one in shown.readers], shown.version
        ),
    )


def _above(reader: Reader, shown: "Form") -> list[Json]:
    """What has to be known before anything is typed: who reads it, and what changed."""
    blocks: list[Json] = [kit.notes(readers_line(reader, [one.name for one in shown.readers]))]
    if shown.renamed:
        blocks.insert(0, _renamed(reader))
    if shown.overtaken:
        overtaken = reader.t(
            "You sent this check-in from another window meanwhile, so nothing is changed yet. What you had left empty here is "
            "filled with what you sent there. Please look, then save it."
        )
        blocks.insert(0, kit.sentence(overtaken))
    if shown.closed:
        late = reader.t("The time for this one is over. You can still send what you write here as a late answer.")
        blocks.insert(0, kit.notes(late))
    return blocks


def _renamed(reader: Reader) -> Json:
    """Why nothing was sent although the button was pressed."""
    return kit.sentence(reader.t("Your manager has changed, so nothing is sent yet. Please look at who reads it now."))


def _missing(reader: Reader, filled: Filled, written: str) -> list[str]:
    """What a field cannot hold all of: the words from the DM, or what was sent before."""
    told, sent = [], filled.shown.draft
    if written and not kit.fits(filled.draft.progress):
        told.append(
            reader.t("Your message is longer than this field can hold: its end is missing here, and still in our chat.")
        )
    if not all(map(kit.fits, (sent.progress, sent.plan, sent.blocker, sent.idea, sent.mood_words, sent.note or ""))):
        told.append(
            reader.t(
                "A text you sent is too long for its field here: its end is missing, and what you send replaces it."
            )
        )
    return told


def _progress(reader: Reader, filled: Filled, asked: "Question") -> list[Json]:
    label = reader.t("What did you get done?")
    hint = reader.t("A few words are enough: what moved, what you finished.")
    return [kit.text_input("progress", label, initial=filled.draft.progress, hint=hint, optional=not asked.required)]


def _plan(reader: Reader, filled: Filled, asked: "Question") -> list[Json]:
    label = reader.t("What is next week about?")
    field = kit.text_input("plan", label, initial=filled.draft.plan, optional=not asked.required)
    return [field]


def _planned(reader: Reader, filled: Filled) -> list[Json]:
    """What was planned the time before, line by line."""
    planned = filled.shown.planned
    offered = [
        kit.option(reader.t("Done"), PlanOutcome.DONE),
        kit.option(reader.t("Carry it over"), PlanOutcome.CARRIED),
        kit.option(reader.t("Dropped"), PlanOutcome.DROPPED),
    ]
    fields = [
        kit.select(
            f"{PLANNED}{one.id}",
            reader.t("Planned: {line}", line=_line(reader, one.words)),
            offered,
            initial=filled.draft.planned.get(one.id, one.became),
            radio=len(planned) <= RADIOS_MOST,
        )
        for one in planned
    ]
    note = kit.notes(reader.t("What you carry over is added to your next plan below."))
    return [*fields, note] if fields else []


def _idea(reader: Reader, filled: Filled, asked: "Question") -> list[Json]:
    return [
        kit.text_input(
            "idea", reader.t("An idea, if you have one"), initial=filled.draft.idea, optional=not asked.required
        )
    ]


def _blocker(reader: Reader, filled: Filled, asked: "Question") -> list[Json]:
    hint = reader.t("Whoever you choose reads the blocker above, nothing else, and is told at once.")
    helper = filled.shown.helper
    return [
        *_waiting(reader, filled),
        kit.text_input(
            "blocker", reader.t("Is anything in your way?"), initial=filled.draft.blocker, optional=not asked.required
        ),
        kit.person_input(
            "help_from", reader.t("I need help from"), initial=helper.slack_id if helper else None, hint=hint
        ),
    ]


def _waiting(reader: Reader, filled: Filled) -> list[Json]:
    """What was in the way before and is not solved yet, with its age."""
    waiting = filled.shown.blockers
    if not waiting:
        return []
    offered = [
        kit.option(
            one.blocker.words or reader.t("These words were erased."),
            str(one.blocker.id),
            reader.n("for {count} day", "for {count} days", one.days) if one.days else reader.t("since today"),
        )
        for one in waiting
    ]
    ticked = {str(one) for one in filled.draft.solved}
    blocks = [checks("solved", reader.t("Still in your way? Tick what is solved"), offered, initial=ticked)]
    left = len(offered) - CHECKS_MOST
    return [*blocks, kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else blocks


def _mood(reader: Reader, filled: Filled, asked: "Question") -> list[Json]:
    value = str(filled.draft.mood or "")
    return [
        kit.select(
            "mood",
            reader.t("How was your week?"),
            moods(reader),
            initial=value,
            radio=True,
            optional=not asked.required,
        ),
        kit.text_input("mood_words", reader.t("In a word or two"), initial=filled.draft.mood_words, multiline=False),
    ]


def _actions(reader: Reader, filled: Filled, asked: "Question") -> list[Json]:
    """What somebody said they would do, and has not done yet."""
    found = filled.shown.actions
    fields = [
        kit.select(
            f"{ACTION}{one.action.id}",
            actions.label(reader, one.action.about, _line(reader, one.action.words)),
            actions.answers(reader, one.action.about),
            initial=filled.draft.actions.get(one.action.id),
        )
        for one in found[:ACTIONS_MOST]
    ]
    left = len(found) - ACTIONS_MOST
    more = [kit.notes(reader.n("and {count} more on Home", "and {count} more on Home", left))] if left > 0 else []
    return [*fields, *more]


def _line(reader: Reader, words: str | None) -> str:
    """Words as the name of a field."""
    return kit.cut((words or reader.t("These words were erased.")).strip(), LINE_MAX)


def _goals(reader: Reader, filled: Filled, asked: "Question") -> list[Json]:
    return goals_checkin.fields(reader, filled.shown.goals, filled.draft)


def _note(reader: Reader, filled: Filled, asked: "Question") -> list[Json]:
    label = reader.t("A note for yourself")
    hint = reader.t("Only you can ever read this. Your manager and HR cannot, and it is in no figure.")
    return [kit.text_input("note", label, initial=filled.draft.note or "", hint=hint)]


def _own(reader: Reader, filled: Filled, asked: "Question") -> list[Json]:
    given = next((one for one in filled.draft.own if one.question_id == asked.id), None)
    return [questions.field(reader, asked, given)]


Fields = Callable[[Reader, Filled, "Question"], list[Json]]
FIELDS: dict[QuestionKind, Fields] = {
    QuestionKind.PROGRESS: _progress,
    QuestionKind.PLAN: _plan,
    QuestionKind.BLOCKER: _blocker,
    QuestionKind.MOOD: _mood,
    QuestionKind.IDEA: _idea,
    QuestionKind.GOALS: _goals,
    QuestionKind.ACTIONS: _actions,
    QuestionKind.NOTE: _note,
    **dict.fromkeys(OWN, _own),
}
"""The fields of each kind, for one question of it."""


def read_form(values: Json) -> dict[str, Any]:
    """What was filled in, by field: texts, `mood` a number or None, `help_from` a Slack id or None, the rest as in a Draft."""

    def element(field: str) -> Json:
        return next(iter((values.get(field) or {}).values()), None) or {}

    texts = {
        field: str(element(field).get("value") or "") for field in ("progress", "plan", "blocker", "mood_words", "idea")
    }
    chosen = (element("mood").get("selected_option") or {}).get("value")
    if chosen is not None and not str(chosen).isdecimal():
        raise RuleBroken("mood_unknown", field="mood")
    ticked = element("solved").get("selected_options") or []
    return {
        **texts,
        "mood": int(chosen) if chosen else None,
        "help_from": element("help_from").get("selected_user"),
        "planned": {line: PlanOutcome(chosen) for line, chosen in _chosen(values, PLANNED)},
        "actions": {action: Became(chosen) for action, chosen in _chosen(values, ACTION)},
        "solved": tuple(int(one["value"]) for one in ticked),
        "note": str(element("note").get("value") or "") if "note" in values else None,
        "own": questions.read(values),
        **goals_checkin.read_form(values),
    }


def _chosen(values: Json, begins: str) -> Iterator[tuple[int, str]]:
    """What was chosen in the fields of one sort, by the ids in their names."""
    for field, state in values.items():
        chosen = (state.get(kit.VALUE) or {}).get("selected_option")
        if field.startswith(begins) and chosen:
            yield int(field.removeprefix(begins)), str(chosen["value"])


def kept(reader: Reader, draft_id: int, readers: "list[Person]", *, renamed: bool = False) -> Json:
    """The window closed while the form was open: the words are safe, and one press sends them late to those named here."""
    blocks = [
        kit.sentence(
            reader.t("This check-in has closed meanwhile. Your words are kept, and nobody else has seen them.")
        ),
        kit.sentence(reader.t("You can still send them to your manager as a late answer.")),
        kit.notes(readers_line(reader, [one.name for one in readers])),
    ]
    if renamed:
        blocks.insert(0, _renamed(reader))
    return kit.modal(
        SEND_LATE,
        reader.t("Kept for you"),
        blocks,
        close=reader.t("Not now"),
        submit=reader.t("Send late"),
        metadata=json.dumps({"draft": draft_id, "named": [one.id for one in readers]}),
    )
