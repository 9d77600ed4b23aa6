"""The dry run that HR asked for is counted apart from their click, and shown in the modal that waits for it."""

from datetime import datetime
from typing import Any

from bot.deps import Deps
from bot.domain import cycles as rules
from bot.locales.reader import Reader
from bot.usecases import cycles_dry_run as usecases
from bot.views import cycles_dry_run as views
from schedules import filling
from schedules.registry import Registry
from storage.database import Tx


def register(registry: Registry) -> None:
    registry.task(rules.DRY_RUN, count)


async def count(deps: Deps, person: int, cycle: int, view: str, waits: str | None = None) -> None:
    """As `filling.fill`."""

    async def made(tx: Tx, now: datetime) -> dict[str, Any]:
        hr, shown = await usecases.access_for(tx, person, cycle, now)
        return views.dry_run(Reader(hr.locale, hr.zone), shown)

    await filling.fill(deps, view, waits, made)
