"""Check-ins from the person's side: the form, the submit, the edit, and what they see of it afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain import cadence, checkins
from bot.domain.checkins import Draft, Outcome, QuestionKind, SeriesKind
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import actions, goals_checkin, plans, private_notes, working
from bot.usecases import checkins_own as own
from bot.usecases import checkins_rows as rows
from bot.usecases import checkins_schedule as schedule
from bot.usecases import checkins_telling as telling
from bot.usecases import help as helping
from bot.usecases.acting import has_left
from bot.usecases.actions import ToDo
from bot.usecases.checkins_schedule import takes_part
from storage import checkins as store
from storage import drafts, inserting, people, periods, readers, reporting, series, skips
from storage.checkins import Blocker, CheckIn, CheckInItem
from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.series import Question, Series

PERIOD = "period"
"""What a kept draft of a check-in is about."""


@dataclass(frozen=True)
class Waiting:
    """A blocker that an earlier check-in named and that still stands, with its age in days."""

    blocker: Blocker
    days: int


@dataclass(frozen=True)
class Form:
    """What the form of one slot begins with, and who will read what is sent. `renamed`: it named somebody else before.

    `version`: which one of what was sent it shows, 0: none. `overtaken`: another form was sent while it was open.

    `planned` are the lines of the last plan, `blockers` what earlier check-ins named, the oldest first,
    `actions` what they have still to do, `goals` those it asks for.
    """

    series: Series
    slot: str
    period: Period | None
    questions: list[Question]
    draft: Draft
    sent: bool
    readers: list[Person]
    planned: list[CheckInItem] = field(default_factory=list)
    helper: Person | None = None
    blockers: list[Waiting] = field(default_factory=list)
    actions: list[ToDo] = field(default_factory=list)
    goals: list[goals_checkin.Asked] = field(default_factory=list)
    closed: bool = False
    renamed: bool = False
    version: int = 0
    overtaken: bool = False


@dataclass(frozen=True)
class Sent:
    """What became of a submit. `kept`: the window had closed, and the words wait in this draft for a late answer to `readers`.

    `again`: somebody would read it whom the form did not name, or another form was sent while it was open; nothing is stored, and
    this form says so.
    """

    checkin: CheckIn | None
    kept: int | None = None
    readers: list[Person] = field(default_factory=list)
    edited: bool = False
    again: Form | None = None


async def access_form(
    tx: Tx, me: Person, now: datetime, *, slot: str | None = None, series_id: int | None = None
) -> Form:
    """The form that this person may fill in at `now`: of the slot asked for, else of the open one, else of the coming one.

    Raises RuleBroken("no_checkin") where no series asks them anything.
    """
    found_series, found_slot, period = await _which(tx, me, now, slot, series_id)
    checkin = await store.of_period(tx, period.id) if period else None
    closed = period is not None and not checkins.takes_answers(period.closes_at, now)
    waiting = await _waiting(tx, me, period) if period is not None and closed else None
    draft = waiting or (await _sent(tx, me, checkin) if checkin else Draft())
    questions = await _questions(tx, me, found_series, found_slot, period, checkin, now)
    asks_goals = any(one.kind is QuestionKind.GOALS for one in questions)
    return Form(
        series=found_series,
        slot=found_slot,
        period=period,
        questions=questions,
        draft=draft,
        sent=checkin is not None,
        readers=await _readers(tx, me, checkin, now),
        planned=await plans.to_ask(tx, me, found_series.id, period.opens_at if period else None, checkin),
        helper=await people.get(tx, draft.help_from) if draft.help_from else None,
        blockers=await _blockers(tx, me, checkin, now),
        actions=await actions.to_ask(tx, me, now),
        goals=await goals_checkin.to_ask(tx, me, now, checkin) if asks_goals else [],
        closed=closed,
        version=checkin.version if checkin is not None else 0,
    )


async def _sent(tx: Tx, me: Person, checkin: CheckIn) -> Draft:
    """What they sent, with the note that is theirs alone."""
    said = await goals_checkin.sent(tx, checkin)
    return replace(
        await rows.draft_of(tx, checkin),
        note=await private_notes.access_own(tx, me, checkin.period_id),
        goals=said.goals,
        goals_asked=said.goals_asked,
        goals_words=said.goals_words,
    )


async def _questions(
    tx: Tx, me: Person, asking: Series, slot: str, period: Period | None, checkin: CheckIn | None, now: datetime
) -> list[Question]:
    """What is asked: everything, or in a short week the short form."""
    hours = await working.of_one(tx, me, now) if period is None else None
    short = schedule.is_short(series.rule(asking), slot, hours) if hours else bool(period and period.short)
    return await own.asked(tx, asking, slot, period, checkin, now, short=short)


async def _which(
    tx: Tx, me: Person, now: datetime, slot: str | None, series_id: int | None
) -> tuple[Series, str, Period | None]:
    if slot and series_id:
        asked = await series.get(tx, series_id)
        if asked.workspace_id != me.workspace_id or asked.kind is not SeriesKind.CHECKIN:
            raise NotAllowed("not_found")
        return asked, slot, await periods.find(tx, asked.id, me.id, slot)
    for period in await periods.open_for(tx, me.id, now):
        return await series.get(tx, period.series_id), period.slot, period
    for one in await series.running(tx, me.workspace_id, SeriesKind.CHECKIN):
        turn = (await periods.turns(tx, one.id, [me.id])).get(me.id)
        if turn and turn.due_at:
            return one, turn.slot, await periods.find(tx, one.id, me.id, turn.slot)
    raise RuleBroken("no_checkin")


async def submit(
    tx: Tx,
    me: Person,
    draft: Draft,
    now: datetime,
    *,
    series_id: int,
    slot: str,
    late: bool = False,
    named: Sequence[int] | None = None,
    version: int | None = None,
) -> Sent:
    """Store the answers of a slot; a second submit is an edit. After the window the words are kept, until they are sent as `late`.

    In the same transaction: the period's outcome, who may read it, the manager's digest, a request for help, the receipt.
    `named` are the readers whom the form showed: nobody else reads it before its author has seen their name. `version` is the one that
    the form showed: a form that was overtaken by another one does not undo what was sent there.
    Raises RuleBroken at the field that cannot be stored.
    """
    checkins.check(draft, me.id)
    draft = replace(draft, own=await own.check(tx, series_id, draft.own))
    if not takes_part(me, now):
        raise NotAllowed("not_taking_part")
    period = await _period(tx, me, series_id, slot, now)
    checkin = await store.of_period(tx, period.id)
    if not checkins.takes_answers(period.closes_at, now) and not late:
        kept = await drafts.keep(tx, me.workspace_id, me.id, PERIOD, str(period.id), checkins.packed(draft), now)
        return Sent(checkin=None, kept=kept.id, readers=await _readers(tx, me, checkin, now))
    if checkin is None:
        reader = await manager_of(tx, me, now)
        if reader is not None and named is not None and reader.id not in named:
            return Sent(checkin=None, again=await _form_again(tx, me, draft, now, series_id=series_id, slot=slot))
        checkin = await _first(tx, me, period, reader, now)
        edited = False
    else:
        overtaken = version is not None and version != checkin.version
        if overtaken and not checkins.says_the_same(draft, await _sent(tx, me, checkin)):
            return Sent(checkin=None, again=await _form_again(tx, me, draft, now, series_id=series_id, slot=slot))
        reader = None  # has the digest of the first time
        checkin.edited_at, checkin.version, edited = now, checkin.version + 1, True
    draft = await _follow_up(tx, me, period, checkin, draft, now)
    helper_id = await rows.helper_of(tx, checkin) if edited else None
    blocker = await rows.write(tx, me, checkin, draft, now)
    if draft.note is not None and (edited or draft.note.strip()):
        await private_notes.keep(tx, me, period.id, draft.note, now)
    if helper_id is not None:
        await telling.show_helper(tx, checkin, helper_id, now)
    if blocker is not None:
        await telling.ask_help(tx, me, blocker, now)
    await telling.show_sent(tx, me, period, now)
    if reader is not None:
        await telling.owe_digest(tx, reader, period.series_id, now)
    return Sent(checkin=checkin, edited=edited)


async def _follow_up(tx: Tx, me: Person, period: Period, checkin: CheckIn, draft: Draft, now: datetime) -> Draft:
    """Settle what earlier check-ins left open; the draft with what is carried over from the last plan."""
    for blocker_id in draft.solved:
        await helping.solve(tx, me, blocker_id, now)
    for action_id, became in draft.actions.items():
        await actions.settle(tx, me, action_id, became, now)
    await goals_checkin.settle(tx, me, checkin, draft, now)
    if not draft.planned:
        return draft
    asked = await plans.to_ask(tx, me, period.series_id, period.opens_at, checkin)
    plans.settle(checkin, draft, asked)
    return checkins.check(plans.carried_over(draft, asked), me.id)


async def _waiting(tx: Tx, me: Person, period: Period) -> Draft | None:
    """What they wrote after this window had closed, and have not sent."""
    kept = await drafts.find(tx, me.id, PERIOD, str(period.id))
    if kept is None or kept.used_at is not None or kept.words is None:
        return None
    return checkins.unpacked(kept.words)


async def _period(tx: Tx, me: Person, series_id: int, slot: str, now: datetime) -> Period:
    """The period of this slot; an early answer makes it."""
    found = await periods.locked(tx, series_id, me.id, slot)
    if found is not None:
        return found
    one = await series.get(tx, series_id)
    turn = (await periods.turns(tx, series_id, [me.id])).get(me.id)
    if one.workspace_id != me.workspace_id or one.kind is not SeriesKind.CHECKIN or turn is None or turn.slot != slot:
        raise RuleBroken("no_checkin")
    mine = await working.of_one(tx, me, now)
    await inserting.insert_once(tx, Period, schedule.early(series.rule(one), turn, mine))
    made = await periods.locked(tx, series_id, me.id, slot)
    if made is None:
        raise RuleBroken("no_checkin")
    return made


async def _form_again(tx: Tx, me: Person, draft: Draft, now: datetime, *, series_id: int, slot: str) -> Form:
    """The form as it was filled in, with who would read it now, and what another one was sent with where it is empty."""
    form = await access_form(tx, me, now, slot=slot, series_id=series_id)
    both = checkins.together(draft, form.draft) if form.sent else draft
    helper = await people.get(tx, both.help_from) if both.help_from else None
    return replace(form, draft=both, helper=helper, renamed=not form.sent, overtaken=form.sent)


async def _first(tx: Tx, me: Person, period: Period, manager: Person | None, now: datetime) -> CheckIn:
    """The check-in of this period, with the manager who reads it."""
    late = not checkins.takes_answers(period.closes_at, now)
    checkin = await store.add(tx, period, late=late, now=now)
    if period.outcome is Outcome.SKIPPED:
        await skips.take_back(tx, period.id)
    await periods.settle(tx, period, Outcome.LATE if late else Outcome.ANSWERED, now)
    if manager is None:
        await telling.tell_above(tx, me, period.series_id, now)
    else:
        await readers.grant(tx, me.workspace_id, checkins.RECORD, checkin.id, manager.id, readers.Why.MANAGER, now)
    return checkin


async def manager_of(tx: Tx, me: Person, now: datetime) -> Person | None:
    """Who would read what they send at `now`."""
    found = await reporting.manager_of(tx, me.id, _today(me, now))
    return None if found is None or has_left(found, now) else found


async def _readers(tx: Tx, me: Person, checkin: CheckIn | None, now: datetime) -> list[Person]:
    """Who reads it: those stored with it, or, before it is sent, the manager of today."""
    if checkin is not None:
        stored = await readers.of(tx, checkins.RECORD, checkin.id)
        by_id = await people.by_ids(tx, [reader.person_id for reader in stored])
        return [by_id[reader.person_id] for reader in stored]
    manager = await manager_of(tx, me, now)
    return [manager] if manager is not None else []


async def _blockers(tx: Tx, me: Person, checkin: CheckIn | None, now: datetime) -> list[Waiting]:
    """What stands in their way since an earlier check-in."""
    zone, today = cadence.zone_of(me.zone), _today(me, now)
    return [
        Waiting(one, max(0, (today - one.opened_at.astimezone(zone).date()).days))
        for one in await store.open_blockers(tx, me.id)
        if checkin is None or one.checkin_id != checkin.id
    ]


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(cadence.zone_of(person.zone)).date()
