"""Announcements as they reach people: in their DM, in the channel, what changed, the reminder; and what their author is told."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.domain.announcements import TITLE_MAX
from bot.locales.reader import Reader
from bot.slack import Message
from bot.views import kit, nudges, talks
from bot.views.kit import Json

if TYPE_CHECKING:
    from bot.usecases.announcements_telling import Told

READ = talks.READ_ANNOUNCEMENT
"""Opens it for whoever is meant, and for HR."""
UNDERSTOOD, ASK, LINK = "announcements.understood", "announcements.ask", "announcements.link"
"""`LINK` is what stands before a number in the action ids of the addresses."""

NATIVE = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
"""A language is named as those who read it do."""
LINK_SHOWN = 28


def told(reader: Reader, shown: "Told") -> Message:
    """For one who is meant: title and words in full as far as a message takes them; confirmed, it says so."""
    title = name(reader, shown.text.title)
    if shown.withdrawn:
        return _withdrawn(reader, title)
    words = kit.beginning(shown.text.words)
    blocks = [*_test(reader, shown), kit.header(title), *kit.words(words, reader), *links(shown)]
    notes = [*notes_of(reader, shown), *_confirmed(reader, shown)]
    blocks += [kit.notes(*notes)] if notes else []
    return kit.message(title, [*blocks, _buttons(reader, shown, whole=words == shown.text.words)])


def _buttons(reader: Reader, shown: "Told", *, whole: bool) -> Json:
    one = shown.announcement
    more = [] if whole else [kit.button(reader.t("Show all of it"), READ, str(one.id))]
    ask = kit.button(reader.t("Ask a question"), ASK, str(one.id))
    return kit.actions(*more, *understood(reader, shown), ask, nudges.why(reader))


def understood(reader: Reader, shown: "Told") -> list[Json]:
    """The button where it is asked for, until it is pressed. It carries the version that stands above it."""
    if not shown.asks:
        return []
    value = f"{shown.announcement.id} {0 if shown.test else shown.announcement.version}"
    return [kit.button(reader.t("I have read and understood it"), UNDERSTOOD, value, style="primary")]


def _confirmed(reader: Reader, shown: "Told") -> list[str]:
    at = shown.mine.understood_at if shown.mine is not None else None
    if not shown.announcement.asks or at is None:
        return []
    return [reader.t("You confirmed on {when} that you have read and understood it.", when=reader.moment(at))]


def _test(reader: Reader, shown: "Told") -> list[Json]:
    if not shown.test:
        return []
    return [kit.notes(reader.t("A test that you alone see. Nothing that you press here is noted."))]


def notes_of(reader: Reader, shown: "Told") -> list[str]:
    """Which language it is in, where that is not the reader's; that it has changed."""
    notes = []
    if shown.text.language != reader.language:
        language = NATIVE[shown.text.language]
        notes.append(reader.t("There is no text in your language, so this is in {language}.", language=language))
    if shown.announcement.version > 1 and not shown.withdrawn:
        notes.append(reader.t("This is the newest version: it was changed after it was first sent."))
    return notes


def links(shown: "Told") -> list[Json]:
    """The addresses as buttons, by their host and path: nothing in the words is live."""
    if not shown.links:
        return []
    return [
        kit.actions(
            *(kit.button(_host(one), f"{LINK}.{number}", url=one, label=one) for number, one in enumerate(shown.links))
        )
    ]


def _host(url: str) -> str:
    parts = urlsplit(url)
    return kit.cut(f"{parts.hostname}{parts.path.rstrip('/')}", LINK_SHOWN)


def name(reader: Reader, title: str | None) -> str:
    """The title, or what stands in its place once it was erased."""
    return kit.cut(title, TITLE_MAX) if title else reader.t("Announcement")


def _withdrawn(reader: Reader, title: str) -> Message:
    text = reader.t("HR has withdrawn this announcement: {title}", title=title)
    return kit.message(text, [kit.sentence(text), kit.notes(reader.t("You need not do anything about it any more."))])


def post(reader: Reader, shown: "Told") -> Message:
    """In the channel, whose readers have many languages: one text, and the way to the others."""
    title = name(reader, shown.text.title)
    if shown.withdrawn:
        return _withdrawn(reader, title)
    words = kit.beginning(shown.text.words)
    others = [NATIVE[one] for one in shown.languages if one != shown.text.language]
    notes = [reader.t("Press Read for it in {languages}.", languages=reader.names(others))] if others else []
    notes += (
        [reader.t("This is the newest version: it was changed after it was first sent.")]
        if shown.announcement.version > 1
        else []
    )
    blocks = [kit.header(title), *kit.words(words, reader), *links(shown), *([kit.notes(*notes)] if notes else [])]
    read = kit.button(reader.t("Read"), READ, str(shown.announcement.id))
    ask = kit.button(reader.t("Ask a question"), ASK, str(shown.announcement.id))
    return kit.message(title, [*blocks, kit.actions(read, *understood(reader, shown), ask)])


def changed(reader: Reader, shown: "Told") -> Message:
    """For one who read it before: what is different, and the way to the whole of it."""
    title = name(reader, shown.text.title)
    if shown.withdrawn:
        return _withdrawn(reader, title)
    text = reader.t("An announcement that you have read was changed: {title}", title=title)
    show = kit.button(reader.t("Read"), READ, str(shown.announcement.id))
    again = understood(reader, shown)
    blocks = [kit.sentence(text), kit.notes(reader.t("What changed:")), *kit.words(shown.changed, reader)]
    return kit.message(text, [*blocks, kit.actions(show, *again, nudges.why(reader))])


def reminder(reader: Reader, shown: "Told") -> Message:
    """For one who has not confirmed it; confirmed, it says so."""
    title = name(reader, shown.text.title)
    if shown.withdrawn:
        return _withdrawn(reader, title)
    if not shown.asks:
        text = reader.t("You have confirmed this announcement: {title}", title=title)
        return kit.message(text, [kit.sentence(text)])
    day = reader.day(shown.announcement.lasts_until)
    text = reader.t("HR would like to know that you have read this: {title}", title=title)
    show = kit.button(reader.t("Read"), READ, str(shown.announcement.id))
    note = kit.notes(reader.t("It takes until {day}. There are two reminders at the most.", day=day))
    return kit.message(
        text, [kit.sentence(text), kit.actions(show, *understood(reader, shown), nudges.why(reader)), note]
    )


def unposted(reader: Reader, shown: "Told") -> Message:
    """For whoever wrote it: the channel did not take it."""
    title = name(reader, shown.text.title)
    text = reader.t(
        "The channel did not take your announcement: {title}. It was archived, or I am not in it. Messages to people go out as "
        "planned. Invite me there with {command}, or choose another channel next time; then press Send again under Numbers on Home.",
        title=title,
        command="/invite @Growloop",
    )
    return kit.message(text, [kit.sentence(text)])


def empty(reader: Reader, shown: "Told") -> Message:
    """For whoever sent it: nobody was left in its audience."""
    title = name(reader, shown.text.title)
    text = reader.t(
        "Nobody is left among those whom this announcement is for: {title}. Nothing was sent, and it is a draft again.",
        title=title,
    )
    return kit.message(text, [kit.sentence(text)])
