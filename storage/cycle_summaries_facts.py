"""What is known of each person to who leads them, for whom to talk to: six statements, however many groups. No words are read.

The groups are managers' teams (storage/cycle_summaries_groups.py). Only what the manager may read is looked at.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, Select, and_, case, func, literal, or_, select
from sqlmodel import col

from bot.domain.checkins import RECORD as CHECKIN
from bot.domain.checkins import HelpState
from bot.domain.cycle_summaries_talk_to import RECENT, USUAL, Facts
from bot.domain.goals import Confidence, GoalState
from bot.domain.one_on_ones import TalkState
from storage import cycle_summaries_parts as parts
from storage import feedback as feedback_rows
from storage.checkins import Blocker, CheckIn, Mood
from storage.cycle_summaries_groups import Groups, Midnight
from storage.database import Tx
from storage.goals import Goal
from storage.one_on_ones import OneOnOne
from storage.readers import Reader
from storage.reporting import ReportingLine

Key = tuple[int, int]


async def facts(tx: Tx, groups: Groups, now: datetime) -> dict[int, list[Facts]]:
    """What is known of everybody whom these managers lead on the last day, by the manager's id."""
    found: dict[Key, dict[str, Any]] = {
        (row.group_id, row.person_id): {"led_since": row.since} for row in await _rows(tx, _led(groups))
    }

    def put(rows: Iterable[Any], figure: Any) -> None:
        for row in rows:
            if (row.group_id, row.person_id) in found:
                found[row.group_id, row.person_id] |= figure(row)

    # Of several, the oldest is written last.
    put(await _rows(tx, _help(groups)), lambda row: {"help_asked": (_day(row.day), row.checkin_id)})
    put(await _rows(tx, _off_track(groups)), lambda row: {"off_track": (_day(row.day), row.goal_id)})
    put(await _rows(tx, _moods(groups)), _mood_figures)
    put(await _rows(tx, _talks(groups, now)), _talk_figures)
    put(await _rows(tx, _told(groups, now)), lambda row: {"told": _day(row.day)})
    made: dict[int, list[Facts]] = {}
    for (manager, person), known in found.items():
        made.setdefault(manager, []).append(Facts(person, **known))
    return made


def _led(groups: Groups) -> Select[Any]:
    g = groups.rows.c
    line = and_(
        col(ReportingLine.person_id) == g.person_id,
        col(ReportingLine.manager_id) == g.reader_id,
        col(ReportingLine.since) <= groups.last,
        or_(col(ReportingLine.until).is_(None), col(ReportingLine.until) > groups.last),
    )
    found = select(g.group_id, g.person_id, col(ReportingLine.since).label("since")).select_from(groups.rows)
    return found.join(ReportingLine, line).where(g.stays)


def _help(groups: Groups) -> Select[Any]:
    g = groups.rows.c
    return (
        select(g.group_id, g.person_id, col(Blocker.help_asked_at).label("day"), col(Blocker.checkin_id))
        .select_from(groups.rows)
        .join(Blocker, col(Blocker.person_id) == g.person_id)
        .join(Reader, parts.reads(CHECKIN, col(Blocker.checkin_id), g.reader_id))
        .where(col(Blocker.help_from) == g.reader_id, col(Blocker.help_state) == HelpState.ASKED)
        .where(col(Blocker.closed_at).is_(None), col(Blocker.help_asked_at).is_not(None), g.stays)
        .order_by(col(Blocker.help_asked_at).desc(), col(Blocker.id).desc())
    )


def _off_track(groups: Groups) -> Select[Any]:
    g = groups.rows.c
    return (
        select(g.group_id, g.person_id, col(Goal.told_at).label("day"), col(Goal.id).label("goal_id"))
        .select_from(groups.rows)
        .join(Goal, col(Goal.owner_id) == g.person_id)
        .where(col(Goal.state) == GoalState.CONFIRMED, col(Goal.confidence) == Confidence.OFF_TRACK)
        .where(col(Goal.told_at).is_not(None), g.stays)
        .order_by(col(Goal.told_at).desc(), col(Goal.id).desc())
    )


def _moods(groups: Groups) -> Select[Any]:
    """Counted by conditions, not left out by them: so each person's check-ins are read by their index, and nobody else's."""
    g, sent = groups.rows.c, col(CheckIn.sent_at)
    said = and_(col(Mood.id).is_not(None), col(Reader.id).is_not(None))
    lately = and_(said, sent > Midnight(_literal(groups.last - RECENT)))
    return (
        select(
            g.group_id,
            g.person_id,
            parts.number(lately).label("lately"),
            func.sum(case((lately, col(Mood.value)), else_=0), type_=Integer).label("felt"),
            parts.number(said).label("n"),
            func.sum(case((said, col(Mood.value)), else_=0), type_=Integer).label("value"),
        )
        .select_from(groups.rows)
        .join(CheckIn, col(CheckIn.person_id) == g.person_id)
        .outerjoin(Mood, col(Mood.checkin_id) == col(CheckIn.id))
        .outerjoin(Reader, parts.reads(CHECKIN, col(CheckIn.id), g.reader_id))
        .where(sent > Midnight(_literal(groups.last - USUAL)), sent < g.closes, g.stays)
        .group_by(g.group_id, g.person_id)
    )


def _mood_figures(row: Any) -> dict[str, Any]:
    return {"recent": (row.lately, row.felt), "usual": (row.n - row.lately, row.value - row.felt)}


def _talks(groups: Groups, now: datetime) -> Select[Any]:
    """What counts is as storage/cycle_summaries_counts.py has it."""
    g, state = groups.rows.c, col(OneOnOne.state)
    day = func.coalesce(col(OneOnOne.at), col(OneOnOne.settled_at))
    missed = or_(state == TalkState.NOT_HELD, and_(state == TalkState.SKIPPED, col(OneOnOne.skipped_by).is_not(None)))
    held = or_(state == TalkState.HELD, and_(state == TalkState.AGREED, col(OneOnOne.at) <= now))
    return (
        select(
            g.group_id,
            g.person_id,
            func.count().label("agreed"),
            parts.number(held).label("held"),
            func.max(case((held, day), else_=None)).label("talked"),
            func.max(case((missed, day), else_=None)).label("missed_on"),
        )
        .select_from(groups.rows)
        .join(OneOnOne, and_(col(OneOnOne.person_id) == g.person_id, col(OneOnOne.manager_id) == g.reader_id))
        .where(or_(missed, held), day >= g.opens, day < g.closes, g.stays)
        .group_by(g.group_id, g.person_id)
    )


def _talk_figures(row: Any) -> dict[str, Any]:
    talked, missed = (_day(one) if one is not None else None for one in (row.talked, row.missed_on))
    return {"agreed": row.agreed, "held": row.held, "talked": talked, "missed_on": missed}


def _told(groups: Groups, now: datetime) -> Select[Any]:
    g, one = groups.rows.c, feedback_rows.Feedback
    both = and_(col(one.author_id) == g.reader_id, col(one.subject_id) == g.person_id)
    return (
        select(g.group_id, g.person_id, func.max(col(one.given_at)).label("day"))
        .select_from(groups.rows)
        .join(one, both)
        .where(col(one.withdrawn_at).is_(None), col(one.given_at) <= now, g.stays)
        .group_by(g.group_id, g.person_id)
    )


def _literal(day: date) -> Any:
    return literal(day, Date)


def _day(moment: Any) -> date:
    return (moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)).date()


async def _rows(tx: Tx, found: Select[Any]) -> list[Any]:
    return list((await (await tx.connection()).execute(found)).all())
