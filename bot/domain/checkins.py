"""The rules of a check-in: its states and kinds, and what may be answered when."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from bot.domain import cadence
from bot.domain.actions import Became
from bot.domain.errors import RuleBroken
from bot.domain.goals import Confidence
from bot.domain.goals_progress import WORDS_MAX as GOAL_WORDS_MAX
from bot.domain.goals_progress import Said
from bot.domain.notices import Kind, Lane
from bot.domain.replies import Reply
from bot.domain.working import Working

WORDS_MAX = 3_000
"""Characters in one field: what Slack's plain_text_input takes at the most."""

MOODS = (1, 2, 3, 4, 5)

LATE_PROMPT = timedelta(hours=4)
"""Of working time: a prompt that is later than this would ask at a time that nobody planned for; the reminder asks instead."""

PROMPT = Kind("checkins.prompt", Lane.REMINDER)
RECEIPT = Kind("checkins.receipt", Lane.ANSWER, unasked=False)
REMINDER = Kind("checkins.reminder", Lane.REMINDER)
DIGEST = Kind("checkins.digest", Lane.SUMMARY, late_after=timedelta(days=1))
HELP = Kind("checkins.help", Lane.ANSWER, unasked=False)
HELP_ACCEPTED = Kind("checkins.help_accepted", Lane.ANSWER, unasked=False)
OFFER = Kind("checkins.offer", Lane.ANSWER, unasked=False)

RECORD = "checkin"
"""The name of a check-in among readers, talks and evidence."""
BLOCKER = "blocker"


NOT_ASKED = "not_asked"
"""Why a period was dropped whose window passed without any message: Slack was away, or the process, all the time."""


class SeriesState(StrEnum):
    PAUSED = "paused"
    RUNNING = "running"
    ENDED = "ended"


class SeriesKind(StrEnum):
    CHECKIN = "checkin"
    PULSE = "pulse"


class QuestionKind(StrEnum):
    """Built-in kinds have rows of their own; the rest are HR's own questions and become answers."""

    PROGRESS = "progress"
    PLAN = "plan"
    BLOCKER = "blocker"
    MOOD = "mood"
    IDEA = "idea"
    GOALS = "goals"
    ACTIONS = "actions"
    NOTE = "note"
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    SCALE = "scale"
    SINGLE = "single"
    MULTIPLE = "multiple"

    @property
    def built_in(self) -> bool:
        return self in BUILT_IN


BUILT_IN = (
    QuestionKind.PROGRESS,
    QuestionKind.PLAN,
    QuestionKind.BLOCKER,
    QuestionKind.MOOD,
    QuestionKind.IDEA,
    QuestionKind.GOALS,
    QuestionKind.ACTIONS,
    QuestionKind.NOTE,
)

SHORT_FORM = (QuestionKind.PROGRESS, QuestionKind.BLOCKER, QuestionKind.MOOD)
"""What is asked where somebody worked on few days only."""


class Outcome(StrEnum):
    """What became of a period. None in the table means that it is still open."""

    ANSWERED = "answered"
    LATE = "late"
    MISSED = "missed"
    SKIPPED = "skipped"
    AWAY = "away"
    NONE = "none"
    DROPPED = "dropped"


class ItemKind(StrEnum):
    """The kinds of line a check-in has beside blockers and mood."""

    PROGRESS = "progress"
    PLAN = "plan"
    IDEA = "idea"


class PlanOutcome(StrEnum):
    """What became of last week's plan."""

    DONE = "done"
    CARRIED = "carried"
    DROPPED = "dropped"


class HelpState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    GIVEN = "given"


