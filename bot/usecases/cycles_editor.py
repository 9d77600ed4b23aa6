"""HR edits one cycle, part by part: its phases, whom it is for, what belongs to it, its gates. What two do at once is told, never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import cycles as rules
from bot.domain import cycles_parts as parts
from bot.domain.cycles import Phase, Phased, Span, Stage
from bot.domain.cycles_parts import Belongs, Days
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.gates import GUARDED, Gate
from bot.usecases import announcements_audience as counting
from bot.usecases import audience, cycles, gates_switching, roles, series_audience
from bot.usecases.announcements_audience import Meant
from bot.usecases.people import local_day
from bot.usecases.series_audience import Chosen, Named
from storage import audit, cycles_people, people, series
from storage import cycles as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.people import Person
from storage.series import Series

TURN = "cycles.turn"
"""What the audit log calls it when a cycle is started, paused, resumed, extended, closed or opened again."""


@dataclass(frozen=True)
class Opened:
    """A cycle with all its parts. `by`: this person changed it meanwhile, and nothing was stored."""

    cycle: Cycle
    phases: Sequence[Phased]
    named: Named
    meant: Meant
    series: Sequence[Series]
    today: date
    by: str | None = None


async def access(tx: Tx, hr: Person, cycle_id: int, now: datetime, by: str | None = None) -> Opened:
    """One cycle, to be looked at and edited. Raises NotAllowed for anybody but HR."""
    one = await cycles.access_cycle(tx, hr, cycle_id)
    return Opened(
        cycle=one,
        phases=(await cycles_people.phases(tx, [one.id]))[one.id],
        named=await series_audience.named_in(tx, one.workspace_id, one.audience),
        meant=await counting.count(tx, one.workspace_id, one.audience, now),
        series=await series.of_workspace(tx, one.workspace_id),
        today=local_day(hr, now),
        by=by,
    )


async def lock(tx: Tx, hr: Person, cycle_id: int) -> Cycle:
    """The cycle, held until the transaction ends. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    found = await store.lock(tx, cycle_id)
    if found is None or found.workspace_id != hr.workspace_id:
        raise NotAllowed("not_found")
    return found


async def changed_by(tx: Tx, found: Cycle, revision: int) -> str | None:
    """Who changed it last, if it is not as it was at that revision any more; nobody's name where the calendar did."""
    if found.revision == revision:
        return None
    entries = [
        one
        for act in (rules.EDIT, TURN)
        for one in await audit.about(tx, found.workspace_id, act, "cycle", found.id)
        if one.actor_id is not None and one.details.get("revision", 0) > revision
    ]
    last = max(entries, key=lambda one: one.id, default=None)
    return (await people.get(tx, last.actor_id)).name if last is not None and last.actor_id is not None else ""


async def set_span(tx: Tx, hr: Person, cycle_id: int, revision: int, span: Span, now: datetime) -> str | None:
    """Its name and days. Who was faster, if somebody was. Raises RuleBroken as `cycles.put` does."""
    one, by = await _editable(tx, hr, cycle_id, revision)
    if by is None and (one.name, one.starts, one.ends) != (span.name, span.starts, span.ends):
        await cycles.put(tx, hr, cycle_id, span, now)
    return by


async def set_phases(
    tx: Tx, hr: Person, cycle_id: int, revision: int, given: Mapping[Phase, Days], now: datetime
) -> str | None:
    """Its phases with their days. Who was faster, if somebody was. Raises RuleBroken at the day that makes no sense."""
    one, by = await _editable(tx, hr, cycle_id, revision)
    phases = parts.check_phases(given, Span(one.name, one.starts, one.ends), rolling=one.rolling)
    if not phases and one.stage is not Stage.PLANNED:
        raise RuleBroken("cycle_phases_none", field=parts.field(Phase.PLAN, parts.STARTS))
    for gate in one.gates:
        if GUARDED[Gate(gate)] not in [each.phase for each in phases]:
            raise RuleBroken("phase_gated", field=parts.field(GUARDED[Gate(gate)], parts.STARTS))
    if by is None and phases != (await cycles_people.phases(tx, [one.id]))[one.id]:
        await cycles.written(tx, hr, one, now, "phases", phases)
    return by


async def choose(tx: Tx, hr: Person, cycle_id: int, revision: int, chosen: Chosen, now: datetime) -> str | None:
    """Whom it is for. Who was faster, if somebody was. Raises RuleBroken at a field, or at "who" where it would be nobody."""
    one, by = await _editable(tx, hr, cycle_id, revision)
    held = audience.kept(await series_audience.rule_chosen(tx, hr.workspace_id, chosen))
    if not await counting.anybody(tx, hr.workspace_id, held, now):
        raise RuleBroken("audience_nobody", field="who")
    if by is None and held != one.audience:
        one.audience = held
        await cycles.written(tx, hr, one, now, "audience")
    return by


async def access_count(tx: Tx, hr: Person, chosen: Chosen, now: datetime) -> Meant:
    """Whom that choice means, while it is made: what makes no sense yet means nobody."""
    await roles.require_hr(tx, hr)
    try:
        rule = await series_audience.rule_chosen(tx, hr.workspace_id, chosen)
    except RuleBroken:
        return Meant(0, [])
    return await counting.count(tx, hr.workspace_id, audience.kept(rule), now)


async def set_belongs(tx: Tx, hr: Person, cycle_id: int, revision: int, wanted: Belongs, now: datetime) -> str | None:
    """What is part of it. Who was faster, if somebody was."""
    one, by = await _editable(tx, hr, cycle_id, revision)
    known = {each.id for each in await series.of_workspace(tx, one.workspace_id)}
    ids = tuple(sorted(each for each in wanted.series if each in known))
    kept = Belongs(ids, wanted.talks_every, wanted.forms).kept()
    if by is None and kept != one.belongs:
        one.belongs = kept
        await cycles.written(tx, hr, one, now, "belongs")
    return by


async def set_gates(
    tx: Tx, hr: Person, cycle_id: int, revision: int, gates: Sequence[Gate], now: datetime
) -> str | None:
    """Which gates are on. Who was faster, if somebody was. Raises RuleBroken at "gates" where the phase behind one is missing."""
    one, by = await _editable(tx, hr, cycle_id, revision)
    on = [str(gate) for gate in gates]
    if by is None and on != one.gates:
        before, one.gates = one.gates, on
        await gates_switching.switched(tx, one, before, now)
        await cycles.written(tx, hr, one, now, "gates")
    return by


async def _editable(tx: Tx, hr: Person, cycle_id: int, revision: int) -> tuple[Cycle, str | None]:
    one = await lock(tx, hr, cycle_id)
    if one.stage is Stage.CLOSED:
        raise RuleBroken("cycle_closed")
    return one, await changed_by(tx, one, revision)
