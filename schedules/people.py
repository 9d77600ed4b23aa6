"""The roster is read from Slack when a process begins and every night, a page at a time and at Slack's pace."""

from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.deps import Deps
from bot.domain.people import ROSTER
from bot.slack import InDoubt, Json, Passing, Permanent, SlackTrouble
from bot.usecases import roster
from bot.usecases import roster_runs as runs
from bot.usecases.roster import Taken
from schedules.registry import Registry, TryAgain

if TYPE_CHECKING:
    from storage.workspaces import Workspace

BURST = 10
"""Pages without a pause. users.list takes about twenty calls a minute (SLACK.md §3.2), and a new run may follow soon."""
PAUSE = 3.0
"""Seconds between later pages: twenty a minute."""
TRIES = 5
"""How often one page is asked for before the run is given up; the next one begins anew."""
WAIT_MAX = 60.0
LATER = 600.0
"""Seconds after which a run that was given up begins anew."""

log = structlog.stdlib.get_logger("growloop.roster")


class _Interrupted(Exception):
    """Slack forgot where we were: the run begins anew, and what it marked stays marked."""


def register(registry: Registry) -> None:
    begun: set[int] = set()

    async def ask(deps: Deps) -> None:
        """Which workspaces are due? Each once when this process begins, then after the night's hour."""
        async with deps.transaction(reading=True) as tx:
            due = await runs.due(tx, begun, deps.clock.now())
        for workspace, since in due:
            async with deps.transaction() as tx:
                await runs.ask(tx, workspace, since)
            begun.add(workspace.id)

    registry.tick(ROSTER, ask)
    registry.task(ROSTER, sync)


async def sync(deps: Deps, workspace: int, since: str) -> None:
    """Bring the whole roster up to date, unless that was done since. Only a run that saw every page lets anybody go."""
    async with deps.transaction(reading=True) as tx:
        place = await runs.unfinished(tx, workspace, datetime.fromisoformat(since))
    if place is None:
        return
    begun = deps.clock.now()
    run = roster.run_id(begun)
    try:
        taken = await _read(deps, place, run)
    except (_Interrupted, SlackTrouble) as trouble:
        log.warning("the roster was not read to its end", trouble=str(trouble))
        raise TryAgain(LATER) from trouble
    # Where nobody was seen, something else is wrong, and nobody is let go for it.
    swept = await _sweep(deps, place, run) if taken.taking_part else 0
    async with deps.transaction() as tx:
        appointed = await runs.finish(tx, workspace, deps.hr_emails, begun, deps.clock.now())
    left = taken.left + swept
    log.info("roster read", people=taken.taking_part, joined=taken.joined, left=left, hr=len(appointed))


async def _read(deps: Deps, workspace: "Workspace", run: str) -> Taken:
    """Every page, each in a transaction of its own, so that nobody waits for the whole."""
    taken, cursor, pages = Taken(), None, 0
    while True:
        users, cursor = await _page(deps, cursor)
        async with deps.transaction() as tx:
            taken += await roster.take_in(tx, workspace, users, run, deps.clock.now())
        pages += 1
        if cursor is None:
            return taken
        if pages >= BURST:
            await deps.clock.sleep(PAUSE)


async def _page(deps: Deps, cursor: str | None) -> tuple[list[Json], str | None]:
    """One page, patiently: to read is safe to repeat."""
    for tried in range(1, TRIES + 1):
        try:
            return await deps.slack.users_page(cursor)
        except Passing as busy:
            if tried == TRIES:
                raise
            await deps.clock.sleep(min(busy.retry_after, WAIT_MAX))
        except InDoubt:
            if tried == TRIES:
                raise
            await deps.clock.sleep(PAUSE)
        except Permanent as refused:
            if refused.code != "invalid_cursor":
                raise
            raise _Interrupted(refused.code) from refused
    raise AssertionError("the last try returns or raises")


async def _sweep(deps: Deps, workspace: "Workspace", run: str) -> int:
    swept = 0
    while True:
        async with deps.transaction() as tx:
            gone = await roster.sweep(tx, workspace, run, deps.clock.now())
        if not gone:
            return swept
        swept += gone
