"""What was asked of people, and when they answered: requests for help, and questions in talks."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select as pick
from sqlmodel import col

from bot.domain.closed_loop import Asked, questions
from storage.checkins import Blocker
from storage.database import Tx
from storage.people import MANY, Person
from storage.talks import Talk, TalkMessage


async def asked(tx: Tx, people: Sequence[int], since: datetime, until: datetime) -> dict[int, list[Asked]]:
    """What was asked of each of these people from `since` until before `until`, by person id; who was asked nothing is left out."""
    found: dict[int, list[Asked]] = {}
    for at in range(0, len(people), MANY):
        some = people[at : at + MANY]
        for person_id, one in [*await _help(tx, some, since, until), *await _questions(tx, some, since, until)]:
            found.setdefault(person_id, []).append(one)
    return found


async def _help(tx: Tx, people: Sequence[int], since: datetime, until: datetime) -> list[tuple[int, Asked]]:
    wanted = pick(
        col(Blocker.help_from), col(Blocker.help_asked_at), col(Blocker.help_answered_at), col(Blocker.closed_at)
    ).join(Person, col(Person.id) == col(Blocker.person_id))
    wanted = wanted.where(
        col(Blocker.help_from).in_(people),
        col(Blocker.help_asked_at) >= since,
        col(Blocker.help_asked_at) < until,
        # Whoever has left cannot be answered any more.
        col(Person.active) | col(Blocker.help_answered_at).is_not(None) | col(Blocker.closed_at).is_not(None),
    )
    rows = (await (await tx.connection()).execute(wanted)).all()
    return [(row[0], Asked(row[1], row[2], row[3])) for row in rows if row[0] is not None and row[1] is not None]


async def _questions(tx: Tx, people: Sequence[int], since: datetime, until: datetime) -> list[tuple[int, Asked]]:
    """From the messages of each talk that went on after `since`: an answer belongs to the question before it, whenever that was."""
    wanted = (
        pick(
            col(Talk.other_id),
            col(Talk.id),
            col(TalkMessage.author_id) == col(Talk.owner_id),
            col(TalkMessage.said_at),
            col(Person.active),
        )
        .join(TalkMessage, col(TalkMessage.talk_id) == col(Talk.id))
        .join(Person, col(Person.id) == col(Talk.owner_id))
        .where(
            col(Talk.other_id).in_(people),
            col(Talk.last_at) >= since,
            col(TalkMessage.withdrawn_at).is_(None),
            col(TalkMessage.let_be).is_(False),
        )
        .order_by(col(Talk.id), col(TalkMessage.id))
    )
    found = []
    for (person_id, _), said in groupby(
        await (await tx.connection()).execute(wanted), key=lambda row: (row[0], row[1])
    ):
        rows = list(said)
        every = questions((row[2], row[3]) for row in rows)
        open_to_answer = rows[0][4]
        found += [
            (person_id, one)
            for one in every
            if since <= one.asked_at < until and (one.answered_at is not None or open_to_answer)
        ]
    return found
