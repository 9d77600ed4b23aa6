"""HR's own questions in a check-in: which are asked in a slot, and the answers, kept and read back with what was asked."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import checkins
from bot.domain import questions as rules
from bot.domain.checkins import Draft, QuestionKind
from bot.domain.errors import RuleBroken
from bot.domain.replies import Reply
from storage import checkins as store
from storage import inserting, series
from storage.checkins import Answer, CheckIn
from storage.database import Tx
from storage.people import Person
from storage.periods import Period
from storage.series import Question, Series


async def asked(
    tx: Tx, asking: Series, slot: str, period: Period | None, checkin: CheckIn | None, now: datetime, *, short: bool
) -> list[Question]:
    """What is asked in this slot: everything whose turn it is, or in a short week the short form.

    What was answered before its prompt stays as it was asked then, whatever HR changed since.
    """
    at = period.opens_at if period else now
    if checkin is not None:
        at = min(at, checkin.sent_at)
    rule = series.rule(asking)
    found = [one for one in await series.questions(tx, asking.id, at) if rules.is_asked(one.rhythm, rule, slot)]
    few = [one for one in found if one.kind in checkins.SHORT_FORM]
    return few if short and few else found


async def check(tx: Tx, series_id: int, given: Sequence[Reply]) -> tuple[Reply, ...]:
    """The replies as they are kept. Raises RuleBroken at the field of one that cannot be.

    That a required one is there is for the form to see; words from the DM, which answer no question of HR's, go through it then.
    """
    if not given:
        return ()
    known = await series.questions_by_ids(tx, series_id, [one.question_id for one in given])
    found = []
    for reply in given:
        question = known.get(reply.question_id)
        if question is None or question.kind.built_in:
            raise RuleBroken("answer_unknown", field=rules.field(reply.question_id))
        keys = [str(option["key"]) for option in question.options]
        found.append(rules.check(question.kind, reply, keys, required=question.required))
    return tuple(found)


BUILT_IN = {
    QuestionKind.PROGRESS: "progress",
    QuestionKind.PLAN: "plan",
    QuestionKind.BLOCKER: "blocker",
    QuestionKind.MOOD: "mood",
    QuestionKind.IDEA: "idea",
}
"""What answers a question of ours, in a draft."""


def unanswered(questions: Sequence[Question], draft: Draft) -> list[Question]:
    """Those of the questions that have to be answered and are not."""
    given = {one.question_id for one in draft.own if not one.empty}

    def answered(one: Question) -> bool:
        return bool(getattr(draft, BUILT_IN[one.kind])) if one.kind in BUILT_IN else one.id in given

    return [
        one
        for one in questions
        if one.required and (one.kind in BUILT_IN or one.kind in rules.OWN) and not answered(one)
    ]


async def write(tx: Tx, me: Person, checkin: CheckIn, given: Sequence[Reply]) -> None:
    """Keep each reply in its row; one that was emptied in an edit goes, and what was not asked again stays."""
    there = await store.answers(tx, checkin.id) if given and checkin.version > 1 else {}
    new = []
    for reply in given:
        row = there.get(reply.question_id)
        chosen, words = ",".join(reply.chosen) or None, reply.words or None
        if row is not None and reply.empty:
            await tx.delete(row)
        elif row is not None:
            row.number, row.chosen, row.words = reply.number, chosen, words
        elif not reply.empty:
            key = {"workspace_id": me.workspace_id, "checkin_id": checkin.id, "question_id": reply.question_id}
            new.append(key | {"number": reply.number, "chosen": chosen, "words": words})
    await inserting.insert_new(tx, Answer, new)


async def replies(tx: Tx, checkin: CheckIn) -> tuple[Reply, ...]:
    """What was sent, as the form shows it again. Erased words come back empty."""
    rows = await store.answers(tx, checkin.id)
    return tuple(
        Reply(one.question_id, one.number, tuple(filter(None, (one.chosen or "").split(","))), one.words or "")
        for one in rows.values()
    )


async def answers(tx: Tx, checkin: CheckIn, asking: Series) -> list[tuple[Question, Answer]]:
    """The answers, each with the question as it was asked, in the order of the form."""
    rows = await store.answers(tx, checkin.id)
    known = await series.questions_by_ids(tx, asking.id, list(rows)) if rows else {}
    return [(one, rows[one.id]) for one in sorted(known.values(), key=lambda one: (one.position, one.id))]
