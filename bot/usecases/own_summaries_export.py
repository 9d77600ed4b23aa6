"""What somebody wrote in their cycles, and what was written about them there, to take along: into their own chat, nobody else's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.errors import RuleBroken
from bot.domain.history import Span
from bot.domain.own_summaries import EXPORT
from bot.usecases import history as histories
from bot.usecases.history import Exported, exported, last_id
from bot.usecases.own_summaries import Added, added
from storage import gates, goal_causes, people
from storage import own_summaries as store
from storage.cycles import Cycle
from storage.database import Tx
from storage.gates import GateOverride
from storage.goal_causes import GoalCause
from storage.notices import Notice
from storage.people import Person


@dataclass(frozen=True)
class Chosen:
    """A cause that I chose, and what the goal was called then (empty: its words were erased). `of`: whose it is, where it is not mine."""

    cause: GoalCause
    title: str
    of: Person | None = None


@dataclass(frozen=True)
class Passed:
    """Where HR let me pass a gate, and where that was taken back; with who did."""

    override: GateOverride
    by: Person
    taken_back_by: Person | None = None


@dataclass
class Entry:
    """What there is of one cycle."""

    cycle: Cycle
    additions: list[Added] = field(default_factory=list)
    causes: list[Chosen] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)


async def access_all(tx: Tx, me: Person) -> list[Entry]:
    """All of mine, by cycle: what I added to my summaries, the causes I chose, and why HR let me pass a gate."""
    additions = await store.every_addition(tx, me.id)
    chosen = await goal_causes.of_author(tx, me.id)
    overrides = await gates.about(tx, me.id)
    ids = {one.cycle_id for one in additions} | {one.cycle_id for one in overrides} | {one for _, _, one in chosen}
    found = {one: Entry(await tx.get_one(Cycle, one)) for one in sorted(ids)}
    for one in await added(tx, additions, me):
        found[one.addition.cycle_id].additions.append(one)
    titles = await goal_causes.titles_then(tx, {(one.goal_id, one.chosen_at) for one, _, _ in chosen})
    named = {one for _, one, _ in chosen} | {one.made_by for one in overrides}
    named |= {one.taken_back_by for one in overrides if one.taken_back_by is not None}
    who = await people.by_ids(tx, sorted(named))
    for cause, owner, cycle_id in chosen:
        title = titles[cause.goal_id, cause.chosen_at] or ""
        found[cycle_id].causes.append(Chosen(cause, title, who[owner] if owner != me.id else None))
    for override in overrides:
        back = who[override.taken_back_by] if override.taken_back_by is not None else None
        found[override.cycle_id].passed.append(Passed(override, who[override.made_by], back))
    return list(found.values())


async def export(tx: Tx, me: Person, spans: Sequence[Span], now: datetime) -> int:
    """Owe me what I wrote in my cycles, a message for each span; the number of messages. Pressed twice, it comes once.

    Raises RuleBroken("export_on_its_way") for a press soon after another, RuleBroken("no_own_words_to_export").
    """
    if not spans:
        raise RuleBroken("no_own_words_to_export")
    return await histories.export(tx, me, spans, now, EXPORT)


async def access_export(tx: Tx, notice: Notice, me: Person, now: datetime) -> Exported[Entry]:
    """What a message of my export holds, as it stands when it is sent."""
    first, last = notice.subject_id, last_id(notice)
    return exported(notice, [one for one in await access_all(tx, me) if first <= one.cycle.id <= last])
