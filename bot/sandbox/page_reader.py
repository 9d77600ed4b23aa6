"""Who looks at the page: the names they see, and their dates in their own zone and language."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, format_timedelta

# What the tokens of `<!date^…>` stand for, as patterns that each language fills in its own order (SLACK.md §8.3).
_SKELETONS = {"date_num": "yMMdd", "date_short": "yMMMd"}
_STYLES = {"date": "long", "date_long": "full"}


@dataclass(frozen=True)
class Reader:
    """Somebody at the screen. `now` is the sandbox's time in UTC.

    `people` and `channels` are the names behind all ids; `listed` are the people whom a select offers.
    """

    zone: ZoneInfo
    locale: Locale
    now: datetime
    people: dict[str, str] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    me: str = ""

    def local(self, at: datetime) -> datetime:
        """`at` on this person's wall."""
        return at.astimezone(self.zone)

    def time(self, at: datetime) -> str:
        """`15:00`, as their language writes it; with a plain blank that no line breaks at, since few fonts have the narrow one."""
        return str(format_time(self.local(at), "short", locale=self.locale)).replace("\u202f", "\u00a0")

    def day(self, at: datetime) -> str:
        """`Friday, November 20, 2026`."""
        return str(format_date(self.local(at), "full", locale=self.locale))

    def moment(self, at: datetime, *, year: bool = True) -> str:
        """Day and time, short enough for a bar: `Fri, Nov 20, 2026 · 15:00`."""
        day = format_skeleton("yMMMEd" if year else "MMMEd", self.local(at), locale=self.locale)
        return f"{day} · {self.time(at)}"

    def weekday(self, at: datetime) -> str:
        """`Fri 15:00`: what fits beside a name."""
        return f"{format_skeleton('E', self.local(at), locale=self.locale)} {self.time(at)}"

    def date_token(self, token: str, at: datetime) -> str:
        """What one token of `<!date^…>` shows in the reader's zone; an unknown token stays as it was written."""
        name = token.removesuffix("_pretty")
        local = self.local(at)
        if name in _SKELETONS:
            return str(format_skeleton(_SKELETONS[name], local, locale=self.locale))
        if name in _STYLES:
            return str(format_date(local, _STYLES[name], locale=self.locale))
        if name in {"time", "time_secs"}:
            return str(format_time(local, "short" if name == "time" else "medium", locale=self.locale))
        if name == "ago":
            return str(format_timedelta(at - self.now, add_direction=True, locale=self.locale))
        return "{" + token + "}"


def zone_of(name: str | None) -> ZoneInfo:
    """The zone called `name`; UTC where it is missing or unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def locale_of(name: str | None) -> Locale:
    """The locale of a tag such as `zh-CN`; English where it is missing or unknown."""
    try:
        return Locale.parse(name or "en-US", sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en", "US")


def from_ts(ts: str) -> datetime:
    """The moment of a message's timestamp, in UTC."""
    return datetime.fromtimestamp(float(ts), UTC)


def upcoming(weekday: int, hour: int, reader: Reader) -> datetime:
    """The next time that it is `hour` o'clock on `weekday` (Monday is 0) where the reader is, in UTC, later than now."""
    local = reader.local(reader.now)
    day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    at = datetime(day.year, day.month, day.day, hour, tzinfo=reader.zone)
    return (at if at > local else at + timedelta(days=7)).astimezone(UTC)