@dataclass(frozen=True)
class Draft:
    """What somebody filled in. Texts are as typed; `help_from` is a person id.

    `planned`: what became of lines of the last plan, by their ids. `solved`: the ids of earlier blockers that are out of the way.
    `actions`: how those stand that were asked about, by their ids. `note`: the private one; None where it was not asked for.
    `own`: what was given to HR's own questions. `goals`: what was said of goals, by their ids, of those that were `goals_asked` for;
    `goals_words`: what changed, where one is at risk.
    """

    progress: str = ""
    plan: str = ""
    blocker: str = ""
    help_from: int | None = None
    mood: int | None = None
    mood_words: str = ""
    idea: str = ""
    planned: Mapping[int, PlanOutcome] = field(default_factory=dict)
    solved: tuple[int, ...] = ()
    actions: Mapping[int, Became] = field(default_factory=dict)
    note: str | None = None
    own: tuple[Reply, ...] = ()
    goals: Mapping[int, Said] = field(default_factory=dict)
    goals_asked: tuple[int, ...] = ()
    goals_words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that anybody could read or count."""
        said = (self.progress, self.plan, self.blocker, self.idea)
        given = any(not one.empty for one in self.own)
        settled = self.planned or self.solved or self.goals or any(one != Became.OPEN for one in self.actions.values())
        return not (any(one.strip() for one in said) or self.mood is not None or settled or given)


def packed(draft: Draft) -> str:
    """The draft as it is kept until it can be sent."""
    return json.dumps(asdict(draft))


def unpacked(kept: str) -> Draft:
    """The draft that was kept. The words of JSON for ids and states become these again."""
    given = json.loads(kept)
    planned = {int(line): PlanOutcome(became) for line, became in given["planned"].items()}
    own = tuple(Reply(**{**one, "chosen": tuple(one["chosen"])}) for one in given["own"])
    settled = {int(action): Became(state) for action, state in given["actions"].items()}
    more = {"planned": planned, "solved": tuple(given["solved"]), "actions": settled, "own": own}
    goals = {int(goal): _said(one) for goal, one in given.get("goals", {}).items()}
    more |= {"goals": goals, "goals_asked": tuple(given.get("goals_asked", ()))}
    return Draft(**{**given, **more})


def _said(kept: Mapping[str, Any]) -> Said:
    confidence = Confidence(kept["confidence"]) if kept["confidence"] else None
    return Said(kept["value"], {int(one): value for one, value in kept["results"].items()}, confidence)


def check(draft: Draft, author_id: int) -> Draft:
    """The draft as it will be kept, or the rule it breaks, at its field."""
    for name in ("progress", "plan", "blocker", "mood_words", "idea", "note"):
        if len(getattr(draft, name) or "") > WORDS_MAX:
            raise RuleBroken("too_long", {"most": WORDS_MAX}, field=name)
    if len(draft.goals_words) > GOAL_WORDS_MAX:
        raise RuleBroken("too_long", {"most": GOAL_WORDS_MAX}, field="goals_words")
    if draft.goals_words.strip() and not draft.goals:
        raise RuleBroken("goals_words_alone", field="goals_words")
    if draft.is_empty:
        raise RuleBroken("checkin_empty", field="progress")
    if draft.mood is not None and draft.mood not in MOODS:
        raise RuleBroken("mood_unknown", field="mood")
    if draft.help_from is not None and not draft.blocker.strip():
        raise RuleBroken("help_without_blocker", field="blocker")
    if draft.help_from == author_id:
        raise RuleBroken("help_from_self", field="help_from")
    return draft


def says_the_same(draft: Draft, sent: Draft) -> bool:
    """Whether nothing that was sent would be changed by this draft, as when a form is sent twice."""
    names = ("progress", "plan", "blocker", "help_from", "mood", "mood_words", "idea", "goals", "goals_words")
    return all(getattr(draft, one) == getattr(sent, one) for one in names) and (draft.note or "") == (sent.note or "")


def together(draft: Draft, sent: Draft) -> Draft:
    """The draft, filled with what was sent where it is empty."""
    own = {one.question_id: one for one in sent.own} | {one.question_id: one for one in draft.own if not one.empty}
    given = {one.name: value for one in fields(Draft) if (value := getattr(draft, one.name))}
    return replace(sent, **{**given, "own": tuple(own.values()), "goals": {**sent.goals, **draft.goals}})


def prompt_until(opens_at: datetime, reminds_at: datetime | None, closes_at: datetime, mine: Working) -> datetime:
    """Until when a prompt is still of use: four hours of their work late, and not on the day on which the reminder asks."""
    until = closes_at
    if reminds_at is not None:
        zone = cadence.zone_of(mine.zone)
        that_day = cadence.moment(reminds_at.astimezone(zone).date(), time.min, zone)
        until = that_day if that_day > opens_at else reminds_at
    return mine.worked(opens_at, LATE_PROMPT, until)


def takes_answers(closes_at: datetime, now: datetime) -> bool:
    """Whether the window is still open at `now`."""
    return now < closes_at
