"""Reporting feedback to HR: its receiver lets them read that one item, they handle it, and the receiver sees that."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import feedback_reports as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import RECORD, Part
from bot.domain.notices import Kind
from bot.domain.roles import Role
from bot.usecases import notices, roles
from storage import audit, inserting, people, readers
from storage import feedback as feedback_rows
from storage import feedback_reports as store
from storage import roles as role_rows
from storage.database import Tx
from storage.feedback import Feedback
from storage.feedback_reports import FeedbackReport
from storage.notices import Notice
from storage.people import Person
from storage.readers import Why


@dataclass(frozen=True)
class Reported:
    """A report as HR sees it: in a message without `parts`, opened with the words. `handler`: who handled it."""

    report: FeedbackReport
    feedback: Feedback
    author: Person
    subject: Person
    handler: Person | None
    parts: dict[Part, str | None]


async def report(tx: Tx, me: Person, feedback_id: int, why: str, now: datetime) -> FeedbackReport:
    """Let those who are in HR now read this one item. Reported twice, it is reported once.

    Raises NotAllowed for everybody but its receiver, once they have read it; RuleBroken("report_no_hr") where HR is nobody
    but the two whom it is about.
    """
    one = await _mine(tx, me, feedback_id)
    hr = [
        each
        for each in await role_rows.holders(tx, me.workspace_id, Role.HR)
        if each.id not in (one.author_id, one.subject_id)
    ]
    if not hr:
        raise RuleBroken("report_no_hr", field="why")
    row = {"workspace_id": me.workspace_id, "feedback_id": one.id, "person_id": me.id, "reported_at": now}
    made = await inserting.insert_row(tx, FeedbackReport, row | {"words": rules.check(why)})
    if made is not None:
        for each in hr:
            await readers.grant(tx, me.workspace_id, rules.RECORD, made, each.id, Why.REPORTED, now)
            await _owe(tx, rules.REPORTED, made, each, now)
        await _note(tx, rules.REPORT, me, one, now)
    found = await store.of_feedback(tx, one.id)
    if found is None:
        raise NotAllowed("not_found")
    return found


async def access_reporting(tx: Tx, me: Person, feedback_id: int) -> Feedback:
    """What is to be reported. Raises NotAllowed for everybody but its receiver, once they have read it."""
    return await _mine(tx, me, feedback_id)


async def read(tx: Tx, hr: Person, report_id: int, now: datetime) -> Reported:
    """Show the item to somebody in HR; noted in the audit log each time.

    Raises NotAllowed for everybody who was not in HR when it was reported, or is no longer.
    """
    found = await _of_hr(tx, hr, report_id)
    mine = await readers.find(tx, rules.RECORD, report_id, hr.id)
    if mine is not None and mine.read_at is None:
        mine.read_at = now
    shown = await _shown(tx, found, words=True)
    await _note(tx, rules.READ, hr, shown.feedback, now)
    return shown


async def handle(tx: Tx, hr: Person, report_id: int, now: datetime) -> Reported:
    """HR is done with it; whoever reported it hears so. Pressed by two, it is handled by the first."""
    await _of_hr(tx, hr, report_id)
    found = await store.locked(tx, report_id)
    if found is None:
        raise NotAllowed("not_found")
    if found.handled_at is None:
        found.handled_at, found.handled_by = now, hr.id
        await tx.flush()
        reporter = await people.get(tx, found.person_id)
        await _owe(tx, rules.HANDLED, found.id, reporter, now)
        for each in await readers.of(tx, rules.RECORD, found.id):
            await notices.owe_again(tx, rules.REPORTED, subject_id=found.id, recipient_id=each.person_id, now=now)
        await _note(tx, rules.HANDLE, hr, await tx.get_one(Feedback, found.feedback_id), now)
    return await _shown(tx, found, words=True)


async def access_reported(tx: Tx, notice: Notice, hr: Person, now: datetime) -> Reported:
    """A report as the message to HR tells of it: without the words."""
    return await _shown(tx, await _of_hr(tx, hr, notice.subject_id), words=False)


async def access_handled(tx: Tx, notice: Notice, me: Person, now: datetime) -> Reported:
    """For whoever reported it, that HR is done with it."""
    found = await tx.get(FeedbackReport, notice.subject_id)
    if found is None or found.person_id != me.id:
        raise NotAllowed("not_found")
    return await _shown(tx, found, words=False)


async def _mine(tx: Tx, me: Person, feedback_id: int) -> Feedback:
    one = await feedback_rows.find(tx, feedback_id)
    mine = await readers.find(tx, RECORD, feedback_id, me.id)
    if one is None or one.subject_id != me.id or mine is None or mine.read_at is None:
        raise NotAllowed("not_found")
    return one


async def _of_hr(tx: Tx, hr: Person, report_id: int) -> FeedbackReport:
    found = await tx.get(FeedbackReport, report_id)
    if found is None or await readers.find(tx, rules.RECORD, report_id, hr.id) is None:
        raise NotAllowed("not_found")
    await roles.require_hr(tx, hr)
    return found


async def _shown(tx: Tx, found: FeedbackReport, *, words: bool) -> Reported:
    one = await tx.get_one(Feedback, found.feedback_id)
    ids = {one.author_id, one.subject_id, *([found.handled_by] if found.handled_by is not None else [])}
    who = await people.by_ids(tx, sorted(ids))
    return Reported(
        report=found,
        feedback=one,
        author=who[one.author_id],
        subject=who[one.subject_id],
        handler=who[found.handled_by] if found.handled_by is not None else None,
        parts=(await feedback_rows.parts(tx, [one.id]))[one.id] if words else {},
    )


async def _owe(tx: Tx, kind: Kind, report_id: int, to: Person, now: datetime) -> None:
    await notices.owe(
        tx, kind, workspace_id=to.workspace_id, subject_id=report_id, recipient_id=to.id, due_at=now, now=now
    )


async def _note(tx: Tx, act: str, actor: Person, one: Feedback, now: datetime) -> None:
    await audit.note(tx, actor.workspace_id, act, RECORD, one.id, actor_id=actor.id, now=now)
