"""Writing an observation down: who can be observed, the coach's look at the words, and storing them once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain import checkins, feedback_review
from bot.domain import observations as rules
from bot.domain.cadence import zone_of
from bot.domain.coach_lexicon import Lexicon
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Part
from bot.domain.feedback_form import Filled, Held, mark
from bot.domain.feedback_review import Review
from bot.domain.observations import Draft
from bot.usecases import acting, observations_links
from bot.usecases.feedback_cited import cite
from bot.usecases.leading import leads, today_of
from bot.usecases.observations_links import Link
from storage import evidence, people, readers, workspaces
from storage import observations as store
from storage.checkins import CheckIn
from storage.database import Tx
from storage.inserting import insert_row
from storage.observations import Observation
from storage.people import Person


@dataclass(frozen=True)
class Form:
    """The form with what was filled in. `person`: who is observed, where they can be; `refused`: why they cannot.

    `choices`: what it can be linked with, by kind. `today`: where the author is.
    """

    draft: Draft
    today: date
    person: Person | None = None
    refused: RuleBroken | None = None
    choices: Mapping[str, list[Link]] = field(default_factory=dict)
    found: Review = field(default_factory=Review)


@dataclass(frozen=True)
class Kept:
    """What became of a Submit. Without an observation nothing is stored, and the form comes back as `draft` says."""

    draft: Draft
    observation: Observation | None = None


async def access_observed(tx: Tx, me: Person, slack_id: str | None, now: datetime) -> Person:
    """Somebody below me. Raises RuleBroken at the field "person" with the reason where an observation about them is not mine to write."""
    if not slack_id:
        raise RuleBroken("observed_nobody", field="person")
    if slack_id == me.slack_id:
        raise RuleBroken("observed_self", field="person")
    person = await people.find(tx, me.workspace_id, slack_id)
    at = await workspaces.get(tx, me.workspace_id)
    if person is None:
        raise RuleBroken("observed_bot" if slack_id == at.bot_user_id else "observed_outsider", field="person")
    if acting.has_left(person, now):
        raise RuleBroken("observed_left", {"name": person.name}, field="person")
    if person.guest and not at.guests:
        raise RuleBroken("observed_guest", {"name": person.name}, field="person")
    if not await leads(tx, me, person.id, now):
        raise RuleBroken("observed_not_led", {"name": person.name}, field="person")
    return person


async def access_form(tx: Tx, me: Person, draft: Draft, now: datetime, lexicon: Lexicon | None = None) -> Form:
    """The form as far as it is filled in. `lexicon`: look at the words once more, as they were looked at before."""
    draft = replace(draft, day=draft.day or today_of(me, now))
    found = review(me, draft, lexicon) if lexicon is not None and draft.reviewed else Review()
    form = Form(draft, today_of(me, now), found=found)
    if draft.to is None:
        return form
    try:
        person = await access_observed(tx, me, draft.to, now)
    except RuleBroken as broken:
        return replace(form, draft=replace(draft, to=None), refused=broken)
    linked = await _linked(tx, me, draft.editing) if draft.editing is not None else []
    return replace(form, person=person, choices=await observations_links.access_choices(tx, me, person, now, linked))


async def access_about_checkin(tx: Tx, me: Person, checkin_id: int, now: datetime) -> Draft:
    """What an observation begins with at a check-in that I may read."""
    author = await _author(tx, me, checkin_id)
    person = await access_observed(tx, me, author.slack_id, now)
    return Draft(to=person.slack_id, about=((checkins.RECORD, checkin_id),))


async def access_editing(tx: Tx, me: Person, observation_id: int) -> Draft:
    """An observation of mine to be changed. Raises NotAllowed once somebody else reads it."""
    one = await store.find(tx, observation_id)
    if one is None or one.author_id != me.id or await readers.of(tx, rules.RECORD, one.id):
        raise NotAllowed("not_found")
    person = await people.get(tx, one.subject_id)
    said = {Part.SITUATION: one.situation, Part.BEHAVIOUR: one.behaviour, Part.IMPACT: one.impact}
    links = tuple(await observations_links.linked_with(tx, rules.RECORD, one.id))
    words = {part: text or "" for part, text in said.items()}
    return Draft(to=person.slack_id, day=one.day, good=one.good, said=words, links=links, editing=one.id)


async def _linked(tx: Tx, me: Person, observation_id: int) -> list[tuple[str, int]]:
    one = await store.find(tx, observation_id)
    if one is None or one.author_id != me.id:
        return []
    return await observations_links.linked_with(tx, rules.RECORD, one.id)


def review(me: Person, draft: Draft, lexicon: Lexicon) -> Review:
    """What the coach asks about the words."""
    return feedback_review.review(draft.written, lexicon, language=me.locale)


async def keep(tx: Tx, me: Person, draft: Draft, lexicon: Lexicon, now: datetime, *, source: str) -> Kept:
    """Store what was filled in, unless the coach asks something first. The same `source` is stored once.

    Raises RuleBroken at the field that is wrong.
    """
    if draft.editing is not None:
        return await _change(tx, me, draft, lexicon, now)
    stored = await store.by_source(tx, me.workspace_id, source)
    if stored is not None and stored.author_id == me.id:
        return Kept(draft, stored)
    person = await access_observed(tx, me, draft.to, now)
    said = rules.check(draft, today_of(me, now))
    links = await observations_links.access_chosen(tx, me, person, draft.links, now)
    if asked := _asks(me, draft, lexicon):
        return Kept(asked)
    row = {"workspace_id": me.workspace_id, "author_id": me.id, "subject_id": person.id, "source": source}
    row |= {"day": draft.day, "good": draft.good, "made_at": now} | {part.value: text for part, text in said.items()}
    made = await insert_row(tx, Observation, row)
    if made is None:
        return Kept(draft, await store.by_source(tx, me.workspace_id, source))
    one = await tx.get_one(Observation, made)
    await _point(tx, me, one, links)
    await _cite(tx, me, person, one, draft)
    return Kept(draft, one)


async def _change(tx: Tx, me: Person, draft: Draft, lexicon: Lexicon, now: datetime) -> Kept:
    """While nobody else reads it; whom it is about stays."""
    one = await store.locked(tx, draft.editing or 0)
    if one is None or one.author_id != me.id:
        raise NotAllowed("not_found")
    if await readers.of(tx, rules.RECORD, one.id):
        raise RuleBroken("observed_shared")
    said = rules.check(draft, today_of(me, now))
    person = await people.get(tx, one.subject_id)
    linked = await observations_links.linked_with(tx, rules.RECORD, one.id)
    links = await observations_links.access_chosen(tx, me, person, draft.links, now, linked)
    if asked := _asks(me, draft, lexicon):
        return Kept(asked)
    if draft.day is not None and draft.good is not None:
        one.day, one.good = draft.day, draft.good
    one.situation, one.behaviour, one.impact = (said[part] for part in rules.PARTS)
    one.edited_at = now
    tx.add(one)
    await tx.flush()
    await store.unlink(tx, one.id, list(observations_links.KINDS))
    await _point(tx, me, one, links)
    return Kept(draft, one)


def _asks(me: Person, draft: Draft, lexicon: Lexicon) -> Draft | None:
    """The form as it comes back, where there is something to be asked about the words; None: they are kept."""
    found = review(me, draft, lexicon)
    if not feedback_review.asks(Held(Filled(), reviewed=draft.reviewed, reviews=draft.reviews), draft.written, found):
        return None
    return replace(draft, reviewed=mark(draft.written), reviews=draft.reviews + 1)


async def _point(tx: Tx, me: Person, one: Observation, links: list[tuple[str, int]]) -> None:
    for kind, record_id in links:
        await evidence.add(tx, me.workspace_id, rules.RECORD, one.id, kind, record_id, one.day)


async def _cite(tx: Tx, me: Person, person: Person, one: Observation, draft: Draft) -> None:
    """What it was begun from: the check-in of that person, or their message."""
    for kind, record_id in draft.about:
        if kind == checkins.RECORD and (await _author(tx, me, record_id)).id == person.id:
            sent = (await tx.get_one(CheckIn, record_id)).sent_at
            day = sent.astimezone(zone_of(person.zone)).date()
            await evidence.add(tx, me.workspace_id, rules.RECORD, one.id, kind, record_id, day)
    if draft.message is not None and draft.message.author == person.slack_id:
        cited = await cite(tx, me, one.source, draft.message, draft.quoted)
        await evidence.add(tx, me.workspace_id, rules.RECORD, one.id, cited.kind, cited.record_id, cited.dated)


async def _author(tx: Tx, me: Person, checkin_id: int) -> Person:
    checkin = await tx.get(CheckIn, checkin_id)
    if checkin is None or await readers.find(tx, checkins.RECORD, checkin_id, me.id) is None:
        raise NotAllowed("not_found")
    return await people.get(tx, checkin.person_id)
