"""The form of "not this week", and the answer to "why did I get this?"."""

import json
from typing import TYPE_CHECKING

from bot.domain import (
    actions,
    agenda,
    announcements,
    cycle_summaries_told,
    cycles_people,
    feedback,
    feedback_requests,
    leave,
    nudges,
    one_on_ones,
    one_on_ones_notes,
    pulses,
    recognition,
    summaries,
    unled,
    upward,
)
from bot.domain import checkins as asking
from bot.locales.reader import Reader
from bot.views import checkins, gates_told, kit, observations_moving, preferences
from bot.views import nudges as buttons
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.nudges import Skipping
    from bot.usecases.nudges_why import Why
    from storage.periods import Period
    from storage.series import Series

SAVE = "nudges.skip_save"


def skip(reader: Reader, shown: "Skipping") -> Json:
    """A reason, if they like; and who would read it."""
    until = reader.moment(shown.period.closes_at)
    blocks = [
        kit.text_input(
            "reason",
            reader.t("Reason, if you like"),
            initial=shown.reason,
            hint=_readers(reader, shown),
            multiline=False,
            most=nudges.REASON_MAX,
        ),
        kit.notes(reader.t("You are not reminded of it any more. You can still answer until {until}.", until=until)),
    ]
    if shown.renamed:
        changed = reader.t("Your manager has changed, so nothing is sent yet. Please look at who reads it now.")
        blocks.insert(0, kit.sentence(changed))
    named = [shown.reader.id] if shown.reader else []
    return kit.modal(
        SAVE,
        buttons.skip_label(reader, shown.series),
        blocks,
        close=reader.t("Cancel"),
        submit=buttons.skip_label(reader, shown.series),
        metadata=json.dumps({"period": shown.period.id, "named": named}),
    )


def _readers(reader: Reader, shown: "Skipping") -> str:
    if shown.reader is None:
        return reader.t("Only you can read it: we do not know your manager yet.")
    return reader.t("Read by you and {names}.", names=shown.reader.name)


def read_skip(values: Json) -> str:
    return str((values.get("reason") or {}).get(kit.VALUE, {}).get("value") or "")


def why(reader: Reader, shown: "Why") -> Json:
    """What it belongs to, why now, how many there may be a day, and the way to change that."""
    blocks = [kit.sentence(text) for text in _reasons(reader, shown)]
    if shown.held_until is not None:
        at = reader.moment(shown.held_until)
        blocks.append(kit.sentence(reader.t("HR held it back until {at}.", at=at)))
    today = reader.n(
        "Today you have had {count} message that you did not ask for.",
        "Today you have had {count} messages that you did not ask for.",
        shown.today,
    )
    most = reader.t("Your settings allow {count} a day.", count=reader.number(shown.profile.budget))
    blocks += [kit.divider(), kit.sentence(today), kit.sentence(most)]
    blocks.append(kit.sentence(preferences.quiet(reader, shown.quiet_from, shown.quiet_until)))
    blocks.append(kit.actions(kit.button(reader.t("Your settings"), preferences.OPEN)))
    return kit.modal("nudges.why", reader.t("Why did I get this?"), blocks, close=reader.t("Close"))


def _reasons(reader: Reader, shown: "Why") -> list[str]:
    if shown.kind in (asking.DIGEST.name, summaries.SUMMARY.name):
        news = reader.t(
            "People who report to you have written. You get this once a day at most, and only if there is news."
        )
        if shown.kind == summaries.SUMMARY.name:
            news = reader.t("You lead a team: this is how its check-ins went. You get it once for each of them.")
        at = reader.hour(shown.digest_at)
        return [news, reader.t("Your hour for it is {at}, by your clock ({zone}).", at=at, zone=shown.zone)]
    if shown.series is not None and shown.period is not None:
        return [_meant(reader, shown, shown.series), *_timing(reader, shown, shown.series, shown.period)]
    return [_event(reader, shown.kind)]


