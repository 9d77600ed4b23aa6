"""What a cycle's summary counts: figures about a group of people over some days, kept as plain JSON. Never words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from bot.domain import privacy


class Stand(StrEnum):
    """How a goal stands; of one that is closed, what became of it."""

    PROPOSED = "proposed"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    UNSAID = "unsaid"
    REACHED = "reached"
    PARTLY = "partly"
    MISSED = "missed"
    DROPPED = "dropped"


class Change(StrEnum):
    """What happened to goals in the time. Better and worse: how sure its owner is now, against what they said first in it."""

    AGREED = "agreed"
    REWRITTEN = "rewritten"
    BETTER = "better"
    WORSE = "worse"
    CLOSED = "closed"


class Of(StrEnum):
    """Figures that can be followed to the records they count; the records' ids are kept by these names."""

    CHECKINS = "checkins"
    GOALS = "goals"
    BLOCKERS = "blockers"
    RECEIVED = "received"
    GIVEN = "given"
    RECOGNITION = "recognition"
    TALKS = "talks"


@dataclass(frozen=True)
class Week:
    """One week, by its Monday: of `asked` check-ins so many were `answered`; so many people said how they were, `mood_sum` in all (1 to 5
    each). `people`: as many as one series asked at least, where somebody may have been asked by several.
    """

    day: date
    asked: int = 0
    answered: int = 0
    moods: int = 0
    mood_sum: int = 0
    people: int = 0

    @property
    def share(self) -> float | None:
        """The share of check-ins that were answered, 0 to 1; None where nobody was asked."""
        return self.answered / self.asked if self.asked else None

    @property
    def mood(self) -> float | None:
        """Their mood on average, 1 to 5; None where it would speak for too few."""
        return self.mood_sum / self.moods if privacy.may_show(self.moods) else None


@dataclass(frozen=True)
class Blockers:
    """`opened` and `solved` in the time, `open` at its end. `days`: how long the solved ones stood, all added up.

    `oldest`: the day of the oldest open one.
    """

    opened: int = 0
    solved: int = 0
    open: int = 0
    days: int = 0
    oldest: date | None = None

    @property
    def days_each(self) -> float | None:
        """How long one stood until it was solved."""
        return self.days / self.solved if self.solved else None


@dataclass(frozen=True)
class Balance:
    """Feedback in one direction. `read`: what the group's reader may read, and about how many `people`; all of it, where there is none.

    `keep` and `change`: to how many things these point; a sandwich has one of each. `rest`: what the reader may not read.
    """

    read: int = 0
    people: int = 0
    keep: int = 0
    change: int = 0
    rest: int = 0
    rest_people: int = 0
    rest_keep: int = 0
    rest_keep_people: int = 0
    rest_change: int = 0
    rest_change_people: int = 0

    def read_alone(self) -> "Balance":
        """Without anything that the reader may not read."""
        return Balance(self.read, self.people, self.keep, self.change)

    def for_reader(self) -> "Balance":
        """Without what would speak for one to three people whom the reader may not read."""
        if not privacy.may_show(self.rest_people):
            return self.read_alone()
        both = privacy.may_show(self.rest_keep_people) and privacy.may_show(self.rest_change_people)
        return self if both else replace(self, rest_keep=0, rest_keep_people=0, rest_change=0, rest_change_people=0)


@dataclass(frozen=True)
class Talks:
    """1:1s that were agreed on for the time, and those of them that took place.

    `unset`: so many were agreed on by the cycle's own rhythm alone, for pairs that have set up none.
    """

    agreed: int = 0
    held: int = 0
    unset: int = 0


@dataclass(frozen=True)
class TalkTurn:
    """The 1:1s of one week or month, by its first day."""

    day: date
    agreed: int = 0
    held: int = 0


