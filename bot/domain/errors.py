"""The one family of errors that people are told about."""

from dataclasses import dataclass, field


@dataclass
class Refused(Exception):
    """What somebody asked for is not done, and they are told why. `code` names the sentence in bot/views/errors.py.

    `values` fill the sentence's places; they are people's words or plain values, never ready sentences.
    """

    code: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.code


@dataclass
class RuleBroken(Refused):
    """A rule of the product says no. `field` is the block id of the input where the sentence is shown, if there is one."""

    field: str | None = None


@dataclass
class NotAllowed(Refused):
    """This person may not see or do this. What exists is not told to those who may not know."""
