"""Numbers for HR: who took part, by department, and which messages did not arrive. Counts and names of recipients, never words."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import cadence, feedback, numbers
from bot.domain.checkins import SeriesState
from bot.domain.numbers import Group
from bot.usecases import feedback_receipts, notices, one_on_ones_missed, one_on_ones_survey, roles
from bot.usecases.people import local_day
from storage import numbers as store
from storage import series
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.series import Series

LISTED = 15
"""Messages with a button each; the rest is a count."""
FOLLOWED: Mapping[str, Callable[[Tx, int, datetime], Awaitable[None]]] = {
    feedback.GIVEN.name: feedback_receipts.look_again,
}
"""By the kind of a message: what others are shown of how it goes with its subject."""


@dataclass(frozen=True)
class Turn:
    """One turn of a series: its first and last day, and the whole company's figures, None where they are too few people."""

    first: date
    last: date
    total: Group | None


@dataclass(frozen=True)
class Participation:
    """The last turns of one series, the newest first, and the newest one by department."""

    series: Series
    turns: list[Turn]
    groups: list[Group]


@dataclass(frozen=True)
class Lost:
    """What did not arrive: some of the messages with their recipients, how many in all, and by kind what came too late."""

    failed: list[tuple[Notice, Person]]
    failed_count: int
    left_out: dict[str, tuple[int, datetime]]

    @property
    def any(self) -> bool:
        return bool(self.failed_count or self.left_out)


@dataclass(frozen=True)
class Numbers:
    """`talks`: how many pairs had their 1:1s last month; `said`: what people say after them, on average."""

    participation: list[Participation]
    lost: Lost
    talks: one_on_ones_missed.Counts | None = None
    said: one_on_ones_survey.Average | None = None


async def access_numbers(tx: Tx, me: Person, now: datetime) -> Numbers:
    """Raises NotAllowed for those who are not HR."""
    await roles.require_hr(tx, me)
    asked = [one for one in await series.of_workspace(tx, me.workspace_id) if one.state != SeriesState.ENDED]
    return Numbers(
        [await _participation(tx, me, one, now) for one in asked],
        await access_lost(tx, me, now),
        await one_on_ones_missed.access_counts(tx, me, now),
        await one_on_ones_survey.access_average(tx, me, now),
    )


async def access_lost(tx: Tx, me: Person, now: datetime) -> Lost:
    """Raises NotAllowed for those who are not HR."""
    await roles.require_hr(tx, me)
    doubted = now - numbers.DOUBT_TOLD
    since = now - timedelta(days=numbers.LEFT_OUT_DAYS)
    return Lost(
        failed=await store.failed(tx, me.workspace_id, doubted, LISTED),
        failed_count=await store.count_failed(tx, me.workspace_id, doubted),
        left_out=await store.left_out(tx, me.workspace_id, since),
    )


async def send_again(tx: Tx, me: Person, notice_id: int, now: datetime) -> None:
    """HR has a message sent again; what follows it does so again. Raises what `notices.send_again` raises."""
    notice = await notices.send_again(tx, me, notice_id, now)
    if follow := FOLLOWED.get(notice.kind):
        await follow(tx, notice.subject_id, now)


async def _participation(tx: Tx, me: Person, asked: Series, now: datetime) -> Participation:
    rule = series.rule(asked)
    turns: list[Turn] = []
    newest: list[Group] = []
    for slot in cadence.slots_until(rule, local_day(me, now), numbers.TURNS):
        first, last = cadence.span(rule, slot)
        groups = await store.participation(tx, me.workspace_id, asked.id, slot, last, now)
        if groups:
            newest = newest or groups
            turns.append(Turn(first, last, numbers.total(groups)))
    return Participation(asked, turns, numbers.grouped(newest))
