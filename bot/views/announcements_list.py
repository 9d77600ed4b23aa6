"""HR's announcements: the list, and a draft at a glance with all that is to be looked at before it goes out."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.domain.announcements import LANGUAGES, Place, Stage, Timing
from bot.locales.reader import Reader
from bot.views import kit, naming
from bot.views import series_words as words
from bot.views.announcements import NATIVE, name
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.announcements import Draft, Listed
    from storage.announcements import Announcement, AnnouncementText

LIST, NEW, OPEN, EDIT = "announcements.list", "announcements.new", "announcements.open", "announcements.edit"
PREVIEW, TEST = "announcements.preview", "announcements.test"
SEND, SEND_ALL, UNSCHEDULE = "announcements.send", "announcements.send_all_the_same", "announcements.unschedule"
DISCARD = "announcements.discard"
AUDIENCE, SENDING, TEXT = "audience", "sending", "text"
SHOWN_MOST = 40
WORDS_SHOWN = 150
NAMES_SHOWN = 600
"""Characters of words and names on a draft at a glance."""
SAVED, TESTED, BACK_AGAIN = "saved", "tested", "back_again"
"""What has just been done, as the draft says it."""


@dataclass(frozen=True)
class Mark:
    """Which announcement, and which of its revisions, a form was filled from; it travels in the view's private_metadata."""

    announcement: int | None = None
    revision: int = 0
    language: str = ""

    def packed(self) -> str:
        return json.dumps(asdict(self))


def unpacked(metadata: str) -> Mark:
    """What a form carried."""
    return Mark(**json.loads(metadata))


def listed(reader: Reader, every: "list[Listed]") -> Json:
    """What is to be written and what is out, the newest first, and the way to a new one."""
    blocks = [kit.actions(kit.button(reader.t("New announcement"), NEW, style="primary"))]
    for one in every[:SHOWN_MOST]:
        title = name(reader, one.title)
        show = kit.button(
            reader.t("Open"), OPEN, str(one.announcement.id), label=reader.t("Open: {title}", title=title)
        )
        blocks.append(kit.row(title, stage(reader, one.announcement), accessory=show))
    if not every:
        note = reader.t("None yet. A text longer than a form takes can be written to me as a message first.")
        blocks.append(kit.sentence(note))
    return kit.modal("announcements.listed", reader.t("Announcements"), blocks, close=reader.t("Close"))


def stage(reader: Reader, one: "Announcement") -> str:
    """Where it stands."""
    if one.stage is Stage.SCHEDULED:
        return reader.t("Scheduled: {when}", when=when(reader, one))
    named = {
        Stage.DRAFT: reader.t("Draft"),
        Stage.SENDING: reader.t("Being sent"),
        Stage.PAUSED: reader.t("Paused: what is not sent yet is held"),
        Stage.SENT: reader.t("Sent"),
        Stage.WITHDRAWN: reader.t("Withdrawn"),
    }
    return named[one.stage]


def when(reader: Reader, one: "Announcement") -> str:
    """When it comes, as it was chosen."""
    if one.timing is Timing.NOW or one.day is None or one.at is None:
        return reader.t("at once when you press Send")
    day, at = reader.day(one.day), reader.hour(one.at)
    if one.timing is Timing.OWN:
        return reader.t("{day} at {time} by each person's own clock", day=day, time=at)
    return reader.t("{day} at {time} by the clock of {zone}, for all at one moment", day=day, time=at, zone=one.zone)


def draft(reader: Reader, shown: "Draft", said: str = "", by: str = "") -> Json:
    """A draft, or what waits for its time. `said`: what has just been done; `by`: who was faster with something."""
    one = shown.announcement
    blocks = _said(reader, shown, said, by)
    for language in LANGUAGES:
        blocks.append(
            _row(reader, one, NATIVE[language], _text(reader, shown.texts.get(language)), f"{TEXT}.{language}")
        )
    blocks.append(_row(reader, one, reader.t("For whom"), _whom(reader, shown), AUDIENCE))
    blocks.append(_row(reader, one, reader.t("When and where"), _sending(reader, one), SENDING))
    blocks += _missing(reader, shown)
    if shown.texts:
        look = [
            kit.button(NATIVE[language], f"{PREVIEW}.{language}", f"{one.id} {language}",
                       label=reader.t("Preview as readers of {language} see it", language=NATIVE[language]))
            for language in LANGUAGES
        ]  # fmt: skip
        blocks += [kit.notes(reader.t("See it as its readers do:")), kit.actions(*look)]
    blocks.append(kit.actions(*_acts(reader, shown)))
    blocks.append(kit.actions(kit.button(reader.t("All announcements"), LIST)))
    return kit.modal("announcements.draft", reader.t("Announcement"), blocks, close=reader.t("Close"))


