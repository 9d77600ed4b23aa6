"""Everything that the bot remembers of a simulated quarter, as it is on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlmodel import SQLModel, col, select

from storage.actions import Action
from storage.agenda import AgendaItem
from storage.checkins import CheckIn
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle, CyclePerson, CyclePhase
from storage.database import Tx
from storage.goals import Goal, GoalUpdate, GoalVersion, KeyResult
from storage.notices import Notice
from storage.observations import Observation
from storage.one_on_one_notes import PrivateTalkNote, SharedTalkNote
from storage.one_on_ones import OneOnOne, Pairing
from storage.one_on_ones_survey import TalkSurvey
from storage.own_summaries import OwnAddition, OwnSummary
from storage.periods import Period
from storage.private_notes import PrivateNote
from tests.quarter.slack import Told
from tests.quarter.story import Quarter
from tests.year import checks
from tests.year.checks import Records

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True)
class Rows:
    """`year`: what a year is judged by. All lists are in the order of ids."""

    year: Records
    goals: list[Goal]
    versions: list[GoalVersion]
    results: list[KeyResult]
    updates: list[GoalUpdate]
    pairings: list[Pairing]
    talks: list[OneOnOne]
    shared: list[SharedTalkNote]
    private: list[PrivateTalkNote]
    weekly: list[PrivateNote]
    points: list[AgendaItem]
    observations: list[Observation]
    actions: list[Action]
    surveys: list[TalkSurvey]
    cycles: list[Cycle]
    phases: list[CyclePhase]
    parts: list[CyclePerson]
    summaries: list[CycleSummary]
    own: list[OwnSummary]
    additions: list[OwnAddition]
    checkins: list[CheckIn]
    notices: list[Notice]
    periods: Sequence[Period]
    told: list[Told]
    logged: list[str]
    now: datetime


async def rows(story: Quarter) -> Rows:
    year = await checks.records(story)
    async with story.world.deps.transaction(reading=True) as tx:
        return Rows(
            year=year,
            goals=await _all(tx, Goal),
            versions=await _all(tx, GoalVersion),
            results=await _all(tx, KeyResult),
            updates=await _all(tx, GoalUpdate),
            pairings=await _all(tx, Pairing),
            talks=await _all(tx, OneOnOne),
            shared=await _all(tx, SharedTalkNote),
            private=await _all(tx, PrivateTalkNote),
            weekly=await _all(tx, PrivateNote),
            points=await _all(tx, AgendaItem),
            observations=await _all(tx, Observation),
            actions=await _all(tx, Action),
            surveys=await _all(tx, TalkSurvey),
            cycles=await _all(tx, Cycle),
            phases=await _all(tx, CyclePhase),
            parts=await _all(tx, CyclePerson),
            summaries=await _all(tx, CycleSummary),
            own=await _all(tx, OwnSummary),
            additions=await _all(tx, OwnAddition),
            checkins=await _all(tx, CheckIn),
            notices=await _all(tx, Notice),
            periods=year.periods,
            told=list(story.world.slack.told),
            logged=list(story.world.logged),
            now=story.world.clock.now(),
        )


async def _all(tx: Tx, table: type[Row]) -> list[Row]:
    return list(await tx.exec(select(table).order_by(col(table.id))))  # type: ignore[attr-defined]
