"""What is told of an announcement: to each who is meant, in the channel, and to whoever wrote it. Looked up as it is sent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain import announcements as rules
from bot.domain.announcements import OUT, Stage
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger, NotYet
from bot.usecases import roles
from bot.usecases.announcements import links_of, text_for
from storage import announcements as store
from storage import announcements_to as rows
from storage.announcements import Announcement, AnnouncementText
from storage.announcements_to import AnnouncementTo
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person

HELD = timedelta(days=1)
"""When a message that was on its way as the announcement was paused is looked at again, where nothing else says."""
WITHDRAWN, DONE, NO_NEWS = "withdrawn", "confirmed", "no_news"


@dataclass(frozen=True)
class Told:
    """An announcement for one reader. `text` is in their language, or in the first that there is; `languages` are all it has.

    `mine`: their own row; None: they look at it without being meant. `changed`: what is different from what they read before.
    """

    announcement: Announcement
    text: AnnouncementText
    languages: list[str]
    links: list[str] = field(default_factory=list)
    mine: AnnouncementTo | None = None
    changed: str | None = None
    test: bool = False

    @property
    def withdrawn(self) -> bool:
        return self.announcement.stage is Stage.WITHDRAWN

    @property
    def asks(self) -> bool:
        """Whether this reader is still asked to confirm."""
        return self.announcement.asks and not self.withdrawn and (self.mine is None or self.mine.understood_at is None)


async def told_to(tx: Tx, one: Announcement, me: Person, *, meant: bool = True) -> Told:
    """The announcement as this person reads it. Raises NoLonger where no text of it is left."""
    texts = await store.texts(tx, one.id, one.version)
    text = text_for(me, texts)
    if text is None:
        raise NoLonger("gone")
    languages = [language for language in rules.LANGUAGES if language in texts]
    mine = await rows.find(tx, one.id, me.id) if meant else None
    return Told(one, text, languages, list(links_of(one)), mine)


async def _of(tx: Tx, notice: Notice, kind: str) -> Announcement:
    one = await store.find(tx, notice.subject_id) if notice.kind == kind else None
    if one is None or one.workspace_id != notice.workspace_id:
        raise NotAllowed("not_found")
    return one


async def _live(tx: Tx, notice: Notice, kind: str, now: datetime) -> Announcement:
    """What is out. Held while it is paused; what was sent already shows how it stands, withdrawn or not."""
    one = await _of(tx, notice, kind)
    if notice.ts is not None:
        return one
    if one.stage is Stage.PAUSED:
        raise NotYet(notice.not_after or now + HELD)
    if one.stage not in OUT:
        raise NoLonger(WITHDRAWN)
    return one


async def access_told(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """The announcement, for one who is meant."""
    shown = await told_to(tx, await _live(tx, notice, rules.TOLD.name, now), me)
    if shown.mine is None:
        raise NotAllowed("not_found")
    return shown


async def access_post(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """What the channel gets: the first text that there is, whoever wrote it."""
    one = await _live(tx, notice, rules.POST.name, now)
    texts = await store.texts(tx, one.id, one.version)
    first = rules.language_for("", texts)
    if one.author_id != me.id or first is None:
        raise NotAllowed("not_found")
    languages = [language for language in rules.LANGUAGES if language in texts]
    return Told(one, texts[first], languages, list(links_of(one)))


async def access_changed(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """What changed, for one who read it before; that it was withdrawn. Where their own text is the same, there is no news."""
    one = await _of(tx, notice, rules.CHANGED.name)
    shown = await told_to(tx, one, me)
    if shown.mine is None:
        raise NotAllowed("not_found")
    if one.stage is Stage.PAUSED and notice.ts is None:
        raise NotYet(notice.not_after or now + HELD)
    if shown.withdrawn:
        return shown
    version = int(notice.occurrence)
    text = text_for(me, await store.texts(tx, one.id, version))
    if text is None or text.changed is None:
        raise NoLonger(NO_NEWS)
    return Told(one, shown.text, shown.languages, shown.links, shown.mine, text.changed)


async def access_reminder(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """For one who was asked to confirm, and has not."""
    one = await _live(tx, notice, rules.REMINDER.name, now)
    shown = await told_to(tx, one, me)
    if shown.mine is None:
        raise NotAllowed("not_found")
    if notice.ts is None and not shown.asks:
        raise NoLonger(DONE)
    return shown


async def access_test(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """The announcement as readers of one language see it, for HR alone."""
    await roles.require_hr(tx, me)
    one = await _of(tx, notice, rules.TEST.name)
    return await _in(tx, one, notice.occurrence.split()[1])


async def _in(tx: Tx, one: Announcement, language: str) -> Told:
    texts = await store.texts(tx, one.id, one.version)
    found = rules.language_for(language, texts)
    if found is None:
        raise NoLonger("gone")
    written = [each for each in rules.LANGUAGES if each in texts]
    return Told(one, texts[found], written, list(links_of(one)), test=True)


async def access_preview(tx: Tx, hr: Person, announcement_id: int, language: str) -> Told:
    """The same, to be looked at before it is sent."""
    await roles.require_hr(tx, hr)
    one = await store.find(tx, announcement_id)
    if one is None or one.workspace_id != hr.workspace_id:
        raise NotAllowed("not_found")
    try:
        return await _in(tx, one, language)
    except NoLonger:
        raise NotAllowed("announcement_without_text") from None


async def access_note(tx: Tx, notice: Notice, me: Person, now: datetime) -> Told:
    """For whoever wrote or sent it: that the channel did not take it, or that nobody was left in its audience."""
    await roles.require_hr(tx, me)
    one = await store.find(tx, notice.subject_id)
    if one is None or notice.kind not in (rules.UNPOSTED.name, rules.EMPTY.name) or one.workspace_id != me.workspace_id:
        raise NotAllowed("not_found")
    return await told_to(tx, one, me, meant=False)
