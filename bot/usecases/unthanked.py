"""Who of somebody's team was not thanked for eight weeks: for their manager alone, once a month."""

from datetime import UTC, date, datetime, time, timedelta

from bot.domain import recognition as rules
from bot.domain.cadence import DAY
from storage import leave
from storage import unthanked as store
from storage.database import Tx
from storage.people import Person
from storage.summaries import Kept, Summary

HERE_BY = timedelta(weeks=1)
"""Whoever was asked a question in the first week of that time, or before it, has been here all along."""


async def of_summary(tx: Tx, manager: Person, summary: Summary | Kept, today: date) -> list[str]:
    """Their names, in the first summary of a month; else nobody's. Who joined meanwhile or was mostly away is left out.

    As it stands at the moment: who was thanked since the summary is not among them.
    """
    if not await store.is_first(tx, summary):
        return []
    first = summary.day - rules.UNTHANKED_AFTER
    since = datetime.combine(first, time(), UTC)
    found = await store.of_team(tx, manager.id, today, since, since + HERE_BY)
    away = await leave.of_people(tx, [one.person_id for one in found], first, summary.day - DAY) if found else {}
    return [one.name for one in found if not rules.away_most(away.get(one.person_id, ()), first, summary.day - DAY)]
