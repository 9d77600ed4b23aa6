"""What somebody adds to their own summary: dated, with the goal it belongs to, read by them and by whom the form named."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.domain import own_summaries as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.goals import GoalState
from bot.usecases import acting
from bot.usecases import own_summaries as own
from bot.usecases.own_summaries import Added
from bot.usecases.people import local_day
from storage import goal_causes, inserting, people, readers, reporting
from storage import goals_versions as goals
from storage import own_summaries as store
from storage.cycles import Cycle, CyclePerson
from storage.database import Tx
from storage.own_summaries import OwnAddition
from storage.people import Person
from storage.readers import Why

GOALS = (GoalState.PROPOSED, GoalState.CONFIRMED, GoalState.CLOSED)
PAGE = 10


@dataclass(frozen=True)
class Adding:
    """The form. `readers`: who reads it once it is saved, besides me; `goals`: mine of the cycle with their titles."""

    cycle: Cycle
    first: date
    last: date
    readers: Sequence[Person]
    goals: Sequence[tuple[int, str | None]] = ()
    known: OwnAddition | None = None


@dataclass(frozen=True)
class Team:
    """A page of what others added and let me read, each with whose it is and in which cycle."""

    rows: list[tuple[Added, Person, Cycle]] = field(default_factory=list)
    page: int = 0
    more: bool = False


async def access_adding(
    tx: Tx, me: Person, now: datetime, cycle_id: int | None = None, addition_id: int | None = None
) -> Adding:
    """The form of a new addition, or of one of mine. Raises NotAllowed for anybody else's, RuleBroken where the cycle is closed."""
    known = await tx.get(OwnAddition, addition_id) if addition_id is not None else None
    if addition_id is not None and (known is None or known.person_id != me.id):
        raise NotAllowed("not_found")
    cycle, mine = await _access(tx, me, known.cycle_id if known is not None else cycle_id)
    first, last = own.span(cycle, mine, local_day(me, now))
    found = await goals.of_owner(tx, me.id, states=GOALS, cycle_id=cycle.id)
    titles = await goal_causes.titles(tx, [one.id for one in found])
    listed = [(one.id, titles.get(one.id)) for one in found]
    return Adding(cycle, first, last, await _readers(tx, me, known, now), listed, known)


async def _access(tx: Tx, me: Person, cycle_id: int | None) -> tuple[Cycle, CyclePerson]:
    cycle, mine, _ = await own.access_part(tx, me, cycle_id)
    if not own.is_open(cycle, mine):
        raise RuleBroken("addition_closed", {"name": cycle.name})
    return cycle, mine


async def _readers(tx: Tx, me: Person, known: OwnAddition | None, now: datetime) -> list[Person]:
    """Who reads it already, and my manager of today."""
    rows = await readers.of(tx, rules.RECORD, known.id) if known is not None else []
    who = await people.by_ids(tx, [one.person_id for one in rows])
    manager = await reporting.manager_of(tx, me.id, local_day(me, now))
    named = [who[one.person_id] for one in rows if one.person_id in who]
    new = manager is not None and not acting.has_left(manager, now) and manager.id not in who
    return [*named, manager] if manager is not None and new else named


async def save(
    tx: Tx,
    me: Person,
    cycle_id: int,
    addition_id: int | None,
    words: str,
    day: date | None,
    goal_id: int | None,
    now: datetime,
    *,
    source: str,
    shown_to: Sequence[int],
) -> OwnAddition:
    """Keep an addition, or change one of mine; the same source once.

    `shown_to`: whom the form named as its readers; of them those may read it who would be named now: nobody else. Raises RuleBroken at the
    field that is wrong.
    """
    form = await access_adding(tx, me, now, cycle_id, addition_id)
    said = rules.check(words, day, form.first, form.last)
    if goal_id is not None and goal_id not in {one for one, _ in form.goals}:
        raise RuleBroken("choice_needed", field="goal")
    given: dict[str, Any] = {"day": day, "goal_id": goal_id, "words": said}
    if addition_id is None:
        one = await _add(tx, me, form.cycle, given, now, source)
    else:
        found = await store.locked(tx, addition_id)
        if found is None:
            raise NotAllowed("not_found")
        one = found
        if (one.day, one.goal_id, one.words) != (day, goal_id, said):
            one.day, one.goal_id, one.words, one.changed_at = day or one.day, goal_id, said, now
            tx.add(one)
            await tx.flush()
    for reader in form.readers:
        if reader.id in shown_to:
            await readers.grant(tx, me.workspace_id, rules.RECORD, one.id, reader.id, Why.MANAGER, now)
    return one


async def _add(tx: Tx, me: Person, cycle: Cycle, given: dict[str, Any], now: datetime, source: str) -> OwnAddition:
    if await store.count_additions(tx, me.id, cycle.id) >= rules.ADDITIONS_MAX:
        raise RuleBroken("additions_many", {"most": rules.ADDITIONS_MAX}, field="words")
    key = {"workspace_id": me.workspace_id, "cycle_id": cycle.id, "person_id": me.id, "source": source}
    made = await inserting.insert_row(tx, OwnAddition, key | given | {"written_at": now})
    if made is not None:
        return await tx.get_one(OwnAddition, made)
    again = next((one for one in await store.additions(tx, me.id, cycle.id) if one.source == source), None)
    if again is None:
        raise NotAllowed("not_found")
    return again


async def access_team(tx: Tx, me: Person, now: datetime, page: int = 0) -> Team:
    """What others added and let me read, the latest in front; how their goals are called now, of those alone whom I lead now."""
    page = max(0, page)
    found = await store.for_reader(tx, me.id, page=page, most=PAGE)
    some = await own.added(tx, [one for one, _, _ in found[:PAGE]], me)
    led = {one.id for one in await reporting.reports_of(tx, me.id, local_day(me, now))}
    rows = [
        (added if person.id in led else replace(added, goal=None), person, cycle)
        for added, (_, person, cycle) in zip(some, found, strict=False)
    ]
    return Team(rows, page, len(found) > PAGE)
