"""A series as one person would see it: their form, without a word of theirs."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import cadence
from bot.domain.checkins import Draft
from bot.domain.errors import RuleBroken
from bot.usecases import checkins_own as own
from bot.usecases import checkins_schedule as schedule
from bot.usecases import roles, working
from bot.usecases.checkins import Form
from bot.usecases.series import access_series
from storage import people, reporting, series
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class AsSeen:
    """Whose eyes it is seen with, and their form of the next turn, empty."""

    person: Person
    form: Form


async def access_as_seen(tx: Tx, viewer: Person, series_id: int, slack_id: str, now: datetime) -> AsSeen:
    """The next form of a series as that person would get it. Nothing that they wrote is in it.

    Raises NotAllowed for anybody but HR, RuleBroken at the field "person" for somebody who does not take part.
    """
    await roles.require_hr(tx, viewer)
    asking = await access_series(tx, viewer, series_id)
    person = await people.find(tx, viewer.workspace_id, slack_id)
    if person is None or not person.active:
        raise RuleBroken("person_inactive", field="person")
    mine, rule = await working.of_one(tx, person, now), series.rule(asking)
    slot = cadence.first_slot(rule, now, cadence.zone_of(mine.zone), mine.hours, mine.on)
    asked = await own.asked(tx, asking, slot, None, None, now, short=schedule.is_short(rule, slot, mine))
    today = now.astimezone(cadence.zone_of(person.zone)).date()
    manager = await reporting.manager_of(tx, person.id, today)
    readers = [manager] if manager is not None and manager.active else []
    return AsSeen(person, Form(asking, slot, None, asked, Draft(), sent=False, readers=readers))
