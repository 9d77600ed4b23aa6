"""Nothing that was submitted is lost, and nothing is there twice."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from bot.domain import goals_results
from bot.domain.feedback import Part
from bot.domain.one_on_ones import TalkState
from storage.observations import Observation
from tests.quarter.rows import Rows
from tests.quarter.story import Quarter
from tests.year import checks


def versions(story: Quarter, rows: Rows) -> Iterator[str]:
    """Every version of a goal that was sent stands there as it was typed."""
    found = {(one.goal_id, one.number): one for one in rows.versions}
    for key, typed in story.ledger.versions.items():
        row = found.get(key)
        if row is None:
            yield f"version {key} is not there"
            continue
        results = tuple(one.title for one in goals_results.loaded(row.key_results))
        weight = "" if row.weight is None else str(row.weight)
        stands = (row.written_by, row.title, row.why, weight, row.parent_id, row.due, results)
        if stands != tuple(vars(typed).values()):
            yield f"version {key} is {stands}, and was typed as {typed}"


def told_of_goals(story: Quarter, rows: Rows) -> Iterator[str]:
    """What was said of goals stands there, in a check-in as it was said last; and how they ended."""
    by_source = {one.source: one for one in rows.updates}
    for source, typed in story.ledger.updates.items():
        row = by_source.get(source)
        if row is None or (row.goal_id, row.words, row.confidence) != (
            typed.goal_id,
            typed.words,
            typed.said.confidence,
        ):
            yield f"{typed} is {row}"
    for checkin_id, said in story.ledger.in_checkin.items():
        here = [one for one in rows.updates if one.checkin_id == checkin_id]
        for goal_id, (told, words) in said.items():
            mine = [one for one in here if one.goal_id == goal_id]
            whole = [(one.value, one.confidence, one.words or "") for one in mine if one.key_result_id is None]
            each = {one.key_result_id: one.value for one in mine if one.key_result_id is not None}
            if whole != [(told.value, told.confidence, words)] or each != dict(told.results):
                yield f"check-in {checkin_id} said {told} of goal {goal_id}, and {whole}, {each} is there"
        if extra := {one.goal_id for one in here} - set(said):
            yield f"check-in {checkin_id} says something of goals {extra} that nobody said"
    goals = {one.id: one for one in rows.goals}
    for goal_id, ending in story.ledger.endings.items():
        if (goals[goal_id].ended, goals[goal_id].ended_words) != ending:
            yield f"goal {goal_id} ended as {goals[goal_id].ended}, and {ending} was said"


def agendas(story: Quarter, rows: Rows) -> Iterator[str]:
    """Every point that was put on an agenda is there, struck or not as was said last."""
    found = {one.source: one for one in rows.points}
    for source, point in story.ledger.points.items():
        row = found.get(source)
        if row is None or (row.words, row.struck_at is not None) != (point.words, point.struck):
            yield f"point {point} is {row}"


def notes(story: Quarter, rows: Rows) -> Iterator[str]:
    """Notes of 1:1s, those of a week, reasons, actions and surveys stand there as they were written last."""
    shared = {(one.talk_id, one.author_id, True): one.words for one in rows.shared}
    private = {(one.talk_id, one.author_id, False): one.words for one in rows.private}
    yield from _differing("note", story.ledger.notes, shared | private)
    period = {one.id: one for one in rows.periods}
    keys = {one.id: (one.person_id, period[one.period_id].series_id, period[one.period_id].slot) for one in rows.weekly}
    yield from _differing("weekly note", story.ledger.weekly, {keys[one.id]: one.words for one in rows.weekly})
    yield from _differing("action", story.ledger.actions, {one.source: one.words for one in rows.actions})
    talks = {one.id: one for one in rows.talks}
    for talk_id, (sequence, why) in story.ledger.reasons.items():
        talk = talks[talk_id]
        if talk.sequence == sequence and talk.state is TalkState.SKIPPED and talk.why_skipped != why:
            yield f"talk {talk_id} was skipped for {why!r}, and {talk.why_skipped!r} is there"
    for (talk_id, person_id), held in story.ledger.held.items():
        talk = talks[talk_id]
        said_of_it = talk.person_said if person_id == talk.person_id else talk.manager_said
        if said_of_it is not held:
            yield f"person {person_id} said {held} of talk {talk_id}, and {said_of_it} is there"
    said = {one.talk_id: (one.heard, one.next_step) for one in rows.surveys}
    yield from _differing("survey", story.ledger.surveys, said)


def _differing(what: str, typed: Mapping[Any, object], there: Mapping[Any, object]) -> Iterator[str]:
    for key, words in typed.items():
        if there.get(key) != words:
            yield f"{what} {key} was {words!r}, and {there.get(key)!r} is there"


def observations(story: Quarter, rows: Rows) -> Iterator[str]:
    """What a manager noted stands there as it was noted last, and what they deleted is gone."""
    found = {one.id: _parts(one) for one in rows.observations}
    yield from _differing("observation", story.ledger.observed, found)
    if extra := set(found) - set(story.ledger.observed):
        yield f"observations {extra} are there, and were deleted"


def _parts(one: Observation) -> dict[Part, str | None]:
    return {Part.SITUATION: one.situation, Part.BEHAVIOUR: one.behaviour, Part.IMPACT: one.impact}


def checkins(story: Quarter, rows: Rows) -> Iterator[str]:
    """What somebody sent last in a check-in is what is there."""
    return checks.words(story, rows.year)


def twice(_: Quarter, rows: Rows) -> Iterator[str]:
    """One version for each number, one talk for each pairing and turn, one note for each talk and author, one row for each source."""
    yield from _doubled("version", ((one.goal_id, one.number) for one in rows.versions))
    yield from _doubled("talk", ((one.pairing_id, one.slot) for one in rows.talks))
    yield from _doubled("pairing", ((one.person_id, one.manager_id) for one in rows.pairings))
    yield from _doubled("shared note", ((one.talk_id, one.author_id) for one in rows.shared))
    yield from _doubled("private note", ((one.talk_id, one.author_id) for one in rows.private))
    yield from _doubled("survey", (one.talk_id for one in rows.surveys))
    sources = (rows.goals, rows.versions, rows.updates, rows.points, rows.observations, rows.actions)
    for table in sources:
        yield from _doubled("source", (one.source for one in table))
    words = [(one.goal_id, one.title) for one in rows.versions]
    yield from _doubled("title", words)
    yield from _doubled("point", (one.words for one in rows.points if one.words))
    yield from _doubled("action", (one.words for one in rows.actions))


def told_twice(story: Quarter, rows: Rows) -> Iterator[str]:
    """One notice for each kind, subject, recipient and occurrence, and no message comes twice."""
    keys = ((one.kind, one.subject_id, one.recipient_id, one.occurrence) for one in rows.notices)
    yield from _doubled("notice", keys)
    yield from checks.told_once(story, rows.year)


def _doubled(what: str, keys: Iterable[Hashable]) -> Iterator[str]:
    yield from (f"{what} {key} is there {number} times" for key, number in Counter(keys).items() if number > 1)
