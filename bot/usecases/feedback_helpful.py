"""Was it helpful: asked of a receiver once, and shown to the giver as an average of four or more people."""

from bot.domain import feedback_helpful as rules
from bot.domain.errors import NotAllowed
from bot.domain.feedback import RECORD
from bot.domain.feedback_helpful import Figure, Helpful
from storage import feedback as feedback_rows
from storage import feedback_helpful as store
from storage import history, inserting, readers
from storage.database import Tx
from storage.feedback_helpful import FeedbackHelpful, HelpfulFigure
from storage.people import Person


async def answer(tx: Tx, me: Person, feedback_id: int, helpful: Helpful) -> None:
    """Say whether feedback that I received and read was helpful. The first answer stands, however often it is pressed.

    Raises NotAllowed for everybody but its receiver.
    """
    one = await feedback_rows.find(tx, feedback_id)
    mine = await readers.find(tx, RECORD, feedback_id, me.id)
    if one is None or one.subject_id != me.id or mine is None or mine.read_at is None:
        raise NotAllowed("not_found")
    row = {"workspace_id": me.workspace_id, "feedback_id": one.id, "person_id": me.id, "author_id": one.author_id}
    # Two receivers of one giver take turns.
    await history.lock(tx, one.author_id)
    if await inserting.insert_once(tx, FeedbackHelpful, row | {"answer": helpful}):
        await _count(tx, me.workspace_id, one.author_id)


async def _count(tx: Tx, workspace_id: int, author_id: int) -> None:
    """Take those who answered into the giver's figure, once they are enough."""
    await inserting.insert_once(tx, HelpfulFigure, {"workspace_id": workspace_id, "author_id": author_id})
    row = await store.figure(tx, author_id)
    waiting = await store.not_counted(tx, author_id)
    said: dict[int, list[Helpful]] = {}
    for one in waiting:
        said.setdefault(one.person_id, []).append(one.answer)
    if row is None:
        return
    before = Figure(row.points, row.people)
    after = rules.grown(before, said)
    if after != before:
        row.points, row.people = after.points, after.people
        for one in waiting:
            one.counted = True
        tx.add_all([row, *waiting])


async def access_figure(tx: Tx, me: Person) -> float | None:
    """How helpful what I gave was, from 1 to 3; None while that would speak for too few."""
    row = await store.figure(tx, me.id)
    return Figure(row.points, row.people).average if row is not None else None
