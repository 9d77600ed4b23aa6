"""Who may read what, and how many people a figure must speak for before somebody other than them sees it."""

from collections.abc import Mapping
from enum import StrEnum
from statistics import fmean

AVERAGE_FROM = 4
"""Fewer, and whoever knows the team guesses the person."""
ANONYMOUS_FROM = 5
"""Where answers are anonymous: one more, because there people were promised that nobody can know."""


def may_show(people: int, others: int = 0, *, least: int = AVERAGE_FROM) -> bool:
    """Whether a figure about so many people may be shown.

    `others` are the people in the next larger group whose figure can be seen as well: were they one to `least` - 1, the
    difference of the two figures would speak for them alone.
    """
    return people >= least and (others == 0 or others >= least)


def average(values: Mapping[int, float], others: int = 0, *, least: int = AVERAGE_FROM) -> float | None:
    """The mean of one value a person (by person id), or None where it would speak for too few. `others` as above."""
    return fmean(values.values()) if may_show(len(values), others, least=least) else None


class Record(StrEnum):
    """What is somebody's own."""

    ANSWERS = "answers"
    BLOCKER = "blocker"
    MOOD = "mood"
    NOTE = "note"
    LEAVE = "leave"
    TALK = "talk"
    ACTION = "action"
    UPWARD = "upward"
    RECOGNITION = "recognition"
    FEEDBACK = "feedback"
    SHARED = "shared"
    REPORTED = "reported"
    REQUEST = "request"
    OBSERVED = "observed"
    TOLD_OF = "told_of"
    HANDED = "handed"
    RATED = "rated"
    AGENDA = "agenda"
    TALK_NOTE = "talk_note"
    OWN_TALK_NOTE = "own_talk_note"
    TALK_ACTION = "talk_action"
    STAND = "stand"
    GOAL = "goal"
    SURVEY = "survey"
    SKIPPED_TALK = "skipped_talk"
    ANNOUNCED = "announced"
    CAUSE = "cause"
    OVERRIDE = "override"
    ADDITION = "addition"
    SUMMARY = "summary"


class Who(StrEnum):
    """Those around one person. `SUBJECT` is whom their record is about, where that is not they themselves.

    `ASKED` was asked for help with the blocker. `MANAGER` and `ABOVE` lead them, and the subject; `LATER` leads both since the
    record was made.
    """

    AUTHOR = "author"
    SUBJECT = "subject"
    MANAGER = "manager"
    LATER = "later"
    ABOVE = "above"
    HR = "hr"
    ASKED = "asked"
    COLLEAGUE = "colleague"


class Sees(StrEnum):
    """How much of it. Counts and averages only as `may_show` lets them be seen."""

    WORDS = "words"
    NAMES = "names"
    DATES = "dates"
    COUNTS = "counts"
    AVERAGE = "average"
    BATCHES = "batches"
    NOTHING = "nothing"


_OWN = dict.fromkeys(Who, Sees.NOTHING) | {Who.AUTHOR: Sees.WORDS}
_TOLD = _OWN | {Who.SUBJECT: Sees.WORDS}
_NAMED = _OWN | {Who.MANAGER: Sees.WORDS}
_LED = dict.fromkeys(Who, Sees.NOTHING) | {Who.MANAGER: Sees.WORDS}

TABLE: Mapping[Record, Mapping[Who, Sees]] = {
    Record.ANSWERS: _NAMED | {Who.ABOVE: Sees.COUNTS, Who.HR: Sees.COUNTS},
    Record.BLOCKER: _NAMED | {Who.ASKED: Sees.WORDS, Who.ABOVE: Sees.COUNTS, Who.HR: Sees.COUNTS},
    Record.MOOD: _NAMED | {Who.ABOVE: Sees.AVERAGE, Who.HR: Sees.AVERAGE},
    Record.NOTE: _OWN,
    Record.LEAVE: _OWN | {Who.LATER: Sees.DATES, Who.HR: Sees.DATES},
    Record.TALK: _NAMED,
    Record.ACTION: _NAMED,
    Record.UPWARD: dict.fromkeys(Who, Sees.NOTHING) | {Who.MANAGER: Sees.BATCHES},
    Record.FEEDBACK: _TOLD,
    Record.SHARED: _TOLD | {Who.MANAGER: Sees.WORDS},
    Record.REPORTED: _TOLD | {Who.HR: Sees.WORDS},
    Record.REQUEST: _OWN | {Who.ASKED: Sees.WORDS},
    Record.OBSERVED: _OWN,
    Record.TOLD_OF: _TOLD,
    Record.HANDED: _OWN | {Who.LATER: Sees.WORDS},
    Record.RATED: _OWN | {Who.LATER: Sees.WORDS, Who.ABOVE: Sees.COUNTS, Who.HR: Sees.COUNTS},
    Record.AGENDA: _NAMED | {Who.LATER: Sees.WORDS},
    Record.TALK_NOTE: _NAMED | {Who.LATER: Sees.WORDS},
    Record.OWN_TALK_NOTE: _OWN,
    Record.TALK_ACTION: _NAMED | {Who.LATER: Sees.WORDS},
    Record.STAND: _NAMED,
    Record.GOAL: _TOLD | dict.fromkeys((Who.LATER, Who.ABOVE, Who.HR), Sees.WORDS),
    Record.ADDITION: _NAMED,
    Record.SUMMARY: _LED | {Who.ABOVE: Sees.AVERAGE, Who.HR: Sees.COUNTS},
    Record.CAUSE: _OWN | {Who.HR: Sees.COUNTS},
    Record.SURVEY: _OWN | dict.fromkeys((Who.MANAGER, Who.ABOVE, Who.HR), Sees.AVERAGE),
    Record.SKIPPED_TALK: _NAMED,
    Record.ANNOUNCED: _OWN | dict.fromkeys((Who.MANAGER, Who.LATER, Who.ABOVE), Sees.COUNTS) | {Who.HR: Sees.NAMES},
    Record.OVERRIDE: _OWN | dict.fromkeys((Who.LATER, Who.HR), Sees.WORDS),
    Record.RECOGNITION: _NAMED | dict.fromkeys((Who.SUBJECT, Who.ABOVE, Who.HR), Sees.WORDS),
}
"""Who may read what. Leave and goals are for whoever leads them now; the rest for the manager who was named when it was written, who also
wrote in the talk and made the action. Of anonymous words to a manager nobody knows the author: the manager reads them in batches.
Feedback is for its subject; `SHARED` is what its giver let their manager read too, `REPORTED` what its subject showed to HR, `REQUEST`
the question of whoever asks for some. Observations are of somebody who led the subject: `OBSERVED` their own alone, `TOLD_OF` shared with
the subject, `HANDED` handed over to who leads the subject since. One's own ratings of competencies (`RATED`) are for whoever leads one
now, once a manager's are given too, and before that nobody else's. What both read of a 1:1 goes over to whoever leads later, private
notes never do; `SURVEY` is what somebody says after one, `SKIPPED_TALK` why one was skipped. Thanks that were posted stand in their
channel besides, and a goal's title and progress everybody sees where the company shows its tree. `ANNOUNCED` is when
somebody confirmed an announcement. Why a goal went wrong (`CAUSE`) is for whoever led one when one chose it, while they lead, once they
have chosen too; why HR lets somebody pass a gate (`OVERRIDE`) is for them, and for whoever leads them now. `ADDITION` is what somebody
added to their own summary of a cycle; `SUMMARY` is what a manager was told of their team in one: it stays theirs when somebody else leads
the team. What is in one's own summary are one's own records.
tests/bot/usecases/test_privacy_table.py holds the use cases to it."""
