"""What is somebody's to do in the phase of a cycle they are in, and what their team still needs in it: from what is stored, no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.cycles import Phase


class ToDo(StrEnum):
    """One thing that is somebody's own to do."""

    CONFIRM = "confirm"
    WRITE = "write"
    PROPOSE = "propose"
    SAY = "say"
    ANSWER = "answer"
    CLOSE = "close"
    ACT = "act"


@dataclass(frozen=True)
class Facts:
    """What there is of somebody in a cycle. Goals of it: `drafts` nobody was shown, `proposed`, `confirmed` and open, `closed`.

    `waiting`: of the proposed ones, and of changes to others, those that wait for them; `unsaid`: confirmed ones of which nothing was
    said in this phase. `asked`: requests for their feedback; `actions`: their open ones.
    """

    drafts: int = 0
    proposed: int = 0
    confirmed: int = 0
    closed: int = 0
    waiting: int = 0
    unsaid: int = 0
    asked: int = 0
    actions: int = 0

    @property
    def goals(self) -> int:
        return self.proposed + self.confirmed + self.closed


SAID_IN = (Phase.DO, Phase.CHECK)
ANSWERED_IN = (Phase.DO, Phase.CHECK)


def to_do(phase: Phase | None, found: Facts) -> list[tuple[ToDo, int]]:
    """What is somebody's to do, with how many of it, what others wait for in front. Between two phases only that."""
    every = [
        (ToDo.CONFIRM, found.waiting, True),
        (ToDo.WRITE, int(not found.goals and not found.drafts), phase in (Phase.PLAN, Phase.DO)),
        (ToDo.PROPOSE, found.drafts, phase in (Phase.PLAN, Phase.DO)),
        (ToDo.SAY, found.unsaid, phase in SAID_IN),
        (ToDo.ANSWER, found.asked, phase in ANSWERED_IN),
        (ToDo.CLOSE, found.confirmed, phase is Phase.ACT),
        (ToDo.ACT, found.actions, phase is Phase.ACT),
    ]
    return [(what, count) for what, count, fits in every if fits and count]


class Need(StrEnum):
    """What somebody's people still need of them."""

    CONFIRM = "confirm"
    GOALS = "goals"
    TALK = "talk"
    CLOSE = "close"


@dataclass(frozen=True)
class Report:
    """One of somebody's people in the cycle. `waiting`: their goals that wait for the one who leads them; `talks`: recorded 1:1s."""

    person_id: int
    goals: int = 0
    waiting: int = 0
    talks: int = 0
    open: int = 0


def needs(phase: Phase | None, team: Sequence[Report]) -> list[tuple[Need, list[int]]]:
    """What is still missing in that phase, each with the ids of those from whom."""
    every = [
        (Need.CONFIRM, [one.person_id for one in team if one.waiting]),
        (Need.GOALS, [one.person_id for one in team if not one.goals] if phase in (Phase.PLAN, Phase.DO) else []),
        (Need.TALK, [one.person_id for one in team if not one.talks] if phase in (Phase.DO, Phase.CHECK) else []),
        (Need.CLOSE, [one.person_id for one in team if one.open] if phase is Phase.ACT else []),
    ]
    return [(what, those) for what, those in every if those]
