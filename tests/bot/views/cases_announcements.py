"""The views of announcements, over any people and any words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain import announcements as rules
from bot.domain.announcements import LANGUAGES, LINKS_MAX, TITLE_MAX, WORDS_MAX, Place, Stage, Timing
from bot.domain.notices import State
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases.announcements import Draft, Listed
from bot.usecases.announcements_audience import Meant
from bot.usecases.announcements_changing import Changing
from bot.usecases.announcements_exports import Part
from bot.usecases.announcements_progress import Group, Listing, Names, Progress, Readers
from bot.usecases.announcements_reading import Read, Team
from bot.usecases.announcements_telling import Told
from bot.usecases.series_audience import Named
from bot.views import announcements as messages
from bot.views import (
    announcements_change,
    announcements_forms,
    announcements_list,
    announcements_progress,
    announcements_read,
    kit,
    series_forms,
)
from bot.views.announcements_list import Mark
from storage.announcements import Announcement, AnnouncementText
from storage.announcements_to import AnnouncementTo
from storage.notices import Notice

if TYPE_CHECKING:
    from tests.bot.views.data import Data

Json = dict[str, Any]
NOW = datetime(2027, 1, 15, 15, 0, tzinfo=UTC)
LINK = "https://example.com/a"


def announcement(number: int = 1, **fields: Any) -> Announcement:
    given = {"stage": Stage.SENT, "version": 2, "lasts_until": NOW.date(), "made_at": NOW, "kept_from": NOW, **fields}
    given = {"zone": "America/Argentina/ComodRivadavia", "edited_by": 1, "author_id": 1, **given}
    return Announcement(id=number, workspace_id=1, **given)


def scheduled(**fields: Any) -> Announcement:
    given = {"timing": Timing.SAME, "day": NOW.date(), "at": time(9), "place": Place.BOTH, "joiners": True, **fields}
    return announcement(stage=Stage.SCHEDULED, links="\n".join([LINK] * LINKS_MAX), channel="C1", **given)


def title(d: "Data") -> str | None:
    return d.series.strip()[:TITLE_MAX] or None


def text(d: "Data", language: str = "en", *, long: bool = False) -> AnnouncementText:
    words = d.written if long else None if d.words is None else d.words[:WORDS_MAX]
    return AnnouncementText(
        id=1, workspace_id=1, announcement_id=1, version=2, language=language, title=title(d), words=words
    )


def texts(d: "Data", *, long: bool = False) -> dict[str, AnnouncementText]:
    return {one: text(d, one, long=long) for one in LANGUAGES}


def row(number: int = 1, **fields: Any) -> AnnouncementTo:
    done = {"read_at": NOW, "understood_at": NOW, "understood_version": 1} if number % 2 else {}
    return AnnouncementTo(
        id=number, workspace_id=1, announcement_id=1, person_id=number, due_at=NOW, **{**done, **fields}
    )


def told(d: "Data", *, long: bool = False, **fields: Any) -> Told:
    given: Json = {"mine": row(2), "links": [LINK] * LINKS_MAX, **fields}
    return Told(announcement(), text(d, long=long), list(LANGUAGES), **given)


def withdrawn(d: "Data") -> Told:
    return replace(told(d), announcement=announcement(stage=Stage.WITHDRAWN))


def draft(d: "Data", **fields: Any) -> Draft:
    people = d.people()
    named = Named(people, [], people, people)
    meant = Meant(max(d.many, 1), [one.name for one in people[:30]] or [d.name], dict.fromkeys(LANGUAGES, 1_234))
    given: Json = {"texts": texts(d), "missing": dict.fromkeys(LANGUAGES, 1_234), **fields}
    return Draft(
        given.pop("announcement", announcement(stage=Stage.DRAFT)), named=named, meant=meant, author=d.person(), **given
    )


def progress(d: "Data", **fields: Any) -> Progress:
    failed = {f"code_{number}": number + 1 for number in range(12)} | {"user_not_found": 3, "no_answer": 1, "left": 12}
    given: Json = {"announcement": announcement(stage=Stage.SENDING, place=Place.BOTH), "failed": failed, **fields}
    given = {"done_at": NOW + timedelta(hours=3), "waiting": 5_880, "post": post(State.FAILED), **given}
    return Progress(title=title(d), author=d.person(), total=10_000, sent=4_120, read=12, understood=7, **given)


def post(state: State, **fields: Any) -> Notice:
    return Notice(
        id=1,
        workspace_id=1,
        kind="x",
        subject_id=1,
        recipient_id=1,
        lane=0,
        due_at=NOW,
        made_at=NOW,
        state=state,
        **fields,
    )


def listing(d: "Data") -> Listing:
    return Listing(announcement(), title(d), [(row(one.id), one, d.series if one.id % 3 else "") for one in d.people()])


def listed(d: "Data", many: int) -> list[Listed]:
    stages = list(Stage)
    return [
        Listed(
            announcement(number, stage=stages[number % len(stages)], day=NOW.date(), at=time(9), timing=Timing.OWN),
            title(d),
        )
        for number in range(1, many + 1)
    ]


def read(d: "Data", **fields: Any) -> Read:
    return Read(told(d, **fields), d.talk(max(d.many, 1)), Team(12, 4), may_ask=True)


ANNOUNCEMENTS: dict[str, Callable[[Reader, "Data"], "Json | Message"]] = {
    "announcements.told": lambda r, d: messages.told(r, told(d)),
    "announcements.told long": lambda r, d: messages.told(r, told(d, long=True)),
    "announcements.told confirmed": lambda r, d: messages.told(r, told(d, mine=row(1))),
    "announcements.told as a test": lambda r, d: messages.told(r, told(d, test=True, mine=None)),
    "announcements.told withdrawn": lambda r, d: messages.told(r, withdrawn(d)),
    "announcements.post": lambda r, d: messages.post(r, told(d, mine=None)),
    "announcements.post long": lambda r, d: messages.post(r, told(d, long=True, mine=None)),
    "announcements.changed": lambda r, d: messages.changed(r, told(d, changed=(d.words or "x")[: rules.CHANGED_MAX])),
    "announcements.changed withdrawn": lambda r, d: messages.changed(r, withdrawn(d)),
    "announcements.reminder": lambda r, d: messages.reminder(r, told(d)),
    "announcements.reminder confirmed": lambda r, d: messages.reminder(r, told(d, mine=row(1))),
    "announcements.unposted": lambda r, d: messages.unposted(r, told(d)),
    "announcements.empty": lambda r, d: messages.empty(r, told(d)),
    "announcements.understood": lambda r, d: kit.home([kit.actions(*messages.understood(r, told(d)))]),
    "announcements.links": lambda r, d: kit.home(messages.links(told(d))),
    "announcements_read.opened": lambda r, d: announcements_read.opened(r, read(d)),
    "announcements_read.opened long": lambda r, d: announcements_read.opened(r, read(d, long=True), 1),
    "announcements_read.opened withdrawn": lambda r, d: announcements_read.opened(r, Read(withdrawn(d))),
    "announcements_read.question": lambda r, d: announcements_read.question(r, told(d)),
    "announcements_read.section": lambda r, d: kit.home(announcements_read.section(r, listed(d, 1))),
    "announcements_read.section of several": lambda r, d: kit.home(announcements_read.section(r, listed(d, 12))),
    "announcements_read.listed": lambda r, d: announcements_read.listed(r, listed(d, 40)),
    "announcements_read.listed of none": lambda r, d: announcements_read.listed(r, []),
    "announcements_list.listed": lambda r, d: announcements_list.listed(r, listed(d, 60)),
    "announcements_list.listed of none": lambda r, d: announcements_list.listed(r, []),
    "announcements_list.draft": lambda r, d: announcements_list.draft(r, draft(d), "saved", d.name),
    "announcements_list.draft scheduled": lambda r, d: announcements_list.draft(
        r, draft(d, announcement=scheduled(), missing={})
    ),
    "announcements_list.draft later": lambda r, d: announcements_list.draft(
        r,
        draft(d, announcement=scheduled(timing=Timing.OWN).model_copy(update={"stage": Stage.DRAFT}), missing={}),
        "tested",
    ),
    "announcements_list.draft without texts": lambda r, d: announcements_list.draft(
        r, replace(draft(d, texts={}, missing={}), meant=Meant(0, []))
    ),
    "announcements_forms.text_form": lambda r, d: announcements_forms.text_form(r, Mark(language="zh_Hans"), None),
    "announcements_forms.text_form long": lambda r, d: announcements_forms.text_form(
        r, Mark(1, 3, "zh_Hant"), text(d, long=True)
    ),
    "announcements_forms.yours": lambda r, d: announcements_forms.yours(
        r, draft(d, by=d.name), Mark(1, 3, "en"), (d.series, d.words or "")
    ),
    "announcements_forms.audience_form": lambda r, d: announcements_forms.audience_form(
        r, Mark(1, 3), draft(d).named, draft(d).meant, by=d.name
    ),
    "series_forms.audience_fields": lambda r, d: kit.modal(
        "a", "a", series_forms.audience_fields(r, draft(d).named, "For whom"), close="b", submit="c"
    ),
    "announcements_forms.sending_form": lambda r, d: announcements_forms.sending_form(r, Mark(1, 3), scheduled()),
    "announcements_forms.sending_form changed": lambda r, d: announcements_forms.sending_form(
        r, Mark(1, 3), announcement(), by=d.name
    ),
    "announcements_forms.message_form": lambda r, d: announcements_forms.message_form(
        r, 7, d.written or "x", listed(d, 60)
    ),
    "announcements_forms.faster": lambda r, d: kit.home(announcements_forms.faster(r, d.name, d.words or "")),
    "announcements_forms.form": lambda r, d: announcements_forms.form(r, "a", Mark(), "a", [kit.sentence(d.name)]),
    "announcements_forms.noted": lambda r, d: announcements_forms.noted(r),
    "announcements_change.change_form": lambda r, d: announcements_change.change_form(
        r, Changing(announcement(), texts(d)), by=d.name
    ),
    "announcements_change.change_form long": lambda r, d: announcements_change.change_form(
        r, Changing(announcement(), {"en": text(d, long=True)})
    ),
    "announcements_progress.progress": lambda r, d: announcements_progress.progress(r, progress(d), d.name),
    "announcements_progress.progress paused": lambda r, d: announcements_progress.progress(
        r,
        progress(
            d, announcement=announcement(stage=Stage.PAUSED, place=Place.BOTH), post=post(State.IN_DOUBT), failed={}
        ),
    ),
    "announcements_progress.progress in a channel": lambda r, d: announcements_progress.progress(
        r, progress(d, announcement=announcement(place=Place.CHANNEL, asks=False), post=post(State.SENT, ts="1.0"))
    ),
    "announcements_progress.progress withdrawn": lambda r, d: announcements_progress.progress(
        r,
        progress(
            d, announcement=announcement(stage=Stage.WITHDRAWN), done_at=None, failed={"withdrawn": 2, "too_late": 3}
        ),
    ),
    "announcements_progress.readers": lambda r, d: announcements_progress.readers(
        r,
        Readers(announcement(), title(d), [Group(n, d.series.strip() if n else "", 120, 7) for n in range(d.many + 1)]),
    ),
    "announcements_progress.readers of none": lambda r, d: announcements_progress.readers(
        r, Readers(announcement(asks=False), title(d), [])
    ),
    "announcements_progress.names": lambda r, d: announcements_progress.names(
        r, Names(announcement(), 1, [(row(one.id), one) for one in d.people()[:60]], 60)
    ),
    "announcements_progress.preview": lambda r, d: announcements_progress.preview(
        r, "简体中文", messages.told(r, told(d, long=True)), asks=False
    ),
    "announcements_progress.on_its_way": lambda r, d: announcements_progress.on_its_way(r),
    "announcements_progress.doubtful": lambda r, d: announcements_progress.doubtful(r, listing(d)),
    "announcements_progress.export": lambda r, d: announcements_progress.export(r, Part(listing(d), 1, 2)),
}
"""By the function that builds it, and what is special."""
