"""People by name, where there are more than a text takes; and a channel by its own."""

from collections.abc import Sequence

from bot.locales.reader import Reader
from bot.views import kit


def listed(reader: Reader, every: Sequence[str], *, room: int, each: int = kit.NAME_MAX, of: int = 0) -> str:
    """As many names as go into `room` characters, as Slack counts them, and the number of the others; each cut to `each`.

    `of`: how many there are in all, where not every name is at hand.
    """
    names: list[str] = []
    for one in (kit.cut(name, each) for name in every):
        if names and len(kit.escape("".join([*names, one]))) > room:
            break
        names.append(one)
    return reader.names(names, of=max(of, len(every)))


def channel(channel_id: str) -> str:
    """For mrkdwn: a channel by its Slack id, shown by its name to whoever may see it."""
    return f"<#{channel_id}>"
