"""Goals: what a person, a team or the company wants to reach, at which level, how it is measured, and how it stands."""

from enum import StrEnum

RECORD = "goal"
"""The name of a goal among readers, evidence, talks and actions."""


class Level(StrEnum):
    """Whose goal it is. A goal may support one at its own level or above."""

    COMPANY = "company"
    DEPARTMENT = "department"
    TEAM = "team"
    PERSON = "person"


class GoalState(StrEnum):
    """Until both sides have agreed to its first version it is a draft, or proposed. Closed: see `Ending`."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


class Ending(StrEnum):
    """What became of a goal that is closed."""

    REACHED = "reached"
    PARTLY = "partly"
    MISSED = "missed"
    DROPPED = "dropped"


class Perspective(StrEnum):
    """The four of the balanced scorecard (Kaplan and Norton, 1992); a company may ask for them."""

    FINANCIAL = "financial"
    CUSTOMER = "customer"
    PROCESS = "process"
    LEARNING = "learning"


class Measure(StrEnum):
    """How a goal or a key result is measured. An indicator has a target and one actual value for each month."""

    NUMBER = "number"
    PERCENT = "percent"
    YES_NO = "yes_no"
    MILESTONE = "milestone"
    INDICATOR = "indicator"


class ProgressFrom(StrEnum):
    """Where a goal's progress comes from: what its owner says, its key results, or the goals that support it."""

    OWN = "own"
    KEY_RESULTS = "key_results"
    BELOW = "below"


class Confidence(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
