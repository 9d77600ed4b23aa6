"""How an announcement goes, for HR: the figures, who has and who has not, and the list to take along."""

from typing import TYPE_CHECKING

from bot.domain.announcements import OUT, Stage
from bot.domain.notices import BUDGET, LEFT, QUIET, TOO_LATE, State
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import exporting, kit
from bot.views.announcements import name
from bot.views.announcements_list import LIST, OPEN, stage
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.announcements_exports import Part
    from bot.usecases.announcements_progress import Group, Listing, Names, Progress, Readers
    from storage.announcements import Announcement
    from storage.announcements_to import AnnouncementTo

PAUSE, RESUME, CHANGE, WITHDRAW = (
    "announcements.pause",
    "announcements.resume",
    "announcements.change_form",
    "announcements.withdraw",
)
READERS, NAMES, EXPORT = "announcements.readers", "announcements.names", "announcements.export"
GROUPS_MOST = 80
REASONS_MOST = 8


def progress(reader: Reader, shown: "Progress", by: str = "") -> Json:
    """What was sent, what waits and until when, what did not arrive and why; and all that can be done about it."""
    one = shown.announcement
    blocks = [kit.header(name(reader, shown.title))]
    if by:
        text = reader.t("{name} was faster. You see how it stands now, and nothing of yours was done.", name=by)
        blocks.append(kit.sentence(text))
    blocks.append(kit.row(stage(reader, one), *_sent(reader, shown)))
    blocks += [kit.notes(line) for line in _channel(reader, shown)]
    blocks.append(kit.row(reader.t("Read and understood") if one.asks else reader.t("Read"), _read(reader, shown)))
    blocks.append(kit.actions(*_acts(reader, one)))
    note = reader.t(
        "Written by {name}. On Home until {day}.", name=shown.author.name, day=reader.full_date(one.lasts_until)
    )
    blocks += [kit.notes(note), kit.actions(kit.button(reader.t("All announcements"), LIST))]
    return kit.modal("announcements.progress", reader.t("Announcement"), blocks, close=reader.t("Close"))


def _sent(reader: Reader, shown: "Progress") -> list[str]:
    if not shown.announcement.place.to_people:
        return [reader.n("It is for {count} person.", "It is for {count} people.", shown.total)]
    figures = {"sent": reader.number(shown.sent), "total": reader.number(shown.total)}
    lines = [reader.t("Sent: {sent} of {total}", **figures)]
    if shown.waiting:
        lines.append(reader.n("Waiting: {count}", "Waiting: {count}", shown.waiting))
    if shown.done_at is not None:
        lines.append(reader.t("At the pace of now the last one has it on {when}.", when=reader.moment(shown.done_at)))
    reasons = sorted(shown.failed.items(), key=lambda each: -each[1])
    lines += [_reason(reader, why, count) for why, count in reasons[:REASONS_MOST]]
    left = sum(count for _, count in reasons[REASONS_MOST:])
    return [*lines, reader.n("{count} more not sent", "{count} more not sent", left)] if left else lines


def _reason(reader: Reader, why: str, count: int) -> str:
    """How many did not get it, and why; Slack's own code where it says more than we can."""
    if why in {"user_not_found", "user_disabled", "account_inactive"}:
        said = reader.t("Slack does not know this account any more.")
    elif why in {"messages_tab_disabled", "restricted_action", "user_is_restricted"}:
        said = reader.t("Slack's settings do not let the bot write there.")
    elif why == "no_answer":
        said = reader.t("Slack did not answer, several times.")
    else:
        known = {
            TOO_LATE: reader.t("It lasts no longer, so it came too late."),
            BUDGET: reader.t("It lasts no longer, so it came too late."),
            QUIET: reader.t("It lasts no longer, so it came too late."),
            LEFT: reader.t("They have left."),
            "not_begun": reader.t("They have not begun yet."),
            "withdrawn": reader.t("It was withdrawn before it was sent."),
        }
        said = known.get(why) or reader.t("Slack refused it: {code}", code=kit.cut(why, kit.NAME_MAX) or "?")
    return reader.n("Not sent to {count} person: {why}", "Not sent to {count} people: {why}", count, why=said)


