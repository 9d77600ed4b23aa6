"""A 1:1 as a calendar file, in one's own chat: nobody's calendar is read for it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import one_on_ones as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.one_on_ones import FileState, TalkState
from bot.domain.one_on_ones_ics import Entry
from bot.usecases import notices
from bot.usecases import one_on_ones_pairs as pairs
from bot.usecases.one_on_ones_pairs import Shown
from storage import inserting, jobs, people, workspaces
from storage import notices as notice_rows
from storage import one_on_ones_files as store
from storage.database import Tx
from storage.notices import Notice
from storage.one_on_ones import OneOnOne
from storage.one_on_ones_files import CalendarFile
from storage.people import Person


@dataclass(frozen=True)
class Filed:
    """The message that a file belongs to, and what became of the file."""

    shown: Shown
    state: FileState


@dataclass(frozen=True)
class Upload:
    """What is uploaded, for whom, and where: in the thread of that message. `channel` None: the message is not there yet."""

    shown: Shown
    entry: Entry
    channel: str | None
    ts: str | None


async def ask(tx: Tx, me: Person, talk_id: int, now: datetime) -> None:
    """Ask for the file of a talk of mine. Pressed twice, it comes once; moved, it has another one.

    Raises RuleBroken where there is no time yet, or the file is in the chat already.
    """
    shown = await pairs.access_talk(tx, me, talk_id, now)
    talk = shown.talk
    if talk.at is None or talk.state not in (TalkState.AGREED, TalkState.SKIPPED):
        raise RuleBroken("talk_without_time")
    key = {"workspace_id": talk.workspace_id, "talk_id": talk.id, "person_id": me.id, "sequence": talk.sequence}
    new = await inserting.insert_once(tx, CalendarFile, key | {"state": FileState.WANTED, "asked_at": now})
    found = await store.of_talk(tx, talk.id, me.id, talk.sequence)
    if found is None or (not new and found.state is not FileState.NONE):
        raise RuleBroken("file_there")
    found.state = FileState.WANTED
    tx.add(found)
    await tx.flush()
    await notices.owe(
        tx,
        rules.CALENDAR,
        workspace_id=talk.workspace_id,
        subject_id=found.id,
        recipient_id=me.id,
        due_at=now,
        now=now,
    )
    await jobs.add(tx, rules.FILE, args={"file": found.id}, queueing_lock=f"{rules.FILE}:{found.id}")


async def access_file(tx: Tx, notice: Notice, me: Person, now: datetime) -> Filed:
    """The file that I asked for."""
    found = await tx.get(CalendarFile, notice.subject_id)
    if found is None or found.person_id != me.id:
        raise NotAllowed("not_found")
    return Filed(await pairs.access_talk(tx, me, found.talk_id, now), found.state)


async def access_upload(tx: Tx, file_id: int, now: datetime) -> Upload | None:
    """What to upload; None: nothing is wanted any more, as the talk has changed meanwhile."""
    found = await tx.get(CalendarFile, file_id)
    talk = await tx.get(OneOnOne, found.talk_id) if found is not None else None
    if found is None or talk is None or found.state is not FileState.WANTED:
        return None
    if talk.at is None or talk.sequence != found.sequence:
        return None
    me = await people.get(tx, found.person_id)
    notice = await notice_rows.find(tx, rules.CALENDAR.name, found.id, me.id)
    if notice is None or not me.active:
        return None
    shown = await pairs.show(tx, me, talk, now)
    team = (await workspaces.get(tx, talk.workspace_id)).team_id
    called_off = talk.state is TalkState.SKIPPED
    entry = Entry(
        uid=f"one-on-one-{talk.id}-{team}@growloop",
        sequence=talk.sequence,
        at=talk.at,
        minutes=talk.minutes,
        title="",
        place=talk.place or "",
        made_at=found.asked_at,
        called_off=called_off,
    )
    return Upload(shown, entry, notice.channel, notice.ts)


async def mark(tx: Tx, file_id: int, was: FileState, became: FileState, now: datetime) -> bool:
    """Whether it was that, and now is the other; its message says so."""
    found = await store.locked(tx, file_id)
    if found is None or found.state is not was:
        return False
    found.state = became
    tx.add(found)
    await tx.flush()
    if became in (FileState.SENT, FileState.NONE):
        await notices.owe_again(tx, rules.CALENDAR, subject_id=found.id, recipient_id=found.person_id, now=now)
    return True
