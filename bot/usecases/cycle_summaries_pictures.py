"""The picture beside a summary of a cycle: drawn once, for its manager, after the message that it belongs to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import cycle_summaries as figure_rules
from bot.domain import cycle_summaries_told as rules
from bot.domain.cycle_summaries import Figures
from bot.domain.pictures import PictureState
from bot.usecases.cycle_summaries import Window
from bot.usecases.people import local_day
from storage import cycle_summaries as store
from storage import jobs, people
from storage import notices as notice_store
from storage.cycle_summaries import CycleSummary
from storage.cycles import Cycle
from storage.database import Tx
from storage.people import Person

FORGOTTEN = rules.LOOK_FOR + timedelta(days=8)
"""So long after its last day a summary that was not sent will not be: who is away gets it when they are back, and a week late at most."""


@dataclass(frozen=True)
class Picture:
    """What is drawn, for whom, and the message in whose thread it goes. `before`: the figures of what was told before it in the cycle."""

    reader: Person
    window: Window
    figures: Figures
    before: Figures | None
    channel: str
    ts: str


async def hand_out(tx: Tx, most: int, now: datetime) -> None:
    """A job for each summary that was sent and whose picture is wanted; of those that were never sent none is wanted any more."""
    await store.leave_charts_out(tx, (now - FORGOTTEN).date())
    for one in await store.to_draw(tx, most):
        await jobs.add(tx, rules.DRAW, args={"summary": one}, queueing_lock=f"{rules.DRAW}:{one}")


async def access_picture(tx: Tx, summary_id: int, now: datetime) -> Picture | None:
    """None: there is nothing to draw, or nobody to draw it for any more."""
    row = await tx.get(CycleSummary, summary_id)
    if row is None or row.chart is not PictureState.WANTED:
        return None
    me = await people.get(tx, row.manager_id)
    told = rules.occurrence(row.part, row.first, row.last)
    notice = await notice_store.find(tx, rules.READY.name, row.cycle_id, me.id, told)
    leads = await store.reports(tx, me.id, local_day(me, now), row.people)
    if notice is None or notice.channel is None or notice.ts is None or not me.active or not leads:
        return None
    found = figure_rules.loaded(row.figures)
    if not found.weeks and not found.goals and not found.turns:
        return None
    earlier = [
        one
        for one, _ in await store.of_manager(tx, me.id)
        if (one.cycle_id, one.people) == (row.cycle_id, row.people) and one.last < row.last
    ]
    before = figure_rules.loaded(earlier[0].figures) if earlier else None
    cycle = await tx.get_one(Cycle, row.cycle_id)
    return Picture(me, Window(cycle, row.first, row.last), found, before, notice.channel, notice.ts)


async def mark(tx: Tx, summary_id: int, was: PictureState, now: PictureState) -> bool:
    """Say what became of the picture; False: somebody else has it."""
    return await store.mark_chart(tx, summary_id, was, now)


async def leave_out(tx: Tx, now: datetime) -> None:
    """No picture can be sent at all: none is wanted any more."""
    await store.leave_charts_out(tx, (now + FORGOTTEN).date())


async def wanted(tx: Tx) -> bool:
    """Whether a picture waits to be drawn."""
    return bool(await store.to_draw(tx, 1))
