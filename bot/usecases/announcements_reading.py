"""Reading an announcement, confirming it, asking about it; and what is pinned on Home while it lasts."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import announcements as rules
from bot.domain import budget, privacy
from bot.domain.announcements import OUT, TO_READERS, Stage
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.notices import NoLonger
from bot.usecases import notices, roles
from bot.usecases.announcements import Listed, title_for
from bot.usecases.announcements_changing import tell_late
from bot.usecases.announcements_telling import Told, told_to
from storage import announcements as store
from storage import announcements_to as rows
from storage import people, talks
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.database import Tx
from storage.people import Person
from storage.talks import TalkMessage

SHOWN_MOST = 40
"""Announcements in one list."""


@dataclass(frozen=True)
class Team:
    """Of those who report to somebody, directly or not: for how many it is, and how many have read or confirmed it."""

    meant: int
    done: int


@dataclass(frozen=True)
class Read:
    """An announcement that is opened. `said`: what was asked and answered about it between the viewer and HR. `team`: of a manager."""

    told: Told
    said: list[tuple[Person, TalkMessage]] = field(default_factory=list)
    team: Team | None = None
    may_ask: bool = False


async def read(tx: Tx, me: Person, announcement_id: int, now: datetime) -> Read:
    """Show it to one who is meant, or to HR, or where it stands in a channel; and note that one who is meant has read it.

    Raises NotAllowed for everybody else, as for one that is not there.
    """
    found, mine = await _access(tx, me, announcement_id)
    if mine is not None:
        await rows.mark_read(tx, found.id, me.id, found.version, now)
    return await _read(tx, found, me, now)


async def access_read(tx: Tx, me: Person, announcement_id: int, now: datetime) -> Read:
    """The same, without a note that they have read it."""
    return await _read(tx, (await _access(tx, me, announcement_id))[0], me, now)


async def _access(tx: Tx, me: Person, announcement_id: int) -> tuple[Announcement, AnnouncementTo | None]:
    found = await store.find(tx, announcement_id)
    if found is None or found.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    mine = await rows.find(tx, found.id, me.id)
    out = found.stage in (*OUT, Stage.WITHDRAWN)
    if not (await roles.is_hr(tx, me) or (out and (mine is not None or found.place.to_channel))):
        raise NotAllowed("not_found")
    return found, mine


async def _read(tx: Tx, found: Announcement, me: Person, now: datetime) -> Read:
    try:
        told = await told_to(tx, found, me)
    except NoLonger:
        raise NotAllowed("not_found") from None
    talking = await talks.about(tx, rules.RECORD, found.id, me.id)
    said = [one for talk in talking for one in await talks.messages(tx, talk.id)]
    who = await people.by_ids(tx, sorted({one.author_id for one in said})) if said else {}
    return Read(
        told,
        [(who[one.author_id], one) for one in said],
        await _team(tx, found, me, now),
        may_ask=told.mine is not None and me.id not in (found.author_id, found.sent_by) and found.stage in OUT,
    )


async def _team(tx: Tx, found: Announcement, me: Person, now: datetime) -> Team | None:
    """For a manager: counts, of four people or more."""
    below = await rows.below(tx, me.id, budget.local_day(me.zone, now))
    if not below:
        return None
    team = Team(*await rows.count_among(tx, found.id, below, asks=found.asks))
    return team if privacy.may_show(team.meant) else None


async def understand(tx: Tx, me: Person, announcement_id: int, version: int, now: datetime) -> Told:
    """Note that they have read and understood that version. Pressed twice, or on two devices, the first time counts.

    Raises RuleBroken for whom it is not meant, for one that is not out yet, and for one that was withdrawn.
    """
    found = await store.find(tx, announcement_id)
    if found is None or found.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    if found.stage is Stage.WITHDRAWN:
        raise RuleBroken("announcement_withdrawn")
    if found.stage not in OUT or version < 1:
        raise RuleBroken("announcement_test")
    seen = min(version, found.version)
    if not await rows.mark_understood(tx, found.id, me.id, seen, now):
        raise RuleBroken("announcement_not_for_you")
    await tell_late(tx, found, me.id, seen, now)
    await notices.owe_again(tx, *TO_READERS, subject_id=found.id, recipient_id=me.id, now=now, occurrence=None)
    return await told_to(tx, found, me)


async def access_question(tx: Tx, me: Person, announcement_id: int) -> Told:
    """What a question is asked about. Raises NotAllowed where it would reach nobody."""
    found, mine = await _access(tx, me, announcement_id)
    if found.stage not in OUT or mine is None:
        raise RuleBroken(
            "announcement_test" if found.stage in (Stage.DRAFT, Stage.SCHEDULED) else "announcement_not_for_you"
        )
    return await told_to(tx, found, me)


async def access_pinned(tx: Tx, me: Person, now: datetime) -> list[Listed]:
    """What was told to somebody and lasts, the newest first, in their language."""
    found = (await rows.lasting(tx, me.id, budget.local_day(me.zone, now)))[:SHOWN_MOST]
    texts = await store.texts_of(tx, {one.id: one.version for one in found}) if found else {}
    return [Listed(one, title_for(me, texts[one.id])) for one in found]
