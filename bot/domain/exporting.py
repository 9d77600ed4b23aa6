"""Files that somebody has the bot send them: where each stands."""

from datetime import datetime, timedelta
from enum import StrEnum

TWICE = timedelta(minutes=1)
"""Two presses so close to each other ask for the same file."""


class ExportStage(StrEnum):
    """`DOUBT`: it was to be shown, and nobody knows whether it was. Who asked is told, and may ask once more."""

    WANTED = "wanted"
    SENDING = "sending"
    SENT = "sent"
    DOUBT = "doubt"


def on_its_way(stage: ExportStage, asked_at: datetime, now: datetime) -> bool:
    """Whether a press asks for nothing new: the file before was asked for just now, and nobody was told that it may be missing.

    What was asked for after `now` was so before the clock was set back.
    """
    return stage is not ExportStage.DOUBT and now - TWICE < asked_at <= now
