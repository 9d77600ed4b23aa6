"""Talks through the bot: what may be said, and that it is told."""

from bot.domain.checkins import WORDS_MAX
from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane

MESSAGE = Kind("talks.message", Lane.ANSWER, unasked=False)


def check(words: str) -> str:
    """The words as they are kept, or the rule they break."""
    if not words.strip():
        raise RuleBroken("words_needed", field="reply")
    return words


def check_field(words: str) -> str:
    """The same for words from a field of a form, which has Slack's limit."""
    if len(words) > WORDS_MAX:
        raise RuleBroken("too_long", {"most": WORDS_MAX}, field="reply")
    return check(words)
