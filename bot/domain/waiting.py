"""What somebody can wait for."""

from enum import StrEnum


class What(StrEnum):
    """An answer to a request for help, an answer to a message in a talk, or that their check-in is read."""

    HELP = "help"
    MESSAGE = "message"
    UNREAD = "unread"
