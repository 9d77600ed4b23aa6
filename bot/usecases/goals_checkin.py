"""Goals in a check-in: which are asked for, what was said of them there, and what a change of the check-in does to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain import cadence
from bot.domain import goals_progress as rules
from bot.domain.checkins import Draft
from bot.domain.goals import Confidence, GoalState, ProgressFrom
from bot.domain.goals_progress import Named, Said
from bot.domain.goals_seeing import Reads
from bot.usecases import goals_progress, goals_reading
from storage import goals_told as store
from storage import goals_tree as tree
from storage.checkins import CheckIn
from storage.database import Tx
from storage.goals import Goal, GoalUpdate, GoalVersion, KeyResult
from storage.people import Person

RISKY = (Confidence.AT_RISK, Confidence.OFF_TRACK)


def fields(goal_id: int) -> Named:
    """The names of a goal's fields in the form of a check-in."""
    return Named(value=f"goal_{goal_id}", words="goals_words", results=f"goal_{goal_id}_")


@dataclass(frozen=True)
class Asked:
    """A goal that a check-in asks for. `value`: what was said of it last. `stale`: nobody has said anything for three weeks.

    `results`: its key results, where its progress comes from them.
    """

    goal: Goal
    version: GoalVersion
    value: float | None = None
    results: list[KeyResult] = field(default_factory=list)
    stale: bool = False


@dataclass(frozen=True)
class Told:
    """What a check-in said of a goal, as one of its readers sees it. `results`: of its key results, each with its value."""

    goal: Goal
    version: GoalVersion
    value: float | None
    progress: float | None
    confidence: Confidence | None
    words: str | None
    results: list[tuple[KeyResult, float]] = field(default_factory=list)


async def to_ask(tx: Tx, me: Person, now: datetime, checkin: CheckIn | None) -> list[Asked]:
    """The goals that this person's check-in asks for: what it said before, what is stale, then what is due next."""
    running = await store.running(tx, me.id, _today(me, now))
    if not running:
        return []
    here = {one.goal_id for one in await store.of_checkin(tx, checkin.id)} if checkin is not None else set()
    wanted = [one for one in running if one.id in here or not rules.is_fresh(one.told_at, now)]
    wanted.sort(key=lambda one: (one.id not in here, not _stale(one, now)))
    shown = [one.id for one in wanted[: rules.ASKED_MOST]]
    versions, results = await store.in_force(tx, shown), await store.results(tx, shown)
    return [
        Asked(
            goal=one,
            version=versions[one.id],
            value=await store.last_value(tx, one.id) if one.progress_from is ProgressFrom.OWN else None,
            results=results[one.id][: rules.RESULTS_MOST] if one.progress_from is ProgressFrom.KEY_RESULTS else [],
            stale=_stale(one, now),
        )
        for one in wanted[: rules.ASKED_MOST]
        if one.id in versions
    ]


def _stale(goal: Goal, now: datetime) -> bool:
    return rules.asks_for_stale(goal.told_at, goal.made_at, goal.asked_at, now)


async def sent(tx: Tx, checkin: CheckIn) -> Draft:
    """What was sent of goals, as a draft of nothing else."""
    found = await store.of_checkin(tx, checkin.id)
    words = next((one.words for one in found if one.words), "")
    return Draft(goals=_said(found), goals_asked=tuple({one.goal_id: None for one in found}), goals_words=words)


def _said(updates: Iterable[GoalUpdate]) -> dict[int, Said]:
    found: dict[int, Said] = {}
    for one in updates:
        before = found.get(one.goal_id, Said())
        if one.key_result_id is None:
            found[one.goal_id] = Said(one.value, before.results, one.confidence)
        elif one.value is not None:
            results = {**before.results, one.key_result_id: one.value}
            found[one.goal_id] = Said(before.value, results, before.confidence)
    return found


