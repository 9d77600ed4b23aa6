"""The causes of goals that were missed or are at risk, summed: how many people, by department; never who, and never their words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import goal_causes as rules
from bot.domain.goal_causes import Side, Sum
from bot.usecases import roles
from bot.usecases.people import local_day
from storage import goal_causes as store
from storage import goals_versions as goals
from storage import reporting
from storage.cycles import Cycle
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Counts:
    """For one cycle, each side's sum; None: it would speak for too few. `cycles`: those to choose from, the last one in front."""

    cycle: Cycle | None
    sums: Mapping[Side, Sum | None] = field(default_factory=dict)
    cycles: list[Cycle] = field(default_factory=list)


async def counts(tx: Tx, cycle: Cycle, hr: Person) -> dict[Side, Sum | None]:
    """What a diagnosis of needs begins with: what training could mend and what it could not, as each side says.

    By the departments in which people came into the cycle. Those whom this reader led in it, and they themselves, hide nobody else.
    """
    known = {hr.id, *await reporting.led_since(tx, hr.id, cycle.starts)}
    return {side: rules.sum_up(named) for side, named in (await store.named(tx, cycle, known)).items()}


async def access_counts(tx: Tx, hr: Person, now: datetime, cycle_id: int | None = None) -> Counts:
    """Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    today = local_day(hr, now)
    every = (await goals.cycles(tx, hr.workspace_id))[::-1]
    named = [one for one in every if one.id == cycle_id]
    begun = [one for one in every if one.starts <= today]
    cycle = next(iter([*named, *begun, *every]), None)
    return Counts(cycle, await counts(tx, cycle, hr), every) if cycle is not None else Counts(None)
