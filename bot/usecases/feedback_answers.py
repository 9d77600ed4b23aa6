"""The receiver answers feedback: thanks, let's talk, I will try; and the giver agrees to a time."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import actions as action_rules
from bot.domain import cadence
from bot.domain import feedback as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Reaction
from bot.domain.notices import Kind, NoLonger
from bot.usecases import actions, feedback_read, notices
from bot.usecases.feedback_read import Opened
from bot.usecases.feedback_telling import show_again
from storage import feedback as feedback_rows
from storage import feedback_answers as store
from storage import inserting, readers, reporting
from storage.actions import Action
from storage.database import Tx
from storage.feedback_answers import FeedbackAnswer
from storage.notices import Notice
from storage.people import Person


@dataclass(frozen=True)
class Answering:
    """What the form of an answer begins with. `leads`: one of the two leads the other, so that they have 1:1s."""

    opened: Opened
    leads: bool
    now: datetime


async def access_answering(tx: Tx, me: Person, feedback_id: int, now: datetime) -> Answering:
    """Raises NotAllowed for everybody but its receiver."""
    opened = await _mine(tx, me, feedback_id, now)
    return Answering(opened, await _leads(tx, opened, now), now)


async def thank(tx: Tx, me: Person, feedback_id: int, now: datetime) -> Opened:
    """Pressed twice, it is said once."""
    opened = await _mine(tx, me, feedback_id, now)
    if await inserting.insert_once(tx, FeedbackAnswer, _row(opened, Reaction.THANKS, now)):
        await show_again(tx, feedback_id, now)
    return await feedback_read.read(tx, me, feedback_id, now)


async def propose(tx: Tx, me: Person, feedback_id: int, at: datetime | None, now: datetime) -> Opened:
    """Propose to talk about it, at a time (UTC) or at the next 1:1 (None). Another time takes the place of the one before.

    Raises RuleBroken at the field that is wrong, "no_one_on_one" where neither of the two leads the other,
    "person_inactive" where its giver has left.
    """
    rules.check_talk(at, now)
    opened = await _mine(tx, me, feedback_id, now)
    if not opened.author.active:
        raise RuleBroken("person_inactive")
    if at is None and not await _leads(tx, opened, now):
        raise RuleBroken("no_one_on_one", field="when")
    new = await inserting.insert_once(tx, FeedbackAnswer, _row(opened, Reaction.TALK, now) | {"at": at})
    asked = await _locked(tx, feedback_id)
    if new or asked.at != at:
        asked.at, asked.agreed_at = at, None
        await tx.flush()
        await _tell(tx, rules.PROPOSED, asked, asked.other_id, now)
        await show_again(tx, feedback_id, now)
    return await feedback_read.read(tx, me, feedback_id, now)


async def agree(tx: Tx, me: Person, feedback_id: int, at: datetime | None, now: datetime) -> Opened:
    """Its giver agrees to that time. Pressed twice, it is told once. Raises RuleBroken("talk_changed") where it is another one by now."""
    one = await feedback_rows.find(tx, feedback_id)
    if one is None or one.author_id != me.id:
        raise NotAllowed("not_found")
    # Whoever proposes another time holds the feedback first as well, so that the two take turns.
    await feedback_rows.locked(tx, feedback_id)
    asked = await _locked(tx, feedback_id)
    if asked.at != at:
        raise RuleBroken("talk_changed")
    if asked.agreed_at is None:
        asked.agreed_at = now
        await tx.flush()
        await _tell(tx, rules.AGREED, asked, asked.person_id, now)
        await notices.owe_again(
            tx, rules.PROPOSED, subject_id=feedback_id, recipient_id=me.id, now=now, occurrence=None
        )
        await show_again(tx, feedback_id, now)
    return await feedback_read.read(tx, me, feedback_id, now)


async def will_try(
    tx: Tx, me: Person, feedback_id: int, words: str, now: datetime, *, shown: bool, source: str
) -> Action:
    """Write down what its receiver wants to try; they are asked two weeks later. `shown`: its giver may read the words."""
    opened = await _mine(tx, me, feedback_id, now)
    today = now.astimezone(cadence.zone_of(me.zone)).date()
    due = today + action_rules.TRY_ON
    known, about = action_rules.check(words, due, today), actions.About(rules.RECORD, feedback_id)
    action, new = await actions.write_down(tx, me, me, about, known, due, now, source=source)
    if new:
        if shown:
            giver = opened.author.id
            await readers.grant(tx, me.workspace_id, action_rules.RECORD, action.id, giver, readers.Why.SHOWN, now)
        await show_again(tx, feedback_id, now)
    return action


async def access_proposed(tx: Tx, notice: Notice, me: Person, now: datetime) -> Opened:
    """That its receiver would like to talk, as it stands now; for its giver."""
    opened = await feedback_read.access_receipt(tx, notice, me, now)
    if notice.ts is None and (opened.came.talk is None or _occurrence(opened.came.talk) != notice.occurrence):
        raise NoLonger("changed")
    return opened


async def access_agreed(tx: Tx, notice: Notice, me: Person, now: datetime) -> Opened:
    """That the time suits its giver; for its receiver. Where another one was proposed meanwhile, it is of no use."""
    opened = await feedback_read.access_given(tx, notice, me, now)
    asked = opened.came.talk
    if asked is None or asked.agreed_at is None or _occurrence(asked) != notice.occurrence:
        raise NoLonger("changed")
    return opened


async def _mine(tx: Tx, me: Person, feedback_id: int, now: datetime) -> Opened:
    opened = await feedback_read.read(tx, me, feedback_id, now)
    if not opened.for_me:
        raise NotAllowed("not_found")
    return opened


async def _leads(tx: Tx, opened: Opened, now: datetime) -> bool:
    """Whether one of the two leads the other today."""
    for one, other in ((opened.author, opened.subject), (opened.subject, opened.author)):
        manager = await reporting.manager_of(tx, one.id, now.astimezone(cadence.zone_of(one.zone)).date())
        if manager is not None and manager.id == other.id:
            return True
    return False


async def _locked(tx: Tx, feedback_id: int) -> FeedbackAnswer:
    found = await store.locked(tx, feedback_id, Reaction.TALK)
    if found is None:
        raise NotAllowed("not_found")
    return found


def _row(opened: Opened, answer: Reaction, now: datetime) -> dict[str, object]:
    one = opened.feedback
    row = {"workspace_id": one.workspace_id, "feedback_id": one.id, "answer": answer, "made_at": now}
    return row | {"person_id": one.subject_id, "other_id": one.author_id}


def _occurrence(asked: FeedbackAnswer) -> str:
    """Each time that is proposed is told once."""
    return asked.at.isoformat() if asked.at else "next"


async def _tell(tx: Tx, kind: Kind, asked: FeedbackAnswer, recipient_id: int, now: datetime) -> None:
    """Tell one of the two of this time; what was told of another one before says how it stands now."""
    about, when = asked.feedback_id, _occurrence(asked)
    new = await notices.owe(
        tx,
        kind,
        workspace_id=asked.workspace_id,
        subject_id=about,
        recipient_id=recipient_id,
        occurrence=when,
        due_at=now,
        now=now,
    )
    if new is None:
        await notices.owe_after_all(tx, kind, subject_id=about, recipient_id=recipient_id, now=now, occurrence=when)
    await notices.owe_again(tx, kind, subject_id=about, recipient_id=recipient_id, now=now, occurrence=None)
