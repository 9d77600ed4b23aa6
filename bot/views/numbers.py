"""What HR sees in numbers: a line on Home, and a modal with who took part and what did not arrive."""

from typing import TYPE_CHECKING

from bot.domain import (
    actions,
    agenda,
    announcements,
    cycle_reports,
    cycle_summaries_told,
    cycles_people,
    feedback,
    feedback_history,
    feedback_reports,
    feedback_requests,
    gates,
    goals_agreeing,
    goals_pictures,
    history,
    leave,
    nudges,
    observations,
    one_on_ones,
    one_on_ones_notes,
    own_summaries,
    pulses,
    recognition,
    summaries,
    talks,
    unled,
    upward,
)
from bot.domain import checkins as rules
from bot.domain.numbers import Group
from bot.locales.reader import Reader
from bot.views import checkins, kit, one_on_ones_numbers
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.numbers import Lost, Numbers, Participation
    from storage.notices import Notice
    from storage.people import Person

SHOW = "numbers.show"
AGAIN = "numbers.again"
GROUPS_MOST = 30
SERIES_MOST = 4
"""A modal takes 100 blocks; names of departments are shown for so many, the rest together is the last line."""


def section(reader: Reader, lost: "Lost") -> list[Json]:
    """On HR's Home: the button, and above it what did not arrive."""
    lines = []
    if lost.failed_count:
        lines.append(_failed_count(reader, lost.failed_count))
    lines += _left_out(reader, lost)
    button = kit.actions(kit.button(reader.t("Numbers"), SHOW), block_id="numbers")
    return [*(kit.sentence(line) for line in lines), button]


def modal(reader: Reader, shown: "Numbers") -> Json:
    blocks = one_on_ones_numbers.section(reader, shown.talks, shown.said)
    for one in shown.participation[:SERIES_MOST]:
        blocks += _participation(reader, one)
    blocks += _lost(reader, shown.lost)
    if not blocks:
        blocks = [kit.sentence(reader.t("There are no numbers yet: the first check-in is still to come."))]
    note = reader.t(
        "Counts alone, and only of four people or more. What people write is between them and their manager."
    )
    return kit.modal(SHOW, reader.t("Numbers"), [*blocks, kit.notes(note)], close=reader.t("Close"))


def _participation(reader: Reader, shown: "Participation") -> list[Json]:
    if not shown.turns:
        return []
    blocks = [kit.header(checkins.name(reader, shown.series))]
    for turn in shown.turns:
        days = reader.t("{first} to {last}", first=reader.day(turn.first), last=reader.day(turn.last))
        line = _figures(reader, turn.total) if turn.total else reader.t("Too few people to show numbers")
        blocks.append(kit.row(days, line))
    if len(shown.groups) > 1:
        blocks.append(kit.notes(reader.t("By department, {first} to {last}", **_days(reader, shown))))
        blocks += [kit.row(_name(reader, group), _figures(reader, group)) for group in shown.groups[:GROUPS_MOST]]
        left = len(shown.groups) - GROUPS_MOST
        if left > 0:
            blocks.append(kit.notes(reader.n("and {count} more", "and {count} more", left)))
    return blocks


def _days(reader: Reader, shown: "Participation") -> dict[str, str]:
    newest = shown.turns[0]
    return {"first": reader.day(newest.first), "last": reader.day(newest.last)}


def _name(reader: Reader, group: Group) -> str:
    if group.name is None:
        return reader.t("Smaller departments together")
    return group.name or reader.t("Without a department")


def _figures(reader: Reader, group: Group) -> str:
    parts = [reader.t("{answered} of {asked} answered", answered=group.answered, asked=group.asked)]
    if group.skipped:
        parts.append(reader.n("{count} said not this week", "{count} said not this week", group.skipped))
    if group.away:
        parts.append(reader.n("{count} away", "{count} away", group.away))
    return " · ".join(parts)


