"""Check-ins as people see them: the prompt that becomes the receipt, the reminder, the form, and the answers."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain.checkins import Draft, HelpState, QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.series import DEFAULT_NAME
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.checkins import Form
    from bot.usecases.checkins_notices import Asked
    from bot.usecases.checkins_read import Opened
    from storage.people import Person
    from storage.series import Series

ANSWER = "checkins.answer"
SHOW = "checkins.show"
SUBMIT = "checkins.submit"
SEND_LATE = "checkins.send_late"


def name(reader: Reader, series: "Series") -> str:
    """The series' name; the default one's in the reader's language."""
    return reader.t("Weekly check-in") if series.name == DEFAULT_NAME else series.name


def prompt(reader: Reader, asked: "Asked") -> Message:
    """The question of the week; once answered, the same message is the receipt."""
    if asked.checkin is not None:
        return receipt(reader, asked)
    title = name(reader, asked.series)
    if asked.closed:
        text = reader.t("{series}: this one is closed. The next one comes as usual.", series=title)
        return kit.message(text, [kit.sentence(text)])
    until = reader.moment(asked.period.closes_at)
    text = reader.t(
        "{series}: how did your week go? Two minutes are enough. Open until {until}.", series=title, until=until
    )
    if asked.period.short:
        text = reader.t(
            "{series}: you had a short week, so three questions are enough. Open until {until}.",
            series=title,
            until=until,
        )
    return kit.message(text, [kit.sentence(text), kit.actions(_answer(reader, asked, reader.t("Answer")))])


def reminder(reader: Reader, asked: "Asked") -> Message:
    """The one reminder of a period; answered meanwhile, it says so."""
    if asked.checkin is not None or asked.closed:
        return prompt(reader, asked)
    until = reader.moment(asked.period.closes_at)
    text = reader.t(
        "{series} is open until {until}, if you would like to add yours.",
        series=name(reader, asked.series),
        until=until,
    )
    return kit.message(text, [kit.sentence(text), kit.actions(_answer(reader, asked, reader.t("Answer")))])


def receipt(reader: Reader, asked: "Asked") -> Message:
    """What was sent, when, to whom; and the button to change it while that is possible."""
    checkin, title = asked.checkin, name(reader, asked.series)
    if checkin is None:
        return prompt(reader, asked)
    at = reader.moment(checkin.edited_at or checkin.sent_at)
    if checkin.late:
        text = reader.t("{series}: your late answer was sent on {at}.", series=title, at=at)
    elif checkin.edited_at:
        text = reader.t("{series}: your answer was changed on {at}.", series=title, at=at)
    else:
        text = reader.t("{series}: your answer was sent on {at}.", series=title, at=at)
    notes = [readers_line(reader, asked.readers)]
    buttons = [kit.button(reader.t("Show"), SHOW, str(checkin.id))]
    if not asked.closed:
        notes.append(reader.t("You can change it until {until}.", until=reader.moment(asked.period.closes_at)))
        buttons.insert(0, _answer(reader, asked, reader.t("Edit")))
    return kit.message(text, [kit.sentence(text), kit.notes(*notes), kit.actions(*buttons)])


def _answer(reader: Reader, asked: "Asked", text: str) -> Json:
    return kit.button(text, ANSWER, slot_value(asked.series.id, asked.period.slot), style="primary")


def readers_line(reader: Reader, names: list[str]) -> str:
    """Who reads it, by name."""
    if not names:
        return reader.t("Only you can read it: we do not know your manager yet.")
    return reader.t("Read by you and {names}.", names=reader.names(names))


def slot_value(
    series_id: int, slot: str, origin: str = "", draft_id: int | None = None, named: list[int] | None = None
) -> str:
    """What a button or a form carries to find its slot again; `origin` "home" lets Home be drawn anew afterwards.

    `draft_id`: the words from the DM that the form was filled with. `named`: the readers whom the form shows.
    """
    value = {"series": series_id, "slot": slot, "from": origin, "draft": draft_id, "named": named}
    return json.dumps(value, separators=(",", ":"))


def form(reader: Reader, shown: "Form", origin: str = "", written: str = "", draft_id: int | None = None) -> Json:
    """The form of one slot, filled with what was sent before; words `written` in the DM stand with what got done."""
    progress = "\n".join(filter(None, (shown.draft.progress, written)))
    draft = replace(shown.draft, progress=progress)
    blocks: list[Json] = [kit.notes(readers_line(reader, [one.name for one in shown.readers]))]
    if shown.renamed:
        blocks.insert(0, _renamed(reader))
    if shown.closed:
        late = reader.t("The time for this one is over. You can still send what you write here as a late answer.")
        blocks.insert(0, kit.notes(late))
    if shown.last_plan:
        blocks += [kit.notes(reader.t("You had planned:")), *kit.words(shown.last_plan, reader)]
    blocks += [kit.notes(text) for text in _missing(reader, shown.draft, draft, written)]
    for question in shown.questions:
        blocks += _asked(reader, question.kind, question.required, draft, shown)
    blocks.append(
        kit.notes(reader.t("What you type reaches us when you press the button; if you close the form, it is gone."))
    )
    return kit.modal(
        SUBMIT,
        name(reader, shown.series),
        blocks,
        close=reader.t("Cancel"),
        submit=reader.t("Save changes") if shown.sent else reader.t("Send"),
        metadata=slot_value(shown.series.id, shown.slot, origin, draft_id, [one.id for one in shown.readers]),
    )


