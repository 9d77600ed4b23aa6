"""Pictures: what becomes of one that belongs to a message."""

from enum import StrEnum


class PictureState(StrEnum):
    """What became of it. One that may be on its way stays `sending`: it is never sent twice, the text says the same."""

    NONE = "none"
    WANTED = "wanted"
    SENDING = "sending"
    SENT = "sent"
