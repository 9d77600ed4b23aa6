"""1:1s: how often a manager and a person talk, for what, and what became of a talk."""

from enum import StrEnum

RECORD = "one_on_one"
"""The name of a 1:1 among readers, evidence and actions."""


class Cadence(StrEnum):
    """Weekly for key roles, monthly for a deep one."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Purpose(StrEnum):
    """What a talk is for; each has a guide of one screen."""

    COACHING = "coaching"
    GOALS = "goals"
    MID_CYCLE = "mid_cycle"
    RESULT = "result"
    DIFFICULT = "difficult"
    ROLE = "role"
    USE_OF_RESULTS = "use_of_results"
    STAY = "stay"
    FIRST_90_DAYS = "first_90_days"


class TalkState(StrEnum):
    """`DUE`: its turn has come and no time is agreed on. `HELD`: both said so, or one did and five working days passed."""

    DUE = "due"
    PROPOSED = "proposed"
    AGREED = "agreed"
    SKIPPED = "skipped"
    HELD = "held"
    NOT_HELD = "not_held"
