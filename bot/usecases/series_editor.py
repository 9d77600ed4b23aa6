"""HR edits a series: its name and rhythm, its window, its audience. What two do at once is told, never lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain import series as rules
from bot.domain.checkins import SeriesKind, SeriesState
from bot.domain.errors import RuleBroken
from bot.usecases import roles
from bot.usecases import series as series_usecases
from bot.usecases.series import access_series, check_hr, replan_everybody
from storage import audit, people, series
from storage.database import Tx
from storage.people import Person
from storage.series import Question, Series

RHYTHM, WINDOW, AUDIENCE = "rhythm", "window", "audience"
PARTS: dict[str, tuple[str, ...]] = {
    RHYTHM: ("name", "cadence", "every", "weekday", "month_day", "month_week"),
    WINDOW: ("opens_at", "closes_after", "closes_at", "reminds_at"),
    AUDIENCE: ("audience",),
}
"""The columns that each part of the editor sets; questions are a part of their own, by their key."""
EDIT = "series.edit"


@dataclass(frozen=True)
class Edited:
    """The series after an edit. `by`: these people changed the same meanwhile, and nothing was stored."""

    series: Series
    by: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    """A series as HR sees it in the editor, with the questions in force, hidden ones too, and how many people are meant."""

    series: Series
    questions: list[Question]


async def access_all(tx: Tx, viewer: Person) -> list[Series]:
    """Every series, the ended ones last and of these the newest first. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, viewer)
    found = await series.of_workspace(tx, viewer.workspace_id)
    over = [one for one in found if one.state == SeriesState.ENDED]
    return [one for one in found if one.state != SeriesState.ENDED] + over[::-1]


async def access(tx: Tx, viewer: Person, series_id: int, now: datetime) -> Opened:
    """One series, to be edited. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, viewer)
    found = await access_series(tx, viewer, series_id)
    return Opened(found, await series.every_question(tx, found.id, now))


def blank(actor: Person, now: datetime, kind: SeriesKind = SeriesKind.CHECKIN) -> Series:
    """A series that is not made yet, as its form begins."""
    return series_usecases.blank(actor.workspace_id, kind, now)


def with_(one: Series, values: Mapping[str, Any]) -> Series:
    """The series as somebody wants it, apart from the one that is stored."""
    return Series(**(one.model_dump() | dict(values)))


async def edit(
    tx: Tx, actor: Person, series_id: int, revision: int, part: str, values: Mapping[str, Any], now: datetime
) -> Edited:
    """Set one part of the series, from the next turn on. `revision` is the one that the form was filled from.

    The same again changes nothing. Raises RuleBroken at the field that makes no sense.
    """
    found = await lock(tx, actor, series_id)
    given = [name for name in PARTS[part] if name in values]
    changed = {name: values[name] for name in given if getattr(found, name) != values[name]}
    if not changed:
        return Edited(found)
    if by := await changed_by(tx, found, revision, part):
        return Edited(found, by)
    for name, value in changed.items():
        setattr(found, name, value)
    await _check(tx, found, part)
    if "cadence" in changed or "every" in changed:
        found.anchor = now.date()
    await written(tx, actor, found, part, sorted(changed), now)
    if found.state == SeriesState.RUNNING and set(changed) - {"name"}:
        await replan_everybody(tx, found, now)
    return Edited(found)


async def _check(tx: Tx, found: Series, part: str) -> None:
    if part == RHYTHM:
        found.name = rules.check_name(found.name)
        with tx.no_autoflush:
            known = await series.of_workspace(tx, found.workspace_id)
        if any(one.id != found.id and one.name.casefold() == found.name.casefold() for one in known):
            raise RuleBroken("name_taken", field="name")
        rules.check_rhythm(series.rule(found))
    elif part == WINDOW:
        rules.check_window(series.rule(found))


async def lock(tx: Tx, actor: Person, series_id: int) -> Series:
    """The series, for HR to change; nobody else changes it until the transaction ends. Raises RuleBroken for an ended one."""
    await check_hr(tx, actor)
    await access_series(tx, actor, series_id)
    found = await series.lock(tx, series_id)
    if found.state == SeriesState.ENDED:
        raise RuleBroken("series_over")
    return found


async def changed_by(tx: Tx, found: Series, revision: int, part: str) -> list[str]:
    """The names of those who have changed this part since that revision, in the order in which they did."""
    if found.revision == revision:
        return []
    entries = await audit.about(tx, found.workspace_id, EDIT, "series", found.id)
    ids = [one.actor_id for one in entries if one.details["revision"] > revision and one.details["part"] == part]
    who = await people.by_ids(tx, [one for one in ids if one is not None])
    return [who[one].name for one in dict.fromkeys(ids) if one is not None]


async def written(tx: Tx, actor: Person, found: Series, part: str, changed: list[str], now: datetime) -> None:
    """Count the edit, and write down who made it."""
    found.revision += 1
    tx.add(found)
    await tx.flush()
    details = {"part": part, "revision": found.revision, "changed": changed}
    await audit.note(tx, actor.workspace_id, EDIT, "series", found.id, actor_id=actor.id, now=now, **details)
