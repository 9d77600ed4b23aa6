"""Series: the default one, who would get what when, and the start that HR presses."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import cadence
from bot.domain.checkins import SeriesState
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.roles import Role
from bot.domain.series import DEFAULT_NAME, DEFAULT_QUESTIONS
from bot.usecases import audience, working
from bot.usecases.checkins_schedule import replan, takes_part
from storage import audit, people, reporting, roles, series
from storage.database import Tx
from storage.people import Person
from storage.series import Question, Series
from storage.workspaces import Workspace


@dataclass(frozen=True)
class Wave:
    """People of one zone who get their prompt at one moment."""

    zone: str
    at: datetime
    people: int


@dataclass(frozen=True)
class Preview:
    """Who would get what when: the next prompts in the order of time, and the first names of those who are meant."""

    series: Series
    waves: list[Wave]
    people: int
    names: list[str]
    without_manager: int


async def ensure_default(tx: Tx, workspace: Workspace, now: datetime, *, started: bool) -> Series:
    """The weekly check-in that every workspace begins with: paused until HR starts it, unless `started`."""
    found = await series.of_workspace(tx, workspace.id)
    if found:
        return found[0]
    made = Series(
        workspace_id=workspace.id,
        name=DEFAULT_NAME,
        anchor=now.date(),
        state=SeriesState.RUNNING if started else SeriesState.PAUSED,
        started_at=now if started else None,
    )
    tx.add(made)
    await tx.flush()
    for position, kind in enumerate(DEFAULT_QUESTIONS):
        tx.add(
            Question(
                workspace_id=workspace.id,
                series_id=made.id,
                key=kind,
                kind=kind,
                position=position,
                since=now - timedelta(days=7),
            )
        )
    await tx.flush()
    return made


async def access_preview(tx: Tx, viewer: Person, series_id: int, now: datetime) -> Preview:
    """What starting the series would do, for HR. Raises NotAllowed for anybody else."""
    await check_hr(tx, viewer)
    found = await series.get(tx, series_id)
    if found.workspace_id != viewer.workspace_id:
        raise NotAllowed("not_found")
    everyone = await people.active(tx, viewer.workspace_id)
    meant = [one for one in audience.among(found.audience, everyone) if takes_part(one, now)]
    hours = await working.of(tx, meant, now)
    rule = series.rule(found)
    waves: Counter[tuple[datetime, str]] = Counter()
    for one in meant:
        mine = hours[one.id]
        zone = cadence.zone_of(mine.zone)
        slot = cadence.first_slot(rule, now, zone, mine.hours, mine.on)
        waves[cadence.due_at(rule, slot, zone, mine.hours, mine.on), one.zone] += 1
    return Preview(
        series=found,
        waves=[Wave(zone, at, count) for (at, zone), count in sorted(waves.items())],
        people=len(meant),
        names=[one.name for one in meant[:30]],
        without_manager=len(await reporting.without_manager(tx, viewer.workspace_id, now.date())),
    )


async def start(tx: Tx, actor: Person, series_id: int, now: datetime) -> Series:
    """Let the series ask from the next prompt on. Pressed twice, it is started once."""
    await check_hr(tx, actor)
    found = await series.get(tx, series_id)
    if found.workspace_id != actor.workspace_id:
        raise NotAllowed("not_found")
    if found.state == SeriesState.ENDED:
        raise RuleBroken("series_ended")
    if found.state == SeriesState.RUNNING:
        return found
    found.state, found.started_at, found.started_by = SeriesState.RUNNING, now, actor.id
    await audit.note(tx, actor.workspace_id, "series.start", "series", found.id, actor_id=actor.id, now=now)
    await tx.flush()
    await replan(tx, await people.active_ids(tx, actor.workspace_id), now)
    return found


async def pause(tx: Tx, actor: Person, series_id: int, now: datetime) -> Series:
    """Ask nothing more until it is started again; what is open stays open until its window closes."""
    await check_hr(tx, actor)
    found = await series.get(tx, series_id)
    if found.workspace_id != actor.workspace_id:
        raise NotAllowed("not_found")
    if found.state == SeriesState.RUNNING:
        found.state = SeriesState.PAUSED
        await series.rest(tx, found.id)
        await audit.note(tx, actor.workspace_id, "series.pause", "series", found.id, actor_id=actor.id, now=now)
    return found


async def check_hr(tx: Tx, person: Person) -> None:
    """Raises NotAllowed for anybody but HR."""
    if not await roles.has(tx, person.id, Role.HR):
        raise NotAllowed("hr_only")
