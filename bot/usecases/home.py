"""Home: everything that is somebody's to see and do now, in one value."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import checkins
from bot.domain.checkins import HelpState, Outcome, SeriesKind, SeriesState
from bot.domain.errors import RuleBroken
from bot.domain.home import REDRAW, REDRAW_PRIORITY, page_of
from bot.domain.roles import Role
from bot.usecases import (
    actions,
    announcements_reading,
    competencies,
    countries,
    cycles_mine,
    feedback_history,
    goals_seeing,
    leave,
    moods,
    numbers,
    one_on_ones,
    preferences,
    pulses,
    recognition,
    team,
    upward,
    waiting,
)
from bot.usecases import checkins as usecases
from bot.usecases import help as helping
from bot.usecases import people as hr_people
from bot.usecases import roles as hr_roles
from bot.usecases.actions import ToDo
from bot.usecases.announcements import Listed
from bot.usecases.checkins_read import ReadBy
from bot.usecases.competencies import Row as Competencies
from bot.usecases.moods import Moods
from bot.usecases.people import Gaps
from bot.usecases.pulses import Mine as Pulses
from bot.usecases.team import Team
from bot.usecases.upward import Mine as Upward
from bot.usecases.waiting import Waiting
from storage import checkins as store
from storage import jobs, people, periods, readers, roles, series
from storage.checkins import Blocker, CheckIn
from storage.database import Tx
from storage.people import Person
from storage.series import Series

HISTORY = 3


@dataclass(frozen=True)
class Mine:
    """The check-in that is somebody's to answer or change now. `at`: until when, or when the prompt will come."""

    series: Series
    slot: str
    sent: CheckIn | None
    open: bool
    at: datetime
    skipped: bool = False


@dataclass(frozen=True)
class Home:
    """`asked`: the requests for help that this person has accepted; those they have not are among what is `waiting`."""

    me: Person
    mine: Mine | None
    history: list[tuple[CheckIn, list[ReadBy]]]
    blockers: list[tuple[Blocker, Person | None]]
    asked: list[helping.Help]
    hr: bool
    paused: list[Series]
    running: list[Series]
    gaps: Gaps | None = None
    lost: numbers.Lost | None = None
    may_take_hr: bool = False
    days: leave.Mine | None = None
    rest: countries.Rest | None = None
    actions: list[ToDo] = field(default_factory=list)
    settings: preferences.Settings | None = None
    waiting: Waiting = field(default_factory=Waiting)
    team: Team = field(default_factory=Team)
    pulses: Pulses | None = None
    upward: Upward = field(default_factory=Upward)
    moods: Moods | None = None
    feedback_unread: int = 0
    thanks: recognition.Mine | None = None
    competencies: Competencies | None = None
    goals: goals_seeing.AtHome | None = None
    talks: one_on_ones.Coming | None = None
    pinned: list[Listed] = field(default_factory=list)
    cycle: cycles_mine.Mine | None = None


async def access_home(tx: Tx, me: Person, now: datetime, page: int = 0) -> Home:
    """What this person sees on Home: their own record, that page of their team's week as its manager, HR's part as HR."""
    hr = await roles.has(tx, me.id, Role.HR)
    every = await series.of_workspace(tx, me.workspace_id) if hr else []
    every = [one for one in every if one.kind is SeriesKind.CHECKIN]
    led = await team.access_team(tx, me, now, page)
    return Home(
        me=me,
        mine=await _mine(tx, me, now),
        history=await _history(tx, me),
        blockers=[(one, await _helper(tx, one)) for one in await store.open_blockers(tx, me.id)],
        asked=[await helping.show(tx, one.id) for one in await _accepted(tx, me)],
        hr=hr,
        paused=[one for one in every if one.state == SeriesState.PAUSED],
        running=[one for one in every if one.state == SeriesState.RUNNING],
        gaps=await hr_people.access_gaps(tx, me, now) if hr else None,
        lost=await numbers.access_lost(tx, me, now) if hr else None,
        days=await leave.access_mine(tx, me, now),
        rest=await countries.access_rest(tx, me, now),
        actions=await actions.open_of(tx, me),
        settings=await preferences.access_settings(tx, me, now),
        waiting=await waiting.access_waiting(tx, me, now),
        team=led,
        pulses=await pulses.access_mine(tx, me, now, leads=bool(led.size), hr=hr),
        upward=await upward.access_mine(tx, me, now),
        moods=await moods.access_own(tx, me, now),
        feedback_unread=await feedback_history.access_unread(tx, me, now),
        thanks=await recognition.access_mine(tx, me, now),
        competencies=await competencies.access_row(tx, me, now),
        goals=await goals_seeing.access_at_home(tx, me, now, leads=bool(led.size)),
        talks=await one_on_ones.access_coming(tx, me, now),
        pinned=await announcements_reading.access_pinned(tx, me, now),
        cycle=await cycles_mine.access_at_home(tx, me, now),
        may_take_hr=not hr and await hr_roles.may_be_offered_hr(tx, me),
    )


async def redraw_later(tx: Tx, me: Person, origin: str) -> None:
    """Home is drawn anew after this transaction, if that is where they acted; elsewhere it is drawn when they come.

    One after another for each person: an older state never covers a newer one.
    """
    page = page_of(origin)
    if page is not None:
        await jobs.add(
            tx,
            REDRAW,
            args={"person": me.id, "page": page},
            priority=REDRAW_PRIORITY,
            queueing_lock=f"{REDRAW}:{me.id}",
            lock=f"{REDRAW}:{me.id}",
        )


async def _mine(tx: Tx, me: Person, now: datetime) -> Mine | None:
    try:
        form = await usecases.access_form(tx, me, now)
    except RuleBroken:
        return None
    if form.period is not None and form.period.opens_at <= now:
        sent = await store.of_period(tx, form.period.id)
        skipped = form.period.outcome is Outcome.SKIPPED
        return Mine(form.series, form.slot, sent, True, form.period.closes_at, skipped)
    sent = await store.of_period(tx, form.period.id) if form.period else None
    turn = (await periods.turns(tx, form.series.id, [me.id])).get(me.id)
    at = form.period.opens_at if form.period else (turn.due_at if turn and turn.due_at else now)
    return Mine(form.series, form.slot, sent, False, at)


async def _history(tx: Tx, me: Person) -> list[tuple[CheckIn, list[ReadBy]]]:
    """Their last check-ins, each with who may read it and did."""
    sent = await store.latest(tx, me.id, HISTORY)
    named = await readers.of_many(tx, checkins.RECORD, [one.id for one in sent])
    ids = {reader.person_id for some in named.values() for reader in some}
    who = await people.by_ids(tx, sorted(ids)) if ids else {}
    return [(one, [ReadBy(who[reader.person_id], reader.read_at) for reader in named[one.id]]) for one in sent]


async def _helper(tx: Tx, blocker: Blocker) -> Person | None:
    return await people.get(tx, blocker.help_from) if blocker.help_from else None


async def _accepted(tx: Tx, me: Person) -> list[Blocker]:
    """What this person said they will help with."""
    return [one for one in await store.help_asked_of(tx, me.id) if one.help_state != HelpState.ASKED]
