"""The records behind the figures of somebody's own summary: each read as their own, so that an id of anybody else's shows nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from bot.domain.actions import ActionState
from bot.domain.goals import Confidence, Ending
from bot.domain.one_on_ones import TalkState
from storage.actions import Action
from storage.agenda_sources import first_lines
from storage.checkins import Blocker, CheckIn
from storage.database import Tx
from storage.feedback import Feedback
from storage.goal_causes import titles
from storage.goals import Goal
from storage.one_on_ones import OneOnOne
from storage.recognition import Recognition, RecognitionOf


@dataclass(frozen=True)
class Entry:
    """One record: its moment, or its day; its words ("": it has none here; None: erased); and the other one it has to do with.

    `until`: when a blocker was solved. `ended`, `confidence`: how a goal stands. `held`: whether a talk took place.
    """

    record: int
    at: datetime | None = None
    day: date | None = None
    words: str | None = ""
    other_id: int | None = None
    until: datetime | None = None
    ended: Ending | None = None
    confidence: Confidence | None = None
    held: bool | None = None


async def checkins(tx: Tx, person_id: int, ids: Sequence[int]) -> list[Entry]:
    """Each with the first line of what was done."""
    found = list(await tx.exec(select(CheckIn).where(CheckIn.person_id == person_id, col(CheckIn.id).in_(ids))))
    lines = await first_lines(tx, [one.id for one in found])
    return [Entry(one.id, at=one.sent_at, words=lines.get(one.id, "")) for one in found]


async def goals(tx: Tx, person_id: int, ids: Sequence[int]) -> list[Entry]:
    found = list(await tx.exec(select(Goal).where(Goal.owner_id == person_id, col(Goal.id).in_(ids))))
    said = await titles(tx, [one.id for one in found])
    return [
        Entry(one.id, day=one.due, words=said.get(one.id), ended=one.ended, confidence=one.confidence) for one in found
    ]


async def blockers(tx: Tx, person_id: int, ids: Sequence[int]) -> list[Entry]:
    found = await tx.exec(select(Blocker).where(Blocker.person_id == person_id, col(Blocker.id).in_(ids)))
    return [Entry(one.id, at=one.opened_at, words=one.words, until=one.closed_at) for one in found]


async def received(tx: Tx, person_id: int, ids: Sequence[int]) -> list[Entry]:
    """Without its words: those are read where reading is noted."""
    found = await tx.exec(
        select(Feedback).where(
            Feedback.subject_id == person_id, col(Feedback.id).in_(ids), col(Feedback.withdrawn_at).is_(None)
        )
    )
    return [Entry(one.id, at=one.due_at, other_id=one.author_id) for one in found]


async def given(tx: Tx, person_id: int, ids: Sequence[int]) -> list[Entry]:
    found = await tx.exec(
        select(Feedback).where(
            Feedback.author_id == person_id, col(Feedback.id).in_(ids), col(Feedback.withdrawn_at).is_(None)
        )
    )
    return [Entry(one.id, at=one.due_at, other_id=one.subject_id) for one in found]


async def recognition(tx: Tx, person_id: int, ids: Sequence[int]) -> list[Entry]:
    found = await tx.exec(
        select(RecognitionOf, Recognition)
        .join(Recognition, col(Recognition.id) == col(RecognitionOf.recognition_id))
        .where(RecognitionOf.person_id == person_id, col(RecognitionOf.id).in_(ids))
    )
    return [Entry(of.id, at=of.said_at, words=one.words, other_id=one.author_id) for of, one in found]


async def talks(tx: Tx, person_id: int, ids: Sequence[int]) -> list[Entry]:
    """Each with whether it took place."""
    found = await tx.exec(select(OneOnOne).where(OneOnOne.person_id == person_id, col(OneOnOne.id).in_(ids)))
    return [
        Entry(
            one.id,
            at=one.at or one.settled_at,
            other_id=one.manager_id,
            held=one.state not in (TalkState.NOT_HELD, TalkState.SKIPPED),
        )
        for one in found
    ]


async def actions(tx: Tx, person_id: int, ids: Sequence[int]) -> list[Entry]:
    found = await tx.exec(
        select(Action).where(Action.owner_id == person_id, col(Action.id).in_(ids), Action.state == ActionState.DONE)
    )
    return [Entry(one.id, at=one.settled_at, words=one.words) for one in found]