def _channel(reader: Reader, shown: "Progress") -> list[str]:
    if not shown.announcement.place.to_channel:
        return []
    post = shown.post
    if post is not None and post.ts is not None:
        return [reader.t("It stands in the channel.")]
    if post is not None and post.state is State.FAILED:
        return [
            reader.t(
                "The channel did not take it: it was archived, or I am not in it. Invite me there with {command}, then press Send "
                "again under Numbers on Home.",
                command="/invite @Growloop",
            )
        ]
    if post is not None and post.state is State.IN_DOUBT:
        return [reader.t("Slack did not say whether the channel has it. Please look there.")]
    return [] if shown.announcement.stage is Stage.WITHDRAWN else [reader.t("It is still to come in the channel.")]


def _read(reader: Reader, shown: "Progress") -> str:
    done = shown.understood if shown.announcement.asks else shown.read
    return reader.t("{done} of {total}", done=reader.number(done), total=reader.number(shown.total))


def _acts(reader: Reader, one: "Announcement") -> list[Json]:
    value = str(one.id)
    found = [kit.button(reader.t("Look again"), OPEN, value)]
    if one.stage is Stage.SENDING:
        found.append(kit.button(reader.t("Pause"), PAUSE, value))
    if one.stage is Stage.PAUSED:
        found.append(kit.button(reader.t("Go on sending"), RESUME, value, style="primary"))
    found += [
        kit.button(reader.t("Who has and has not"), READERS, value),
        kit.button(reader.t("Export"), EXPORT, value),
    ]
    if one.stage in OUT:
        sure = kit.confirm(
            reader.t("Withdraw it?"),
            reader.t(
                "What is not sent yet is dropped. What was sent says that it was withdrawn, and whoever read it is told."
            ),
            reader.t("Withdraw it"),
            reader.t("Not now"),
        )
        found.append(kit.button(reader.t("Change it"), CHANGE, value))
        found.append(kit.button(reader.t("Withdraw it"), WITHDRAW, value, style="danger", confirm=sure))
    return found


def readers(reader: Reader, shown: "Readers") -> Json:
    """By department; HR sees names behind each."""
    rows = [_group(reader, shown.announcement, one) for one in shown.groups[:GROUPS_MOST]]
    left = len(shown.groups) - GROUPS_MOST
    rows += [kit.notes(reader.n("and {count} more", "and {count} more", left))] if left > 0 else []
    rows = rows or [kit.sentence(reader.t("Nobody has got it yet."))]
    back = kit.actions(kit.button(reader.t("Back"), OPEN, str(shown.announcement.id)))
    blocks = [kit.header(name(reader, shown.title)), *rows, back]
    return kit.modal("announcements.readers", reader.t("Who has and has not"), blocks, close=reader.t("Close"))


def _group(reader: Reader, one: "Announcement", group: "Group") -> Json:
    head = group.name or reader.t("Without a department")
    done, total = group.done, reader.number(group.meant)
    if one.asks:
        line = reader.n(
            "{count} of {total} has confirmed it", "{count} of {total} have confirmed it", done, total=total
        )
    else:
        line = reader.n("{count} of {total} has opened it", "{count} of {total} have opened it", done, total=total)
    label = reader.t("Names: {department}", department=head)
    return kit.row(head, line, accessory=kit.button(reader.t("Names"), NAMES, f"{one.id} {group.id} 0", label=label))


