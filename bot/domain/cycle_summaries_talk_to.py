"""Three people to talk to this week, and why: from facts that their manager may read anyway, by stated rules. Nobody is ranked.

Each rule looks at one thing and names a day. Who has the weightiest reason comes first, then who has most of them, then whose reason is
the oldest; shown they stand in the order of their names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

MOST = 3
RECENT = timedelta(days=14)
"""The last two weekly check-ins: one bad day is not yet a mood."""
USUAL = timedelta(days=84)
"""What is usual for somebody is what they said in the ten weeks before these two."""
USUAL_FROM = 4
"""Times that somebody said how they are, before anything is usual for them."""
LOWER_BY = 1.0
"""Of five steps: less than one is within what changes from week to week."""
MISSED_FROM = 2
"""One 1:1 that did not take place happens to everybody."""
SILENT = timedelta(days=42)
"""Six weeks without a word of feedback: as long as an observation log may be silent (bot/domain/observations.py)."""


class Why(StrEnum):
    """Reasons, the weightiest first."""

    HELP = "help"
    OFF_TRACK = "off_track"
    MOOD = "mood"
    TALKS = "talks"
    FEEDBACK = "feedback"


WEIGHT = {why: number for number, why in enumerate(Why)}


@dataclass(frozen=True)
class Reason:
    """`day`: since when. `record`: what it is about, a check-in or a goal; 0: nothing of its own. `missed`: of `agreed` 1:1s."""

    why: Why
    day: date
    record: int = 0
    missed: int = 0
    agreed: int = 0


@dataclass(frozen=True)
class Facts:
    """What is known of one person to who leads them.

    `help_asked`: the day of the oldest request to the manager that nobody answered, and its check-in. `off_track`: the day on which
    they said it of a goal, and the goal. `talked`: when the last 1:1 of the two took place. `recent`, `usual`: how often they said how
    they are lately and before, and the sum. `told`: when the manager last gave them feedback. `led_since`: since when they lead them.
    """

    person: int
    led_since: date
    help_asked: tuple[date, int] | None = None
    off_track: tuple[date, int] | None = None
    talked: date | None = None
    recent: tuple[int, int] = (0, 0)
    usual: tuple[int, int] = (0, 0)
    agreed: int = 0
    held: int = 0
    missed_on: date | None = None
    told: date | None = None


@dataclass(frozen=True)
class TalkTo:
    """Somebody to talk to, the weightiest reason in front."""

    person: int
    reasons: tuple[Reason, ...]


def reasons(facts: Facts, today: date) -> tuple[Reason, ...]:
    """Why to talk to somebody, the weightiest first; none: there is no hurry."""
    found: list[Reason] = []
    if facts.help_asked is not None and facts.help_asked[0] < today:
        found.append(Reason(Why.HELP, *facts.help_asked))
    if facts.off_track is not None and (facts.talked is None or facts.talked < facts.off_track[0]):
        found.append(Reason(Why.OFF_TRACK, *facts.off_track))
    if _is_lower(facts):
        found.append(Reason(Why.MOOD, today - RECENT))
    missed = facts.agreed - facts.held
    if missed >= MISSED_FROM and facts.missed_on is not None:
        found.append(Reason(Why.TALKS, facts.missed_on, missed=missed, agreed=facts.agreed))
    since = max(facts.told or facts.led_since, facts.led_since)
    if today - since >= SILENT:
        found.append(Reason(Why.FEEDBACK, since))
    return tuple(found)


def _is_lower(facts: Facts) -> bool:
    (lately, felt), (before, usual) = facts.recent, facts.usual
    return lately > 0 and before >= USUAL_FROM and felt / lately <= usual / before - LOWER_BY


def chosen(every: Iterable[Facts], today: date) -> list[TalkTo]:
    """The three, by their ids. The same facts always give the same three."""
    found = [TalkTo(one.person, why) for one in every if (why := reasons(one, today))]
    found.sort(key=lambda one: (WEIGHT[one.reasons[0].why], -len(one.reasons), one.reasons[0].day, one.person))
    return sorted(found[:MOST], key=lambda one: one.person)


def dumped(every: Iterable[TalkTo]) -> list[dict[str, Any]]:
    """As plain JSON."""
    return [
        {"person": one.person, "reasons": [{**vars(why), "day": why.day.isoformat()} for why in one.reasons]}
        for one in every
    ]


def loaded(kept: Iterable[Mapping[str, Any]]) -> list[TalkTo]:
    """Back from JSON."""
    return [
        TalkTo(
            one["person"],
            tuple(
                Reason(**{**why, "why": Why(why["why"]), "day": date.fromisoformat(why["day"])})
                for why in one["reasons"]
            ),
        )
        for one in kept
    ]
