"""A team's summary as its manager sees it: figures as they are kept, names and words with the manager's rights of the moment."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain import cadence
from bot.domain import summaries as rules
from bot.domain.checkins import Outcome
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.domain.summaries import Figures
from bot.usecases import notices, unthanked
from storage import inserting, reporting, series, skips
from storage import summaries as store
from storage import summaries_team as team
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.series import Series
from storage.skips import Skip
from storage.summaries import Kept, SummaryChannel
from storage.summaries_team import Member, Standing

STILL_NEWS = timedelta(days=5)
"""So long after its day the counts of a summary are still posted to a channel that is named only now."""


@dataclass(frozen=True)
class Point:
    """One turn of the trend: the last day of its windows, and the figures of the team that the manager led then."""

    day: date
    figures: Figures


@dataclass(frozen=True)
class Counts:
    """The counts of one turn, without a name but the manager's: what a channel gets."""

    series: Series
    first: date
    last: date
    figures: Figures
    manager: Person


@dataclass(frozen=True)
class Shown(Counts):
    """A summary. `trend` are the turns before, the oldest first. `leads`: False for somebody who leads none of them any more.

    `mine` are those whom they still lead; the figures hold the rest as well. `skips`: the "not this week" of these that they were
    told of, by period id. `unthanked`, once a month: whom nobody thanked for long.
    """

    now: datetime
    leads: bool
    trend: list[Point]
    mine: list[Member] = field(default_factory=list)
    blockers: list[Standing] = field(default_factory=list)
    help: list[Standing] = field(default_factory=list)
    skips: dict[int, Skip] = field(default_factory=dict)
    unthanked: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where the counts of somebody's team go: `channel` by its Slack id, None: nowhere."""

    series: Series
    channel: str | None


async def access_summary(tx: Tx, notice: Notice, me: Person, now: datetime) -> Shown:
    """The summary as it is now. Not sent any more: nobody of that team is theirs. Sent before, it then shows counts alone."""
    found_series, rows = await _kept(tx, notice, me)
    row, today = rows[-1], _today(me, now)
    members = await team.team(tx, row, today)
    mine = [one for one in members if one.leads]
    if not mine and notice.ts is None:
        raise NoLonger("team_moved")
    counts = _counts(found_series, row, me)
    if not mine:
        return Shown(*counts, now=now, leads=False, trend=[])
    skipped = [one.period_id for one in mine if one.outcome is Outcome.SKIPPED]
    return Shown(
        *counts,
        now=now,
        leads=True,
        trend=[Point(one.day, one.figures) for one in rows[:-1]],
        mine=mine,
        blockers=await team.blockers(tx, me.id, today),
        help=await team.help_asked(tx, me.id),
        skips=await skips.told_to(tx, me.id, skipped) if skipped else {},
        unthanked=await unthanked.of_summary(tx, me, row, today),
    )


async def access_counts(tx: Tx, notice: Notice, me: Person, now: datetime) -> Counts:
    """The counts for the channel that the manager named. Not sent any more: they lead nobody; nor edited: they named another."""
    found_series, rows = await _kept(tx, notice, me)
    if rules.posted(rows[-1].slot, await store.channel_of(tx, found_series.id, me.id) or "") != notice.occurrence:
        raise NoLonger("another_channel")
    if notice.ts is None and not await reporting.leads(tx, me.id, _today(me, now)):
        raise NoLonger("team_moved")
    return Counts(*_counts(found_series, rows[-1], me))


async def _kept(tx: Tx, notice: Notice, me: Person) -> tuple[Series, list[Kept]]:
    found = await series.get(tx, notice.subject_id)
    slot = rules.slot_of(notice.occurrence)
    rows = await store.of(tx, found.id, me.id, rules.turns(series.rule(found), slot))
    if not rows or rows[-1].slot != slot:
        raise NoLonger("not_found")
    return found, rows


def _counts(found: Series, row: Kept, me: Person) -> tuple[Series, date, date, Figures, Person]:
    first, last = cadence.span(series.rule(found), row.slot)
    return found, first, last, row.figures, me


async def access_place(tx: Tx, me: Person, series_id: int, now: datetime) -> Place:
    """Where the counts of one's team go. Raises NotAllowed for whoever leads nobody."""
    found = await tx.get(Series, series_id)
    if found is None or found.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    if not await reporting.leads(tx, me.id, _today(me, now)):
        raise NotAllowed("no_team")
    return Place(found, await store.channel_of(tx, series_id, me.id))


async def set_channel(tx: Tx, me: Person, series_id: int, channel: str | None, now: datetime) -> None:
    """Let the counts of one's team go to this channel as well, beginning with the last summary; None: nowhere."""
    place = await access_place(tx, me, series_id, now)
    if place.channel == channel:
        return
    await store.forget_channel(tx, series_id, me.id)
    if channel is None:
        return
    row = {"workspace_id": me.workspace_id, "series_id": series_id, "manager_id": me.id}
    await inserting.insert_new(tx, SummaryChannel, [row | {"channel": channel, "set_at": now}])
    last = await store.latest(tx, series_id, me.id)
    if last is not None and _today(me, now) - last.day < STILL_NEWS:
        await _post(tx, me, series_id, last.slot, channel, now)


async def _post(tx: Tx, me: Person, series_id: int, slot: str, channel: str, now: datetime) -> None:
    """Let the channel have the counts of this turn; where it had them before, let them be those of now."""
    key: dict[str, Any] = {"subject_id": series_id, "recipient_id": me.id, "occurrence": rules.posted(slot, channel)}
    at: dict[str, Any] = {"workspace_id": me.workspace_id, "channel": channel, "due_at": now}
    if await notices.owe(tx, rules.CHANNEL, **key, **at, now=now) is None:
        await notices.owe_after_all(tx, rules.CHANNEL, **key, now=now)
        await notices.owe_again(tx, rules.CHANNEL, **key, now=now)


def _today(me: Person, now: datetime) -> date:
    return now.astimezone(cadence.zone_of(me.zone)).date()
