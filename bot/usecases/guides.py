"""The guide to a talk, and whether the person agrees with the result that the talk was about."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.one_on_ones import Purpose
from bot.domain.one_on_ones_notes import PART_MAX
from bot.usecases.agenda import access_talk
from bot.usecases.agenda_pairs import leads
from storage import agenda_talks as talks
from storage import inserting, people
from storage import one_on_one_notes as store
from storage.database import Tx
from storage.one_on_one_notes import ResultStand
from storage.one_on_ones import OneOnOne
from storage.people import Person


@dataclass(frozen=True)
class Guided:
    """A talk with its guide. `stand`: what the person said of the result. `goes_on`: the two still report to each other."""

    talk: OneOnOne
    purpose: Purpose
    me: Person
    person: Person
    manager: Person
    stand: ResultStand | None
    goes_on: bool

    @property
    def mine(self) -> bool:
        """Whether it is my result."""
        return self.me.id == self.person.id


async def access_guide(tx: Tx, me: Person, talk_id: int, now: datetime) -> Guided:
    """The guide to what the talk is for. Raises NotAllowed for everybody but its two, and where nobody said what it is for."""
    talk = await access_talk(tx, me, talk_id)
    if talk.purpose is None:
        raise NotAllowed("not_found")
    who = await people.by_ids(tx, [talk.person_id, talk.manager_id])
    person, manager = who[talk.person_id], who[talk.manager_id]
    goes_on = await leads(tx, manager.id, person, now)
    return Guided(talk, talk.purpose, me, person, manager, await store.stand(tx, talk_id), goes_on)


async def say(tx: Tx, me: Person, talk_id: int, words: str, now: datetime, *, agrees: bool) -> Guided:
    """The person says whether they agree with the result, in their own words; said again, it is changed.

    Raises NotAllowed for everybody else, RuleBroken("notes_closed") where the two no longer report to each other.
    """
    found = await access_guide(tx, me, talk_id, now)
    if not found.mine:
        raise RuleBroken("stand_of_another")
    if not found.goes_on:
        raise RuleBroken("notes_closed", {"name": found.manager.name})
    if len(words) > PART_MAX:
        raise RuleBroken("too_long", {"most": PART_MAX}, field="words")
    await talks.locked(tx, talk_id)
    row: dict[str, object] = {"workspace_id": me.workspace_id, "talk_id": talk_id, "person_id": me.id, "agrees": agrees}
    row |= {"words": words.strip(), "version": 1, "said_at": now}
    if not await inserting.insert_once(tx, ResultStand, row):
        stand = await store.stand(tx, talk_id)
        if stand is not None and (stand.agrees, stand.words) != (agrees, words.strip()):
            stand.agrees, stand.words, stand.said_at, stand.version = agrees, words.strip(), now, stand.version + 1
            await tx.flush()
    return await access_guide(tx, me, talk_id, now)