async def settle(tx: Tx, me: Person, checkin: CheckIn, draft: Draft, now: datetime) -> None:
    """Write down what a check-in says of goals; a change replaces what it said before, and leaves alone what stays the same.

    A goal that is not theirs any more, or is closed by now, takes nothing. Raises RuleBroken at the field that is wrong.
    """
    if not draft.goals_asked:
        return
    before = await store.of_checkin(tx, checkin.id) if checkin.version > 1 else []
    held = await tree.hold(tx, sorted(draft.goals_asked))
    mine = [one for one in held if one.id in draft.goals_asked and one.owner_id == me.id]
    carrying = _carry_words(draft)
    for goal in sorted(mine, key=lambda one: one.id):
        if goal.state is not GoalState.CONFIRMED:
            continue
        was = [one for one in before if one.goal_id == goal.id]
        said, words = draft.goals.get(goal.id, Said()), draft.goals_words if goal.id in carrying else ""
        if was and _said(was).get(goal.id) == said and _words(was) == words.strip():
            continue
        if was:
            await _rewind(tx, goal, checkin)
        if not said.is_empty:
            await goals_progress.tell(
                tx,
                me,
                goal.id,
                said,
                now,
                source=f"checkin:{checkin.id}:{goal.id}:{checkin.version}",
                words=words,
                checkin_id=checkin.id,
                at=fields(goal.id),
            )
        elif _stale(goal, now):
            goal.asked_at = now
            tx.add(goal)


def _carry_words(draft: Draft) -> set[int]:
    """The goals that the reason is about: those at risk, or where none is, all of which something was said."""
    risky = {one for one, said in draft.goals.items() if said.confidence in RISKY}
    return risky or set(draft.goals)


def _words(updates: Sequence[GoalUpdate]) -> str:
    return next((one.words for one in updates if one.words), "")


async def _rewind(tx: Tx, goal: Goal, checkin: CheckIn) -> None:
    """The goal as it would stand had this check-in said nothing of it."""
    await store.take_back(tx, checkin.id, goal.id)
    left = await store.said(tx, goal.id)
    goal.confidence = next((one.confidence for one in reversed(left) if one.confidence), None)
    goal.told_at = left[-1].said_at if left else None
    for result in (await store.results(tx, [goal.id]))[goal.id]:
        told = [one.value for one in left if one.key_result_id == result.id and one.value is not None]
        result.value = told[-1] if told else None
        tx.add(result)
    tx.add(goal)
    await goals_progress.roll_up(tx, [goal.id])


async def own(tx: Tx, checkin: CheckIn) -> list[Told]:
    """What its author said of goals in a check-in."""
    return await _told(tx, await store.of_checkin(tx, checkin.id))


async def access_told(tx: Tx, viewer: Person, checkin: CheckIn, now: datetime) -> list[Told]:
    """The same for somebody who may read the check-in: of those goals that they may read in full today."""
    said = await store.of_checkin(tx, checkin.id)
    goals = await store.by_ids(tx, sorted({one.goal_id for one in said}))
    reads = await goals_reading.reads(tx, viewer, list(goals.values()), now)
    return await _told(tx, [one for one in said if reads[one.goal_id] is Reads.ALL])


async def _told(tx: Tx, said: Sequence[GoalUpdate]) -> list[Told]:
    shown = list(dict.fromkeys(one.goal_id for one in said))
    goals, versions = await store.by_ids(tx, shown), await store.in_force(tx, shown)
    results = await store.results(tx, shown)
    found = []
    for goal_id in shown:
        mine = [one for one in said if one.goal_id == goal_id]
        whole = next((one for one in mine if one.key_result_id is None), mine[0])
        values = {one.key_result_id: one.value for one in mine if one.key_result_id is not None}
        each = [(one, value) for one in results[goal_id] if (value := values.get(one.id)) is not None]
        told = (whole.value, whole.progress, whole.confidence, whole.words)
        found.append(Told(goals[goal_id], versions[goal_id], *told, results=each))
    return found


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(cadence.zone_of(person.zone)).date()
