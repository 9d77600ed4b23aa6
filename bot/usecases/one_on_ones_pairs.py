"""Two people who have 1:1s: who may see and change them, and when both can talk."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.domain import cadence
from bot.domain import one_on_ones_times as times
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.one_on_ones import SURVEYED_FOR, TalkState
from bot.domain.one_on_ones_times import Pair, Side
from bot.usecases import acting, working
from bot.usecases.delivery import habits
from storage import one_on_ones as store
from storage import one_on_ones_files as files
from storage import one_on_ones_survey as survey
from storage import people, reporting
from storage.database import Tx
from storage.one_on_ones import OneOnOne, Pairing
from storage.people import Person

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """A talk as one of its two sees it. `options`: times that would do. `ended`: the pairing is over. `said`: what I said of it.

    `asked`: I am the one who is led, and have not answered the two questions about it. `filed`: I have a calendar file of it.
    """

    talk: OneOnOne
    pairing: Pairing
    me: Person
    other: Person
    now: datetime
    options: list[datetime] = field(default_factory=list)
    asked: bool = False
    filed: bool = False

    @property
    def led(self) -> bool:
        """Whether I am the one who is led."""
        return self.me.id == self.talk.person_id

    @property
    def ended(self) -> bool:
        return self.pairing.ended_at is not None

    @property
    def said(self) -> bool | None:
        return self.talk.person_said if self.led else self.talk.manager_said

    @property
    def other_said(self) -> bool | None:
        return self.talk.manager_said if self.led else self.talk.person_said

    @property
    def past(self) -> bool:
        """Whether its time is over."""
        return self.talk.at is not None and self.talk.at <= self.now

    @property
    def open(self) -> bool:
        """Whether it is past, and what is said of it can still change."""
        return self.past and self.talk.look_at is not None

    @property
    def differs(self) -> bool:
        return self.said is not None and self.other_said is not None and self.said != self.other_said

    @property
    def mine_to_agree(self) -> bool:
        """Whether the other one proposed the time."""
        return (
            self.talk.state is TalkState.PROPOSED and self.talk.proposed_by != self.me.id and self.talk.at is not None
        )


def local_day(person: Person, now: datetime) -> date:
    return now.astimezone(cadence.zone_of(person.zone)).date()


async def report_to_each_other(tx: Tx, pairing: Pairing, now: datetime) -> bool:
    """Whether the one still leads the other, and both take part."""
    person, manager = await people.get(tx, pairing.person_id), await people.get(tx, pairing.manager_id)
    if acting.has_left(person, now) or acting.has_left(manager, now):
        return False
    leads = await reporting.manager_of(tx, person.id, local_day(person, now))
    return leads is not None and leads.id == manager.id


async def pair_of(tx: Tx, pairing: Pairing, now: datetime, *, besides: int | None = None) -> Pair:
    """Both as they work, with their other talks; `besides` is one that does not count."""
    who = await people.by_ids(tx, [pairing.person_id, pairing.manager_id])
    works = await working.of(tx, list(who.values()), now)
    busy = []
    for one in who:
        found = await store.timed(tx, one, now - DAY, now + working.AHEAD)
        busy += [
            (talk.at, talk.at + timedelta(minutes=talk.minutes)) for talk in found if talk.id != besides and talk.at
        ]
    sides = [
        Side(works[one], habits(who[one]).quiet_from, habits(who[one]).quiet_until)
        for one in (pairing.person_id, pairing.manager_id)
    ]
    return Pair(sides[0], sides[1], pairing.minutes, pairing.at, busy)


async def options(tx: Tx, talk: OneOnOne, pairing: Pairing, now: datetime) -> list[datetime]:
    """Times that would do for this talk: in its turn, or, where that is nearly over, in the week after it."""
    pair = await pair_of(tx, pairing, now, besides=talk.id)
    zone = cadence.zone_of(pair.person.works.zone)
    first, last = times.span(talk.slot)
    today = now.astimezone(zone).date()
    found = times.proposals(pair, max(first, today), last, now) if today <= last else []
    return found or times.proposals(pair, max(last + DAY, today), max(last, today) + 7 * DAY, now)


async def access_pairing(tx: Tx, me: Person, pairing_id: int) -> Pairing:
    """Raises NotAllowed for everybody but the two."""
    pairing = await tx.get(Pairing, pairing_id)
    if pairing is None or me.id not in (pairing.person_id, pairing.manager_id):
        raise NotAllowed("not_found")
    return pairing


async def access_talk(tx: Tx, me: Person, talk_id: int, now: datetime) -> Shown:
    """A talk of mine with times that would do. Raises NotAllowed for everybody but the two."""
    talk = await tx.get(OneOnOne, talk_id)
    if talk is None or me.id not in (talk.person_id, talk.manager_id):
        raise NotAllowed("not_found")
    return await show(tx, me, talk, now, with_options=True)


async def show(tx: Tx, me: Person, talk: OneOnOne, now: datetime, *, with_options: bool = False) -> Shown:
    """A talk, for one whom the caller knows to be of its two."""
    pairing = await tx.get_one(Pairing, talk.pairing_id)
    other = await people.get(tx, talk.manager_id if me.id == talk.person_id else talk.person_id)
    offered = with_options and talk.state is not TalkState.HELD and pairing.ended_at is None
    return Shown(
        talk,
        pairing,
        me,
        other,
        now,
        await options(tx, talk, pairing, now) if offered else [],
        asked=me.id == talk.person_id and await _is_asked(tx, talk, now),
        filed=talk.state is TalkState.SKIPPED and await files.has(tx, talk.id, me.id),
    )


async def _is_asked(tx: Tx, talk: OneOnOne, now: datetime) -> bool:
    if talk.state is not TalkState.HELD or talk.at is None or now > talk.at + SURVEYED_FOR:
        return False
    return await survey.of_talk(tx, talk.id) is None


async def changing(tx: Tx, me: Person, talk_id: int, now: datetime) -> tuple[OneOnOne, Pairing]:
    """A talk of mine that I am about to change, held until the transaction ends.

    Raises NotAllowed for everybody but the two, RuleBroken("pair_ended") where they report to each other no longer.
    """
    talk = await store.locked(tx, talk_id)
    if talk is None or me.id not in (talk.person_id, talk.manager_id):
        raise NotAllowed("not_found")
    pairing = await tx.get_one(Pairing, talk.pairing_id)
    if pairing.ended_at is not None or not await report_to_each_other(tx, pairing, now):
        raise RuleBroken("pair_ended")
    return talk, pairing