@dataclass(frozen=True)
class Figures:
    """What is counted of a group from one day to another. `loop`: of the reader's own, how much was asked and answered in time."""

    people: int = 0
    weeks: tuple[Week, ...] = ()
    goals: Mapping[Stand, int] = field(default_factory=dict)
    changes: Mapping[Change, int] = field(default_factory=dict)
    blockers: Blockers = Blockers()
    received: Balance = Balance()
    given: Balance = Balance()
    recognition: int = 0
    recognised: int = 0
    talks: Talks = Talks()
    turns: tuple[TalkTurn, ...] = ()
    loop_asked: int = 0
    loop_in_time: int = 0

    @property
    def asked(self) -> int:
        return sum(one.asked for one in self.weeks)

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.weeks)

    @property
    def share(self) -> float | None:
        """The share of check-ins that were answered, 0 to 1; None where nobody was asked."""
        return self.answered / self.asked if self.asked else None

    @property
    def mood(self) -> float | None:
        """The mood on average over the weeks that may be shown: from the others alone nothing can be worked out."""
        shown = [one for one in self.weeks if one.mood is not None]
        said = sum(one.moods for one in shown)
        return sum(one.mood_sum for one in shown) / said if said else None

    def for_reader(self) -> "Figures":
        """As they may be kept for, and shown to, who reads them: without what would speak for too few people."""
        return replace(self, received=self.received.for_reader(), given=self.given.for_reader())

    def read_alone(self) -> "Figures":
        """As they may stand for some of a team, beside the figures of all of it."""
        return replace(self, received=self.received.read_alone(), given=self.given.read_alone())


Records = Mapping[Of, tuple[int, ...]]
"""Ids of the records that were counted and that the reader may read, by figure."""


@dataclass(frozen=True)
class Counted:
    """The figures of a group, and the records behind them."""

    figures: Figures = Figures()
    records: Records = field(default_factory=dict)


def dumped(figures: Figures) -> dict[str, Any]:
    """As plain JSON."""
    made = dict(vars(figures))
    made["weeks"] = [{**vars(one), "day": one.day.isoformat()} for one in figures.weeks]
    made["turns"] = [{**vars(one), "day": one.day.isoformat()} for one in figures.turns]
    oldest = figures.blockers.oldest
    made["blockers"] = {**vars(figures.blockers), "oldest": oldest.isoformat() if oldest is not None else None}
    made |= {name: dict(vars(made[name])) for name in ("received", "given", "talks")}
    made["goals"] = {stand.value: count for stand, count in figures.goals.items()}
    made["changes"] = {change.value: count for change, count in figures.changes.items()}
    return made


def loaded(kept: Mapping[str, Any]) -> Figures:
    """Back from JSON. What a later version adds, and what an earlier one had, is left out."""
    made = _known(Figures, kept)
    made["weeks"] = tuple(Week(**_dated(Week, one)) for one in kept.get("weeks", ()))
    made["turns"] = tuple(TalkTurn(**_dated(TalkTurn, one)) for one in kept.get("turns", ()))
    blockers = _known(Blockers, kept.get("blockers", {}))
    oldest = blockers.get("oldest")
    made["blockers"] = Blockers(**{**blockers, "oldest": date.fromisoformat(oldest) if oldest else None})
    made["received"] = Balance(**_known(Balance, kept.get("received", {})))
    made["given"] = Balance(**_known(Balance, kept.get("given", {})))
    made["talks"] = Talks(**_known(Talks, kept.get("talks", {})))
    made["goals"] = {Stand(name): count for name, count in kept.get("goals", {}).items() if name in set(Stand)}
    made["changes"] = {Change(name): count for name, count in kept.get("changes", {}).items() if name in set(Change)}
    return Figures(**made)


def _known(made: type, kept: Mapping[str, Any]) -> dict[str, Any]:
    names = _names(made)
    return {name: value for name, value in kept.items() if name in names}


@cache
def _names(made: type) -> frozenset[str]:
    return frozenset(one.name for one in fields(made))


def _dated(made: type, kept: Mapping[str, Any]) -> dict[str, Any]:
    return {**_known(made, kept), "day": date.fromisoformat(kept["day"])}


def dumped_records(records: Records) -> dict[str, list[int]]:
    """As plain JSON."""
    return {of.value: list(ids) for of, ids in records.items() if ids}


def loaded_records(kept: Mapping[str, list[int]]) -> dict[Of, tuple[int, ...]]:
    """Back from JSON."""
    return {Of(name): tuple(ids) for name, ids in kept.items() if name in set(Of)}
