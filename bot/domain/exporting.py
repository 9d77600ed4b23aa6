"""Files that somebody has the bot send them: where each stands."""

from datetime import timedelta
from enum import StrEnum

TWICE = timedelta(minutes=1)
"""Two presses so close to each other ask for the same file."""


class ExportStage(StrEnum):
    """`DOUBT`: it was to be shown, and nobody knows whether it was. Who asked is told, and may ask once more."""

    WANTED = "wanted"
    SENDING = "sending"
    SENT = "sent"
    DOUBT = "doubt"
