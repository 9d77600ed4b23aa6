"""HR writes an announcement: its texts, whom it is for, when and where. What two do at once is told, never lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain import announcements as rules
from bot.domain import budget
from bot.domain.announcements import Place, Stage, Timing, When
from bot.domain.errors import NotAllowed, RuleBroken
from bot.locales.reader import language
from bot.usecases import announcements_audience as counting
from bot.usecases import audience, dm, roles, series_audience
from bot.usecases.announcements_audience import Meant
from bot.usecases.series_audience import Chosen, Named
from storage import announcements as store
from storage import audit, people
from storage.announcements import Announcement, AnnouncementText
from storage.database import Tx
from storage.people import Person

LISTED = 60
DRAFTS_MOST = 50
EDIT = "announcement.edit"


@dataclass(frozen=True)
class Listed:
    """One of many, in the language of whoever looks; `title` None: it was erased, or there is none yet."""

    announcement: Announcement
    title: str | None


@dataclass(frozen=True)
class Draft:
    """An announcement as HR writes it. `missing`: how many of those who are meant read a language that has no text, by language.

    `by`: this person changed it meanwhile, and nothing was stored.
    """

    announcement: Announcement
    texts: dict[str, AnnouncementText]
    named: Named
    meant: Meant
    author: Person
    missing: Mapping[str, int] = field(default_factory=dict)
    by: str | None = None


async def access_list(tx: Tx, hr: Person) -> list[Listed]:
    """Every announcement, the newest first. Raises NotAllowed for anybody but HR."""
    await roles.require_hr(tx, hr)
    found = await store.of_workspace(tx, hr.workspace_id, LISTED)
    texts = await store.texts_of(tx, {one.id: one.version for one in found})
    return [Listed(one, title_for(hr, texts[one.id])) for one in found]


def text_for(person: Person, texts: Mapping[str, AnnouncementText]) -> AnnouncementText | None:
    """The text that somebody reads: in their language, else in the first that there is."""
    found = rules.language_for(language(person.locale), texts)
    return texts[found] if found else None


def title_for(person: Person, texts: Mapping[str, AnnouncementText]) -> str | None:
    """The title as somebody reads it."""
    found = text_for(person, texts)
    return found.title if found else None


async def require(tx: Tx, hr: Person, announcement_id: int, *, locked: bool = False) -> Announcement:
    """An announcement, for HR; held until the transaction ends where it is `locked`. Raises NotAllowed for anybody else."""
    await roles.require_hr(tx, hr)
    found = await (store.lock if locked else store.find)(tx, announcement_id)
    if found is None or found.workspace_id != hr.workspace_id:
        raise NotAllowed("not_found")
    return found


async def access_draft(tx: Tx, hr: Person, announcement_id: int, now: datetime) -> Draft:
    """One announcement with all that is to be looked at before it goes out. Raises NotAllowed for anybody but HR."""
    return await _draft(tx, await require(tx, hr, announcement_id), now)


async def _draft(tx: Tx, one: Announcement, now: datetime, by: str | None = None) -> Draft:
    texts = await store.texts(tx, one.id, one.version)
    meant = await counting.count(tx, one.workspace_id, one.audience, now)
    return Draft(
        announcement=one,
        texts=texts,
        named=await series_audience.named_in(tx, one.workspace_id, one.audience),
        meant=meant,
        author=await people.get(tx, one.author_id),
        missing={spoken: count for spoken, count in meant.languages.items() if spoken not in texts},
        by=by,
    )


async def create(tx: Tx, hr: Person, language: str, title: str, words: str, now: datetime) -> Draft:
    """A new draft, for everyone, with a text in one language. Raises RuleBroken at "title" or "words"."""
    await roles.require_hr(tx, hr)
    return await _draft(tx, await _create(tx, hr, language, title, rules.check_words(words), now), now)


async def _create(tx: Tx, hr: Person, language: str, title: str, words: str, now: datetime) -> Announcement:
    if await store.count_drafts(tx, hr.workspace_id) >= DRAFTS_MOST:
        raise RuleBroken("announcement_drafts_many", {"most": DRAFTS_MOST}, field="title")
    title = rules.check_title(title)
    today = budget.local_day(hr.zone, now)
    made = Announcement(
        workspace_id=hr.workspace_id,
        author_id=hr.id,
        edited_by=hr.id,
        zone=hr.zone,
        lasts_until=today + timedelta(days=rules.LASTS_FIRST),
        made_at=now,
        kept_from=now,
    )
    tx.add(made)
    await tx.flush()
    await store.put(tx, made, language, title=title, words=words)
    await audit.note(
        tx, hr.workspace_id, "announcement.made", rules.RECORD, made.id, actor_id=hr.id, now=now, language=language
    )
    return made


async def write(
    tx: Tx, hr: Person, announcement_id: int, revision: int, language: str, title: str, words: str, now: datetime
) -> Draft:
    """Set the text of one language; nothing in both fields takes the language out.

    `words` empty beside a text that was too long for the field: that one stays. Raises RuleBroken at "title" or "words".
    """
    found, by = await _editable(tx, hr, announcement_id, revision)
    if by:
        return await _draft(tx, found, now, by)
    before = (await store.texts(tx, found.id, found.version)).get(language)
    if not title.strip() and not words.strip():
        await store.remove_text(tx, found, language)
    else:
        long = before.words if before is not None and len(before.words or "") > rules.WORDS_MAX else None
        kept = long if long and not words.strip() else rules.check_words(words)
        await store.put(tx, found, language, title=rules.check_title(title), words=kept)
    return await _written(tx, hr, found, now, "text", language)


async def from_message(
    tx: Tx, hr: Person, draft_id: int, announcement_id: int | None, language: str, title: str, now: datetime
) -> Draft:
    """Words that HR wrote to the bot become the text of one language, of a draft or of a new one, however long they are."""
    await roles.require_hr(tx, hr)
    words = rules.check_words(await dm.prefill(tx, hr, draft_id), "title", rules.LONG_MAX)
    if announcement_id is None:
        made = await _create(tx, hr, language, title, words, now)
    else:
        made = await require(tx, hr, announcement_id, locked=True)
        if made.stage is not Stage.DRAFT:
            raise RuleBroken("announcement_not_draft", field="announcement")
        await store.put(tx, made, language, title=rules.check_title(title), words=words)
        await _written(tx, hr, made, now, "text", language)
    return await _draft(tx, made, now)


async def access_drafts(tx: Tx, hr: Person) -> list[Listed]:
    """Those that are not sent yet, for HR."""
    return [one for one in await access_list(tx, hr) if one.announcement.stage is Stage.DRAFT]


async def choose(tx: Tx, hr: Person, announcement_id: int, revision: int, chosen: Chosen, now: datetime) -> Draft:
    """Say whom it is for. Raises RuleBroken at a field, or at "who" where it would be nobody."""
    found, by = await _editable(tx, hr, announcement_id, revision)
    if by:
        return await _draft(tx, found, now, by)
    held = audience.kept(await series_audience.rule_chosen(tx, hr.workspace_id, chosen))
    if not await counting.anybody(tx, hr.workspace_id, held, now):
        raise RuleBroken("audience_nobody", field="who")
    found.audience = held
    return await _written(tx, hr, found, now, "audience")


async def access_count(tx: Tx, hr: Person, chosen: Chosen, now: datetime) -> Meant:
    """Whom that choice means, while it is made: what makes no sense yet means nobody."""
    await roles.require_hr(tx, hr)
    try:
        rule = await series_audience.rule_chosen(tx, hr.workspace_id, chosen)
    except RuleBroken:
        return Meant(0, [])
    return await counting.count(tx, hr.workspace_id, audience.kept(rule), now)


@dataclass(frozen=True)
class Sending:
    """When and where it is told, as the form says."""

    timing: Timing
    day: date | None
    at: time | None
    place: Place
    channel: str | None
    asks: bool
    joiners: bool
    reminders: int
    lasts_until: date
    links: str


async def plan(tx: Tx, hr: Person, announcement_id: int, revision: int, wanted: Sending, now: datetime) -> Draft:
    """Say when and where. Raises RuleBroken at the field that makes no sense."""
    found, by = await _editable(tx, hr, announcement_id, revision)
    if by:
        return await _draft(tx, found, now, by)
    rules.check_when(When(wanted.timing, wanted.day, wanted.at, hr.zone), wanted.lasts_until, now)
    if wanted.place.to_channel and not wanted.channel:
        raise RuleBroken("channel_needed", field="channel")
    now_ = wanted.timing is Timing.NOW
    found.timing, found.day, found.at = wanted.timing, None if now_ else wanted.day, None if now_ else wanted.at
    found.place, found.channel = wanted.place, wanted.channel if wanted.place.to_channel else None
    found.asks, found.joiners, found.zone = wanted.asks, wanted.joiners, hr.zone
    found.reminders = min(max(wanted.reminders, 0), rules.REMINDERS_MOST) if wanted.asks else 0
    found.lasts_until = wanted.lasts_until
    found.links = "\n".join(rules.check_links(wanted.links)) or None
    return await _written(tx, hr, found, now, "sending")


async def discard(tx: Tx, hr: Person, announcement_id: int, revision: int, now: datetime) -> None:
    """Throw a draft away. Raises RuleBroken for one that is out, or that somebody changed meanwhile."""
    found = await require(tx, hr, announcement_id, locked=True)
    if found.stage is not Stage.DRAFT or found.revision != revision:
        raise RuleBroken("announcement_not_draft")
    await store.remove(tx, found)
    await audit.note(
        tx, hr.workspace_id, "announcement.discarded", rules.RECORD, announcement_id, actor_id=hr.id, now=now
    )


async def _editable(tx: Tx, hr: Person, announcement_id: int, revision: int) -> tuple[Announcement, str | None]:
    """The draft to be changed, held; and who was faster, if somebody was."""
    found = await require(tx, hr, announcement_id, locked=True)
    if found.stage is Stage.DRAFT and found.revision == revision:
        return found, None
    return found, await last_by(tx, found)


async def last_by(tx: Tx, found: Announcement) -> str:
    """Who has sent it, or edited it last."""
    who = found.edited_by if found.stage is Stage.DRAFT or found.sent_by is None else found.sent_by
    return (await people.get(tx, who)).name


async def _written(
    tx: Tx, hr: Person, found: Announcement, now: datetime, part: str, language: str | None = None
) -> Draft:
    found.revision += 1
    found.edited_by = hr.id
    tx.add(found)
    await tx.flush()
    details: dict[str, Any] = {"part": part, "revision": found.revision, "language": language}
    await audit.note(tx, hr.workspace_id, EDIT, rules.RECORD, found.id, actor_id=hr.id, now=now, **details)
    return await _draft(tx, found, now)


def links_of(one: Announcement) -> Sequence[str]:
    """The addresses that stand with it."""
    return (one.links or "").splitlines()
