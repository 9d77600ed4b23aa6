"""Series: the default one, and their lives: made, started, paused and ended by HR."""

from datetime import datetime, timedelta
from typing import Any

from bot.domain import pulses
from bot.domain import series as rules
from bot.domain.checkins import SeriesKind, SeriesState
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.roles import Role
from bot.domain.series import DEFAULT_NAME, DEFAULT_QUESTIONS
from bot.usecases import checkins_schedule as schedule
from storage import audit, jobs, people, roles, series, workspaces
from storage.database import Tx
from storage.people import Person
from storage.series import Question, Series
from storage.workspaces import Workspace


async def ensure_default(tx: Tx, workspace: Workspace, now: datetime, *, started: bool) -> Series:
    """The weekly check-in that every workspace begins with: paused until HR starts it, unless `started`."""
    found = await series.of_workspace(tx, workspace.id)
    if found:
        return found[0]
    made = blank(workspace.id, SeriesKind.CHECKIN, now)
    made.name = DEFAULT_NAME
    made.state, made.started_at = (SeriesState.RUNNING, now) if started else (SeriesState.PAUSED, None)
    return await add(tx, made, now)


def blank(workspace_id: int, kind: SeriesKind, now: datetime) -> Series:
    """A series of that kind that is not made yet, with the timetable that such a one begins with."""
    made = Series(workspace_id=workspace_id, kind=kind, name="", anchor=now.date())
    if kind is SeriesKind.PULSE:
        made.cadence, made.weekday, made.month_week = (
            pulses.DEFAULT_CADENCE,
            pulses.DEFAULT_WEEKDAY,
            pulses.DEFAULT_WEEK,
        )
        made.opens_at, made.closes_after = pulses.DEFAULT_OPENS, pulses.DEFAULT_DAYS
        made.reminds_at, made.closes_at = pulses.DEFAULT_REMINDS, pulses.DEFAULT_CLOSES
    return made


async def create(tx: Tx, actor: Person, made: Series, now: datetime) -> Series:
    """A new series of HR's, paused, with the usual questions. Raises RuleBroken at the field "name" for one that is taken."""
    await check_hr(tx, actor)
    made.name = rules.check_name(made.name)
    await workspaces.lock(tx, actor.workspace_id)
    known = await series.of_workspace(tx, actor.workspace_id)
    if any(one.name.casefold() == made.name.casefold() for one in known):
        raise RuleBroken("name_taken", field="name")
    if sum(one.state != SeriesState.ENDED for one in known) >= rules.SERIES_MAX:
        raise RuleBroken("series_too_many", {"most": rules.SERIES_MAX}, field="name")
    rules.check_rhythm(series.rule(made))
    found = await add(tx, made, now)
    await audit.note(tx, actor.workspace_id, "series.create", "series", found.id, actor_id=actor.id, now=now)
    return found


async def add(tx: Tx, made: Series, now: datetime) -> Series:
    """The series with the usual questions of its kind, in force since a week, so that a turn that began lately has them too."""
    tx.add(made)
    await tx.flush()
    usual = pulses.QUESTIONS if made.kind is SeriesKind.PULSE else [(one, one, {}, []) for one in DEFAULT_QUESTIONS]
    of: dict[str, Any] = {"workspace_id": made.workspace_id, "series_id": made.id, "since": now - timedelta(days=7)}
    for position, (key, kind, texts, options) in enumerate(usual):
        tx.add(Question(**of, key=key, kind=kind, position=position, texts=texts, options=options))
    await tx.flush()
    return made


async def access_series(tx: Tx, viewer: Person, series_id: int) -> Series:
    """A series of the viewer's workspace. Raises NotAllowed for any other."""
    found = await tx.get(Series, series_id)
    if found is None or found.workspace_id != viewer.workspace_id:
        raise NotAllowed("not_found")
    return found


async def start(tx: Tx, actor: Person, series_id: int, now: datetime) -> Series:
    """Let the series ask from the next prompt on. Pressed twice, it is started once."""
    found = await _lock(tx, actor, series_id)
    if found.state == SeriesState.ENDED:
        raise RuleBroken("series_ended")
    if found.state == SeriesState.RUNNING:
        return found
    if not await series.questions(tx, found.id, now):
        raise RuleBroken("series_without_questions")
    found.state, found.started_at, found.started_by = SeriesState.RUNNING, now, actor.id
    await _note(tx, actor, "series.start", found, now)
    await replan_everybody(tx, found, now)
    return found


async def pause(tx: Tx, actor: Person, series_id: int, now: datetime) -> Series:
    """Ask nothing more until it is started again; what is open stays open until its window closes."""
    found = await _lock(tx, actor, series_id)
    if found.state == SeriesState.RUNNING:
        found.state = SeriesState.PAUSED
        await series.rest(tx, found.id)
        await _note(tx, actor, "series.pause", found, now)
    return found


async def end(tx: Tx, actor: Person, series_id: int, now: datetime) -> Series:
    """Ask nothing more, for good. What is open can be answered until its window closes; what was answered stays."""
    found = await _lock(tx, actor, series_id)
    if found.state != SeriesState.ENDED:
        found.state, found.ended_at = SeriesState.ENDED, now
        await series.rest(tx, found.id)
        await _note(tx, actor, "series.end", found, now)
    return found


async def replan_everybody(tx: Tx, changed: Series, now: datetime) -> None:
    """Bring everybody's next turn up to date: at once in a small company, else by a job, as the click has three seconds."""
    await tx.flush()
    ids = await people.active_ids(tx, changed.workspace_id)
    if len(ids) <= schedule.BATCH:
        await schedule.replan(tx, ids, now, edited=changed.id)
    else:
        await jobs.add(tx, rules.REPLAN, args={"series": changed.id}, priority=rules.REPLAN_PRIORITY)


async def everyone_of(tx: Tx, series_id: int) -> list[int]:
    """The ids of all who take part in the workspace of a series."""
    return await people.active_ids(tx, (await series.get(tx, series_id)).workspace_id)


async def _lock(tx: Tx, actor: Person, series_id: int) -> Series:
    await check_hr(tx, actor)
    await access_series(tx, actor, series_id)
    return await series.lock(tx, series_id)


async def _note(tx: Tx, actor: Person, act: str, found: Series, now: datetime) -> None:
    await audit.note(tx, actor.workspace_id, act, "series", found.id, actor_id=actor.id, now=now)


async def check_hr(tx: Tx, person: Person) -> None:
    """Raises NotAllowed for anybody but HR."""
    if not await roles.has(tx, person.id, Role.HR):
        raise NotAllowed("hr_only")
