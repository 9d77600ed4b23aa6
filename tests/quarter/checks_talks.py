"""Each turn of a 1:1 comes once, and ends in one way."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.domain import cadence
from bot.domain import one_on_ones as domain
from bot.domain import one_on_ones_times as times
from bot.domain.one_on_ones import TalkState
from storage.one_on_ones import STANDING, OneOnOne, Pairing
from tests.quarter.rows import Rows
from tests.quarter.story import Quarter
from tests.year.humans import Human, public

DAY = timedelta(days=1)
LATER = 3 * DAY
"""It may be another day elsewhere, and the process down over a weekend."""


def outcomes(story: Quarter, rows: Rows) -> Iterator[str]:
    """Each turn was held, or not, or skipped with a reason, or both could not, or was called off; none is open after its time."""
    pairings = {one.id: one for one in rows.pairings}
    for talk in rows.talks:
        over = talk.at or _moment(times.span(talk.slot)[1])
        if talk.state in STANDING and _settled_by(story, talk, over) < rows.now:
            yield f"{_name(talk)} is still {talk.state}, its time was {over}"
        if talk.state is TalkState.SKIPPED and not _explained(story, talk, pairings[talk.pairing_id]):
            yield f"{_name(talk)} was skipped, and nobody knows why"
        if talk.state not in STANDING and talk.settled_at is None:
            yield f"{_name(talk)} is {talk.state} since nobody knows when"


def _settled_by(story: Quarter, talk: OneOnOne, over: datetime) -> datetime:
    """Five working days of each of the two after a talk, whatever they said of it is what it was."""
    last = over
    for human in (story.world.human(talk.person_id), story.world.human(talk.manager_id)):
        days = (over.date() + n * DAY for n in range(1, 60))
        worked = [day for day in days if not _off(story, human, day, around=0)][: domain.ANSWERED_AFTER]
        last = max(last, _moment(worked[-1]))
    return last + LATER


def _explained(story: Quarter, talk: OneOnOne, pairing: Pairing) -> bool:
    if talk.skipped_by is not None:
        return bool((talk.why_skipped or "").strip())
    called_off = pairing.ended_at is not None or len(story.ledger.rhythms[pairing.id]) > 1
    two = [story.world.human(one) for one in (talk.person_id, talk.manager_id)]
    first, last = times.span(talk.slot)
    days = [first + n * DAY for n in range((last - first).days + 1)]
    return called_off or all(any(_off(story, one, day) for one in two) for day in days)


def _off(story: Quarter, human: Human, day: date, around: int = 1) -> bool:
    """Whether they did not work on that day, or on one `around` it, where it is another day elsewhere."""
    near = [day + n * DAY for n in range(-around, around + 1)]
    away = [*human.away, *story.ledger.ever_away[human.person_id]]
    return any(
        str(one.isoweekday()) not in human.days
        or one in public(human.country, one.year)
        or any(first <= one <= last for first, last in away)
        for one in near
    )


def turns(story: Quarter, rows: Rows) -> Iterator[str]:
    """Two who have had the same 1:1s all through a turn have a talk of it."""
    found = {(one.pairing_id, one.slot) for one in rows.talks}
    for pairing in rows.pairings:
        if pairing.accepted_at is None:
            continue
        since = max(story.ledger.rhythms[pairing.id])
        until = min(
            pairing.ended_at or rows.now,
            *(_left(story.world.human(one)) for one in (pairing.person_id, pairing.manager_id)),
        )
        for slot in _slots(story, pairing):
            first, last = (_moment(day) for day in times.span(slot))
            if (
                since < first - domain.LEADS[pairing.cadence] - DAY
                and last + 2 * DAY < min(until, story.end)
                and (pairing.id, slot) not in found
            ):
                yield f"pairing {pairing.id} has no talk of {slot}"


def _slots(story: Quarter, pairing: Pairing) -> Iterator[str]:
    zone = cadence.zone_of(story.world.human(pairing.person_id).zone)
    rule = domain.rule(pairing.cadence, pairing.made_at.astimezone(zone).date())
    slot = cadence.slot_at(rule, story.start.date())
    while _moment(cadence.span(rule, slot)[0]) < story.end:
        if cadence.is_turn(rule, slot):
            yield slot
        slot = cadence.slot_after(rule, slot)


def _left(human: Human) -> datetime:
    return min(
        (until for _, until in human.present if until is not None),
        default=datetime.max.replace(tzinfo=UTC),
    )


def _moment(day: date) -> datetime:
    return cadence.moment(day, time(0), cadence.zone_of("UTC"))


def _name(talk: OneOnOne) -> str:
    return f"talk {talk.id} ({talk.slot} of pairing {talk.pairing_id})"
