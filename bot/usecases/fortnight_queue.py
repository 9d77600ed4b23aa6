"""What the bot owes already and has not sent: it waits for its hour, for a morning, for a day with room, or for a hold."""

from datetime import datetime

from bot.domain import fortnight
from bot.domain.fortnight import ANSWERS, TOPICS, Line, Picks, Tally, Target
from storage import fortnight as store
from storage.database import Tx

ASKING = [kind.name for one in TOPICS.values() if one.picks is Picks.PERIOD for kind in one.kinds]
OTHERS = [kind.name for one in TOPICS.values() for kind in one.kinds if kind.name not in ASKING]
OTHERS += [kind.name for kind in ANSWERS]
APART = [kind.name for one in TOPICS.values() if one.picks not in (Picks.PERIOD, Picks.DAYS) for kind in one.kinds]
"""Those of which each subject has a line of its own."""


async def coming(tx: Tx, workspace_id: int, first: datetime, last: datetime) -> list[Line]:
    """All that can be held: answers to clicks are on their way at once, and no part of a timetable."""
    tally = Tally(first, last)
    async for kind, series_id, slot, zone, at, people in store.asked(tx, workspace_id, ASKING, last):
        tally.add(Target(fortnight.CHECKINS.name, series_id, slot), kind, zone, at, people)
    async for kind, subject, part, zone, at, people in store.owed(tx, workspace_id, OTHERS, APART, last):
        tally.add(_target(kind, subject, part), kind, zone, at, people)
    return tally.lines()


def _target(kind: str, subject: int, part: str) -> Target:
    topic = fortnight.topic_of(kind)
    if topic is None or topic.picks is Picks.DAYS:
        return Target(topic.name if topic else kind)
    return Target(topic.name, subject, fortnight.part_of(topic.picks, part))
