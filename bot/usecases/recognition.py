"""Thanks: to one or several colleagues, told to each of them and posted where the workspace chose, if their author likes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain import cadence
from bot.domain import recognition as rules
from bot.domain.errors import RuleBroken
from bot.domain.recognition import Thanks, Where
from bot.usecases import notices, values
from storage import inserting, people, readers, reporting
from storage import recognition as store
from storage.database import Tx
from storage.people import Person
from storage.readers import Why
from storage.recognition import Recognition, RecognitionOf
from storage.values import CompanyValue


@dataclass(frozen=True)
class Readers:
    """Who will read thanks to these `people`: they themselves, those who lead them, and HR.

    `leading` by the id of the one who is led: their manager, and the manager above. `unposted` would rather not be posted.
    """

    people: list[Person]
    leading: dict[int, list[Person]]

    @property
    def managers(self) -> list[Person]:
        """Those who lead them, each once, without those who are thanked themselves."""
        every = {one.id: one for some in self.leading.values() for one in some}
        return [one for one in every.values() if one.id not in {each.id for each in self.people}]

    @property
    def unposted(self) -> list[Person]:
        return [one for one in self.people if not one.thanks_posted]

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(one.id for one in (*self.people, *self.managers))


@dataclass(frozen=True)
class Form:
    """What the form shows: who would read it, what can be chosen, and the channel in which it can be posted."""

    readers: Readers
    values: list[CompanyValue]
    channel: str | None


@dataclass(frozen=True)
class Sent:
    """What became of it. `form`: somebody else would read it than the form named, and nothing was stored."""

    given: Recognition | None
    form: Form | None = None


@dataclass(frozen=True)
class Mine:
    """How often somebody was thanked since the month began."""

    this_month: int


async def access_form(tx: Tx, me: Person, people_ids: Sequence[str], now: datetime) -> Form:
    """The form with these people chosen; whoever cannot be thanked is among no readers."""
    known = await people.by_slack_ids(tx, me.workspace_id, list(people_ids))
    today = _today(me, now)
    to = [known[one] for one in people_ids if one in known and known[one].id != me.id and _here(known[one], today)]
    return Form(await _readers(tx, me, to, today), await values.access_values(tx, me), await _channel(tx, me))


async def thank(tx: Tx, me: Person, thanks: Thanks, now: datetime) -> Sent:
    """Store it with those who may read it, and owe it to each of them, and to the channel. The same form twice is sent once, and so are
    the same words to the same people on one day.

    Raises RuleBroken at the field that is wrong.
    """
    known = await store.by_source(tx, me.workspace_id, thanks.source)
    if known is not None:
        return Sent(known)
    to = await _to(tx, me, thanks.people, now)
    words = rules.check(thanks.words)
    value = await values.access_value(tx, me, thanks.value_id) if thanks.value_id is not None else None
    form = await access_form(tx, me, thanks.people, now)
    if not form.readers.ids <= thanks.named or (thanks.where is Where.POSTED and form.channel != thanks.channel):
        return Sent(None, form)
    await store.lock(tx, me.id)
    today = _today(me, now)
    before = await store.of_day(tx, me.id, today)
    ids = {one.id for one in to}
    same = (one for one, of in before if of == ids and one.words == words and one.where == thanks.where)
    if (twice := next(same, None)) is not None:
        return Sent(twice)
    _no_storm([of for _, of in before], to)
    row: dict[str, Any] = {"workspace_id": me.workspace_id, "author_id": me.id, "source": thanks.source, "day": today}
    row |= {"words": words, "value_id": value.id if value else None, "where": thanks.where, "said_at": now}
    made = await inserting.insert_row(tx, Recognition, row)
    if made is None:
        return Sent(await store.by_source(tx, me.workspace_id, thanks.source))
    given = await tx.get_one(Recognition, made)
    of = await store.add_people(tx, given, [one.id for one in to])
    await _let_read(tx, of, form.readers, now)
    await _tell(tx, given, of, now)
    if thanks.where is Where.POSTED and form.channel is not None and len(form.readers.unposted) < len(to):
        await _post(tx, given, form.channel, now)
    return Sent(given)


async def _to(tx: Tx, me: Person, slack_ids: Sequence[str], now: datetime) -> list[Person]:
    """Those who are thanked. Raises RuleBroken at "people" for whoever cannot be."""
    wanted = list(dict.fromkeys(slack_ids))
    rules.check_number(len(wanted))
    known = await people.by_slack_ids(tx, me.workspace_id, wanted)
    if me.slack_id in wanted:
        raise RuleBroken("thanks_self", field="people")
    today = _today(me, now)
    gone = [known[one].name for one in wanted if one in known and not _here(known[one], today)]
    if gone:
        raise RuleBroken("thanks_gone", {"names": gone}, field="people")
    if len(known) < len(wanted):
        raise RuleBroken("thanks_unknown", field="people")
    return [known[one] for one in wanted]


def _here(person: Person, today: date) -> bool:
    """Whether a message would reach them: they take part, and are employed on that day."""
    begun = person.employed_from is None or person.employed_from <= today
    return person.active and begun and (person.employed_until is None or today <= person.employed_until)


def _no_storm(before: Sequence[set[int]], to: Sequence[Person]) -> None:
    if len(before) >= rules.A_DAY_MOST:
        raise RuleBroken("thanks_storm", {"most": rules.A_DAY_MOST}, field="people")
    often = [one.name for one in to if sum(one.id in of for of in before) >= rules.TO_ONE_A_DAY_MOST]
    if often:
        values = {"names": often, "most": rules.TO_ONE_A_DAY_MOST}
        raise RuleBroken("thanks_again", values, field="people")


async def _readers(tx: Tx, me: Person, to: Sequence[Person], today: date) -> Readers:
    """Who leads these people today, and who leads those; the author, who reads it anyway, is left out."""
    first = await reporting.managers_of(tx, [one.id for one in to], today)
    above = await reporting.managers_of(tx, sorted(set(first.values())), today)
    who = await people.by_ids(tx, sorted({*first.values(), *above.values()}))
    leading: dict[int, list[Person]] = {}
    for one in to:
        manager = first.get(one.id)
        ids = [each for each in (manager, above.get(manager or 0)) if each is not None and each not in (me.id, one.id)]
        leading[one.id] = [who[each] for each in ids if _here(who[each], today)]
    return Readers(list(to), leading)


async def _let_read(tx: Tx, of: Sequence[RecognitionOf], named: Readers, now: datetime) -> None:
    """Who leads somebody may read thanks to them, and to nobody else."""
    for row in of:
        for at, one in enumerate(named.leading[row.person_id]):
            why = Why.ABOVE if at else Why.MANAGER
            await readers.grant(tx, row.workspace_id, rules.RECORD, row.id, one.id, why, now)


async def _tell(tx: Tx, given: Recognition, of: Sequence[RecognitionOf], now: datetime) -> None:
    rows = [{"workspace_id": one.workspace_id, "subject_id": one.id, "recipient_id": one.person_id} for one in of]
    await notices.owe_in_order(tx, rules.THANKS, rows, now=now)


async def _post(tx: Tx, given: Recognition, channel: str, now: datetime) -> None:
    at: dict[str, Any] = {"workspace_id": given.workspace_id, "channel": channel, "due_at": now}
    await notices.owe(tx, rules.POST, subject_id=given.id, recipient_id=given.author_id, **at, now=now)


async def access_mine(tx: Tx, me: Person, now: datetime) -> Mine:
    """What Home says: one's own number, which nobody else sees."""
    zone = cadence.zone_of(me.zone)
    first = cadence.moment(_today(me, now).replace(day=1), datetime.min.time(), zone)
    return Mine(await store.count_since(tx, me.id, first))


async def _channel(tx: Tx, me: Person) -> str | None:
    found = await store.channel_of(tx, me.workspace_id)
    return found.channel if found else None


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(cadence.zone_of(person.zone)).date()
