"""Check-ins as people see them: the prompt that becomes the receipt, the reminder, and the answers."""

import json
from typing import TYPE_CHECKING

from bot.domain import pulses
from bot.domain.checkins import HelpState, PlanOutcome
from bot.domain.series import DEFAULT_NAME
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import goals_checkin, kit, nudges, questions
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.checkins_notices import Asked
    from bot.usecases.checkins_read import Opened
    from storage.checkins import CheckInItem
    from storage.series import Series

ANSWER = "checkins.answer"
SHOW = "checkins.show"


def name(reader: Reader, series: "Series") -> str:
    """The series' name; those of the default ones in the reader's language."""
    if series.name == pulses.DEFAULT_NAME:
        return reader.t("Pulse")
    return reader.t("Weekly check-in") if series.name == DEFAULT_NAME else series.name


def prompt(reader: Reader, asked: "Asked") -> Message:
    """The question of the week; once answered, the same message is the receipt."""
    if asked.checkin is not None:
        return receipt(reader, asked)
    title = name(reader, asked.series)
    if asked.closed:
        text = reader.t("{series}: this one is closed. The next one comes as usual.", series=title)
        return kit.message(text, [kit.sentence(text)])
    answer = _answer(reader, asked, reader.t("Answer"))
    if asked.back_at is not None or asked.skipped:
        return nudges.settled(reader, asked, title, answer)
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
    return kit.message(text, [kit.sentence(text), nudges.actions(reader, asked, answer)])


def reminder(reader: Reader, asked: "Asked") -> Message:
    """The one reminder of a period; answered meanwhile, it says so."""
    if not asked.waits or asked.back_at is not None:
        return prompt(reader, asked)
    until = reader.moment(asked.period.closes_at)
    text = reader.t(
        "{series} is open until {until}, if you would like to add yours.",
        series=name(reader, asked.series),
        until=until,
    )
    answer = _answer(reader, asked, reader.t("Answer"))
    return kit.message(text, [kit.sentence(text), nudges.actions(reader, asked, answer)])


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
    series_id: int,
    slot: str,
    origin: str = "",
    draft_id: int | None = None,
    named: list[int] | None = None,
    version: int | None = None,
) -> str:
    """What a button or a form carries to find its slot again; `origin` "home" lets Home be drawn anew afterwards.

    `draft_id`: the words from the DM that the form was filled with. `named`: the readers whom the form shows. `version`: which
    one of what was sent it was filled with, 0 before anything was.
    """
    value = {"series": series_id, "slot": slot, "from": origin, "draft": draft_id, "named": named, "version": version}
    return json.dumps(value, separators=(",", ":"))


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


def answers(reader: Reader, opened: "Opened") -> list[Json]:
    """The words of a check-in, each under what was asked."""
    said, erased = opened.answers, opened.erased
    blocks = _lines(reader, reader.t("What was planned before"), opened.settled)
    blocks += _said(reader, reader.t("Done"), None if "progress" in erased else said.progress)
    if any(one.became for one in opened.plan):
        blocks += _lines(reader, reader.t("Next week"), opened.plan)
    else:
        blocks += _said(reader, reader.t("Next week"), None if "plan" in erased else said.plan)
    blocks += _said(reader, reader.t("An idea"), None if "idea" in erased else said.idea)
    blocks += goals_checkin.told(reader, opened.goals)
    for question, given in opened.own:
        blocks += questions.answer(reader, question, given)
    blocker = opened.blocker
    if blocker is not None:
        label = reader.t("In the way") if blocker.closed_at is None else reader.t("Was in the way, now solved")
        blocks += [*_said(reader, label, blocker.words or None), *_help(reader, opened)]
    if said.mood is not None:
        chosen = moods(reader)[said.mood - 1]["text"]["text"]
        blocks.append(kit.row(reader.t("The week"), chosen))
        if said.mood_words or "mood_words" in erased:
            blocks += kit.words(None if "mood_words" in erased else said.mood_words, reader)
    return blocks or [kit.notes(reader.t("Nothing was written here."))]


def _said(reader: Reader, label: str, text: str | None) -> list[Json]:
    """Words under what was asked; none were said: nothing. None: they were erased, and that is said."""
    return [kit.section(f"*{kit.escape(label)}*"), *kit.words(text, reader)] if text != "" else []


def _lines(reader: Reader, label: str, lines: "list[CheckInItem]") -> list[Json]:
    """Planned lines, each with what became of it."""
    became = {
        PlanOutcome.DONE: reader.t("Done"),
        PlanOutcome.CARRIED: reader.t("Carried over"),
        PlanOutcome.DROPPED: reader.t("Dropped"),
    }
    blocks: list[Json] = [kit.section(f"*{kit.escape(label)}*")] if lines else []
    for one in lines:
        blocks += kit.words(one.words, reader)
        blocks += [kit.notes(became[one.became])] if one.became else []
    return blocks


def _help(reader: Reader, opened: "Opened") -> list[Json]:
    if opened.helper is None or opened.blocker is None:
        return []
    if opened.blocker.help_state == HelpState.ASKED:
        return [kit.notes(reader.t("{name} was asked for help.", name=opened.helper.name))]
    return [kit.notes(reader.t("{name} will help.", name=opened.helper.name))]
