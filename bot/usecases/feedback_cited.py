"""What feedback rests on: the check-in, the company value, the request or the message that its giver named."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from bot.domain import checkins, observations
from bot.domain import values as value_rules
from bot.domain.cadence import zone_of
from bot.domain.errors import NotAllowed
from bot.domain.feedback_form import REQUEST, Filled, Message
from bot.usecases import feedback_goals, values
from bot.usecases.feedback import About
from storage import evidence, readers
from storage.checkins import CheckIn
from storage.database import Tx
from storage.evidence import MESSAGE
from storage.observations import Observation
from storage.people import Person


async def access_cited(tx: Tx, me: Person, to: Sequence[Person], filled: Filled, now: datetime) -> list[About]:
    """The records that were named, each with its day. Raises NotAllowed for one that the giver may not read.

    A check-in counts only for its author, an observation for whom it is about.
    """
    today = now.astimezone(zone_of(me.zone)).date()
    found = [await _checkin(tx, me, to, record) for kind, record in filled.about if kind == checkins.RECORD]
    found += [await _observation(tx, me, to, record) for kind, record in filled.about if kind == observations.RECORD]
    if filled.value is not None:
        found.append(About(value_rules.RECORD, (await values.access_value(tx, me, filled.value)).id, today))
    if filled.goal is not None:
        found.append(await feedback_goals.access_about(tx, me, to, filled.goal, now))
    if filled.request is not None:
        found.append(About(REQUEST, filled.request, today))
    return [one for one in found if one is not None]


async def _checkin(tx: Tx, me: Person, to: Sequence[Person], checkin_id: int) -> About | None:
    checkin = await tx.get(CheckIn, checkin_id)
    if checkin is None or await readers.find(tx, checkins.RECORD, checkin_id, me.id) is None:
        raise NotAllowed("not_found")
    author = next((one for one in to if one.id == checkin.person_id), None)
    if author is None or len(to) > 1:
        return None
    return About(checkins.RECORD, checkin.id, checkin.sent_at.astimezone(zone_of(author.zone)).date())


async def _observation(tx: Tx, me: Person, to: Sequence[Person], observation_id: int) -> About | None:
    """One's own, for whom it is about and nobody else."""
    one = await tx.get(Observation, observation_id)
    if one is not None and one.author_id != me.id:
        raise NotAllowed("not_found")
    if one is None or [each.id for each in to] != [one.subject_id]:
        return None
    return About(observations.RECORD, one.id, one.day)


async def cite(tx: Tx, me: Person, source: str, message: Message, quoted: str | None) -> About:
    """The message, with its text only where the giver had it quoted."""
    made = await evidence.cite(tx, me.workspace_id, source, **vars(message), words=quoted)
    return About(MESSAGE, made, day_of(message.ts, me.zone))


def day_of(ts: str, zone: str) -> date:
    """A message's ts begins with the second in which it was written."""
    return datetime.fromtimestamp(int(ts.partition(".")[0]), UTC).astimezone(zone_of(zone)).date()
