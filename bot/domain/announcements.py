"""Announcements: HR's words to an audience, when they come, and what follows for those who have and have not read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain import cadence
from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane, OnDoubt

RECORD = "announcement"
"""The name of an announcement among what a talk can be about, and in the audit log."""

TOLD = Kind("announcements.told", Lane.BROADCAST, on_doubt=OnDoubt.REPEAT)
"""For each who is meant. Where nobody may look whether it arrived, it is repeated: the one exception to "never twice"."""
CHANGED = Kind("announcements.changed", Lane.BROADCAST, on_doubt=OnDoubt.REPEAT)
"""What changed, for each who read the text before; its occurrence is the version."""
REMINDER = Kind("announcements.reminder", Lane.REMINDER, late_after=timedelta(days=1))
"""For each who was asked to confirm and has not; its occurrence is the number of the reminder."""
POST = Kind("announcements.post", Lane.BROADCAST, unasked=False)
"""In the channel; its recipient is whoever wrote it."""
TEST = Kind("announcements.test", Lane.ANSWER, unasked=False)
"""For whoever writes it, as readers of one language will see it; its occurrence is the revision and the language."""
UNPOSTED = Kind("announcements.unposted", Lane.ANSWER, unasked=False)
EMPTY = Kind("announcements.empty", Lane.ANSWER, unasked=False)
"""For whoever sent it: the channel did not take it; nobody was left in its audience."""
EXPORT = Kind("announcements.export", Lane.ANSWER, unasked=False)
"""Who has read it, as text; its subject is the export, its occurrence the part of it and the number of parts."""
EXPORT_DOUBT = Kind("announcements.export_doubt", Lane.ANSWER, unasked=False)
"""Nobody knows whether the list arrived as a file; its subject is the export."""
TO_READERS = (TOLD, CHANGED, REMINDER)

SPREAD, REVISE, LIST = "announcements.spread", "announcements.revise", "announcements.list"
"""The names of the tasks: to make the notices, given as `announcement`; to bring what was sent to a new version; to send HR
the list of who has read it, given as `export`."""
EDITS_A_MINUTE = 35
"""Messages that are changed in a minute: 70 % of what Slack takes (SLACK.md §3.2), so that an edit that answers a click has room."""
BATCH = 1_000
"""People in one transaction: seconds for ten thousand, and a click waits for one of them at the most."""

LANGUAGES = ("en", "zh_Hans", "zh_Hant")
"""In which an announcement can be written, in the order in which one stands in for another."""
TITLE_MAX, WORDS_MAX, CHANGED_MAX = 150, 3_000, 300
"""Characters in the fields of a form. A longer text comes as a message to the bot."""
LONG_MAX = 40_000
"""Characters of a text that comes as a message: what Slack takes in one."""
LINKS_MAX, LINK_MAX = 10, 500
LINK_START = "https://"
LASTS_MOST = 366
LASTS_FIRST = 14
"""Days that an announcement lasts: at the most, and as its form begins."""
EARLIEST = timedelta(hours=14)
"""So far is the first zone ahead of UTC."""

REMINDERS_MOST = 2
FIRST_AFTER, NEXT_AFTER = timedelta(days=2), timedelta(days=3)
"""When somebody who was asked to confirm is reminded: two days after it came, and three more after that."""


class Stage(StrEnum):
    """Where an announcement stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


OUT = (Stage.SENDING, Stage.PAUSED, Stage.SENT)
"""Somebody has it, or may have."""


class Timing(StrEnum):
    """At once; at a time of each person's own clock; at one moment, by the clock of whoever wrote it."""

    NOW = "now"
    OWN = "own"
    SAME = "same"


class Place(StrEnum):
    """Where it is told."""

    DM = "dm"
    CHANNEL = "channel"
    BOTH = "both"

    @property
    def to_people(self) -> bool:
        return self is not Place.CHANNEL

    @property
    def to_channel(self) -> bool:
        return self is not Place.DM


