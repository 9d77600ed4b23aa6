"""Whether a 1:1 took place: both are asked once, and silence counts as given after five working days."""

from datetime import datetime, timedelta

from bot.domain import one_on_ones as rules
from bot.domain import one_on_ones_times as times
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger
from bot.domain.one_on_ones import TalkState
from bot.domain.one_on_ones_times import Pair
from bot.usecases import notices
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases import one_on_ones_telling as telling
from bot.usecases.one_on_ones_pairs import Shown
from storage import one_on_ones as store
from storage.database import Tx
from storage.notices import Notice
from storage.one_on_ones import OneOnOne, Pairing
from storage.people import Person

BATCH = 100
"""Talks in one step."""


async def look_due(tx: Tx, now: datetime) -> int:
    """Look at the talks whose moment has come: ask about those that are over, settle those that were asked about. How many."""
    due = await store.due_talks(tx, now, BATCH)
    for talk in due:
        await _look(tx, talk, now)
    return len(due)


async def _look(tx: Tx, talk: OneOnOne, now: datetime) -> None:
    pairing = await tx.get_one(Pairing, talk.pairing_id)
    pair = await pairs.pair_of(tx, pairing, now, besides=talk.id)
    if _of_itself(talk, pair):
        talk.skipped_by = None
        _settle(talk, TalkState.SKIPPED, now)
        await telling.show_again(tx, talk, now)
        return
    if talk.at is None:
        _settle(talk, TalkState.NOT_HELD, now)
        await telling.show_again(tx, talk, now)
        return
    unasked = talk.look_at is None or talk.look_at <= talk.at + timedelta(minutes=talk.minutes)
    until = times.answered_by(pair, now if unasked else talk.at, rules.ANSWERED_AFTER)
    if unasked:
        await _ask(tx, talk, pair, now)
        talk.look_at = until
        tx.add(talk)
        return
    agreed = talk.state is not TalkState.PROPOSED
    _settle(talk, rules.became(talk.person_said, talk.manager_said, agreed=agreed, over=True) or talk.state, now)
    await telling.show_again(tx, talk, now)


def _of_itself(talk: OneOnOne, pair: Pair) -> bool:
    """Whether it could not be: somebody was away on its day, or all of its turn, and nobody says that they met."""
    if True in (talk.person_said, talk.manager_said):
        return False
    at = talk.at
    return any(side.is_away(at) for side in pair.both()) if at is not None else times.all_away(pair, talk.slot)


def _settle(talk: OneOnOne, state: TalkState, now: datetime) -> None:
    talk.state, talk.look_at, talk.settled_at = state, None, now


async def _ask(tx: Tx, talk: OneOnOne, pair: Pair, now: datetime) -> None:
    """One quiet question to each of the two, towards the end of their own day."""
    if talk.at is None:
        return
    ends = talk.at + timedelta(minutes=talk.minutes)
    for person_id, side in ((talk.person_id, pair.person), (talk.manager_id, pair.manager)):
        await notices.owe(
            tx,
            rules.CONFIRM,
            workspace_id=talk.workspace_id,
            subject_id=talk.id,
            recipient_id=person_id,
            occurrence=str(talk.sequence),
            due_at=max(times.asked_at(side, ends), now),
            now=now,
        )


async def say(tx: Tx, me: Person, talk_id: int, held: bool, now: datetime) -> Shown:
    """Say whether it took place. It can be said anew for five working days; where the two differ, both are told.

    Raises RuleBroken for a talk that is still to come, or was settled.
    """
    talk = await store.locked(tx, talk_id)
    if talk is None or me.id not in (talk.person_id, talk.manager_id):
        raise NotAllowed("not_found")
    if talk.state is TalkState.SKIPPED or talk.at is None or talk.at > now:
        raise RuleBroken("talk_changed")
    if talk.look_at is None:
        raise RuleBroken("talk_was_held")
    mine = "person_said" if me.id == talk.person_id else "manager_said"
    if getattr(talk, mine) is held:
        return await pairs.show(tx, me, talk, now)
    setattr(talk, mine, held)
    talk.said_at = now
    became = rules.became(talk.person_said, talk.manager_said, agreed=True, over=False)
    agreed = talk.state is not TalkState.PROPOSED or held
    talk.state = became or (TalkState.AGREED if agreed else TalkState.PROPOSED)
    talk.settled_at = now if became is not None else None
    tx.add(talk)
    await telling.show_again(tx, talk, now)
    shown = await pairs.show(tx, me, talk, now)
    if shown.differs:
        await notices.owe(
            tx,
            rules.DIFFER,
            workspace_id=talk.workspace_id,
            subject_id=talk.id,
            recipient_id=shown.other.id,
            due_at=now,
            now=now,
        )
    return shown


async def access_confirm(tx: Tx, notice: Notice, me: Person, now: datetime) -> Shown:
    """A talk of mine that is over. Where I have answered, or it was settled or moved meanwhile, I am not asked any more."""
    shown = await pairs.access_talk(tx, me, notice.subject_id, now)
    if notice.ts is None and (notice.occurrence != str(shown.talk.sequence) or not shown.open):
        raise NoLonger("settled")
    if notice.ts is None and shown.said is not None:
        raise NoLonger("answered")
    return shown


async def access_differ(tx: Tx, notice: Notice, me: Person, now: datetime) -> Shown:
    """A talk of mine of which the other one says something else."""
    shown = await pairs.access_talk(tx, me, notice.subject_id, now)
    if notice.ts is None and not (shown.differs and shown.open):
        raise NoLonger("settled")
    return shown
