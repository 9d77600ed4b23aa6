"""Gates that HR can switch on in a cycle: what has to be there before a phase begins for somebody, or before somebody is scored.

A gate keeps nobody from working. While it holds, the phase that it guards is not said to have begun for that person: their page says
what is missing and whose turn it is, and so does the page of whoever leads them. Reviews and plans ask before they take a score.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.cycles import Phase, Phased
from bot.domain.errors import RuleBroken
from bot.domain.notices import Kind, Lane

OVERRIDDEN = Kind("gates.overridden", Lane.SUMMARY)
"""For the person whom HR lets pass, and for whoever leads them. Subject is the override."""
TAKEN_BACK = Kind("gates.taken_back", Lane.SUMMARY)
NEWS = timedelta(days=7)
"""So long a switch is news, also to whoever comes to lead somebody it is for."""
SWITCHED = Kind("gates.switched", Lane.SUMMARY, late_after=NEWS)
"""Gates were switched on while the cycle runs: for those they are for, and for whoever leads them. Subject is the cycle."""
KINDS = (OVERRIDDEN, TAKEN_BACK, SWITCHED)

SWITCH, OVERRIDE, TAKE_BACK = "gates.switched", "gates.overridden", "gates.taken_back"
"""What the audit log calls it."""
REASON_MAX = 500
TALKS_LEAST = 2
TIME_FOR_ALL = timedelta(days=28)
"""Whoever had fewer days than this before "check" needs one talk, not two: two in a hurry help nobody."""
BATCH = 500
"""People who are told of a switch in one step."""
LOOK_EVERY = timedelta(hours=1)
"""How often it is looked whether somebody else leads them since."""


class Gate(StrEnum):
    """One gate. None keeps anybody from working: it says what is still missing, and whose turn it is."""

    GOALS = "goals"
    """A person's goals of the cycle are confirmed by both sides before "do" starts for them."""

    TALKS = "talks"
    """At least two recorded talks of the person with whoever leads them, within the cycle, before "check" may score them."""

    SURPRISE = "surprise"
    """A low rating or an improvement plan needs earlier written constructive feedback in the cycle, that the person has read."""


class Lack(StrEnum):
    """What is missing where a gate holds."""

    NO_GOALS = "no_goals"
    UNCONFIRMED = "unconfirmed"
    TALKS = "talks"
    NO_FEEDBACK = "no_feedback"
    UNREAD = "unread"


GUARDED = {Gate.GOALS: Phase.DO, Gate.TALKS: Phase.CHECK, Gate.SURPRISE: Phase.CHECK}
"""The phase that waits. In a cycle without it there is nothing that the gate could hold."""


@dataclass(frozen=True)
class Held:
    """One gate that somebody has not passed yet, and what is missing.

    `begins`: when the phase begins for them; `holds`: that day has come. GOALS: `have` confirmed, `waiting` proposed, `waits_for` the ids
    of those whose agreement is asked for. TALKS: `have` of `wanted` recorded, `waiting` over and not yet said to have taken place.
    SURPRISE: `waiting` pieces that the person has not read.
    """

    gate: Gate
    lack: Lack
    begins: date
    holds: bool
    have: int = 0
    wanted: int = 0
    waiting: int = 0
    waits_for: tuple[int, ...] = ()


@dataclass(frozen=True)
class Found:
    """What there is of somebody in a cycle. Goals that were dropped, and drafts, count for nothing; `proposed` ones wait for one of the
    sides. `held`: recorded talks, whoever led them then; `unsaid`: over, and nobody has said yet whether they took place. `read` and
    `unread`: feedback that asks for a change, by whoever would rate them or shared with them. `rater`: somebody leads them."""

    confirmed: int = 0
    proposed: int = 0
    waits_for: tuple[int, ...] = ()
    held: int = 0
    unsaid: int = 0
    read: int = 0
    unread: int = 0
    rater: bool = True


def begins(gate: Gate, phases: Iterable[Phased]) -> date | None:
    """The day on which the phase begins that this gate guards; None: the cycle has no such phase."""
    return next((one.starts for one in phases if one.phase is GUARDED[gate]), None)


def applies(starts: date, switched_on: date | None) -> bool:
    """Whether a gate is for somebody whose phase starts then. One that was switched on once the phase had begun looks at nobody for whom
    it had: nobody is held by what they could not know. None: it was on from the cycle's start."""
    return switched_on is None or switched_on < starts


def talks_wanted(known_from: date, starts: date, away: int = 0) -> int:
    """How many recorded talks are asked of somebody who is in the cycle, and knows of the gate, since `known_from`.

    Two, where they had four weeks before "check" starts, days of leave left out; else one: who joined late, or was away for long.
    """
    return TALKS_LEAST if starts - known_from - timedelta(days=away) >= TIME_FOR_ALL else 1


def days_away(leave: Iterable[tuple[date, date]], first: date, before: date) -> int:
    """So many of the days from `first` on and before `before` lie in leave."""
    away = {first + timedelta(days=n) for n in range((before - first).days)}
    return len(away & {start + timedelta(days=n) for start, end in leave for n in range((end - start).days + 1)})


def held(gate: Gate, found: Found, starts: date, today: date, *, wanted: int = TALKS_LEAST) -> Held | None:
    """What is missing before this gate lets somebody pass; None: nothing is.

    Whoever reports to nobody is held by goals alone: there is nobody to talk with, or to be surprised by.
    """
    holds = today >= starts
    if gate is Gate.GOALS:
        if found.proposed:
            more = {"have": found.confirmed, "waiting": found.proposed}
            return Held(gate, Lack.UNCONFIRMED, starts, holds, **more, waits_for=found.waits_for)
        return None if found.confirmed else Held(gate, Lack.NO_GOALS, starts, holds)
    if not found.rater:
        return None
    if gate is Gate.TALKS:
        if found.held >= wanted:
            return None
        return Held(gate, Lack.TALKS, starts, holds, have=found.held, wanted=wanted, waiting=found.unsaid)
    if found.read:
        return None
    return Held(gate, Lack.UNREAD if found.unread else Lack.NO_FEEDBACK, starts, holds, waiting=found.unread)


def holding(found: Sequence[Held], phase: Phase) -> bool:
    """Whether that phase, which has begun by the calendar, is not said to have begun for them: goals alone do that.

    The other two gates let "check" begin; they stand before the score.
    """
    return any(one.holds and one.gate is Gate.GOALS and GUARDED[one.gate] is phase for one in found)


def check_switched(wanted: Iterable[Gate], phases: Iterable[Phase]) -> None:
    """Refuse a gate before a phase that the cycle does not have, at the field "gates"."""
    have = set(phases)
    if any(GUARDED[one] not in have for one in wanted):
        raise RuleBroken("gate_without_phase", field="gates")


def check_reason(reason: str) -> str:
    """The reason as it is kept. Raises RuleBroken at its field."""
    if not reason.strip() or not any(map(str.isalnum, reason)):
        raise RuleBroken("gate_reason_needed", field="reason")
    if len(reason.strip()) > REASON_MAX:
        raise RuleBroken("too_long", {"most": REASON_MAX}, field="reason")
    return reason.strip()
