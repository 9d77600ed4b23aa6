"""Goals: what is running, the versions that were agreed on, and their key results."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.domain.goals import Confidence, Ending, GoalState, Level, Measure, Perspective, ProgressFrom
from storage.columns import choice, choice_or_none, link, link_or_none, row_id
from storage.words import words


class Goal(SQLModel, table=True):
    """A goal as it stands. What was agreed on stands in its versions; here is what queries need of version `version`.

    `owner_id` answers for it, at every level. `contribution`: its share in the progress of `parent_id`, in parts; None: an equal one.
    `weight`: per cent of its owner's goals in this cycle; None: of what is left. `progress`: 0 to 100, None: nothing said yet;
    it was computed unless it comes from its owner. `told_at`: when its owner last said how it goes. `asked_at`: when a check-in last
    asked for it because nobody had for long.
    """

    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_goal_owner", "owner_id", "state", "due", "id"),
        Index("ix_goal_parent", "parent_id", "state", "id"),
        Index("ix_goal_level", "workspace_id", "level", "state", "id"),
        Index("ix_goal_cycle", "cycle_id", "owner_id", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    source: str = Field(max_length=128)
    level: Level = choice(Level)
    owner_id: int = link("person.id")
    department_id: int | None = link_or_none("department.id")
    cycle_id: int | None = link_or_none("cycle.id")
    parent_id: int | None = link_or_none("goal.id")
    contribution: int | None = None
    weight: int | None = None
    due: date
    state: GoalState = choice(GoalState, GoalState.DRAFT)
    version: int = 1
    progress_from: ProgressFrom = choice(ProgressFrom, ProgressFrom.OWN)
    progress: float | None = None
    confidence: Confidence | None = choice_or_none(Confidence)
    told_at: datetime | None = None
    asked_at: datetime | None = None
    made_by: int = link("person.id")
    made_at: datetime
    closed_at: datetime | None = None
    ended: Ending | None = choice_or_none(Ending)
    ended_words: str | None = words()


class GoalVersion(SQLModel, table=True):
    """What was written, numbered for its goal; in force once both sides have agreed.

    `why`: what it matters for. `unit`, `start`, `target` by its measure. `owner_agreed_at`; `other_id`: who agreed for the other side, and
    when. `waits_for`: whose agreement is asked for now. `key_results`: as JSON, applied once it is in force (bot/domain/goals_results.py).
    `source` makes a repeat harmless: the form it came from.
    """

    __tablename__ = "goal_version"
    __table_args__ = (
        UniqueConstraint("goal_id", "number"),
        UniqueConstraint("workspace_id", "source"),
        Index("ix_goal_version_waits", "waits_for", "id"),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    goal_id: int = link("goal.id")
    number: int
    source: str = Field(max_length=160)
    title: str | None = words()
    why: str | None = words()
    measure: Measure = choice(Measure)
    unit: str = Field(default="", max_length=40)
    start: float | None = None
    target: float | None = None
    due: date
    parent_id: int | None = link_or_none("goal.id")
    contribution: int | None = None
    weight: int | None = None
    cycle_id: int | None = link_or_none("cycle.id")
    perspective: Perspective | None = choice_or_none(Perspective)
    key_results: str | None = words()
    written_by: int = link("person.id")
    written_at: datetime
    proposed_at: datetime | None = None
    waits_for: int | None = link_or_none("person.id")
    owner_agreed_at: datetime | None = None
    other_id: int | None = link_or_none("person.id")
    other_agreed_at: datetime | None = None
    withdrawn_at: datetime | None = None


class KeyResult(SQLModel, table=True):
    """One result by which a goal is measured. `position` is its own for as long as the goal lives; gone: `dropped_at`."""

    __tablename__ = "key_result"
    __table_args__ = (UniqueConstraint("goal_id", "position"),)

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    goal_id: int = link("goal.id")
    position: int
    title: str | None = words()
    measure: Measure = choice(Measure)
    unit: str = Field(default="", max_length=40)
    start: float | None = None
    target: float | None = None
    value: float | None = None
    dropped_at: datetime | None = None


class GoalUpdate(SQLModel, table=True):
    """How somebody said it goes: with the goal itself, or with one of its key results.

    `month`: the first day of the month that an indicator's value is for. `progress`: the goal's own afterwards, 0 to 100.
    `checkin_id`: the check-in in which it was said; a change there replaces it.
    """

    __tablename__ = "goal_update"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source"),
        Index("ix_goal_update_goal", "goal_id", "said_at", "id"),
        Index(
            "ix_goal_update_checkin",
            "checkin_id",
            postgresql_where=text("checkin_id IS NOT NULL"),
            sqlite_where=text("checkin_id IS NOT NULL"),
        ),
    )

    id: int = row_id()
    workspace_id: int = link("workspace.id")
    goal_id: int = link("goal.id")
    key_result_id: int | None = link_or_none("key_result.id")
    checkin_id: int | None = link_or_none("checkin.id")
    source: str = Field(max_length=160)
    value: float | None = None
    month: date | None = None
    progress: float | None = None
    confidence: Confidence | None = choice_or_none(Confidence)
    words: str | None = words()
    said_by: int = link("person.id")
    said_at: datetime
