"""A series as one person would see it: their prompt and their form, without a word of theirs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain import cadence, nudges
from bot.domain.checkins import Draft, SeriesKind
from bot.domain.errors import RuleBroken
from bot.domain.working import Working
from bot.usecases import checkins_own as own
from bot.usecases import checkins_schedule as schedule
from bot.usecases import pulses, roles, working
from bot.usecases.checkins import Form, manager_of
from bot.usecases.checkins_notices import Asked
from bot.usecases.checkins_schedule import takes_part
from bot.usecases.series import access_series
from storage import people, series
from storage.database import Tx
from storage.people import Person
from storage.periods import Period, Turn
from storage.pulses import PulseSlot
from storage.series import Series


@dataclass(frozen=True)
class AsSeen:
    """Whose eyes it is seen with, and what they get in the next turn: the prompt, and their form, empty.

    `prompt` None: they do not work then.
    """

    person: Person
    prompt: Asked | None
    form: Form | pulses.Form


async def access_as_seen(tx: Tx, viewer: Person, series_id: int, slack_id: str, now: datetime) -> AsSeen:
    """The next prompt and form of a series as that person would get them. Nothing that they wrote is in it.

    Raises NotAllowed for anybody but HR, RuleBroken at the field "person" for somebody who does not take part.
    """
    await roles.require_hr(tx, viewer)
    asking = await access_series(tx, viewer, series_id)
    person = await people.find(tx, viewer.workspace_id, slack_id)
    if person is None or not takes_part(person, now):
        raise RuleBroken("person_inactive", field="person")
    mine, rule = await working.of_one(tx, person, now), series.rule(asking)
    slot = cadence.first_slot(rule, now, cadence.zone_of(mine.zone), mine.hours, mine.on)
    period = _period(asking, person, slot, mine)
    asked = Asked(asking, period, None, [], False, nudges.moments(period.opens_at, period.closes_at, mine))
    prompt = asked if period.opens_at < period.closes_at else None
    if asking.kind is SeriesKind.PULSE:
        begun = PulseSlot(workspace_id=asking.workspace_id, series_id=asking.id, slot=slot, opened_at=now)
        questions = await pulses.questions(tx, asking, begun)
        return AsSeen(person, prompt, pulses.Form(asking, slot, period.closes_at, questions, taken=False))
    few = await own.asked(tx, asking, slot, None, None, now, short=period.short)
    manager = await manager_of(tx, person, now)
    readers = [manager] if manager is not None else []
    return AsSeen(person, prompt, Form(asking, slot, None, few, Draft(), sent=False, readers=readers))


def _period(asking: Series, person: Person, slot: str, mine: Working) -> Period:
    """The period that they would get; it is stored nowhere."""
    turn = Turn(workspace_id=asking.workspace_id, series_id=asking.id, person_id=person.id, slot=slot)
    found: dict[str, Any] = schedule.early(series.rule(asking), turn, mine)
    return Period(**found, id=0)
