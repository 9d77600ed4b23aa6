"""Whoever is around a record asks for it by the product's own use cases, and sees it if they are named, and else nothing."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.domain.actions import ActionState
from bot.domain.errors import Refused
from bot.domain.goals import GoalState
from bot.domain.own_summaries import Sort
from bot.usecases import (
    acting,
    actions,
    agenda,
    cycle_summaries,
    cycle_summaries_evidence,
    goals_read,
    goals_seeing,
    observations,
    one_on_ones_notes,
    one_on_ones_past,
    one_on_ones_survey,
    own_summaries,
    own_summaries_additions,
    private_notes,
)
from storage.database import Tx
from storage.goals import Goal
from storage.one_on_ones import OneOnOne
from storage.people import Person
from tests.quarter.ledger import mark
from tests.quarter.rows import Rows
from tests.quarter.story import Quarter
from tests.year.company import TEAM

Row = TypeVar("Row")
Look = Callable[[Tx, Person, datetime], Awaitable[Any]]
OF_EACH = 7
"""Records of each sort."""
OF_CYCLE = 4
"""Of each sort of a cycle, where every record is looked for in several pages."""


class _Undone(Exception):
    """Ends a transaction without a trace, such as that somebody has read something."""


@dataclass(frozen=True)
class Seen:
    """A record: what is looked for, in which use cases, who may read it, and who was ever near it."""

    name: str
    words: str
    looks: tuple[Look, ...]
    may: frozenset[int]
    near: frozenset[int]


async def wrong_eyes(story: Quarter, rows: Rows) -> list[str]:
    """Author, subject, each manager they had, those above, HR, a colleague, somebody who left: who is named reads, nobody else."""
    chance = random.Random(story.start.timestamp())  # noqa: S311 - a quarter that can be had again
    found = []
    for one in [
        *_goals(story, rows, chance),
        *_talks(story, rows, chance),
        *_own(story, rows, chance),
        *_cycle(story, rows, chance),
    ]:
        found += [line async for line in _judged(story, one, chance)]
    return found


async def _judged(story: Quarter, one: Seen, chance: random.Random) -> AsyncIterator[str]:
    for person_id in sorted(_around(story, one, chance)):
        human = story.world.human(person_id)
        may, sees = person_id in one.may and human.here, await _sees(story, one, human.slack_id)
        if sees and not may:
            yield f"{one.name} is read by {human.slack_id} ({person_id}), who is not among {sorted(one.may)}"
        if may and not sees:
            yield f"{one.name} is not read by {human.slack_id} ({person_id}), who is among {sorted(one.may)}"


def _around(story: Quarter, one: Seen, chance: random.Random) -> set[int]:
    company, found = story.company, set(one.near | one.may)
    for person_id in one.near:
        found |= {*company.led.get(person_id, []), *company.above(person_id)}
    every = list(story.world.humans.values())
    gone = [human.person_id for human in every if not human.here]
    return found | {company.hr_id, chance.choice(every).person_id, *gone[-1:]}


async def _sees(story: Quarter, one: Seen, slack_id: str) -> bool:
    for look in one.looks:
        text = ""
        try:
            async with story.world.deps.transaction() as tx:
                now = story.world.clock.now()
                me = await acting.access_actor(tx, TEAM, slack_id, now)
                text = repr(await look(tx, me, now))
                raise _Undone
        except (_Undone, Refused):
            if one.words in text:
                return True
    return False


def _some(chance: random.Random, rows: Iterable[Row], most: int = OF_EACH) -> list[Row]:
    found = list(rows)
    return chance.sample(found, min(most, len(found)))


def _goals(story: Quarter, rows: Rows, chance: random.Random) -> list[Seen]:
    """A draft is its writer's; else its owner, those above them, who wrote a version, HR, and whose goal it supports."""
    found = []
    titles = {(one.goal_id, one.number): one.title or "" for one in rows.versions}
    for goal in _some(chance, rows.goals):
        may = _may_read(story, rows, goal)
        looks = (_opened(goal.id), _history(goal.id))
        found.append(Seen(f"goal {goal.id}", mark(titles[goal.id, goal.version]), looks, may, may))
    goals = {one.id: one for one in rows.goals}
    last = {one.goal_id: one for one in rows.updates if one.words and one.key_result_id is None}
    for update in _some(chance, last.values()):
        may = _may_read(story, rows, goals[update.goal_id])
        words = mark(update.words or "")
        found.append(Seen(f"what was said of goal {update.goal_id}", words, (_stands(update.goal_id),), may, may))
    return found


def _may_read(story: Quarter, rows: Rows, goal: Goal) -> frozenset[int]:
    if goal.state is GoalState.DRAFT:
        return frozenset({goal.made_by})
    wrote = {one.written_by for one in rows.versions if one.goal_id == goal.id and one.proposed_at is not None}
    parent = {one.owner_id for one in rows.goals if one.id == goal.parent_id}
    return frozenset(
        {goal.owner_id, goal.made_by, story.company.hr_id, *story.company.above(goal.owner_id), *wrote, *parent}
    )


def _opened(goal_id: int) -> Look:
    return lambda tx, me, now: goals_read.access_opened(tx, me, goal_id, now)


def _history(goal_id: int) -> Look:
    return lambda tx, me, now: goals_read.access_history(tx, me, goal_id, now)


def _stands(goal_id: int) -> Look:
    return lambda tx, me, now: goals_seeing.access_stands(tx, me, goal_id, now)


