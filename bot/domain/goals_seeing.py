"""How much of a goal somebody may read."""

from enum import StrEnum


class Reads(StrEnum):
    """`TITLE`: its title, whose it is, and how it stands."""

    ALL = "all"
    TITLE = "title"
    NOTHING = "nothing"