def _said(reader: Reader, shown: "Draft", said: str, by: str) -> list[Json]:
    done = {
        SAVED: reader.t("Saved. Nothing is sent until you press Send."),
        TESTED: reader.t("The test is in your messages, once for each language that is written."),
        BACK_AGAIN: reader.t("It is a draft again, and will not be sent by itself."),
    }
    told = [kit.sentence(done[said])] if said else []
    if by:
        text = reader.t("{name} was faster. You see how it stands now, and nothing of yours was done.", name=by)
        told.append(kit.sentence(text))
    return [*told, kit.notes(stage(reader, shown.announcement))]


def _row(reader: Reader, one: "Announcement", head: str, line: str, part: str) -> Json:
    edit = kit.button(reader.t("Edit"), EDIT, f"{one.id} {part}", label=reader.t("Edit: {part}", part=head))
    return kit.row(head, *line.splitlines(), accessory=edit if one.stage is Stage.DRAFT else None)


def _text(reader: Reader, text: "AnnouncementText | None") -> str:
    if text is None:
        return reader.t("Not written yet")
    return f"{name(reader, text.title)}\n{kit.cut(text.words or '–', WORDS_SHOWN)}"


def _whom(reader: Reader, shown: "Draft") -> str:
    """The rule, how many that is now, and some of them by name."""
    rule = kit.cut(words.audience(reader, shown.named), NAMES_SHOWN)
    return f"{rule}\n{people(reader, shown.meant.count, shown.meant.names)}"


def people(reader: Reader, count: int, names: list[str]) -> str:
    """How many that is at this moment, and some of them by name."""
    if not count:
        return reader.t("At this moment that is nobody.")
    listing = naming.listed(reader, names, room=NAMES_SHOWN, of=count)
    return reader.n(
        "At this moment {count} person: {names}", "At this moment {count} people: {names}", count, names=listing
    )


def _sending(reader: Reader, one: "Announcement") -> str:
    places = {
        Place.DM: reader.t("To each in their direct message"),
        Place.CHANNEL: reader.t("In a channel"),
        Place.BOTH: reader.t("To each in their direct message, and in a channel"),
    }
    lines = [
        reader.t("When: {when}", when=when(reader, one)),
        places[one.place],
        reader.t("On Home until {day}", day=reader.full_date(one.lasts_until)),
    ]
    if one.asks:
        asked = reader.t("Asks for a confirmation that it was read and understood")
        reminders = reader.n("{count} reminder at the most", "{count} reminders at the most", one.reminders)
        lines.append(f"{asked} · {reminders}")
    if one.joiners:
        lines.append(reader.t("Who joins later gets it too, while it lasts"))
    if one.links:
        lines.append(reader.n("{count} link", "{count} links", len(one.links.splitlines())))
    return "\n".join(lines)


def _missing(reader: Reader, shown: "Draft") -> list[Json]:
    """Which languages are read by some who are meant, and have no text."""
    if not shown.texts:
        return []
    first = next(one for one in LANGUAGES if one in shown.texts)
    return [
        kit.sentence(
            reader.n(
                "{count} person reads {language}, in which there is no text: they would get it in {other}.",
                "{count} people read {language}, in which there is no text: they would get it in {other}.",
                count,
                language=NATIVE[language],
                other=NATIVE[first],
            )
        )
        for language, count in shown.missing.items()
    ]


def _acts(reader: Reader, shown: "Draft") -> list[Json]:
    one = shown.announcement
    test = kit.button(reader.t("Send a test to me"), TEST, str(one.id))
    if one.stage is Stage.SCHEDULED:
        return [kit.button(reader.t("Make it a draft again"), UNSCHEDULE, str(one.id)), test]
    later = one.timing is not Timing.NOW
    send = reader.t("Schedule it") if later else reader.t("Send it")
    if shown.missing:
        send = reader.t("Schedule it all the same") if later else reader.t("Send it all the same")
    text = reader.n(
        "It goes to {count} person. Messages that were sent can be changed or withdrawn, not unread.",
        "It goes to {count} people. Messages that were sent can be changed or withdrawn, not unread.",
        shown.meant.count,
    )
    value = f"{one.id} {one.revision}"
    sure = kit.confirm(reader.t("Is it ready?"), text, send, reader.t("Not now"))
    button = kit.button(send, SEND_ALL if shown.missing else SEND, value, style="primary", confirm=sure)
    gone = kit.confirm(
        reader.t("Throw this draft away?"),
        reader.t("Its texts are gone then."),
        reader.t("Throw away"),
        reader.t("Not now"),
    )
    away = kit.button(reader.t("Throw away"), DISCARD, value, style="danger", confirm=gone)
    return [*([button] if shown.texts else []), *([test] if shown.texts else []), away]