@dataclass(frozen=True)
class When:
    """`day` and `at` are local: to each person, or, at one moment for all, to `zone`. At once has neither."""

    timing: Timing
    day: date | None
    at: time | None
    zone: str

    def due_at(self, zone: str, now: datetime) -> datetime:
        """When somebody in that zone gets it, in UTC; what is over already, now."""
        if self.timing is Timing.NOW or self.day is None or self.at is None:
            return now
        there = zone if self.timing is Timing.OWN else self.zone
        return max(now, cadence.moment(self.day, self.at, cadence.zone_of(there)))

    def starts_at(self, now: datetime) -> datetime:
        """When the first of all zones gets it."""
        if self.timing is Timing.OWN and self.day is not None and self.at is not None:
            return max(now, datetime.combine(self.day, self.at, UTC) - EARLIEST)
        return self.due_at(self.zone, now)


def check_when(when: When, lasts_until: date, now: datetime) -> None:
    """Refuse at their fields: a time that is over by the writer's own clock, or too far; an end before it, or too far after it."""
    today = now.astimezone(cadence.zone_of(when.zone)).date()
    first = today
    if when.timing is not Timing.NOW:
        if when.day is None:
            raise RuleBroken("day_needed", field="day")
        if when.at is None:
            raise RuleBroken("time_needed", field="at")
        if cadence.moment(when.day, when.at, cadence.zone_of(when.zone)) <= now:
            raise RuleBroken("announcement_time_over", field="day")
        if (when.day - today).days > LASTS_MOST:
            raise RuleBroken("due_too_far", field="day")
        first = when.day
    if lasts_until < first:
        raise RuleBroken("announcement_ends_early", field="lasts_until")
    if (lasts_until - first).days > LASTS_MOST:
        raise RuleBroken("due_too_far", field="lasts_until")


def ends_at(lasts_until: date, zone: str) -> datetime:
    """The end of its last day there, in UTC."""
    return cadence.moment(lasts_until + cadence.DAY, time(0), cadence.zone_of(zone))


def check_title(title: str, field: str = "title") -> str:
    """The title as it is kept."""
    text = " ".join(title.split())
    if not text:
        raise RuleBroken("announcement_title_needed", field=field)
    return _short(text, field, TITLE_MAX)


def check_words(words: str, field: str = "words", most: int = WORDS_MAX) -> str:
    """The words as they are kept."""
    text = words.strip()
    if not text:
        raise RuleBroken("words_needed", field=field)
    return _short(text, field, most)


def check_changed(words: str, field: str) -> str:
    """What changed, in a line."""
    text = " ".join(words.split())
    if not text:
        raise RuleBroken("announcement_changed_needed", field=field)
    return _short(text, field, CHANGED_MAX)


def _short(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise RuleBroken("too_long", {"most": most}, field=field)
    return text


def check_links(text: str) -> list[str]:
    """One address a line, each once. Raises RuleBroken at "links"."""
    found = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(found) > LINKS_MAX:
        raise RuleBroken("links_too_many", {"most": LINKS_MAX}, field="links")
    if any(not is_link(one) for one in found):
        raise RuleBroken("link_wrong", {"start": LINK_START}, field="links")
    return found


def is_link(text: str) -> bool:
    """Whether it is an address that begins with https and has a host."""
    if len(text) > LINK_MAX or any(sign.isspace() or not sign.isprintable() or sign in '<>"|' for sign in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def language_for(wanted: str, written: Collection[str]) -> str | None:
    """In which language somebody reads it: their own, else the first one that there is. None: there is none."""
    return wanted if wanted in written else next((one for one in LANGUAGES if one in written), None)


def done_at(now: datetime, waiting: int, rate: float, last_due: datetime | None) -> datetime | None:
    """When the last will have it: at this pace (messages a second), and not before the last is due. None: nobody waits."""
    if not waiting:
        return None
    paced = now + timedelta(seconds=waiting / rate)
    return max(paced, last_due) if last_due else paced