def _talks(story: Quarter, rows: Rows, chance: random.Random) -> list[Seen]:
    """What is shared in a 1:1 is for the two of it and for whoever leads the person since; what is private for its author."""
    found, talks = [], {one.id: one for one in rows.talks}
    for note in _some(chance, [one for one in rows.shared if one.words]):
        talk = talks[note.talk_id]
        two = frozenset({talk.person_id, talk.manager_id})
        found.append(
            Seen(
                f"shared note {note.id}", mark(note.words or ""), _notes(talk), two | _leads(story, talk.person_id), two
            )
        )
    for own in _some(chance, [one for one in rows.private if one.words]):
        talk = talks[own.talk_id]
        two = frozenset({talk.person_id, talk.manager_id})
        found.append(
            Seen(f"private note {own.id}", mark(own.words or ""), _notes(talk), frozenset({own.author_id}), two)
        )
    for point in _some(chance, [one for one in rows.points if one.words and one.struck_at is None]):
        two = frozenset({point.person_id, point.manager_id})
        leads = _leads(story, point.person_id)
        may = leads | {point.person_id} if leads and story.world.human(point.person_id).here else frozenset()
        looks = tuple(_agenda(one) for one in sorted(two | leads))
        found.append(Seen(f"point {point.id}", mark(point.words or ""), looks, may, two))
    for action in _some(chance, rows.actions):
        talk = talks[action.about_id]
        two = frozenset({talk.person_id, talk.manager_id})
        is_open = action.state == ActionState.OPEN
        may = two | (_leads(story, talk.person_id) if is_open else frozenset())
        looks = (_past(talk.id), lambda tx, me, now: actions.open_of(tx, me))
        found.append(Seen(f"action {action.id}", mark(action.words or ""), looks, may, two))
    for survey in _some(chance, rows.surveys):
        two = frozenset({survey.person_id, survey.manager_id})
        found.append(
            Seen(f"survey {survey.id}", "TalkSurvey(", (_survey(survey.talk_id),), frozenset({survey.person_id}), two)
        )
    return found


def _leads(story: Quarter, person_id: int) -> frozenset[int]:
    boss = story.company.boss.get(person_id)
    return frozenset({boss} if boss is not None and story.world.human(boss).here else ())


def _notes(talk: OneOnOne) -> tuple[Look, ...]:
    return (lambda tx, me, now: one_on_ones_notes.access_notes(tx, me, talk.id, now), _past(talk.id))


def _past(talk_id: int) -> Look:
    return lambda tx, me, now: one_on_ones_past.access_past(tx, me, talk_id, now)


def _agenda(other_id: int) -> Look:
    return lambda tx, me, now: agenda.access_with(tx, me, other_id, now)


def _survey(talk_id: int) -> Look:
    return lambda tx, me, now: one_on_ones_survey.access_survey(tx, me, talk_id, now)


def _own(story: Quarter, rows: Rows, chance: random.Random) -> list[Seen]:
    """An observation is its author's, and theirs whom the author let read it; the note of a week is its author's alone."""
    found = []
    for one in _some(chance, rows.observations):
        may = frozenset(story.ledger.observers[one.id])
        words = mark(one.behaviour or "")
        found.append(
            Seen(f"observation {one.id}", words, (_observed(one.id),), may, frozenset({one.author_id, one.subject_id}))
        )
    for note in _some(chance, [one for one in rows.weekly if one.words]):
        own = frozenset({note.person_id})
        found.append(Seen(f"weekly note {note.id}", mark(note.words or ""), (_weekly(note.period_id),), own, own))
    return found


def _observed(observation_id: int) -> Look:
    return lambda tx, me, now: observations.read(tx, me, observation_id, now)


def _weekly(period_id: int) -> Look:
    return lambda tx, me, now: private_notes.access_own(tx, me, period_id)


def _cycle(story: Quarter, rows: Rows, chance: random.Random) -> list[Seen]:
    """A kept summary is its manager's, somebody's evidence theirs who leads them now, an addition its author's and theirs it named."""
    found = []
    for one in _some(chance, rows.summaries, OF_CYCLE):
        led = {person for person, bosses in story.company.led.items() if one.manager_id in bosses}
        own = frozenset({one.manager_id})
        found.append(Seen(f"summary {one.id}", f"kept_id={one.id},", (_kept(one.id),), own, own | frozenset(led)))
    for human in _some(chance, [one for one in story.world.humans.values() if one.here], OF_CYCLE):
        may, own = _leads(story, human.person_id), frozenset({human.person_id})
        found.append(Seen(f"evidence of {human.slack_id}", "Timeline(", (_evidence(human.person_id),), may, own))
    for added in _some(chance, rows.additions, OF_CYCLE):
        may, own = frozenset(story.ledger.addition_readers[added.id]), frozenset({added.person_id})
        looks = (_added(added.cycle_id), _added_by_others)
        found.append(Seen(f"addition {added.id}", mark(added.words or ""), looks, may, own))
    return found


def _kept(summary_id: int) -> Look:
    return lambda tx, me, now: cycle_summaries.access_kept(tx, me, summary_id, now)


def _evidence(person_id: int) -> Look:
    return lambda tx, me, now: cycle_summaries_evidence.access_timeline(tx, me, person_id, 0, now)


def _added(cycle_id: int) -> Look:
    async def look(tx: Tx, me: Person, now: datetime) -> Any:
        first = await own_summaries.access_behind(tx, me, Sort.ADDITIONS, now, cycle_id)
        pages = range(1, first.pages)
        more = [await own_summaries.access_behind(tx, me, Sort.ADDITIONS, now, cycle_id, page=page) for page in pages]
        return [first, *more]

    return look


async def _added_by_others(tx: Tx, me: Person, now: datetime) -> Any:
    found = [await own_summaries_additions.access_team(tx, me, now)]
    while found[-1].more:
        found.append(await own_summaries_additions.access_team(tx, me, now, len(found)))
    return found
