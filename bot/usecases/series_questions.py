"""HR sets what a series asks. An edit makes a new version for what is asked from now on; what was asked stays as it was."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import wording
from bot.domain.errors import RuleBroken
from bot.domain.questions import QUESTIONS_MAX
from bot.domain.wording import Wording
from bot.usecases import series_editor as editor
from storage import series
from storage.database import Tx
from storage.people import Person
from storage.series import Question, Series

ORDER = "order"
"""The part of the series that holds which question comes after which."""


@dataclass(frozen=True)
class Asked:
    """The series after an edit of its questions. `by`: these people changed the same one meanwhile, and nothing was stored."""

    series: Series
    question: Question | None
    by: list[str] = field(default_factory=list)


async def save(tx: Tx, actor: Person, series_id: int, revision: int, wanted: Wording, now: datetime) -> Asked:
    """Add a question, or word it anew from the next turn on. The same again changes nothing, and adds no second one.

    Raises RuleBroken at the field that makes no sense, NotAllowed for a question that is not there any more.
    """
    found = await editor.lock(tx, actor, series_id)
    there = await series.every_question(tx, found.id, now)
    old = next((one for one in there if one.key == wanted.key), None)
    if wanted.key and old is None:
        raise RuleBroken("question_gone")
    own = [one for one in there if not one.kind.built_in]
    made = _worded(found, old, wanted, [one for one in own if one is not old], now)
    if old is None:
        old = next((one for one in own if one.kind == made.kind and _says(one) == _says(made)), None)
    if old is None and len(own) >= QUESTIONS_MAX:
        raise RuleBroken("questions_too_many", {"most": QUESTIONS_MAX}, field="text_en")
    if old is not None and _says(old) == _says(made):
        return Asked(found, old)
    if old is not None and (by := await editor.changed_by(tx, found, revision, old.key)):
        return Asked(found, old, by)
    if old is None:
        made.position = max((one.position for one in there), default=-1) + 1
        made.key = await _free_key(tx, found.id)
    await _put(tx, actor, found, old, made, now)
    return Asked(found, made)


def _worded(found: Series, old: Question | None, wanted: Wording, others: list[Question], now: datetime) -> Question:
    texts, choices = wording.check(wanted), []
    if wanted.chooses:
        count = sum(len(one.options) for one in others)
        choices = wording.options(wanted, old.options if old else (), count)
    return Question(
        workspace_id=found.workspace_id,
        series_id=found.id,
        key=wanted.key,
        kind=old.kind if old else wanted.kind,
        position=old.position if old else 0,
        required=wanted.required,
        hidden=old.hidden if old else False,
        texts=texts,
        options=choices,
        rhythm=wanted.rhythm,
        since=now,
    )


def _says(one: Question) -> tuple[object, ...]:
    return one.texts, one.options, one.rhythm, one.required, one.hidden


async def _free_key(tx: Tx, series_id: int) -> str:
    """A key that no question of the series ever had."""
    used = await series.count_own_keys(tx, series_id)
    return f"q{used + 1}"


async def mark(tx: Tx, actor: Person, series_id: int, key: str, what: str, now: datetime, *, on: bool) -> Asked:
    """Hide a question or show it again, or let it be left out or not (`what`: "hidden", "required"), from the next turn on.

    Chosen twice, it stays as it was wanted. Raises RuleBroken("series_without_questions") for the last one that is shown.
    """
    found, there, old = await _one(tx, actor, series_id, key, now)
    if getattr(old, what) is on:
        return Asked(found, old)
    made = _copy(old, now)
    setattr(made, what, on)
    _check_left(there, old, made)
    await _put(tx, actor, found, old, made, now)
    return Asked(found, made)


async def remove(tx: Tx, actor: Person, series_id: int, key: str, now: datetime) -> Asked:
    """Ask one of HR's own no more; its answers stay. Removed twice, it is removed once."""
    found = await editor.lock(tx, actor, series_id)
    there = await series.every_question(tx, found.id, now)
    old = next((one for one in there if one.key == key and not one.kind.built_in), None)
    if old is not None:
        _check_left(there, old, None)
        await _put(tx, actor, found, old, None, now)
    return Asked(found, None)


async def move(tx: Tx, actor: Person, series_id: int, key: str, to: int, now: datetime) -> Asked:
    """Let a question come in this place, 0 the first. The order holds at once, in what is open too. Moved twice, it is there once."""
    found, there, old = await _one(tx, actor, series_id, key, now)
    at = there.index(old)
    to = min(max(to, 0), len(there) - 1)
    there.insert(to, there.pop(at))
    for position, one in enumerate(there):
        one.position = position
        tx.add(one)
    if to != at:
        await editor.written(tx, actor, found, ORDER, [key], now)
    return Asked(found, old)


async def _one(
    tx: Tx, actor: Person, series_id: int, key: str, now: datetime
) -> tuple[Series, list[Question], Question]:
    found = await editor.lock(tx, actor, series_id)
    there = await series.every_question(tx, found.id, now)
    old = next((one for one in there if one.key == key), None)
    if old is None:
        raise RuleBroken("question_gone")
    return found, there, old


def _check_left(there: list[Question], old: Question, made: Question | None) -> None:
    """A series that asks nothing would only be noise."""
    left = [one for one in there if one is not old and not one.hidden]
    if not left and (made is None or made.hidden):
        raise RuleBroken("series_without_questions")


def _copy(old: Question, now: datetime) -> Question:
    kept = old.model_dump(exclude={"id", "version", "since", "until"})
    return Question(**kept, since=now)


async def _put(
    tx: Tx, actor: Person, found: Series, old: Question | None, made: Question | None, now: datetime
) -> None:
    """Let the one version end where the other begins."""
    if old is not None:
        old.until = now
        tx.add(old)
    if made is not None:
        made.version = await series.newest_version(tx, found.id, made.key) + 1
        tx.add(made)
    key = made.key if made else old.key if old else ""
    await editor.written(tx, actor, found, key, ["question"], now)
