"""What will be done after a 1:1: the product's one kind of action, which both read and the check-in asks for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain import actions as rules
from bot.domain import budget, one_on_ones
from bot.domain.actions import Whose
from bot.domain.errors import NotAllowed
from bot.domain.one_on_ones_notes import WILL
from bot.usecases import actions, notices
from bot.usecases.actions import About, ToDo
from bot.usecases.agenda import access_talk
from bot.usecases.agenda_pairs import access_pair
from storage import people, readers
from storage.actions import Action
from storage.database import Tx
from storage.notices import Notice
from storage.one_on_ones import OneOnOne
from storage.people import Person


@dataclass(frozen=True)
class Writing:
    """What the form begins with. `today`: the day it is where I am."""

    talk: OneOnOne
    other: Person
    today: date


async def access_writing(tx: Tx, me: Person, talk_id: int, now: datetime) -> Writing:
    """Raises NotAllowed for everybody but the two of the talk, RuleBroken where they have no 1:1s any more."""
    talk = await access_talk(tx, me, talk_id)
    pair = await access_pair(tx, me, talk.manager_id if me.id == talk.person_id else talk.person_id, now)
    return Writing(talk, pair.other, budget.local_day(me.zone, now))


async def write_down(
    tx: Tx, me: Person, talk_id: int, words: str, due: date | None, now: datetime, *, whose: Whose, source: str
) -> Action:
    """Write down what I (`Whose.READER`) or the other one (`Whose.AUTHOR`) will do. A repeat writes it once; the other one hears of it.

    Raises RuleBroken at the field that is wrong.
    """
    form = await access_writing(tx, me, talk_id, now)
    owner = me if whose is Whose.READER else form.other
    known = rules.check(words, due, form.today)
    about = About(one_on_ones.RECORD, talk_id)
    action, new = await actions.write_down(tx, me, owner, about, known, due, now, source=source)
    if not new:
        return action
    if owner.id == me.id:
        await readers.grant(tx, me.workspace_id, rules.RECORD, action.id, form.other.id, readers.Why.SHOWN, now)
    kind = WILL if owner.id == me.id else rules.GIVEN
    key: dict[str, Any] = {"workspace_id": me.workspace_id, "subject_id": action.id, "recipient_id": form.other.id}
    await notices.owe(tx, kind, **key, due_at=now, now=now)
    return action


async def access_will(tx: Tx, notice: Notice, me: Person, now: datetime) -> ToDo:
    """What the other one will do, for me."""
    action = await tx.get(Action, notice.subject_id)
    if action is None or await readers.find(tx, rules.RECORD, action.id, me.id) is None:
        raise NotAllowed("not_found")
    who = await people.by_ids(tx, [action.owner_id, action.made_by])
    return ToDo(action, who[action.owner_id], who[action.made_by])
