"""The prompts of a series that are still to come for somebody, one slot after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain import cadence
from bot.domain.cadence import Rule, Times
from bot.domain.working import Working


@dataclass(frozen=True)
class Prompt:
    """One slot for who works so: its moments, and the local day on which it is asked."""

    slot: str
    times: Times
    day: date


def prompts(rule: Rule, slot: str, mine: Working, until: datetime, *, least: int = 0) -> Iterator[Prompt]:
    """From that slot on, those that open by `until`, and at least so many slots. A slot in which they do not work asks nothing."""
    zone, looked = cadence.zone_of(mine.zone), 0
    while True:
        found = cadence.times(rule, slot, zone, mine.hours, mine.on)
        at = found.opens_at if found else cadence.moment(cadence.nominal_day(rule, slot), rule.opens_at, zone)
        if at > until and looked >= least:
            return
        looked += 1
        if found is not None:
            yield Prompt(slot, found, at.astimezone(zone).date())
        slot = cadence.slot_after(rule, slot)
