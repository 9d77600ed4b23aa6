"""How it goes, in counts: for `/metrics` and the readiness check. No row, no word leaves here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, func, select

from bot.domain.notices import State
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.workspaces import Workspace


@dataclass(frozen=True)
class Counts:
    """`oldest_due` is the due time of the notice that waits longest, None where none is due."""

    notices: dict[str, int]
    jobs: dict[str, int]
    oldest_due: datetime | None
    people: int


async def counts(tx: Tx, now: datetime) -> Counts:
    """The numbers of this moment, for all workspaces together."""
    by_state = await tx.exec(select(Notice.state, func.count()).group_by(Notice.state))
    waiting = select(func.min(Notice.due_at)).where(Notice.state == State.PENDING, Notice.due_at <= now)
    active = select(func.count()).select_from(Person).where(col(Person.active))
    connection = await tx.connection()
    jobs = await connection.execute(
        text("SELECT CAST(status AS TEXT), count(*) FROM procrastinate_jobs GROUP BY status")
    )
    return Counts(
        notices={str(state): number for state, number in by_state},
        jobs={str(status): int(number) for status, number in jobs},
        oldest_due=(await tx.exec(waiting)).one(),
        people=(await tx.exec(active)).one(),
    )


async def knows_workspace(tx: Tx) -> bool:
    """Whether there is a workspace."""
    return (await tx.exec(select(Workspace.id).limit(1))).first() is not None
