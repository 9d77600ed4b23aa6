"""Pulses from the person's side: taking part without anybody knowing who said what. And the pulse that HR is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import cadence, checkins
from bot.domain import pulses as rules
from bot.domain import questions as asking_rules
from bot.domain.checkins import Outcome, QuestionKind, SeriesKind, SeriesState
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.replies import Reply
from bot.domain.roles import Role
from bot.usecases import series as series_usecases
from bot.usecases.checkins_schedule import takes_part
from storage import periods, reporting, roles, series
from storage import pulses as store
from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.pulses import PulseSlot
from storage.series import Question, Series
from storage.workspaces import Workspace

RESULTS_SHOWN = 2
"""Pulses whose results have a row on Home; earlier ones are reached from there."""
OPEN_SHOWN = 3
WORDS = (QuestionKind.TEXT, QuestionKind.LONG_TEXT)


@dataclass(frozen=True)
class Form:
    """What one person is asked in one slot. `taken`: they took part already."""

    series: Series
    slot: str
    until: datetime
    questions: list[Question]
    taken: bool


@dataclass(frozen=True)
class Mine:
    """Pulses on somebody's Home: those open for them, those whose results they may see, and as HR those that can be started."""

    open: list[Form]
    results: list[tuple[Series, PulseSlot]]
    hr: list[Series]


async def ensure_default(tx: Tx, workspace: Workspace, now: datetime) -> Series | None:
    """The pulse that HR is offered: three questions, paused. None: there is a series of that name or kind already."""
    found = await series.of_workspace(tx, workspace.id)
    if any(one.kind is SeriesKind.PULSE or one.name == rules.DEFAULT_NAME for one in found):
        return None
    made = series_usecases.blank(workspace.id, SeriesKind.PULSE, now)
    made.name = rules.DEFAULT_NAME
    return await series_usecases.add(tx, made, now)


async def access_mine(tx: Tx, me: Person, now: datetime, *, leads: bool, hr: bool) -> Mine:
    """What this person sees of pulses on Home. `leads`: somebody reports to them."""
    opened = await store.open_for(tx, me.id, now, OPEN_SHOWN)
    closed = await store.closed(tx, me.workspace_id, RESULTS_SHOWN, shared_only=not (leads or hr))
    every = await series.of_workspace(tx, me.workspace_id) if hr else []
    return Mine(
        open=[
            Form(asking, period.slot, period.closes_at, [], period.outcome is Outcome.ANSWERED)
            for period, asking in opened
        ],
        results=[(await series.get(tx, one.series_id), one) for one in closed],
        hr=[one for one in every if one.kind is SeriesKind.PULSE and one.state is not SeriesState.ENDED],
    )


async def access_form(tx: Tx, me: Person, series_id: int, slot: str, now: datetime) -> Form:
    """The form of one slot for one person. Raises RuleBroken("pulse_over") where it is closed, NotAllowed where they are not asked."""
    asking, period, stands = await _where(tx, me, series_id, slot)
    taken = period.outcome is Outcome.ANSWERED
    if not taken and not _takes_answers(period, stands, now):
        raise RuleBroken("pulse_over")
    return Form(asking, slot, period.closes_at, await questions(tx, asking, stands), taken)


async def take_part(
    tx: Tx, me: Person, replies: Sequence[Reply], now: datetime, *, series_id: int, slot: str
) -> tuple[Series, bool]:
    """Note that this person took part and, apart from it, keep what was said; both or neither. False: they took part before.

    Nothing else is written, here or later on account of it: no time, no job, no notice, no log line. After the window
    nothing is kept either: a draft would have an author.
    Raises RuleBroken at the field of an answer that cannot be kept, or "pulse_closed".
    """
    if not takes_part(me, now):
        raise NotAllowed("not_taking_part")
    asking, period, stands = await _where(tx, me, series_id, slot, held=True)
    if period.outcome is Outcome.ANSWERED:
        return asking, False
    if not _takes_answers(period, stands, now):
        raise RuleBroken("pulse_closed")
    given = _checked(await questions(tx, asking, stands), replies)
    rules.check([reply for _, reply in given])
    if not await store.take_part(tx, period.id):
        return asking, False
    team = await store.team_of(tx, me.id, cadence.nominal_day(series.rule(asking), slot))
    await store.add(tx, [_row(asking, slot, one, reply, team) for one, reply in given if not reply.empty])
    return asking, True


async def questions(tx: Tx, asking: Series, slot: PulseSlot) -> list[Question]:
    """What everybody is asked in this slot, as it stood when the first of them was."""
    rule = series.rule(asking)
    found = await series.questions(tx, asking.id, slot.opened_at)
    return [one for one in found if not one.kind.built_in and asking_rules.is_asked(one.rhythm, rule, slot.slot)]


async def may_see_all(tx: Tx, viewer: Person, now: datetime) -> bool:
    """Whether results are open to this person whether or not HR has shared them: to HR, and to whoever leads somebody."""
    if await roles.has(tx, viewer.id, Role.HR):
        return True
    today = now.astimezone(cadence.zone_of(viewer.zone)).date()
    return await reporting.leads(tx, viewer.id, today)


async def _where(
    tx: Tx, me: Person, series_id: int, slot: str, *, held: bool = False
) -> tuple[Series, Period, PulseSlot]:
    asking = await tx.get(Series, series_id)
    if asking is None or asking.workspace_id != me.workspace_id or asking.kind is not SeriesKind.PULSE:
        raise NotAllowed("not_found")
    stands = await store.slot_of(tx, series_id, slot, held=held)
    period = await periods.find(tx, series_id, me.id, slot)
    if stands is None or period is None:
        raise NotAllowed("not_found")
    return asking, period, stands


def _takes_answers(period: Period, slot: PulseSlot, now: datetime) -> bool:
    waits = period.outcome in (None, Outcome.SKIPPED)
    return waits and slot.closed_at is None and checkins.takes_answers(period.closes_at, now)


def _checked(asked: Sequence[Question], replies: Sequence[Reply]) -> list[tuple[Question, Reply]]:
    """Each question with its reply, as it will be kept. Raises RuleBroken at the field of one that cannot be."""
    known = {one.id: one for one in asked}
    for reply in replies:
        if reply.question_id not in known:
            raise RuleBroken("answer_unknown", field=asking_rules.field(reply.question_id))
    given = {one.question_id: one for one in replies}
    return [
        (
            one,
            asking_rules.check(
                one.kind,
                given.get(one.id, Reply(one.id)),
                [str(option["key"]) for option in one.options],
                required=one.required,
            ),
        )
        for one in asked
    ]


def _row(asking: Series, slot: str, question: Question, reply: Reply, team: int | None) -> dict[str, object]:
    """Words are never told apart by team: people know each other's."""
    return {
        "series_id": asking.id,
        "slot": slot,
        "question_id": question.id,
        "team_id": None if question.kind in WORDS else team,
        "number": reply.number,
        "chosen": ",".join(reply.chosen) or None,
        "words": reply.words or None,
    }
