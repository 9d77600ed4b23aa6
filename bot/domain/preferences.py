"""What people set for themselves: the language they read, how much they hear from the bot, and when not."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from bot.domain import budget
from bot.domain.errors import RuleBroken
from bot.domain.profiles import Profile


class Language(StrEnum):
    """The person's choice, as a BCP 47 tag; AUTOMATIC follows Slack."""

    AUTOMATIC = "auto"
    ENGLISH = "en"
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"


@dataclass(frozen=True)
class Chosen:
    """What was filled in. Times of day are local; `digest_at` None: it was not asked for.

    `thanks_posted`: thanks to them may stand in the channel for thanks; `tells_read`: whoever gives them feedback is told when
    they have read it; None: it was not asked for.
    """

    language: Language
    profile: Profile
    quiet_from: time
    quiet_until: time
    digest_at: time | None = None
    thanks_posted: bool | None = None
    tells_read: bool | None = None


def check(chosen: Chosen) -> None:
    """Refuse a digest that could never come when it is wanted."""
    if chosen.digest_at is not None and budget.within(chosen.quiet_from, chosen.quiet_until, chosen.digest_at):
        raise RuleBroken("digest_in_quiet", field="digest_at")
