"""What can become of an action, and when its owner is asked: for each kind of record it can come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain import feedback
from bot.domain.actions import Became

ASK_AHEAD = timedelta(days=3)
"""A check-in that is answered from Friday to Monday asks on Friday already for what is due at the week-end."""


@dataclass(frozen=True)
class Asking:
    """`answers` are those that are offered. `ahead`: how long before its day it is asked for first; None: in every check-in."""

    answers: tuple[Became, ...] = (Became.DONE, Became.OPEN, Became.DROPPED)
    ahead: timedelta | None = None

    def is_due(self, due: date | None, today: date) -> bool:
        """Whether the check-in of this day asks for it."""
        return self.ahead is None or due is None or today >= due - self.ahead


ABOUT: Mapping[str, Asking] = {
    feedback.RECORD: Asking((Became.DONE, Became.TRYING, Became.NOT_USEFUL), ASK_AHEAD),
}
"""By the name of the record; of everything else each check-in asks whether it is done."""


def asking(about: str) -> Asking:
    return ABOUT.get(about, Asking())
