"""The picture of goals over a cycle: asked for by whoever sees them, drawn for them alone, after the words that say the same."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import cadence
from bot.domain import goals_pictures as rules
from bot.domain import goals_progress as progress
from bot.domain.errors import RuleBroken
from bot.domain.goals import ProgressFrom
from bot.domain.goals_pictures import PictureOf
from bot.domain.goals_progress import Node, Weighed
from bot.domain.goals_seeing import Figures
from bot.domain.notices import NoLonger
from bot.domain.pictures import PictureState
from bot.usecases import goals_seeing, notices
from bot.usecases.people import local_day
from storage import goals_pictures as store
from storage import goals_told, jobs
from storage import notices as notice_store
from storage.cycles import Cycle
from storage.database import Tx
from storage.goals import Goal
from storage.goals_pictures import GoalPicture
from storage.inserting import insert_row
from storage.notices import Notice
from storage.people import Person

BELOW_MOST = 5_000
"""Goals that are added up for the past: with more of them, only today is shown."""


@dataclass(frozen=True)
class Point:
    """How far on that day. `done` None: nothing had been said; `gone`: how much of the cycle was over, where there is one."""

    day: date
    done: float | None
    gone: float | None = None


@dataclass(frozen=True)
class Picture:
    """What is drawn and said. Of a person: `points`, the oldest first, and their goals' `figures`; of a team: `people` with theirs."""

    of: PictureOf
    reader: Person
    figures: Figures
    points: list[Point]
    people: list[tuple[Person, Figures]]
    cycle: str = ""
    channel: str = ""
    ts: str = ""


async def ask(tx: Tx, me: Person, of: PictureOf, now: datetime) -> None:
    """Have it sent to my own chat. Pressed twice, it comes once. Raises RuleBroken where there is nothing to show."""
    picture = await _picture(tx, me, of, now)
    if not picture.figures.goals:
        raise RuleBroken("goals_nothing_to_draw")
    row = {"workspace_id": me.workspace_id, "person_id": me.id, "of": of, "minute": f"{now:%Y-%m-%dT%H:%M}"}
    made = await insert_row(tx, GoalPicture, row | {"state": PictureState.WANTED, "asked_at": now})
    if made is not None:
        await notices.owe(
            tx,
            rules.PICTURE,
            workspace_id=me.workspace_id,
            subject_id=made,
            recipient_id=me.id,
            due_at=now,
            now=now,
        )


async def access_message(tx: Tx, notice: Notice, me: Person, now: datetime) -> Picture:
    """The words of one that I asked for, as things stand now."""
    row = await tx.get(GoalPicture, notice.subject_id)
    if row is None or row.person_id != me.id:
        raise NoLonger("gone")
    return await _picture(tx, me, row.of, now)


async def access_picture(tx: Tx, picture_id: int, now: datetime) -> Picture | None:
    """The same to be drawn; None: there is nothing to draw, or nobody to draw it for any more."""
    row = await tx.get(GoalPicture, picture_id)
    if row is None or row.state is not PictureState.WANTED:
        return None
    me = await tx.get_one(Person, row.person_id)
    notice = await notice_store.find(tx, rules.PICTURE.name, row.id, me.id, "")
    if notice is None or notice.channel is None or notice.ts is None or not me.active:
        return None
    try:
        found = await _picture(tx, me, row.of, now)
    except RuleBroken:  # nobody reports to them any more
        return None
    return replace(found, channel=notice.channel, ts=notice.ts) if found.figures.goals else None


async def _picture(tx: Tx, me: Person, of: PictureOf, now: datetime) -> Picture:
    if of is PictureOf.TEAM:
        team = await goals_seeing.access_whole_team(tx, me, now)
        return Picture(of, me, team.figures, [], team.rows)
    goals = await goals_told.running(tx, me.id, local_day(me, now))
    cycle = await _cycle(tx, goals)
    points = await _points(tx, me, goals, cycle, now)
    figures = (await goals_seeing.access_at_home(tx, me, now, leads=False)).mine
    return Picture(of, me, figures, points, [], cycle.name if cycle is not None else "")


async def _cycle(tx: Tx, goals: list[Goal]) -> Cycle | None:
    """The cycle that most of these goals belong to."""
    named = [one.cycle_id for one in goals if one.cycle_id is not None]
    return await tx.get(Cycle, max(sorted(set(named)), key=named.count)) if named else None


async def _points(tx: Tx, me: Person, goals: list[Goal], cycle: Cycle | None, now: datetime) -> list[Point]:
    """What these goals came to by weight, week by week, from what was said by then; as they support each other today."""
    zone, today = cadence.zone_of(me.zone), local_day(me, now)
    days = rules.weeks(cycle.starts if cycle is not None else None, today)
    mine = [one.id for one in goals]
    computed = any(one.progress_from is ProgressFrom.BELOW for one in goals)
    ids = await store.with_below(tx, mine, BELOW_MOST + 1) if computed else mine
    past = len(ids) <= BELOW_MOST
    every = await goals_told.by_ids(tx, ids) if past else {}
    said = await store.told(tx, ids) if past else {}
    known = {
        one: rules.at_days(days, [(at.astimezone(zone).date(), value) for at, value in some])
        for one, some in said.items()
    }
    found = []
    for at, day in enumerate(days):
        last = day == today
        nodes = [_node(one, known[one.id][at]) for one in every.values()]
        then = progress.recomputed(nodes) if computed else {}
        weighed = [
            Weighed(one.weight, one.progress if last else then.get(one.id, known[one.id][at] if past else None))
            for one in goals
        ]
        over = rules.gone(cycle.starts, cycle.ends, day) if cycle is not None else None
        found.append(Point(day, progress.score(weighed).value, over))
    return found


def _node(goal: Goal, known: float | None) -> Node:
    counts, computed = progress.counts(goal.state, goal.ended), progress.is_computed(goal.state, goal.progress_from)
    return Node(goal.id, goal.parent_id, goal.contribution, known, counts, computed)


async def hand_out(tx: Tx, most: int, now: datetime) -> None:
    """A job for each picture whose message was sent; of what was asked for long ago none is wanted any more."""
    await store.leave_out(tx, now - rules.FORGOTTEN)
    for one in await store.to_draw(tx, most):
        await jobs.add(tx, rules.DRAW, args={"picture": one}, queueing_lock=f"{rules.DRAW}:{one}")


async def wanted(tx: Tx) -> bool:
    """Whether a picture waits to be drawn."""
    return bool(await store.to_draw(tx, 1))


async def leave_out(tx: Tx, now: datetime) -> None:
    """No picture can be sent at all: none is wanted any more."""
    await store.leave_out(tx, now + rules.FORGOTTEN)


async def mark(tx: Tx, picture_id: int, was: PictureState, now: PictureState) -> bool:
    """Say what became of the picture; False: somebody else has it."""
    return await store.mark(tx, picture_id, was, now)
