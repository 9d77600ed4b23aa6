"""The dated evidence of a summary: one line for each record, with its words where the reader may have them in a list."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Sort(StrEnum):
    """What a line is of."""

    CHECKIN = "checkin"
    BLOCKER = "blocker"
    FEEDBACK = "feedback"
    THANKS = "thanks"
    TALK = "talk"
    GOAL = "goal"
    GOAL_AGREED = "goal_agreed"
    GOAL_SAID = "goal_said"
    GOAL_CLOSED = "goal_closed"
    OBSERVATION = "observation"
    ACTION = "action"


@dataclass(frozen=True)
class Entry:
    """`record`: what the button opens. `of`: whose it is, or whom it is about; `by`: who gave it, where that is somebody else.

    `shown`: the words may stand here, None then means that they were erased; what a reader has not opened yet, they open first.
    `state`: how a goal, a talk or an action stands, or what feedback is about. `solved_at`: of a blocker. `mood`: of a check-in.
    """

    sort: Sort
    at: datetime
    record: int
    of: int
    by: int | None = None
    words: str | None = None
    shown: bool = True
    state: str = ""
    solved_at: datetime | None = None
    mood: int | None = None
