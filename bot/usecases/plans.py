"""What was planned the time before: asked about in the next form, and what became of it kept with the line itself."""

from dataclasses import replace
from datetime import datetime

from bot.domain import plans
from bot.domain.checkins import RECORD, Draft, PlanOutcome
from storage import checkins as store
from storage import readers
from storage.checkins import CheckIn, CheckInItem
from storage.database import Tx
from storage.people import Person


async def to_ask(
    tx: Tx, me: Person, series_id: int, before: datetime | None, checkin: CheckIn | None
) -> list[CheckInItem]:
    """The lines of the last plan of this series that opened before then and that no other check-in has settled."""
    settled_here = checkin.id if checkin else None
    lines = await store.last_plan(tx, me.id, series_id, before)
    return [one for one in lines if one.words and one.became_in in (None, settled_here)]


def carried_over(draft: Draft, asked: list[CheckInItem]) -> Draft:
    """The draft with those lines in its plan that are carried over."""
    carried = [one.words for one in asked if one.words and draft.planned.get(one.id) == PlanOutcome.CARRIED]
    return replace(draft, plan=plans.with_carried(draft.plan, carried)) if carried else draft


def settle(checkin: CheckIn, draft: Draft, asked: list[CheckInItem]) -> None:
    """Keep with each line what became of it. What was not said stays open."""
    for line in asked:
        if line.id in draft.planned:
            line.became, line.became_in = draft.planned[line.id], checkin.id


async def access_settled(tx: Tx, viewer: Person, checkin: CheckIn) -> list[CheckInItem]:
    """The planned lines of which this check-in says what became: those that the viewer may read where they were planned."""
    lines = await store.settled_in(tx, checkin.id)
    if checkin.person_id == viewer.id or not lines:
        return lines
    named = await readers.of_reader(tx, RECORD, sorted({one.checkin_id for one in lines}), viewer.id)
    return [one for one in lines if one.checkin_id in named]