def _renamed(reader: Reader) -> Json:
    """Why nothing was sent although the button was pressed."""
    return kit.sentence(reader.t("Your manager has changed, so nothing is sent yet. Please look at who reads it now."))


def _missing(reader: Reader, sent: Draft, filled: Draft, written: str) -> list[str]:
    """What a field cannot hold all of: the words from the DM, or what was sent before."""
    told = []
    if written and not kit.fits(filled.progress):
        told.append(
            reader.t("Your message is longer than this field can hold: its end is missing here, and still in our chat.")
        )
    if not all(map(kit.fits, (sent.progress, sent.plan, sent.blocker, sent.idea, sent.mood_words))):
        told.append(
            reader.t(
                "A text you sent is too long for its field here: its end is missing, and what you send replaces it."
            )
        )
    return told


def _asked(reader: Reader, kind: QuestionKind, required: bool, draft: Draft, shown: "Form") -> list[Json]:
    """The fields of one built-in kind."""
    optional = not required
    if kind == QuestionKind.PROGRESS:
        hint = reader.t("A few words are enough: what moved, what you finished.")
        return [
            kit.text_input(
                "progress", reader.t("What did you get done?"), initial=draft.progress, hint=hint, optional=optional
            )
        ]
    if kind == QuestionKind.PLAN:
        return [kit.text_input("plan", reader.t("What is next week about?"), initial=draft.plan, optional=optional)]
    if kind == QuestionKind.IDEA:
        return [kit.text_input("idea", reader.t("An idea, if you have one"), initial=draft.idea, optional=optional)]
    if kind == QuestionKind.BLOCKER:
        return _blocker_fields(reader, draft, shown, optional)
    if kind == QuestionKind.MOOD:
        return [
            kit.select(
                "mood",
                reader.t("How was your week?"),
                moods(reader),
                initial=str(draft.mood or ""),
                radio=True,
                optional=optional,
            ),
            kit.text_input("mood_words", reader.t("In a word or two"), initial=draft.mood_words, multiline=False),
        ]
    return []


def _blocker_fields(reader: Reader, draft: Draft, shown: "Form", optional: bool) -> list[Json]:
    hint = reader.t("Whoever you choose reads the blocker above, nothing else, and is told at once.")
    return [
        kit.text_input("blocker", reader.t("Is anything in your way?"), initial=draft.blocker, optional=optional),
        kit.person_input(
            "help_from",
            reader.t("I need help from"),
            initial=shown.helper.slack_id if shown.helper else None,
            hint=hint,
        ),
    ]


def moods(reader: Reader) -> list[Json]:
    """One to five, in words."""
    named = (
        reader.t("1 – very hard"),
        reader.t("2 – rather hard"),
        reader.t("3 – all right"),
        reader.t("4 – good"),
        reader.t("5 – very good"),
    )
    return [kit.option(text, str(value)) for value, text in enumerate(named, start=1)]


def read_form(values: Json) -> dict[str, Any]:
    """What was filled in, by field: texts, `mood` a number or None, `help_from` a Slack id or None."""

    def element(field: str) -> Json:
        return next(iter((values.get(field) or {}).values()), None) or {}

    texts = {
        field: str(element(field).get("value") or "") for field in ("progress", "plan", "blocker", "mood_words", "idea")
    }
    chosen = (element("mood").get("selected_option") or {}).get("value")
    if chosen is not None and not str(chosen).isdecimal():
        raise RuleBroken("mood_unknown", field="mood")
    return {**texts, "mood": int(chosen) if chosen else None, "help_from": element("help_from").get("selected_user")}


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


def answers(reader: Reader, opened: "Opened") -> list[Json]:
    """The words of a check-in, each under what was asked."""
    said = opened.answers
    blocks: list[Json] = []
    for label, text in (
        (reader.t("Done"), said.progress),
        (reader.t("Next week"), said.plan),
        (reader.t("An idea"), said.idea),
    ):
        if text:
            blocks += [kit.section(f"*{kit.escape(label)}*"), *kit.words(text, reader)]
    blocker = opened.blocker
    if blocker is not None:
        label = reader.t("In the way") if blocker.closed_at is None else reader.t("Was in the way, now solved")
        blocks += [kit.section(f"*{kit.escape(label)}*"), *kit.words(blocker.words, reader), *_help(reader, opened)]
    if said.mood is not None:
        chosen = moods(reader)[said.mood - 1]["text"]["text"]
        blocks.append(kit.row(reader.t("The week"), chosen))
        if said.mood_words:
            blocks += kit.words(said.mood_words, reader)
    return blocks or [kit.notes(reader.t("These words were erased."))]


def _help(reader: Reader, opened: "Opened") -> list[Json]:
    if opened.helper is None or opened.blocker is None:
        return []
    if opened.blocker.help_state == HelpState.ASKED:
        return [kit.notes(reader.t("{name} was asked for help.", name=opened.helper.name))]
    return [kit.notes(reader.t("{name} will help.", name=opened.helper.name))]
