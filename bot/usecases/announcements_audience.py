"""Whom an announcement means at this moment: how many, some of them by name, and in which languages they read."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.domain import budget
from bot.domain.announcements import BATCH, LANGUAGES
from bot.locales.reader import language
from bot.usecases import audience
from storage import people
from storage.database import Tx
from storage.people import Week

NAMES = 30
"""Names shown as examples."""
AT_ONCE = 5 * BATCH
"""People looked at in one go while they are counted: memory does not grow with the company."""


@dataclass(frozen=True)
class Meant:
    """How many are meant, the first of them by name, and how many read each language."""

    count: int
    names: list[str]
    languages: Mapping[str, int] = field(default_factory=dict)


async def count(tx: Tx, workspace_id: int, held: Mapping[str, Any], now: datetime) -> Meant:
    """Whom the rule means now. Where that is everybody, the database counts them."""
    rule = audience.rule_of(held)
    if rule.everyone:
        every: tuple[int, tuple[int, ...], date] = workspace_id, rule.without, now.date()
        said = await people.spoken(tx, *every)
        by_language = Counter[str]()
        for locale, number in said.items():
            by_language[language(locale)] += number
        names = await people.first_names(tx, *every, NAMES)
        return Meant(sum(said.values()), names, {one: by_language[one] for one in LANGUAGES if by_language[one]})
    return await _count(tx, workspace_id, held, now)


async def _count(tx: Tx, workspace_id: int, held: Mapping[str, Any], now: datetime) -> Meant:
    meant, names, spoken, after = 0, list[str](), Counter[str](), 0
    async for some in _everybody(tx, workspace_id, held, now):
        meant += len(some)
        names += sorted(name for _, name in some) if not after else []
        spoken.update(language(week.locale) for week, _ in some)
        after = 1 if len(names) >= NAMES else after
    return Meant(meant, names[:NAMES], {one: spoken[one] for one in LANGUAGES if spoken[one]})


async def zones(tx: Tx, workspace_id: int, held: Mapping[str, Any], now: datetime) -> Mapping[str, int]:
    """How many the rule means now, by zone."""
    found = Counter[str]()
    async for some in _everybody(tx, workspace_id, held, now):
        found.update(week.zone for week, _ in some)
    return found


async def anybody(tx: Tx, workspace_id: int, held: Mapping[str, Any], now: datetime) -> bool:
    """Whether the rule means anybody now."""
    async for some in _everybody(tx, workspace_id, held, now):
        if some:
            return True
    return False


async def _everybody(
    tx: Tx, workspace_id: int, held: Mapping[str, Any], now: datetime
) -> AsyncIterator[list[tuple[Week, str]]]:
    after = 0
    while rows := await people.weeks_of_workspace(tx, workspace_id, after, AT_ONCE):
        after = rows[-1][0].id
        names = {week.id: name for week, name, _, _ in rows}
        yield [(week, names[week.id]) for week in await _meant(tx, held, rows, now)]


async def following(
    tx: Tx, workspace_id: int, held: Mapping[str, Any], after: int, now: datetime
) -> tuple[list[Week], int | None]:
    """Those whom the rule means among the next people of the workspace, and the last of these; None: there are no more."""
    rows = await people.weeks_of_workspace(tx, workspace_id, after, BATCH)
    last = rows[-1][0].id if len(rows) == BATCH else None
    return await _meant(tx, held, rows, now), last


Known = tuple[Week, str, date | None, date | None]


async def _meant(tx: Tx, held: Mapping[str, Any], rows: Sequence[Known], now: datetime) -> list[Week]:
    """Who is employed on their own day, and meant."""
    here = [week for week, _, since, until in rows if _employed(week, since, until, now)]
    return await audience.among(tx, held, here, now.date())


def _employed(week: Week, since: date | None, until: date | None, now: datetime) -> bool:
    if since is None and until is None:
        return True
    today = budget.local_day(week.zone, now)
    return (since is None or since <= today) and (until is None or today <= until)
