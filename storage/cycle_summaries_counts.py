"""Counting for cycles' summaries: each figure of all groups in one statement, with the ids of what was counted. No words are read.

Where a group has a reader, what they may not read is counted apart (feedback) or not at all (moods, blockers, thanks, goals of people
whom they no longer lead). The ids are those of what they may read.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, String, and_, case, cast, distinct, extract, func, null, or_, select, true
from sqlmodel import col

from bot.domain.checkins import RECORD as CHECKIN
from bot.domain.checkins import Outcome
from bot.domain.cycle_summaries import Balance, Blockers, Counted, Figures, Of, Talks, TalkTurn, Week
from bot.domain.feedback import RECORD as FEEDBACK
from bot.domain.feedback import Aim, Form
from bot.domain.one_on_ones import TalkState
from bot.domain.recognition import RECORD as RECOGNITION
from storage import cycle_summaries_belongs as belonging
from storage import cycle_summaries_goals as goals
from storage import cycle_summaries_parts as parts
from storage import feedback as feedback_rows
from storage.checkins import Blocker, CheckIn, Mood
from storage.cycle_summaries_groups import Groups
from storage.database import Tx
from storage.one_on_ones import OneOnOne
from storage.periods import Period, of_checkins
from storage.readers import Reader, Why
from storage.recognition import RecognitionOf

NOT_ASKED = (Outcome.NONE, Outcome.DROPPED, Outcome.AWAY, Outcome.SKIPPED)
"""Outcomes of periods in which no answer was owed: nobody was asked, or it was their own choice."""
SENT = (Outcome.ANSWERED, Outcome.LATE)
WORKS_WITH = (Why.MANAGER, Why.SUBJECT)
"""Why a manager reads feedback as a manager; what somebody reported to HR, they read as HR alone."""
SECONDS = 86_400


async def count(
    tx: Tx, groups: Groups, now: datetime, *, cycle_id: int | None = None, records: bool = True
) -> dict[int, Counted]:
    """The figures of every group that has somebody in it, by group id: eight statements, however many groups.

    `cycle_id`: goals of another cycle are not counted, and what belongs to this one is.
    `now`: talks after it are still to come, feedback is not there yet.
    `records`: with the ids of what is counted; of a whole company these are more than everything else.
    """
    made: dict[int, dict[str, Any]] = {}
    ids: dict[int, dict[Of, tuple[int, ...]]] = {}

    async def found(statement: Select[Any]) -> list[Any]:
        return await _rows(tx, statement if records else _without_ids(statement))

    def put(of: Of, rows: Iterable[Any], figure: Any) -> None:
        for row in rows:
            made.setdefault(row.group_id, {}).update(figure(row))
            if row.ids:
                # Once each: whoever led somebody twice may read what began in one of these times in the other as well.
                ids.setdefault(row.group_id, {})[of] = tuple(sorted({int(one) for one in str(row.ids).split(",")}))

    for row in await _rows(tx, _people(groups)):
        made[row.group_id] = {"people": row.people}
    mine = await belonging.of_cycle(tx, cycle_id)
    weeks, checkins = _by_week(await found(_weeks(groups, mine.series)))
    for group, some in weeks.items():
        made.setdefault(group, {})["weeks"] = some
    for group, those in checkins.items():
        ids.setdefault(group, {})[Of.CHECKINS] = those
    counting = {
        Of.GOALS: (goals.of_groups(groups, cycle_id), goals.figures),
        Of.BLOCKERS: (_blockers(groups), lambda row: {"blockers": _blocker_figures(row)}),
        Of.RECEIVED: (_feedback(groups, now, given=False), lambda row: {"received": _feedback_figures(row)}),
        Of.GIVEN: (_feedback(groups, now, given=True), lambda row: {"given": _feedback_figures(row)}),
        Of.RECOGNITION: (_recognition(groups), lambda row: {"recognition": row.n, "recognised": row.people}),
    }
    for of, (statement, figure) in counting.items():
        put(of, await found(statement), figure)
    held = await found(_talks(groups, now))
    for group, talks, those in await _all_talks(tx, groups, held, now, mine.talks_every):
        made.setdefault(group, {}).update(talks)
        ids.setdefault(group, {}).update({Of.TALKS: those} if those else {})
    return {group: Counted(Figures(**figures), ids.get(group, {})) for group, figures in made.items()}


def _people(groups: Groups) -> Select[Any]:
    g = groups.rows.c
    return select(g.group_id, func.count(distinct(g.person_id)).label("people")).group_by(g.group_id)


def _weeks(groups: Groups, series: Sequence[int] = ()) -> Select[Any]:
    """A row for each slot of each series, or of these: in it each person has one period."""
    g = groups.rows.c
    readable = and_(col(Mood.id).is_not(None), parts.may(g, col(Reader.id)))
    read = and_(col(CheckIn.id).is_not(None), parts.may(g, col(Reader.id)))
    return (
        select(
            g.group_id,
            func.min(col(Period.opens_at)).label("opens_at"),
            parts.number(or_(col(Period.outcome).is_(None), col(Period.outcome).not_in(NOT_ASKED))).label("asked"),
            parts.number(col(Period.outcome).in_(SENT)).label("answered"),
            parts.number(readable).label("moods"),
            func.sum(case((readable, col(Mood.value)), else_=0), type_=Integer).label("mood_sum"),
            parts.ids(read, col(CheckIn.id)).label("ids"),
        )
        .select_from(groups.rows)
        .join(Period, col(Period.person_id) == g.person_id)
        .outerjoin(CheckIn, col(CheckIn.period_id) == col(Period.id))
        .outerjoin(Mood, col(Mood.checkin_id) == col(CheckIn.id))
        .outerjoin(Reader, parts.reads(CHECKIN, col(CheckIn.id), g.reader_id))
        .where(col(Period.closes_at) >= g.opens, col(Period.opens_at) >= g.opens, col(Period.opens_at) < g.closes)
        .where(of_checkins(), col(Period.series_id).in_(series) if series else true())
        .group_by(g.group_id, col(Period.series_id), col(Period.slot))
    )


def _by_week(rows: Iterable[Any]) -> tuple[dict[int, tuple[Week, ...]], dict[int, tuple[int, ...]]]:
    """The slots by the Monday of their week. Where several series asked in one, the mood is that of which most said it."""
    weeks: dict[int, dict[date, Week]] = {}
    ids: dict[int, list[int]] = {}
    for group, opens_at, asked, answered, moods, mood_sum, found in rows:
        day = (opens_at if isinstance(opens_at, datetime) else datetime.fromisoformat(opens_at)).date()
        monday = day - timedelta(days=day.weekday())
        those = weeks.setdefault(group, {})
        one = those.get(monday, Week(monday))
        said, felt = (moods, mood_sum) if moods > one.moods else (one.moods, one.mood_sum)
        people = max(one.people, asked)
        those[monday] = Week(monday, one.asked + asked, one.answered + answered, said, felt, people)
        if found:
            ids.setdefault(group, []).extend(map(int, found.split(",")))
    by_group = {group: tuple(those[day] for day in sorted(those)) for group, those in weeks.items()}
    return by_group, {group: tuple(sorted(found)) for group, found in ids.items()}


def _blockers(groups: Groups) -> Select[Any]:
    g = groups.rows.c
    opened, closed = col(Blocker.opened_at), col(Blocker.closed_at)
    solved = and_(closed >= g.opens, closed < g.closes)
    is_open = and_(g.stays, or_(closed.is_(None), closed >= g.closes))
    seconds = extract("epoch", closed) - extract("epoch", opened)
    return (
        select(
            g.group_id,
            parts.number(opened >= g.opens).label("opened"),
            parts.number(solved).label("solved"),
            parts.number(is_open).label("open"),
            func.sum(case((solved, seconds), else_=0)).label("seconds"),
            func.min(case((is_open, opened), else_=None)).label("oldest"),
            func.aggregate_strings(cast(col(Blocker.id), String), ",").label("ids"),
        )
        .select_from(groups.rows)
        .join(Blocker, col(Blocker.person_id) == g.person_id)
        .outerjoin(Reader, parts.reads(CHECKIN, col(Blocker.checkin_id), g.reader_id))
        .where(opened < g.closes, or_(closed.is_(None), closed >= g.opens), parts.may(g, col(Reader.id)))
        .group_by(g.group_id)
    )


def _blocker_figures(row: Any) -> Blockers:
    oldest = (
        row.oldest if row.oldest is None or isinstance(row.oldest, datetime) else datetime.fromisoformat(row.oldest)
    )
    days = round(float(row.seconds or 0) / SECONDS)
    return Blockers(row.opened, row.solved, row.open, days, oldest.date() if oldest is not None else None)


def _feedback(groups: Groups, now: datetime, *, given: bool) -> Select[Any]:
    g, one = groups.rows.c, feedback_rows.Feedback
    whose, other = (col(one.author_id), col(one.subject_id)) if given else (col(one.subject_id), col(one.author_id))
    read = parts.may(g, col(Reader.id), other == g.reader_id)
    hidden = ~read
    keep = or_(col(one.form) == Form.SANDWICH, col(one.aim) == Aim.KEEP)
    change = or_(col(one.form) == Form.SANDWICH, col(one.aim) == Aim.CHANGE)
    reads = and_(parts.reads(FEEDBACK, col(one.id), g.reader_id), col(Reader.why).in_(WORKS_WITH))
    return (
        select(
            g.group_id,
            parts.number(read).label("read"),
            parts.persons(read, whose).label("people"),
            parts.number(and_(read, keep)).label("keep"),
            parts.number(and_(read, change)).label("change"),
            parts.number(hidden).label("rest"),
            parts.persons(hidden, whose).label("rest_people"),
            parts.number(and_(hidden, keep)).label("rest_keep"),
            parts.persons(and_(hidden, keep), whose).label("rest_keep_people"),
            parts.number(and_(hidden, change)).label("rest_change"),
            parts.persons(and_(hidden, change), whose).label("rest_change_people"),
            parts.ids(read, col(one.id)).label("ids"),
        )
        .select_from(groups.rows)
        .join(one, whose == g.person_id)
        .outerjoin(Reader, reads)
        .where(col(one.due_at) >= g.opens, col(one.due_at) < g.closes, col(one.due_at) <= now)
        .where(col(one.withdrawn_at).is_(None))
        .group_by(g.group_id)
    )


def _feedback_figures(row: Any) -> Balance:
    _, *counted, _ = row
    return Balance(*counted)


def _recognition(groups: Groups) -> Select[Any]:
    g, said = groups.rows.c, col(RecognitionOf.said_at)
    return (
        select(
            g.group_id,
            func.count(col(RecognitionOf.id)).label("n"),
            func.count(distinct(col(RecognitionOf.person_id))).label("people"),
            func.aggregate_strings(cast(col(RecognitionOf.id), String), ",").label("ids"),
        )
        .select_from(groups.rows)
        .join(RecognitionOf, col(RecognitionOf.person_id) == g.person_id)
        .outerjoin(Reader, parts.reads(RECOGNITION, col(RecognitionOf.id), g.reader_id))
        .where(said >= g.opens, said < g.closes, parts.may(g, col(Reader.id)))
        .group_by(g.group_id)
    )


def _talks(groups: Groups, now: datetime) -> Select[Any]:
    """What counts is as bot/domain/one_on_ones.py `missed` has it. Where a group has a reader, their own talks."""
    g, state = groups.rows.c, col(OneOnOne.state)
    day = func.coalesce(col(OneOnOne.at), col(OneOnOne.settled_at))
    missed = or_(state == TalkState.NOT_HELD, and_(state == TalkState.SKIPPED, col(OneOnOne.skipped_by).is_not(None)))
    held = or_(state == TalkState.HELD, and_(state == TalkState.AGREED, col(OneOnOne.at) <= now))
    return (
        select(
            g.group_id,
            col(OneOnOne.slot),
            func.count().label("agreed"),
            parts.number(held).label("held"),
            func.aggregate_strings(cast(col(OneOnOne.id), String), ",").label("ids"),
        )
        .select_from(groups.rows)
        .join(OneOnOne, col(OneOnOne.person_id) == g.person_id)
        .where(or_(missed, held), day >= g.opens, day < g.closes)
        .where(or_(g.reader_id.is_(None), col(OneOnOne.manager_id) == g.reader_id))
        .group_by(g.group_id, col(OneOnOne.slot))
    )


async def _all_talks(
    tx: Tx, groups: Groups, held: Iterable[Any], now: datetime, every: int | None
) -> list[tuple[int, dict[str, Any], tuple[int, ...]]]:
    """The talks of each group in all and by turn, with their ids; with those that the cycle's own rhythm expects."""
    turns, ids = _by_turn(held)
    unset: dict[int, int] = {}
    if every is not None:
        turns, unset = belonging.expected(turns, await _rows(tx, belonging.unpaired(groups)), every, now)
    made = []
    for group, those in turns.items():
        total = Talks(sum(one.agreed for one in those), sum(one.held for one in those), unset.get(group, 0))
        made.append((group, {"talks": total, "turns": those}, ids.get(group, ())))
    return made


def _by_turn(rows: Iterable[Any]) -> tuple[dict[int, tuple[TalkTurn, ...]], dict[int, tuple[int, ...]]]:
    """The talks by the first day of their week or month."""
    turns: dict[int, dict[date, TalkTurn]] = {}
    ids: dict[int, list[int]] = {}
    for group, slot, agreed, held, found in rows:
        day = date.fromisoformat(f"{slot}-1" if "W" in slot else f"{slot}-01")
        one = turns.setdefault(group, {}).get(day, TalkTurn(day))
        turns[group][day] = TalkTurn(day, one.agreed + agreed, one.held + held)
        if found:
            ids.setdefault(group, []).extend(map(int, found.split(",")))
    by_group = {group: tuple(those[day] for day in sorted(those)) for group, those in turns.items()}
    return by_group, {group: tuple(sorted(found)) for group, found in ids.items()}


def _without_ids(found: Select[Any]) -> Select[Any]:
    """The same figures, with nothing in place of the ids."""
    columns = found.selected_columns
    return found.with_only_columns(*(null().label("ids") if one.key == "ids" else one for one in columns))


async def _rows(tx: Tx, found: Select[Any]) -> list[Any]:
    return list((await (await tx.connection()).execute(found)).all())
