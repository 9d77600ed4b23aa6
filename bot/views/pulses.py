"""A pulse as people see it: the prompt, the form with its two sentences, the thanks, and their rows on Home."""

import json
from typing import TYPE_CHECKING

from bot.domain.checkins import Outcome, SeriesState
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import checkins, kit, nudges, questions
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.checkins_notices import Asked
    from bot.usecases.pulses import Form, Mine
    from bot.usecases.pulses_results import Closed
    from storage.series import Series

ANSWER = "pulses.answer"
SUBMIT = "pulses.submit"
RESULTS = "pulses.results"
PREVIEW = "pulses.preview"
PAUSE = "pulses.pause"
HR_MOST = 2


def prompt(reader: Reader, asked: "Asked") -> Message:
    """Would they take part? It stays as it is when they did: an edit would have a time."""
    if not asked.waits:
        return _over(reader, asked)
    text = reader.t(
        "{series}: a few questions about how work is going, answered anonymously. Open until {until}.",
        series=checkins.name(reader, asked.series),
        until=reader.moment(asked.period.closes_at),
    )
    return _asking(reader, asked, text)


def reminder(reader: Reader, asked: "Asked") -> Message:
    """The one reminder of a slot, for those who have not taken part."""
    if not asked.waits:
        return _over(reader, asked)
    text = reader.t(
        "{series} is open until {until}, if you would like to take part.",
        series=checkins.name(reader, asked.series),
        until=reader.moment(asked.period.closes_at),
    )
    return _asking(reader, asked, text)


def _over(reader: Reader, asked: "Asked") -> Message:
    """Should the message be changed after all, because something else about it did."""
    title = checkins.name(reader, asked.series)
    text = reader.t("{series}: this one is closed. The next one comes as usual.", series=title)
    if asked.period.outcome is Outcome.ANSWERED:
        text = reader.t("{series}: you have taken part.", series=title)
    return kit.message(text, [kit.sentence(text)])


def _asking(reader: Reader, asked: "Asked", text: str) -> Message:
    value = slot_value(asked.series.id, asked.period.slot)
    take_part = kit.button(reader.t("Take part"), ANSWER, value, style="primary")
    if asked.back_at is not None:
        return nudges.settled(reader, asked, checkins.name(reader, asked.series), take_part)
    stays = reader.t("This message stays as it is once you have taken part: a change to it would tell when.")
    return kit.message(text, [kit.sentence(text), nudges.actions(reader, asked, take_part), kit.notes(stays)])


def slot_value(series_id: int, slot: str) -> str:
    """What a button or a form carries to find its slot again."""
    return json.dumps({"series": series_id, "slot": slot}, separators=(",", ":"))


def form(reader: Reader, shown: "Form") -> Json:
    """The questions, after the two sentences that say what anonymous means here; for who took part, that they did."""
    if shown.taken:
        return taken(reader, shown.series)
    return kit.modal(
        SUBMIT,
        checkins.name(reader, shown.series),
        [
            kit.sentence(promise(reader)),
            *(questions.field(reader, one) for one in shown.questions),
            kit.notes(
                reader.t("What you type reaches us when you press the button; if you close the form, it is gone.")
            ),
        ],
        close=reader.t("Cancel"),
        submit=reader.t("Send") if shown.questions else None,
        metadata=slot_value(shown.series.id, shown.slot),
    )


def promise(reader: Reader) -> str:
    """What anonymous means, in two sentences."""
    return reader.t(
        "Nobody can know who said what: that you took part and what was said are kept apart, without names, times or order, "
        "and all answers are mixed when it closes. What you send cannot be changed afterwards, and results are shown only "
        "for five people or more; what cannot be shown is deleted."
    )


def thanks(reader: Reader, series: "Series") -> Json:
    """It is stored. There is no receipt: it would tell when."""
    said = [
        reader.t("Thank you, you have taken part."),
        reader.t(
            "Your answers cannot be changed any more. No receipt is kept, because it would tell when you sent them."
        ),
    ]
    return _told(reader, series, said)


def taken(reader: Reader, series: "Series") -> Json:
    """A second time: kindly no."""
    said = [
        reader.t("You have taken part in this one already, so nothing more is stored."),
        reader.t(
            "What you sent the first time stands. It cannot be changed, because nobody can find which answers are yours."
        ),
    ]
    return _told(reader, series, said)


def _told(reader: Reader, series: "Series", said: list[str]) -> Json:
    title = checkins.name(reader, series)
    return kit.modal("pulses.told", title, [kit.sentence(one) for one in said], close=reader.t("Close"))


def what(reader: Reader) -> str:
    """For HR, before they start it: what people get, and who sees what of it."""
    return reader.t(
        "What they get: a message with a button that opens a few questions, answered anonymously. When it has closed, you and "
        "managers see results of five people or more, never names; you decide whether everybody sees them."
    )


def section(reader: Reader, mine: "Mine") -> list[Json]:
    """One's open pulses, and the results that may be seen."""
    blocks = [_open(reader, one) for one in mine.open]
    for series, slot in mine.results:
        when = reader.day(reader.local(slot.closed_at or slot.opened_at).date())
        look = kit.button(reader.t("Results"), RESULTS, str(slot.id))
        text = reader.t("{series}: closed on {day}.", series=checkins.name(reader, series), day=when)
        blocks.append(kit.sentence(text, accessory=look))
    return [kit.header(reader.t("Pulse")), *blocks] if blocks else []


def for_hr(reader: Reader, mine: "Mine") -> list[Json]:
    """The pulses there are, among what HR looks after."""
    return [block for series in mine.hr[:HR_MOST] for block in _of_hr(reader, series)]


def closed(reader: Reader, shown: "Closed") -> Message:
    """The results of a pulse are there; nothing of them stands in the message."""
    text = reader.t("{series}: the results are there.", series=checkins.name(reader, shown.series))
    look = kit.button(reader.t("Results"), RESULTS, str(shown.slot.id), style="primary")
    return kit.message(text, [kit.sentence(text), kit.actions(look, nudges.why(reader))])


def _open(reader: Reader, form: "Form") -> Json:
    title = checkins.name(reader, form.series)
    if form.taken:
        return kit.sentence(reader.t("{series}: you have taken part.", series=title))
    text = reader.t("{series}: open until {until}, anonymous.", series=title, until=reader.moment(form.until))
    button = kit.button(reader.t("Take part"), ANSWER, slot_value(form.series.id, form.slot), style="primary")
    return kit.sentence(text, accessory=button)


def _of_hr(reader: Reader, series: "Series") -> list[Json]:
    look = kit.button(reader.t("Who gets what, and when"), PREVIEW, str(series.id))
    if series.state is not SeriesState.RUNNING:
        text = reader.t("Paused: an anonymous pulse of a few questions. Nobody is asked before you start it.")
        return [kit.row(checkins.name(reader, series), text), kit.actions(look)]
    pause = kit.button(
        reader.t("Pause"),
        PAUSE,
        str(series.id),
        confirm=kit.confirm(
            reader.t("Pause the pulse?"),
            reader.t("Nobody is asked again until it is started. What is open can still be answered."),
            reader.t("Pause"),
            reader.t("Keep it running"),
        ),
    )
    return [kit.row(checkins.name(reader, series), reader.t("Running")), kit.actions(look, pause)]
