"""Whether the channel of an announcement takes it: the bot says a word there that whoever asks alone sees."""

from typing import TYPE_CHECKING

from bot.deps import Deps
from bot.views import announcements_forms as forms
from handlers import posting
from handlers.acting import reader

if TYPE_CHECKING:
    from storage.people import Person


async def try_out(deps: Deps, channel: str | None, me: "Person") -> None:
    """Raises RuleBroken at "channel" where the bot, or this person, is not in it, or it was archived."""
    if channel is not None:
        await posting.try_out(deps, channel, me, forms.noted(reader(me)), field="channel")
