"""Whether the bot may post in a channel that somebody named: it says a word there that they alone see."""

from typing import TYPE_CHECKING

from bot.deps import Deps
from bot.domain.errors import RuleBroken
from bot.slack import Message, Permanent

if TYPE_CHECKING:
    from storage.people import Person

NOT_IN_IT = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived"})
"""Slack's words for a channel in which the bot, or the person, is not, or in which nobody is any more."""
INVITE = "/invite @Growloop"


async def try_out(deps: Deps, channel: str, person: "Person", message: Message, *, field: str) -> None:
    """Raises RuleBroken at that field where the bot, or the person, is not in the channel."""
    try:
        await deps.slack.whisper(channel, person.slack_id, message)
    except Permanent as refused:
        if refused.code not in NOT_IN_IT:
            raise
        raise RuleBroken("invite_first", {"command": INVITE}, field=field) from refused
