"""A cycle starts, pauses, goes on, is extended, closes and opens again: each once however many press, each in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from bot.domain import cycles as rules
from bot.domain import cycles_parts as parts
from bot.domain.cycle_summaries_told import PAST
from bot.domain.cycles import Phase, Stage
from bot.domain.cycles_parts import Step
from bot.domain.errors import RuleBroken
from bot.usecases import announcements_audience as counting
from bot.usecases import cycles_editor as editor
from bot.usecases.people import local_day
from storage import audit, cycles_people
from storage import cycles as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.people import Person

LAST_ZONE = timezone(timedelta(hours=-12))
"""Where a day ends last of all."""


@dataclass(frozen=True)
class Turned:
    """The cycle as it is now. `by`: this person was faster, and what was pressed changed nothing."""

    cycle: Cycle
    by: str | None = None


async def start(tx: Tx, hr: Person, cycle_id: int, revision: int, now: datetime) -> Turned:
    """From now on people are taken in. Raises RuleBroken where it has no phases, means nobody, or is over."""
    one, late = await _held(tx, hr, cycle_id, revision, Step.START)
    if late:
        return late
    if not (await cycles_people.phases(tx, [one.id]))[one.id]:
        raise RuleBroken("cycle_phases_none")
    _check_not_over(one, local_day(hr, now))
    if not await counting.anybody(tx, one.workspace_id, one.audience, now):
        raise RuleBroken("audience_nobody")
    one.started_at = now
    return await _turn(tx, hr, one, Step.START, now)


async def pause(tx: Tx, hr: Person, cycle_id: int, revision: int, now: datetime) -> Turned:
    """Until it goes on, nobody is taken in or told of a phase; its days go by all the same."""
    one, late = await _held(tx, hr, cycle_id, revision, Step.PAUSE)
    if late:
        return late
    one.paused_at, one.resumed_at = _since(one, now), None
    return await _turn(tx, hr, one, Step.PAUSE, now)


async def resume(tx: Tx, hr: Person, cycle_id: int, revision: int, now: datetime) -> Turned:
    """It goes on in the phase that its days say. Raises RuleBroken once its last day is over: it is extended first."""
    one, late = await _held(tx, hr, cycle_id, revision, Step.RESUME)
    if late:
        return late
    _check_not_over(one, local_day(hr, now))
    one.resumed_at = now
    return await _turn(tx, hr, one, Step.RESUME, now)


async def extend(
    tx: Tx, hr: Person, cycle_id: int, revision: int, ends: date, longer: Phase | None, now: datetime
) -> Turned:
    """Another last day: the phase `longer` takes the days more, and those after it come later.

    Raises RuleBroken at "ends" where that is no later than now, at "longer" where that phase is over.
    """
    one, late = await _held(tx, hr, cycle_id, revision, Step.EXTEND)
    if late:
        return Turned(one) if one.ends == ends else late
    await _lengthen(tx, one, ends, longer, local_day(hr, now))
    return await _turn(tx, hr, one, Step.EXTEND, now)


async def close(tx: Tx, hr: Person, cycle_id: int, revision: int, now: datetime) -> Turned:
    """It is over now, whatever its last day. Its summaries and records stay."""
    one, late = await _held(tx, hr, cycle_id, revision, Step.CLOSE)
    if late:
        return late
    one.resumed_at = now if one.stage is Stage.PAUSED else one.resumed_at
    one.closed_at = now
    return await _turn(tx, hr, one, Step.CLOSE, now)


async def reopen(
    tx: Tx, hr: Person, cycle_id: int, revision: int, ends: date, longer: Phase | None, now: datetime
) -> Turned:
    """It runs again, until that last day, as after a pause.

    Raises RuleBroken at "ends" where that is over already, and as `extend` does.
    """
    one, late = await _held(tx, hr, cycle_id, revision, Step.REOPEN)
    if late:
        return late
    today = local_day(hr, now)
    if ends != one.ends:
        await _lengthen(tx, one, ends, longer, today)
    _check_not_over(one, today, "ends")
    one.paused_at, one.resumed_at = _since(one, one.closed_at or now), now
    one.closed_at = None
    return await _turn(tx, hr, one, Step.REOPEN, now)


def _since(one: Cycle, stopped: datetime) -> datetime:
    """Since when it stands still that stopped then: where it had hardly gone on, what ended before that may not be told yet."""
    hardly = one.resumed_at is not None and stopped - one.resumed_at < PAST
    return one.paused_at if hardly and one.paused_at is not None else stopped


async def close_over(tx: Tx, now: datetime) -> int:
    """Close the running cycles whose last day is over in every zone. How many; a second clock closes none."""
    ids = await store.over(tx, now.astimezone(LAST_ZONE).date())
    closed = 0
    for cycle_id in ids:
        one = await store.lock(tx, cycle_id)
        if one is None or one.stage is not Stage.RUNNING or one.ends >= now.astimezone(LAST_ZONE).date():
            continue
        one.closed_at = now
        await _turn(tx, None, one, Step.CLOSE, now)
        closed += 1
    return closed


async def _held(tx: Tx, hr: Person, cycle_id: int, revision: int, turn: Step) -> tuple[Cycle, Turned | None]:
    """The cycle, held; and what is answered where somebody was faster, or it was done already."""
    one = await editor.lock(tx, hr, cycle_id)
    by = await editor.changed_by(tx, one, revision)
    if one.stage is parts.BECOMES.get(turn):
        return one, Turned(one, by if by != hr.name else None)
    if by is not None:
        return one, Turned(one, by)
    if one.stage not in parts.FROM[turn]:
        raise RuleBroken("cycle_stage")
    return one, None


async def _lengthen(tx: Tx, one: Cycle, ends: date, longer: Phase | None, today: date) -> None:
    if ends <= one.ends:
        if one.rolling:
            raise RuleBroken("cycle_extend_later_rolling", {"day": (one.ends - one.starts).days + 1}, field="ends")
        raise RuleBroken("cycle_extend_later", {"day": one.ends}, field="ends")
    if ends - one.starts > rules.LONGEST:
        raise RuleBroken("cycle_too_long", field="ends")
    phases = (await cycles_people.phases(tx, [one.id]))[one.id]
    if longer is not None and longer not in [each.phase for each in lengthened(one, phases, today)]:
        raise RuleBroken("cycle_phase_over", field="longer")
    await store.set_phases(tx, one, parts.extended(phases, longer, ends - one.ends))
    one.ends = ends


def lengthened(one: Cycle, phases: Sequence[rules.Phased], today: date) -> list[rules.Phased]:
    """The phases that can take more days: those that are not over, or the last one where all are."""
    if one.rolling:
        return list(phases)
    return [each for each in phases if each.ends >= today] or list(phases[-1:])


def _check_not_over(one: Cycle, today: date, field: str | None = None) -> None:
    if not one.rolling and one.ends < today:
        raise RuleBroken("cycle_over", {"day": one.ends}, field=field)


async def _turn(tx: Tx, hr: Person | None, one: Cycle, turn: Step, now: datetime) -> Turned:
    one.stage = parts.BECOMES.get(turn, one.stage)
    one.revision += 1
    tx.add(one)
    await tx.flush()
    details = {"turn": str(turn), "revision": one.revision, "ends": one.ends.isoformat()}
    by = hr.id if hr is not None else None
    await audit.note(tx, one.workspace_id, editor.TURN, "cycle", one.id, actor_id=by, now=now, **details)
    return Turned(one)
