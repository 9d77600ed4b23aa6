"""Gates that HR can switch on in a cycle: what has to be there before a phase begins for somebody, or before somebody is scored."""

from enum import StrEnum


class Gate(StrEnum):
    """One gate. None keeps anybody from working: it says what is still missing, and whose turn it is."""

    GOALS = "goals"
    """A person's goals of the cycle are confirmed by both sides before "do" starts for them."""

    TALKS = "talks"
    """At least two recorded talks of the person with whoever leads them, within the cycle, before "check" may score them."""

    SURPRISE = "surprise"
    """A low rating or an improvement plan needs earlier written constructive feedback in the cycle, that the person has read."""