def _event(reader: Reader, kind: str) -> str:
    """What happened, where one thing alone is behind a message."""
    upwards = reader.t(
        "People who report to you can write to you without their names. You get this once for each delivery, at your hour "
        "for summaries."
    )
    asked = reader.t(
        "A colleague asks for your feedback. You get this once for each request, and one reminder before it is due."
    )
    moved = reader.t("One of your 1:1s has changed. You get this once for each change.")
    known = {
        pulses.CLOSED.name: reader.t(
            "You lead a team, or are in HR, and may see what a pulse found. You get this once for each of them."
        ),
        unled.UNLED.name: reader.t(
            "You are in HR, and can give people a manager. You get this once for all who are new without one."
        ),
        one_on_ones_notes.WILL.name: reader.t("After a 1:1 of yours the other one wrote down an action."),
        agenda.TODAY.name: reader.t("You have a 1:1 that day. You get this once for each of them."),
        actions.GIVEN.name: reader.t("Somebody wrote down an action for you. You get this once for each action."),
        feedback.GIVEN.name: reader.t("Somebody has written feedback for you. You get this once for each time."),
        feedback.SHARED.name: reader.t(
            "Somebody has written feedback for a person who reports to you, and chose that you may read it."
        ),
        feedback_requests.ASKED.name: asked,
        feedback_requests.REMINDER.name: asked,
        upward.DELIVERED.name: upwards,
        upward.REPLIED.name: upwards,
        announcements.TOLD.name: reader.t("HR announced this to you. You get it once for each announcement."),
        announcements.CHANGED.name: reader.t(
            "HR changed an announcement that you have read. You get this once for each change."
        ),
        announcements.REMINDER.name: reader.t(
            "HR asked you to confirm an announcement, and you have not. You get two reminders at the most."
        ),
        cycle_summaries_told.READY.name: reader.t(
            "People who report to you are in a cycle. You get this once when a phase ends, and when the cycle does."
        ),
        cycles_people.PHASE.name: reader.t("You are in a cycle. You get this once for each of its phases."),
        recognition.THANKS.name: reader.t("A colleague thanked you. You get this once for each thanks."),
        one_on_ones.TIMES.name: reader.t(
            "You have 1:1s, and some of them need a time. You get this once for all of them, on the day their turn comes."
        ),
        one_on_ones.CHANGED.name: moved,
        one_on_ones.TOLD.name: moved,
        one_on_ones.CONFIRM.name: reader.t("You had a 1:1. You get this once for each of them."),
        one_on_ones.TAKE_UP.name: reader.t(
            "Somebody reports to you who had 1:1s with their manager before. You get this once for each of them."
        ),
        leave.CATCH_UP.name: reader.t(
            "You were away, and a check-in passed meanwhile. This is the one message about it."
        ),
    }
    known |= observations_moving.reasons(reader)
    known |= gates_told.reasons(reader)
    return known.get(kind) or reader.t("You take part in Growloop, and this was meant for you.")


def _meant(reader: Reader, shown: "Why", series: "Series") -> str:
    title = checkins.name(reader, series)
    if shown.everyone:
        return reader.t("It belongs to {series}, which asks everyone who takes part in Growloop here.", series=title)
    return reader.t("It belongs to {series}, which HR set up for a group that you are in.", series=title)


def _timing(reader: Reader, shown: "Why", series: "Series", period: "Period") -> list[str]:
    """Why it came when it came."""
    until = reader.moment(period.closes_at)
    if shown.kind == nudges.AGAIN.name:
        return [reader.t("You asked for it to come back at this time. It is open until {until}.", until=until)]
    if shown.kind == asking.REMINDER.name:
        return [reader.t("There was no answer from you yet, so this is the one reminder. It is open until {until}.",
                         until=until)]  # fmt: skip
    planned = reader.moment(period.opens_at)
    lines = [reader.t("For you it was due on {at}, by your clock ({zone}).", at=planned, zone=shown.zone)]
    if shown.moved_from is not None:
        day = reader.day(shown.moved_from)
        lines.append(reader.t("Usually it comes on {day}, but you do not work on that day.", day=day))
    if shown.sent_at is not None and shown.sent_at - period.opens_at > nudges.ROOM:
        at = reader.moment(shown.sent_at)
        lines.append(reader.t("It came on {at}: later, so as not to disturb you before, or because we were held up.",
                              at=at))  # fmt: skip
    return lines
