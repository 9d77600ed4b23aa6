"""The picture beside a summary: drawn once, for whoever still leads the team, after the message that it belongs to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import cadence
from bot.domain import summaries as rules
from bot.domain.pictures import PictureState
from bot.usecases.summaries import Point
from storage import jobs, people, series
from storage import notices as notice_store
from storage import summaries as store
from storage import summaries_team as team
from storage.database import Tx
from storage.people import Person
from storage.series import Series
from storage.summaries import Summary

LEAST = 2
"""Turns in which somebody was asked: with one of them there is nothing to compare."""
FORGOTTEN = timedelta(days=8)
"""So long after its day a summary that was not sent will not be."""


@dataclass(frozen=True)
class Chart:
    """What is drawn, oldest first, for whom, and the message in whose thread it goes."""

    series: Series
    reader: Person
    points: list[Point]
    channel: str
    ts: str


async def hand_out(tx: Tx, most: int, now: datetime) -> None:
    """A job for each summary that was sent and whose picture is wanted; of those that were never sent none is wanted any more."""
    await store.leave_charts_out(tx, (now - FORGOTTEN).date())
    for one in await store.to_draw(tx, most):
        await jobs.add(tx, rules.DRAW, args={"summary": one}, queueing_lock=f"{rules.DRAW}:{one}")


async def access_chart(tx: Tx, summary_id: int, now: datetime) -> Chart | None:
    """The chart of a summary; None: there is nothing to draw, or nobody to draw it for any more."""
    row = await tx.get(Summary, summary_id)
    if row is None or row.chart is not PictureState.WANTED:
        return None
    me = await people.get(tx, row.manager_id)
    notice = await notice_store.find(tx, rules.SUMMARY.name, row.series_id, me.id, row.slot)
    today = now.astimezone(cadence.zone_of(me.zone)).date()
    leads = any(one.leads for one in await team.team(tx, row, today))
    if notice is None or notice.channel is None or notice.ts is None or not me.active or not leads:
        return None
    found = await series.get(tx, row.series_id)
    rows = await store.of(tx, found.id, me.id, rules.turns(series.rule(found), row.slot))
    points = [Point(one.day, one.figures) for one in rows]
    asked = [one for one in points if one.figures.expected]
    return Chart(found, me, asked, notice.channel, notice.ts) if len(asked) >= LEAST else None


async def mark(tx: Tx, summary_id: int, was: PictureState, now: PictureState) -> bool:
    """Say what became of the picture; False: somebody else has it."""
    return await store.mark_chart(tx, summary_id, was, now)


async def leave_out(tx: Tx, now: datetime) -> None:
    """No picture can be sent at all: none is wanted any more."""
    await store.leave_charts_out(tx, (now + FORGOTTEN).date())


async def wanted(tx: Tx) -> bool:
    """Whether a picture waits to be drawn."""
    return bool(await store.to_draw(tx, 1))
