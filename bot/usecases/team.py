"""A manager's team this week: a page of its people, the whole at a glance, and of the teams below their figures alone."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.domain import cadence, checkins, privacy
from bot.domain.checkins import Outcome
from bot.usecases import leave
from storage import checkins as store
from storage import periods, readers, reporting, skips, teams
from storage.checkins import CheckIn
from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.skips import Skip

PAGE = 8
"""People on one page, of the hundred blocks that Home may have."""
RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Figures:
    """Of a team below: how many of those asked answered, and their mood on average. None: it would speak for too few."""

    asked: int | None
    answered: int | None
    mood: float | None


Orphans = tuple[Person, Figures]
"""Who led them, and the figures of those who still report to them."""


@dataclass(frozen=True)
class TeamRow:
    """One report this week: what they sent and whether it was opened, or how their period stands.

    `below` are the figures of who reports to them; None: nobody does.
    """

    person: Person
    checkin: CheckIn | None
    read: bool
    outcome: Outcome | None
    open: bool
    away_until: date | None = None
    flagged: bool = False
    skip: Skip | None = None
    below: Figures | None = None


@dataclass(frozen=True)
class Glance:
    """The whole team in four numbers; `unread` of those who answered are not opened."""

    answered: int = 0
    unread: int = 0
    open: int = 0
    away: int = 0


@dataclass(frozen=True)
class Team:
    """`rows` are one page of the `size` people, `page` the one shown of so many `pages`.

    `orphans`: managers who report to this one and left, each with the figures of who still reports to them.
    """

    size: int = 0
    rows: list[TeamRow] = field(default_factory=list)
    page: int = 0
    pages: int = 1
    glance: Glance = Glance()
    orphans: list[Orphans] = field(default_factory=list)


async def access_team(tx: Tx, me: Person, now: datetime, page: int = 0) -> Team:
    """The people who report to this manager today, with what they may read of each. A page that is not there: the last one."""
    today = now.astimezone(cadence.zone_of(me.zone)).date()
    reports = await reporting.reports_of(tx, me.id, today)
    orphans = await access_orphans(tx, me, now)
    if not reports:
        return Team(orphans=orphans)
    pages = max(1, -(-len(reports) // PAGE))
    page = max(0, min(page, pages - 1))
    shown = {one.id for one in reports[page * PAGE : (page + 1) * PAGE]}
    below = await _below(tx, sorted(shown), today, now)
    rows = await _rows(tx, me, reports, below, now)
    return Team(
        size=len(reports),
        rows=[row for row in rows if row.person.id in shown],
        page=page,
        pages=pages,
        glance=_glance(rows),
        orphans=orphans,
    )


async def access_orphans(tx: Tx, me: Person, now: datetime) -> list[Orphans]:
    """The teams whose manager reported to this one and left, until somebody takes over: figures, and nobody's words."""
    today = now.astimezone(cadence.zone_of(me.zone)).date()
    left = await teams.gone(tx, me.id, today)
    below = await _below(tx, [one.id for one in left], today, now) if left else {}
    return [(one, below[one.id]) for one in left if one.id in below]


async def _rows(tx: Tx, me: Person, reports: list[Person], below: dict[int, Figures], now: datetime) -> list[TeamRow]:
    """The latest period of each report in the last days, with what this manager may read of it."""
    ids = [one.id for one in reports]
    latest: dict[int, Period] = await periods.latest_of(tx, ids, now - RECENT, now)
    sent = await store.of_periods(tx, [one.id for one in latest.values()])
    named = await readers.of_reader(tx, checkins.RECORD, [one.id for one in sent.values()], me.id)
    away = await leave.away_until(tx, reports, now)
    told = await skips.told_to(tx, me.id, [one.id for one in latest.values()])
    rows = []
    for person in reports:
        period = latest.get(person.id)
        checkin = sent.get(period.id) if period else None
        reader = named.get(checkin.id) if checkin else None
        rows.append(
            TeamRow(
                person=person,
                checkin=checkin if reader else None,
                read=bool(reader and reader.read_at),
                outcome=period.outcome if period else None,
                open=period is not None and period.outcome is None,
                away_until=away.get(person.id),
                skip=told.get(period.id) if period else None,
                flagged=bool(reader and reader.flagged_at),
                below=below.get(person.id),
            )
        )
    return rows


def _glance(rows: list[TeamRow]) -> Glance:
    answered = [row for row in rows if row.outcome in (Outcome.ANSWERED, Outcome.LATE)]
    others = [row for row in rows if row.outcome not in (Outcome.ANSWERED, Outcome.LATE)]
    away = [row for row in others if row.away_until is not None or row.outcome == Outcome.AWAY]
    return Glance(
        answered=len(answered),
        unread=sum(row.checkin is not None and not row.read for row in answered),
        open=sum(row.open and row.away_until is None for row in others),
        away=len(away),
    )


async def _below(tx: Tx, managers: list[int], today: date, now: datetime) -> dict[int, Figures]:
    """The figures of the teams of those who have one; what would speak for fewer than four people is left out."""
    leading = await teams.managing(tx, managers, today)
    found = await teams.figures(tx, sorted(leading), today, now - RECENT, now)
    return {one: _shown(found.get(one)) for one in leading}


def _shown(found: teams.Figures | None) -> Figures:
    if found is None or not privacy.may_show(found.asked):
        return Figures(None, None, None)
    return Figures(found.asked, found.answered, found.mood if privacy.may_show(found.moods) else None)
