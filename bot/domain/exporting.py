"""Files that somebody has the bot send them: where each stands."""

from enum import StrEnum


class ExportStage(StrEnum):
    WANTED = "wanted"
    SENDING = "sending"
    SENT = "sent"