def names(reader: Reader, shown: "Names") -> Json:
    """A page of names: first who has not, then who has."""
    one = shown.announcement
    has = [f"{_called(person.name)} ({_when(reader, one, row)})" for row, person in shown.rows if _done(one, row)]
    has_not = [_called(person.name) for row, person in shown.rows if not _done(one, row)]
    blocks = [kit.header(reader.t("Have not"))]
    blocks += _listed(has_not) or [kit.sentence(reader.t("Nobody on this page."))]
    blocks.append(kit.header(reader.t("Have")))
    blocks += _listed(has) or [kit.sentence(reader.t("Nobody on this page."))]
    ways = [kit.button(reader.t("Back"), READERS, str(one.id))]
    if shown.after is not None:
        ways.insert(0, kit.button(reader.t("What comes after"), NAMES, f"{one.id} {shown.department} {shown.after}"))
    blocks.append(kit.actions(*ways))
    return kit.modal("announcements.names", reader.t("Who has and has not"), blocks, close=reader.t("Close"))


def _called(text: str) -> str:
    return kit.cut(text, kit.NAME_MAX)


def _listed(lines: list[str]) -> list[Json]:
    """Names one below the other, some in each block."""
    return [kit.sentence("\n".join(lines[at : at + 15])) for at in range(0, len(lines), 15)]


def _done(one: "Announcement", row: "AnnouncementTo") -> bool:
    return (row.understood_at if one.asks else row.read_at) is not None


def _when(reader: Reader, one: "Announcement", row: "AnnouncementTo") -> str:
    at = row.understood_at if one.asks else row.read_at
    return reader.short_day(reader.local(at).date()) if at is not None else ""


def preview(reader: Reader, language: str, message: Message, *, asks: bool) -> Json:
    """The message as readers of that language get it; its buttons are named, and do nothing here."""
    still = [block for block in message.blocks if block["type"] != "actions"]
    named = [
        element["text"]["text"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    notes = [reader.t("Its buttons: {names}", names=reader.names(named))]
    if not asks:
        notes.append(reader.t("Nobody is asked to confirm it."))
    return kit.modal(
        "announcements.preview", language, [*still, kit.divider(), kit.notes(*notes)], close=reader.t("Close")
    )


def file(reader: Reader, shown: "Listing") -> bytes:
    """The list as a table that spreadsheets open."""
    head = [
        reader.t("Department"),
        reader.t("Name"),
        reader.t("Opened ({zone})", zone=reader.zone),
        reader.t("Confirmed ({zone})", zone=reader.zone),
        reader.t("Version confirmed"),
        reader.t("Newest version"),
        reader.t("Reminders"),
    ]
    rows = []
    for row, person, department in shown.rows:
        times = [reader.local(at).strftime("%Y-%m-%d %H:%M") if at else "" for at in (row.read_at, row.understood_at)]
        versions = [str(row.understood_version or ""), str(shown.announcement.version)]
        rows.append([department, person.name, *times, *versions, str(row.reminded)])
    return exporting.table([head, *rows])


def file_title(reader: Reader, shown: "Listing") -> str:
    """What the file is called in the chat."""
    return reader.t("Who has read: {title}", title=name(reader, shown.title))


def doubtful(reader: Reader, shown: "Listing") -> Message:
    """Nobody knows whether the file arrived."""
    return exporting.doubtful(reader, file_title(reader, shown))


def text(reader: Reader, shown: "Listing") -> str:
    """The same as lines, where files are not allowed."""
    one = shown.announcement
    lines = []
    for row, person, department in shown.rows:
        state = reader.t("has, {when}", when=_when(reader, one, row)) if _done(one, row) else reader.t("has not")
        lines.append(f"{department or reader.t('Without a department')} · {person.name} · {state}")
    return "\n".join(lines)


def parts(reader: Reader, shown: "Listing") -> int:
    """How many messages that takes."""
    return len(exporting.pieces(text(reader, shown)))


def on_its_way(reader: Reader) -> Json:
    """What is said once the list was asked for."""
    text = reader.t("The list comes to your messages in a moment.")
    return kit.modal("announcements.exporting", reader.t("Export"), [kit.sentence(text)], close=reader.t("Close"))


def export(reader: Reader, shown: "Part") -> Message:
    """One message of the list."""
    head = reader.t(
        "Who has read “{title}”, part {number} of {count}",
        title=name(reader, shown.listing.title),
        number=shown.number,
        count=shown.count,
    )
    return exporting.message(reader, head, text(reader, shown.listing), shown.number - 1)
