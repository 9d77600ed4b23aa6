"""Tom and the people he talks with, and what becomes of their 1:1s in a test."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlmodel import select

from bot.domain.one_on_ones import Cadence, TalkState
from bot.usecases import one_on_ones_held as held
from bot.usecases import one_on_ones_setting as settings
from bot.usecases.one_on_ones_setting import Usual
from storage.one_on_ones import OneOnOne, Pairing
from storage.one_on_ones_survey import TalkSurvey
from tests.team import Team

NOW = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
"""A Friday, ten in the morning in Berlin."""
FEBRUARY = datetime(2027, 2, 3, 9, 0, tzinfo=UTC)
THURSDAY = datetime(2027, 1, 21, 9, 0, tzinfo=UTC)
USUAL = Usual(Cadence.WEEKLY, 4, time(10), 30, "Room 4")
LED = ("Lea", "Max", "Nora", "Olga")


@dataclass(frozen=True)
class Talks:
    """Tom leads four more people in Berlin; Max's and Nora's are in one department."""

    team: Team

    async def set_up(self, *names: str, usual: Usual = USUAL, now: datetime = NOW) -> None:
        for name in names:
            async with self.team.transaction() as tx:
                tom = await self.team.person(tx, "Tom")
                await settings.set_up(tx, tom, self.team.ids[name], usual, now)

    async def all(self) -> list[OneOnOne]:
        async with self.team.transaction(reading=True) as tx:
            return list(await tx.exec(select(OneOnOne).order_by(OneOnOne.id)))  # type: ignore[arg-type]

    async def of(self, name: str) -> OneOnOne:
        return next(one for one in await self.all() if one.person_id == self.team.ids[name])

    async def look(self, now: datetime) -> None:
        async with self.team.transaction() as tx:
            await held.look_due(tx, now)

    async def said(self, names: Sequence[str], at: datetime, heard: int = 80, manager: str = "Tom") -> None:
        """These answered the two questions about a talk with their manager."""
        async with self.team.transaction() as tx:
            for name in names:
                pair: dict[str, Any] = {
                    "workspace_id": self.team.workspace_id,
                    "person_id": self.team.ids[name],
                    "manager_id": self.team.ids[manager],
                }
                pairing = Pairing(**pair, made_by=pair["manager_id"], made_at=at)
                tx.add(pairing)
                await tx.flush()
                talk = OneOnOne(**pair, pairing_id=pairing.id, slot="2027-01", state=TalkState.HELD, at=at)
                tx.add(talk)
                await tx.flush()
                tx.add(TalkSurvey(**pair, talk_id=talk.id, heard=heard, next_step=50, said_at=at))
