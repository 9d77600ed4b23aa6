"""`Reader`: somebody who reads, with their language and zone. Every sentence, date and number for people goes through it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from bot.domain.cadence import zone_of

LANGUAGES = ("en", "zh_Hans", "zh_Hant")
TRADITIONAL = ("hant", "tw", "hk", "mo")


NAMES_MOST, NAMES_LENGTH = 30, 2_500
"""Of names in one sentence: what Slack takes in one text is 3,000 characters."""

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\u061c\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of all that follows (Unicode standard annex 9)."""
ISOLATED, UNTIL = "\u2068", "\u2069"


@lru_cache(maxsize=256)
def language(locale: str) -> str:
    """The catalogue for a BCP 47 locale: "zh-TW" reads zh_Hant, "zh-CN" zh_Hans, everything else English.

    A script that is named goes before the region: "zh-Hans-HK" reads zh_Hans.
    """
    parts = locale.replace("_", "-").lower().split("-")
    if parts[0] != "zh":
        return "en"
    if "hans" in parts:
        return "zh_Hans"
    return "zh_Hant" if any(part in TRADITIONAL for part in parts[1:]) else "zh_Hans"


@cache
def catalogue(name: str) -> dict[str, str]:
    """Every translated sentence of one language, by its English."""
    sentences: dict[str, str] = {}
    for file in sorted((files("bot.locales") / name).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".po"):
            for message in read_po(BytesIO(file.read_bytes()), locale=name):
                if message.id and message.string and not message.fuzzy:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    said = message.string
                    sentences[key] = said if isinstance(said, str) else next(iter(said or ()), "")
    return sentences


@dataclass(frozen=True)
class Style:
    """How days and times of day are written, as Unicode patterns (Unicode technical standard 35)."""

    day: str
    time: str
    joined: str = " "

    @property
    def moment(self) -> str:
        return f"{self.day}{self.joined}{self.time}"


CHINESE = Style("M月d日 EEEE", "HH:mm")
AMERICAN = Style("EEEE, MMMM d", "h:mm a", ", ")
ENGLISH = Style("EEEE d MMMM", "HH:mm")


@dataclass(frozen=True)
class Reader:
    """Who reads: `locale` as Slack gives it (BCP 47), `zone` an IANA name."""

    locale: str = "en"
    zone: str = "UTC"

    @property
    def language(self) -> str:
        return language(self.locale)

    @property
    def _babel(self) -> Locale:
        return _babel(self.language, self.locale)

    @property
    def _style(self) -> Style:
        if self.language != "en":
            return CHINESE
        return AMERICAN if self._babel.territory == "US" else ENGLISH

    def t(self, sentence: str, **values: object) -> str:
        """The sentence in this reader's language, its places filled."""
        return self._found(sentence).format(**_settled(values))

    def n(self, one: str, many: str, count: int, **values: object) -> str:
        """The sentence for that count; Chinese has one form for all."""
        english = one if count == 1 else many
        found = english if self.language == "en" else self._found(one, english)
        return found.format(count=self.number(count), **_settled(values))

    def _found(self, sentence: str, otherwise: str | None = None) -> str:
        if self.language == "en":
            return sentence
        return catalogue(self.language).get(sentence) or otherwise or sentence

    def local(self, moment: datetime) -> datetime:
        """That moment on this reader's own clock; in UTC where nobody knows their zone."""
        return moment.astimezone(zone_of(self.zone))

    def day(self, day: date) -> str:
        """Weekday and date without the year: "Friday 20 November"."""
        return format_date(day, self._style.day, locale=self._babel)

    def short_day(self, day: date) -> str:
        return _short_day(self._babel, day)

    def full_date(self, day: date) -> str:
        return format_date(day, "long", locale=self._babel)

    def time(self, moment: datetime) -> str:
        """The local time of day of that moment."""
        return format_time(self.local(moment), self._style.time, locale=self._babel)

    def hour(self, at: time_of_day) -> str:
        """A time of day as it is, on whatever clock."""
        return format_time(datetime.combine(date.min, at), self._style.time, locale=self._babel)

    def moment(self, moment: datetime) -> str:
        """Day and time of day, on this reader's clock."""
        return format_datetime(self.local(moment), self._style.moment, locale=self._babel)

    def number(self, value: float, *, digits: int = 1) -> str:
        """The number, rounded to `digits` places, halves away from zero."""
        if isinstance(value, int) and 0 <= value < 1_000:
            return str(value)
        return _number(self._babel, value, digits)

    def percent(self, share: float) -> str:
        return _percent(self._babel, round(share, 2))

    def names(self, names: list[str], *, of: int = 0) -> str:
        """The names as a list in words; as many as one sentence takes, and the number of the others. `of`: how many there are."""
        shown = names[:NAMES_MOST]
        while len(shown) > 1 and sum(map(len, shown)) > NAMES_LENGTH:
            shown.pop()
        others = max(of, len(names)) - len(shown)
        if others > 0:
            listed = ("、" if self.language != "en" else ", ").join(shown)
            return self.n("{names} and {count} other", "{names} and {count} others", others, names=listed)
        return format_list(shown, locale=self._babel) if shown else ""

    def listed(self, parts: Sequence[str]) -> str:
        """Short statements one after another, as one line."""
        return ("，" if self.language != "en" else ", ").join(parts)


def _settled(values: dict[str, object]) -> dict[str, object]:
    """People's words for the places of a sentence: they keep to their place, whichever way they are written."""
    return {name: isolated(value) if isinstance(value, str) else value for name, value in values.items()}


def isolated(text: str) -> str:
    """The text so that its direction, or signs in it that turn directions, do not reach the words around it."""
    if text.isascii() or not (RIGHT_TO_LEFT.search(text) or TURNING.search(text)):
        return text
    return f"{ISOLATED}{TURNING.sub('', text)}{UNTIL}"


# A summary has dozens of each, and those of a company the same ones.


@lru_cache(maxsize=1_024)
def _short_day(babel: Locale, day: date) -> str:
    return str(format_skeleton("MMMd", datetime(day.year, day.month, day.day), locale=babel))  # noqa: DTZ001


@lru_cache(maxsize=1_024)
def _number(babel: Locale, value: float, digits: int) -> str:
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return format_decimal(exact, locale=babel)


@lru_cache(maxsize=1_024)
def _percent(babel: Locale, share: float) -> str:
    return format_percent(share, locale=babel)


@lru_cache(maxsize=64)
def _babel(language_name: str, locale: str) -> Locale:
    if language_name != "en":
        return Locale.parse(language_name)
    parsed = locale.replace("-", "_")
    return (
        Locale.parse(parsed) if parsed in {"en_GB", "en_AU", "en_IE", "en_US", "en_NZ", "en_IN"} else Locale.parse("en")
    )
