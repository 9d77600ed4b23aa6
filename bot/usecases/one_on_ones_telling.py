"""What the two of a 1:1 are told: once for each change, and what was told before shows how it stands now."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import one_on_ones as rules
from bot.domain.errors import NotAllowed
from bot.domain.notices import Kind, NoLonger
from bot.domain.one_on_ones import TalkState
from bot.usecases import notices
from bot.usecases.one_on_ones_pairs import Shown, access_talk, local_day, show
from storage import one_on_ones as store
from storage import people
from storage.database import Tx
from storage.notices import Notice
from storage.one_on_ones import OneOnOne, Pairing
from storage.people import Person

LISTED = 10
"""Pairs that need a time, in one message; the rest is a count."""


@dataclass(frozen=True)
class Times:
    """The talks of a manager's pairs that need a time."""

    talks: list[Shown]
    more: int = 0


@dataclass(frozen=True)
class Paired:
    """A pairing as one of its two sees it. `waits`: the manager has not said yes to it yet."""

    pairing: Pairing
    me: Person
    other: Person

    @property
    def led(self) -> bool:
        return self.me.id == self.pairing.person_id

    @property
    def waits(self) -> bool:
        return self.pairing.accepted_at is None


async def tell(tx: Tx, kind: Kind, talk: OneOnOne, recipient_id: int, now: datetime) -> None:
    """Tell one of the two how it stands, and let everything that was told of this talk show it."""
    await notices.owe(
        tx,
        kind,
        workspace_id=talk.workspace_id,
        subject_id=talk.id,
        recipient_id=recipient_id,
        occurrence=str(talk.sequence),
        due_at=now,
        now=now,
        not_after=talk.at if kind is rules.TOLD else None,
    )
    await show_again(tx, talk, now)


async def show_again(tx: Tx, talk: OneOnOne, now: datetime) -> None:
    """Let every message about this talk show how it stands now."""
    await tx.flush()
    for one in (talk.person_id, talk.manager_id):
        kinds = (rules.CHANGED, rules.TOLD, rules.CONFIRM, rules.DIFFER)
        await notices.owe_again(tx, *kinds, subject_id=talk.id, recipient_id=one, now=now, occurrence=None)
    manager = talk.manager_id
    await notices.owe_again(tx, rules.TIMES, subject_id=manager, recipient_id=manager, now=now, occurrence=None)


async def ask_for_times(tx: Tx, manager: Person, now: datetime) -> None:
    """Owe a manager one message about all their pairs that need a time; a second one of the day is the same."""
    new = await notices.owe(
        tx,
        rules.TIMES,
        workspace_id=manager.workspace_id,
        subject_id=manager.id,
        recipient_id=manager.id,
        occurrence=local_day(manager, now).isoformat(),
        due_at=now,
        now=now,
    )
    if new is None:
        await notices.owe_again(
            tx, rules.TIMES, subject_id=manager.id, recipient_id=manager.id, now=now, occurrence=None
        )


async def tell_pairing(tx: Tx, kind: Kind, pairing: Pairing, recipient_id: int, now: datetime) -> None:
    """Tell somebody of a pairing as it stands now; what was told of it before shows the same."""
    await show_pairing(tx, pairing, recipient_id, now)
    await owe_pairing(tx, kind, pairing, recipient_id, now)


async def owe_pairing(tx: Tx, kind: Kind, pairing: Pairing, recipient_id: int, now: datetime) -> None:
    """Tell somebody something of a pairing, in a message of its own."""
    await notices.owe(
        tx,
        kind,
        workspace_id=pairing.workspace_id,
        subject_id=pairing.id,
        recipient_id=recipient_id,
        occurrence=now.isoformat(),
        due_at=now,
        now=now,
    )


async def show_pairing(tx: Tx, pairing: Pairing, recipient_id: int, now: datetime) -> None:
    """Let what was told of a pairing show how it stands now."""
    await tx.flush()
    kinds = (rules.PAIRED, rules.TAKE_UP)
    await notices.owe_again(tx, *kinds, subject_id=pairing.id, recipient_id=recipient_id, now=now, occurrence=None)


async def access_changed(tx: Tx, notice: Notice, me: Person, now: datetime) -> Shown:
    """How a talk of mine stands. Where it changed again before this was sent, that is told instead."""
    shown = await access_talk(tx, me, notice.subject_id, now)
    if notice.ts is None and notice.occurrence != str(shown.talk.sequence):
        raise NoLonger("changed")
    return shown


async def access_times(tx: Tx, notice: Notice, me: Person, now: datetime) -> Times:
    """The talks of my pairs that still need a time."""
    if notice.subject_id != me.id:
        raise NotAllowed("not_found")
    pairings = [one.id for one in await store.pairings_of(tx, me.id) if one.manager_id == me.id]
    due = [one for one in await store.standing(tx, pairings) if one.state is TalkState.DUE]
    if not due and notice.ts is None:
        raise NoLonger("agreed")
    return Times([await show(tx, me, one, now, with_options=True) for one in due[:LISTED]], len(due[LISTED:]))


async def access_paired(tx: Tx, notice: Notice, me: Person, now: datetime) -> Paired:
    """A pairing of mine, as it stands now."""
    pairing = await tx.get(Pairing, notice.subject_id)
    if pairing is None or me.id not in (pairing.person_id, pairing.manager_id):
        raise NotAllowed("not_found")
    other = pairing.manager_id if me.id == pairing.person_id else pairing.person_id
    return Paired(pairing, me, await people.get(tx, other))