def _lost(reader: Reader, lost: "Lost") -> list[Json]:
    if not lost.any:
        return []
    blocks = [kit.header(reader.t("What did not arrive")), *(kit.sentence(one) for one in _left_out(reader, lost))]
    for notice, person in lost.failed:
        label = reader.t("Send {kind} to {name} again", kind=kind(reader, notice.kind), name=person.name)
        again = kit.button(reader.t("Send again"), AGAIN, str(notice.id), label=label)
        blocks.append(kit.row(person.name, _reason(reader, notice, person), accessory=again))
    left = lost.failed_count - len(lost.failed)
    return [*blocks, kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else blocks


def _failed_count(reader: Reader, count: int) -> str:
    return reader.n("{count} message did not arrive.", "{count} messages did not arrive.", count)


def _left_out(reader: Reader, lost: "Lost") -> list[str]:
    return [
        reader.n(
            "{count} message ({kind}) came too late to be of use and was left out, on {day}.",
            "{count} messages ({kind}) came too late to be of use and were left out, the last on {day}.",
            count,
            kind=kind(reader, name),
            day=reader.day(reader.local(last).date()),
        )
        for name, (count, last) in sorted(lost.left_out.items())
    ]


def kind(reader: Reader, name: str) -> str:
    """What kind of message it was, in people's words."""
    known = {
        rules.PROMPT.name: reader.t("check-in"),
        rules.REMINDER.name: reader.t("reminder"),
        rules.RECEIPT.name: reader.t("receipt"),
        rules.DIGEST.name: reader.t("new check-ins"),
        rules.HELP.name: reader.t("request for help"),
        rules.HELP_ACCEPTED.name: reader.t("answer to a request for help"),
        talks.MESSAGE.name: reader.t("reply"),
        leave.CATCH_UP.name: reader.t("welcome back"),
        nudges.AGAIN.name: reader.t("check-in"),
        rules.OFFER.name: reader.t("answer to a message"),
        history.EXPORT.name: reader.t("export of check-ins"),
        cycle_reports.TEXT.name: reader.t("report of a cycle"),
        cycle_reports.DOUBT.name: reader.t("report of a cycle"),
        feedback_history.EXPORT.name: reader.t("export of feedback"),
        feedback_requests.ASKED.name: reader.t("request for feedback"),
        feedback_requests.REMINDER.name: reader.t("request for feedback"),
        feedback_requests.PROGRESS.name: reader.t("answers to a request for feedback"),
        feedback_reports.REPORTED.name: reader.t("report of feedback"),
        feedback_reports.HANDLED.name: reader.t("answer to a report"),
        summaries.SUMMARY.name: reader.t("team summary"),
        own_summaries.READY.name: reader.t("own summary of a cycle"),
        own_summaries.EXPORT.name: reader.t("export of what was written in cycles"),
        summaries.CHANNEL.name: reader.t("counts for a channel"),
        pulses.CLOSED.name: reader.t("results of a pulse"),
        one_on_ones_notes.WILL.name: reader.t("action"),
        agenda.TODAY.name: reader.t("agenda of a 1:1"),
        actions.GIVEN.name: reader.t("action"),
        feedback.GIVEN.name: reader.t("feedback"),
        feedback.SHARED.name: reader.t("feedback"),
        feedback.PROPOSED.name: reader.t("wish to talk"),
        feedback.AGREED.name: reader.t("wish to talk"),
        feedback.RECEIPT.name: reader.t("receipt"),
        recognition.THANKS.name: reader.t("thanks"),
        recognition.POST.name: reader.t("thanks in the channel"),
        announcements.TOLD.name: reader.t("announcement"),
        announcements.CHANGED.name: reader.t("announcement that was changed"),
        announcements.REMINDER.name: reader.t("reminder of an announcement"),
        announcements.POST.name: reader.t("announcement in the channel"),
        announcements.UNPOSTED.name: reader.t("announcement that was not posted"),
        announcements.EMPTY.name: reader.t("announcement for nobody"),
        announcements.TEST.name: reader.t("test of an announcement"),
        announcements.EXPORT.name: reader.t("export of who has read"),
        announcements.EXPORT_DOUBT.name: reader.t("export of who has read"),
        cycles_people.PHASE.name: reader.t("phase of a cycle"),
        cycle_summaries_told.READY.name: reader.t("summary of a cycle"),
        cycles_people.EMPTY.name: reader.t("cycle for nobody"),
        **dict.fromkeys(
            (gates.OVERRIDDEN.name, gates.TAKEN_BACK.name, gates.SWITCHED.name), reader.t("message about a gate")
        ),
        recognition.UNPOSTED.name: reader.t("thanks that were not posted"),
        **dict.fromkeys((one.name for one in one_on_ones.KINDS), reader.t("message about a 1:1")),
        **dict.fromkeys((one.name for one in goals_agreeing.KINDS), reader.t("message about a goal")),
        goals_pictures.PICTURE.name: reader.t("picture of progress"),
        **dict.fromkeys((one.name for one in observations.KINDS), reader.t("message about observations")),
        unled.UNLED.name: reader.t("people without a manager"),
        upward.DELIVERED.name: reader.t("words from a team"),
        upward.REPLIED.name: reader.t("words from a team"),
    }
    return known.get(name) or reader.t("message")


def _reason(reader: Reader, notice: "Notice", person: "Person") -> str:
    """Which message, of when, and why it did not arrive; Slack's own code where it says more than we can."""
    day = reader.moment(notice.due_at)
    what = reader.t("{kind}, {day}", kind=kind(reader, notice.kind), day=day)
    if notice.state == "in_doubt":
        why = reader.t("Slack did not say whether it arrived, and the bot may not look. Sent again, it may come twice.")
    elif notice.why in {"user_not_found", "user_disabled", "account_inactive"}:
        why = reader.t("Slack does not know this account any more.")
    elif notice.why in {"channel_not_found", "is_archived", "not_in_channel"}:
        why = reader.t("The conversation is not there any more, or the bot is not in it.")
    elif notice.why in {"messages_tab_disabled", "restricted_action", "user_is_restricted"}:
        why = reader.t("Slack's settings do not let the bot write there.")
    elif notice.why == "no_answer":
        why = reader.t("Slack did not answer, several times.")
    else:
        why = reader.t("Slack refused it: {code}", code=notice.why or "?")
    return f"{what}\n{why}"
