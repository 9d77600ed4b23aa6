"""What a talk can be about: for each kind of record, which two people talk, and under which messages of the bot it goes on."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain import announcements, checkins, feedback, goals, goals_agreeing
from bot.domain.errors import NotAllowed
from bot.domain.notices import Kind
from bot.domain.roles import Role
from bot.locales.reader import language
from bot.usecases import goals_talking
from bot.usecases.feedback_telling import show_again
from storage import announcements as announcement_rows
from storage import announcements_to, feedback_answers, readers, roles, talks
from storage import checkins as checkin_rows
from storage import feedback as feedback_rows
from storage.database import Tx
from storage.people import Person


@dataclass(frozen=True)
class Pair:
    """`owner`, whose record it is about, and `other`; by person id."""

    owner: int
    other: int


@dataclass(frozen=True)
class Roots:
    """The messages to somebody under which their talk goes on, by their kinds, and the subject of those messages."""

    kinds: tuple[Kind, ...]
    subject_id: int


@dataclass(frozen=True)
class About:
    """`pair` says between whom this person can say something about a record, and raises NotAllowed where they cannot.

    `roots` finds the messages for the record's owner. `begins`: kinds of messages about the record, under which a reply begins a talk.
    `begun` lets the messages about the record show that something was said. `named` says what it is called, where there are many.
    """

    pair: Callable[[Tx, Person, int], Awaitable[Pair]]
    roots: Callable[[Tx, int], Awaitable[Roots]]
    begins: tuple[Kind, ...] = ()
    begun: Callable[[Tx, int, datetime], Awaitable[None]] | None = None
    named: Callable[[Tx, Person, int], Awaitable[str]] | None = None


async def _of_checkin(tx: Tx, me: Person, checkin_id: int) -> Pair:
    """A reader begins; its author goes on with whoever spoke to them."""
    checkin = await tx.get(checkin_rows.CheckIn, checkin_id)
    if checkin is None:
        raise NotAllowed("not_found")
    if checkin.person_id == me.id:
        begun = await talks.about(tx, checkins.RECORD, checkin_id, me.id)
        if not begun:
            raise NotAllowed("not_found")
        return Pair(me.id, begun[-1].other_id)
    if await readers.find(tx, checkins.RECORD, checkin_id, me.id) is None:
        raise NotAllowed("not_found")
    return Pair(checkin.person_id, me.id)


async def _of_feedback(tx: Tx, me: Person, feedback_id: int) -> Pair:
    """Its receiver begins; its giver goes on, or answers that they would like to talk."""
    one = await feedback_rows.find(tx, feedback_id)
    if one is None or one.withdrawn_at is not None or me.id not in (one.subject_id, one.author_id):
        raise NotAllowed("not_found")
    if me.id == one.author_id:
        asked = await feedback_answers.find(tx, feedback_id, feedback.Reaction.TALK)
        if asked is None and not await talks.about(tx, feedback.RECORD, feedback_id, me.id):
            raise NotAllowed("not_found")
    else:
        named = await readers.find(tx, feedback.RECORD, feedback_id, me.id)
        if named is None or named.read_at is None:
            raise NotAllowed("not_found")
    return Pair(one.subject_id, one.author_id)


async def _of_goal(tx: Tx, me: Person, goal_id: int) -> Pair:
    """Either side begins."""
    return Pair(*await goals_talking.pair(tx, me, goal_id))


async def _of_announcement(tx: Tx, me: Person, announcement_id: int) -> Pair:
    """One who is meant asks; whoever wrote it answers, or, where they are no longer here or in HR, the first who is."""
    one = await announcement_rows.find(tx, announcement_id)
    if one is None or one.stage not in announcements.OUT:
        raise NotAllowed("not_found")
    if await announcements_to.find(tx, announcement_id, me.id) is None or me.id == one.author_id:
        raise NotAllowed("not_found")
    hr = [each.id for each in await roles.holders(tx, one.workspace_id, Role.HR) if each.id != me.id]
    begun = [each.other_id for each in await talks.about(tx, announcements.RECORD, announcement_id, me.id)]
    wanted = [each for each in (*begun, one.author_id, *hr) if each in hr]
    if not wanted:
        raise NotAllowed("not_found")
    return Pair(me.id, wanted[0])


async def _name_of_announcement(tx: Tx, me: Person, announcement_id: int) -> str:
    one = await announcement_rows.find(tx, announcement_id)
    texts = await announcement_rows.texts(tx, announcement_id, one.version) if one is not None else {}
    written = announcements.language_for(language(me.locale), texts)
    return (texts[written].title or "") if written else ""


async def _under_announcement(tx: Tx, announcement_id: int) -> Roots:
    return Roots((announcements.TOLD,), announcement_id)


async def _under_checkin(tx: Tx, checkin_id: int) -> Roots:
    checkin = await checkin_rows.get(tx, checkin_id)
    return Roots((checkins.PROMPT, checkins.REMINDER, checkins.RECEIPT), checkin.period_id)


async def _under_feedback(tx: Tx, feedback_id: int) -> Roots:
    return Roots((feedback.GIVEN,), feedback_id)


async def _under_goal(tx: Tx, goal_id: int) -> Roots:
    return Roots((goals_agreeing.PROPOSED, goals_agreeing.AGREED), goal_id)


ABOUT: Mapping[str, About] = {
    checkins.RECORD: About(_of_checkin, _under_checkin),
    announcements.RECORD: About(
        _of_announcement, _under_announcement, begins=announcements.TO_READERS, named=_name_of_announcement
    ),
    feedback.RECORD: About(_of_feedback, _under_feedback, begins=(feedback.GIVEN, feedback.PROPOSED), begun=show_again),
    goals.RECORD: About(_of_goal, _under_goal, begins=(goals_agreeing.PROPOSED, goals_agreeing.CLOSED)),
}
"""By the name of the record."""

BEGINS: Mapping[str, str] = {kind.name: record for record, one in ABOUT.items() for kind in one.begins}
"""By the kind of a message, which record a reply to it is about: its subject."""
