"""How much somebody wants to hear from the bot."""

from enum import StrEnum


class Profile(StrEnum):
    """The person's own choice of how many unasked messages a day they can take."""

    LIGHT = "light"
    STANDARD = "standard"
    ACTIVE = "active"

    @property
    def budget(self) -> int:
        """Unasked direct messages per local day, over everything the bot sends."""
        return {Profile.LIGHT: 2, Profile.STANDARD: 3, Profile.ACTIVE: 5}[self]
