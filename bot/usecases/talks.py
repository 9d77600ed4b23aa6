"""Talks: a reply reaches the other one of two people as a thread in their DM with the bot, and follows when it is edited."""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from bot.domain import checkins, closed_loop, talks
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger
from bot.usecases import notices
from bot.usecases.talks_about import ABOUT, BEGINS
from storage import inserting, people
from storage import notices as notice_rows
from storage import talks as store
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.talks import Talk, TalkMessage


@dataclass(frozen=True)
class Said:
    """One message of a talk as its recipient sees it. `words` None: its author took it back. `mine`: the record is the recipient's.

    `name`: what the record is called, where there are many of its kind.
    """

    author: Person
    words: str | None
    withdrawn: bool
    edited: bool
    about: str
    record_id: int
    mine: bool
    name: str = ""


async def reply(
    tx: Tx, me: Person, record_id: int, words: str, now: datetime, *, source: str, about: str = checkins.RECORD
) -> None:
    """Say something about a record to the one it is shared with. A repeat says it once. Raises NotAllowed where nobody would read it."""
    await say(tx, me, await _talk(tx, me, about, record_id, now), words, now, source=source)


async def say(tx: Tx, me: Person, talk: Talk, words: str, now: datetime, *, source: str) -> None:
    """Add a message to a talk of mine and owe it to the other one. Refused where they have left: nobody would read it."""
    if me.id not in (talk.owner_id, talk.other_id):
        raise NotAllowed("not_found")
    other = await other_of(tx, talk, me)
    if not other.active:
        raise RuleBroken("person_inactive", field="words")
    talk = await store.locked(tx, talk.id)
    row = {"workspace_id": talk.workspace_id, "talk_id": talk.id, "author_id": me.id, "source": source}
    new = await inserting.insert_once(tx, TalkMessage, {**row, "words": talks.check(words), "said_at": now})
    if not new:
        return
    message = await store.by_source(tx, me.workspace_id, source)
    if message is None:
        return
    begun = ABOUT[talk.about].begun
    if begun is not None and talk.last_at is None:
        await begun(tx, talk.about_id, now)
    talk.last_at = now
    await _look_who_waits(tx, talk)
    await notices.owe(
        tx,
        talks.MESSAGE,
        workspace_id=talk.workspace_id,
        subject_id=message.id,
        recipient_id=other.id,
        due_at=now,
        now=now,
        thread_ts=await thread_of(tx, talk, other.id),
    )


async def other_of(tx: Tx, talk: Talk, me: Person) -> Person:
    """With whom I talk there."""
    return await people.get(tx, talk.other_id if me.id == talk.owner_id else talk.owner_id)


async def thread_of(tx: Tx, talk: Talk, person_id: int) -> str | None:
    """Where this talk goes on for this person: under the bot's message about their own record, else under the first they got in it."""
    if person_id == talk.owner_id:
        roots = await ABOUT[talk.about].roots(tx, talk.about_id)
        for kind in roots.kinds:
            root = await notice_rows.find(tx, kind.name, roots.subject_id, person_id)
            if root is not None and root.ts:
                return root.ts
    ids = [message.id for message in await store.messages(tx, talk.id)]
    first = await notice_rows.first_sent(tx, talks.MESSAGE.name, ids, person_id)
    return (first.thread_ts or first.ts) if first else None


async def talk_at(tx: Tx, me: Person, channel: str, thread_ts: str) -> Talk | None:
    """The talk that a thread in somebody's DM belongs to; where several meet, the one that spoke last."""
    for notice in await notice_rows.in_thread(tx, me.id, channel, thread_ts, talks.MESSAGE.name):
        message = await tx.get(TalkMessage, notice.subject_id)
        if message is not None:
            return await tx.get(Talk, message.talk_id)
    return None


async def begun_at(tx: Tx, me: Person, channel: str, thread_ts: str, now: datetime) -> Talk | None:
    """The talk that begins with a reply to a message of the bot; None: a reply to this one begins none, or not for this person."""
    root = await notice_rows.at_message(tx, channel, thread_ts)
    about = BEGINS.get(root.kind) if root is not None and root.recipient_id == me.id else None
    if root is None or about is None:
        return None
    try:
        return await _talk(tx, me, about, root.subject_id, now)
    except NotAllowed:
        return None


async def follow_edit(tx: Tx, me: Person, source: str, words: str | None, now: datetime) -> bool:
    """A message in the DM was edited, or taken back (None): the relayed one follows. False: it was no message of a talk."""
    message = await store.by_source(tx, me.workspace_id, source)
    if message is None or message.author_id != me.id:
        return False
    if message.withdrawn_at is not None or message.words == words:
        return True
    message.words = words
    if words is None:
        message.withdrawn_at = now
    else:
        message.edited_at = now
    talk = await store.locked(tx, message.talk_id)
    await _look_who_waits(tx, talk)
    other = talk.other_id if me.id == talk.owner_id else talk.owner_id
    await notices.owe_again(tx, talks.MESSAGE, subject_id=message.id, recipient_id=other, now=now)
    return True


async def let_be(tx: Tx, me: Person, record_id: int, about: str = checkins.RECORD) -> None:
    """What the owner said last needs no answer: it waits for me no longer. Nobody is told; pressed twice, it is done once."""
    for one in await store.about(tx, about, record_id, me.id):
        if one.other_id == me.id:
            talk = await store.locked(tx, one.id)
            for message in _unanswered(talk, await store.messages(tx, talk.id)):
                message.let_be = True
            await _look_who_waits(tx, talk)


async def access_message(tx: Tx, notice: Notice, me: Person, now: datetime) -> Said:
    """A message of a talk, for the one it is owed to."""
    message = await tx.get(TalkMessage, notice.subject_id)
    talk = await tx.get(Talk, message.talk_id) if message else None
    if message is None or talk is None or me.id not in (talk.owner_id, talk.other_id):
        raise NotAllowed("not_found")
    if message.withdrawn_at is not None and notice.ts is None:
        raise NoLonger("withdrawn")
    named = ABOUT[talk.about].named
    return Said(
        author=await people.get(tx, message.author_id),
        words=message.words,
        withdrawn=message.withdrawn_at is not None,
        edited=message.edited_at is not None,
        about=talk.about,
        record_id=talk.about_id,
        mine=me.id == talk.owner_id,
        name=await named(tx, me, talk.about_id) if named else "",
    )


async def _look_who_waits(tx: Tx, talk: Talk) -> None:
    """Since when the talk, which is locked, waits for an answer, after something was said, taken back or let be."""
    await tx.flush()
    said = [one for one in await store.messages(tx, talk.id) if one.withdrawn_at is None and not one.let_be]
    talk.waits_since = closed_loop.waits_since((one.author_id == talk.owner_id, one.said_at) for one in said)


def _unanswered(talk: Talk, said: list[TalkMessage]) -> list[TalkMessage]:
    """What the author said after the other one spoke last."""
    standing = [one for one in said if one.withdrawn_at is None]
    return list(takewhile(lambda one: one.author_id == talk.owner_id, reversed(standing)))


async def _talk(tx: Tx, me: Person, about: str, record_id: int, now: datetime) -> Talk:
    pair = await ABOUT[about].pair(tx, me, record_id)
    key = {"about": about, "about_id": record_id, "owner_id": pair.owner, "other_id": pair.other}
    await inserting.insert_once(tx, Talk, {"workspace_id": me.workspace_id, **key, "opened_at": now})
    return await store.get_by_key(tx, about, record_id, pair.owner, pair.other)
