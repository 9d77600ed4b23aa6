"""Reading feedback: by its receiver, by those whom the giver named, and by the giver, who sees how it stands."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import feedback as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Part
from bot.domain.notices import NoLonger, State
from bot.usecases import feedback_aside as aside
from bot.usecases import feedback_came as came
from bot.usecases import feedback_evidence as cited
from bot.usecases import notices
from bot.usecases.checkins_read import ReadBy
from bot.usecases.feedback_aside import Aside
from bot.usecases.feedback_came import Came
from bot.usecases.feedback_evidence import Rests
from storage import feedback as store
from storage import notices as notice_rows
from storage import people, readers
from storage.database import Tx
from storage.feedback import Feedback
from storage.notices import Notice
from storage.people import Person
from storage.readers import Why


@dataclass(frozen=True)
class Opened:
    """Feedback as its giver or one of its readers sees it. Words of a part None: they were erased.

    `about`: what it rests on. `due`: it is time to tell its receiver. `told_at`: when they were; `lost`: they never will
    be, as they no longer take part. `takes_back`: its giver still can. `came`: what came of it. `silent`: the ids of those readers
    of whom its giver is not told whether they have read it; they wish so. `may_flag`: the viewer can keep it for their
    1:1 with its receiver; `flagged`: they do.
    """

    feedback: Feedback
    author: Person
    subject: Person
    parts: dict[Part, str | None]
    readers: list[ReadBy]
    viewer: Person
    about: list[Rests] = field(default_factory=list)
    due: bool = True
    told_at: datetime | None = None
    lost: bool = False
    takes_back: bool = False
    aside: Aside = field(default_factory=Aside)
    came: Came = field(default_factory=Came)
    silent: frozenset[int] = frozenset()
    may_flag: bool = False
    flagged: bool = False

    @property
    def mine(self) -> bool:
        """Whether the viewer gave it."""
        return self.viewer.id == self.feedback.author_id

    @property
    def for_me(self) -> bool:
        """Whether the viewer is its receiver."""
        return self.viewer.id == self.feedback.subject_id

    @property
    def read_at(self) -> datetime | None:
        """When its receiver read it."""
        return next((one.read_at for one in self.readers if one.person.id == self.subject.id), None)

    @property
    def opened_at(self) -> datetime | None:
        """When the viewer read it."""
        return next((one.read_at for one in self.readers if one.person.id == self.viewer.id), None)


async def read(tx: Tx, viewer: Person, feedback_id: int, now: datetime) -> Opened:
    """Show feedback to one of its readers, and note that they read it; or to its giver.

    Raises RuleBroken("feedback_withdrawn") once it was taken back, NotAllowed for everybody else and before it is due.
    """
    one = await store.locked(tx, feedback_id)
    if one is None or one.workspace_id != viewer.workspace_id:
        raise NotAllowed("not_found")
    named = await readers.of(tx, rules.RECORD, one.id)
    mine = next((reader for reader in named if reader.person_id == viewer.id), None)
    if viewer.id != one.author_id:
        if mine is None or now < one.due_at:
            raise NotAllowed("not_found")
        if one.withdrawn_at is not None:
            raise RuleBroken("feedback_withdrawn")
        if mine.read_at is None:
            mine.read_at = now
            await tx.flush()
            await notices.owe_again(tx, rules.GIVEN, rules.SHARED, subject_id=one.id, recipient_id=viewer.id, now=now)
            if viewer.tells_read:
                await notices.owe_again(tx, rules.RECEIPT, subject_id=one.id, recipient_id=one.author_id, now=now)
    return await _opened(tx, viewer, one, now)


async def flag(tx: Tx, viewer: Person, feedback_id: int, now: datetime, *, flagged: bool) -> Opened:
    """Keep it for the next 1:1 with its receiver, or no longer: a manager's own note. Pressed twice, it stays as it was wanted."""
    opened = await read(tx, viewer, feedback_id, now)
    mine = await readers.find(tx, rules.RECORD, feedback_id, viewer.id)
    if mine is None or not opened.may_flag:
        raise NotAllowed("not_found")
    if flagged != opened.flagged:
        mine.flagged_at = now if flagged else None
    return replace(opened, flagged=flagged)


async def access_given(tx: Tx, notice: Notice, me: Person, now: datetime) -> Opened:
    """Feedback as the message to one of its readers tells of it: without its words. Taken back before it was sent, it is not told."""
    one = await store.find(tx, notice.subject_id)
    if one is None or await readers.find(tx, rules.RECORD, one.id, me.id) is None:
        raise NotAllowed("not_found")
    if one.withdrawn_at is not None and notice.ts is None:
        raise NoLonger("withdrawn")
    opened = await _opened(tx, me, one, now, words=False)
    if notice.ts is None and not opened.subject.active:
        raise NoLonger("left")
    return opened


async def access_receipt(tx: Tx, notice: Notice, me: Person, now: datetime) -> Opened:
    """How something stands that I gave: without its words."""
    one = await store.find(tx, notice.subject_id)
    if one is None or one.author_id != me.id:
        raise NotAllowed("not_found")
    return await _opened(tx, me, one, now, words=False)


async def _opened(tx: Tx, viewer: Person, one: Feedback, now: datetime, *, words: bool = True) -> Opened:
    named = await readers.of(tx, rules.RECORD, one.id)
    who = await people.by_ids(tx, sorted({one.author_id, one.subject_id, *(each.person_id for each in named)}))
    mine = next((each for each in named if each.person_id == viewer.id), None)
    silent = {each for each, person in who.items() if viewer.id == one.author_id and not person.tells_read}
    named_read = [ReadBy(who[each.person_id], None if each.person_id in silent else each.read_at) for each in named]
    told = await notice_rows.find(tx, rules.GIVEN.name, one.id, one.subject_id)
    told_at = told.sent_at if told is not None else None
    read_by_anybody = any(each.read_at is not None for each in named_read)
    return Opened(
        feedback=one,
        author=who[one.author_id],
        subject=who[one.subject_id],
        parts=(await store.parts(tx, [one.id]))[one.id] if words else {},
        readers=named_read,
        viewer=viewer,
        about=await cited.of(tx, rules.RECORD, one.id, viewer),
        due=now >= one.due_at,
        told_at=told_at,
        lost=told is not None and told.sent_at is None and told.state in (State.DROPPED, State.FAILED),
        takes_back=one.withdrawn_at is None
        and rules.may_take_back(told_at if told else one.due_at, read_by_anybody, now),
        aside=await aside.of(tx, viewer, one, next((r.read_at for r in named if r.person_id == viewer.id), None), now),
        came=await came.of(tx, viewer, one),
        silent=frozenset(silent),
        may_flag=mine is not None and mine.why is Why.MANAGER,
        flagged=mine is not None and mine.flagged_at is not None,
    )
