"""Observations to read again: one's own, those that were handed over, and those that were shared; sharing and deleting them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import feedback
from bot.domain import observations as rules
from bot.domain.errors import NotAllowed, RuleBroken
from bot.domain.feedback import Form, Part
from bot.domain.feedback_form import Filled
from bot.usecases import feedback_evidence, notices
from bot.usecases.checkins_read import ReadBy
from bot.usecases.feedback_evidence import Rests
from bot.usecases.leading import today_of
from storage import feedback as feedback_rows
from storage import observations as store
from storage import people, readers, reporting
from storage.database import Tx
from storage.notices import Notice
from storage.observations import Observation
from storage.people import Person
from storage.readers import Why


@dataclass(frozen=True)
class Row:
    """One of many. `why`: why the viewer reads it; None: they wrote it."""

    observation: Observation
    author: Person
    subject: Person
    why: Why | None = None
    read_by_others: bool = False


@dataclass(frozen=True)
class Page:
    """Some of what somebody may read. `may_write`: somebody reports to them."""

    rows: list[Row]
    at: int = 0
    more: bool = False
    may_write: bool = False


@dataclass(frozen=True)
class Opened:
    """An observation as somebody sees it who may. `about`: what it rests on; `given`: when its author made feedback of it."""

    observation: Observation
    author: Person
    subject: Person
    viewer: Person
    readers: list[ReadBy] = field(default_factory=list)
    about: list[Rests] = field(default_factory=list)
    given: list[datetime] = field(default_factory=list)
    why: Why | None = None

    @property
    def mine(self) -> bool:
        return self.viewer.id == self.observation.author_id

    @property
    def parts(self) -> dict[Part, str | None]:
        """Its words, in their order; None: they were erased."""
        one = self.observation
        said = {Part.SITUATION: one.situation, Part.BEHAVIOUR: one.behaviour, Part.IMPACT: one.impact}
        return {part: text for part, text in said.items() if text is None or text.strip()}


async def access_page(tx: Tx, me: Person, at: int, now: datetime) -> Page:
    """What I wrote, by person, and after it what others let me read; from the `at`-th on."""
    found = await store.readable(tx, me.id, max(0, at), rules.PAGE + 1)
    if not found and at > 0:
        return await access_page(tx, me, at - rules.PAGE, now)
    shown = found[: rules.PAGE]
    who = await people.by_ids(tx, sorted({one.author_id for one in shown} | {one.subject_id for one in shown}))
    named = await readers.of_many(tx, rules.RECORD, [one.id for one in shown])
    rows = [
        Row(
            one,
            who[one.author_id],
            who[one.subject_id],
            next((each.why for each in named[one.id] if each.person_id == me.id), None),
            bool(named[one.id]),
        )
        for one in shown
    ]
    may_write = await reporting.leads(tx, me.id, today_of(me, now))
    return Page(rows, max(0, at), len(found) > rules.PAGE, may_write)


async def access_names(tx: Tx, me: Person, slack_ids: Sequence[str]) -> dict[str, str]:
    """How these people of the workspace are called, by their Slack ids."""
    known = await people.by_slack_ids(tx, me.workspace_id, sorted(slack_ids))
    return {slack_id: one.name for slack_id, one in known.items()}


async def read(tx: Tx, viewer: Person, observation_id: int, now: datetime) -> Opened:
    """Show an observation to its author, or to somebody whom they let read it, and note that they did.

    Raises NotAllowed for everybody else, in the same words as for one that does not exist.
    """
    one, mine = await _access(tx, viewer, observation_id)
    if mine is not None and mine.read_at is None:
        mine.read_at = now
        await tx.flush()
    return await _opened(tx, viewer, one)


async def access_own(tx: Tx, me: Person, observation_id: int) -> Observation:
    """One that I wrote. Raises NotAllowed for everything else."""
    one = await store.find(tx, observation_id)
    if one is None or one.author_id != me.id:
        raise NotAllowed("not_found")
    return one


async def access_feedback(tx: Tx, me: Person, observation_id: int) -> tuple[Person, Filled]:
    """For whom, and with what, the feedback form begins that is made of an observation of mine."""
    one = await access_own(tx, me, observation_id)
    said = {Part.SITUATION: one.situation, Part.BEHAVIOUR: one.behaviour, Part.IMPACT: one.impact}
    parts = {part: text for part, text in said.items() if text}
    filled = Filled(form=Form.BEHAVIOUR, parts=parts, aim=rules.aim(one.good), about=((rules.RECORD, one.id),))
    return await people.get(tx, one.subject_id), filled


async def share(tx: Tx, me: Person, observation_id: int, now: datetime) -> Opened:
    """Let the person read it whom it is about; they hear of it. Twice is once."""
    one = await store.locked(tx, observation_id)
    if one is None or one.author_id != me.id:
        raise NotAllowed("not_found")
    await let_read(tx, one, now)
    return await _opened(tx, me, one)


async def let_read(tx: Tx, one: Observation, now: datetime) -> None:
    """The observation, which the caller holds, is its subject's to read from now on."""
    subject = await people.get(tx, one.subject_id)
    if not subject.active:
        raise RuleBroken("observed_left", {"name": subject.name})
    if one.shared_at is not None:
        return
    one.shared_at = now
    tx.add(one)
    await readers.grant(tx, one.workspace_id, rules.RECORD, one.id, one.subject_id, Why.SUBJECT, now)
    await notices.owe(
        tx,
        rules.SHARED,
        workspace_id=one.workspace_id,
        subject_id=one.id,
        recipient_id=one.subject_id,
        due_at=now,
        now=now,
    )


async def delete(tx: Tx, me: Person, observation_id: int) -> None:
    """It is gone, while its author alone reads it; gone already is as well. Raises RuleBroken once somebody else reads it."""
    one = await store.locked(tx, observation_id)
    if one is None:
        return
    if one.author_id != me.id:
        raise NotAllowed("not_found")
    if await readers.of(tx, rules.RECORD, one.id):
        raise RuleBroken("observed_shared")
    tx.expunge(one)
    await store.remove(tx, one.id)


async def access_shared(tx: Tx, notice: Notice, me: Person, now: datetime) -> Row:
    """What its subject is told of an observation: by whom and of which day, never the words."""
    one = await store.find(tx, notice.subject_id)
    if one is None or await readers.find(tx, rules.RECORD, notice.subject_id, me.id) is None:
        raise NotAllowed("not_found")
    who = await people.by_ids(tx, [one.author_id, one.subject_id])
    return Row(_bare(one), who[one.author_id], who[one.subject_id], Why.SUBJECT)


def _bare(one: Observation) -> Observation:
    """Without its words, as messages are made of it."""
    bare = one.model_dump(exclude={"situation", "behaviour", "impact"})
    return Observation(**bare)


async def _access(tx: Tx, viewer: Person, observation_id: int) -> tuple[Observation, readers.Reader | None]:
    one = await store.find(tx, observation_id)
    if one is None or one.workspace_id != viewer.workspace_id:
        raise NotAllowed("not_found")
    mine = await readers.find(tx, rules.RECORD, one.id, viewer.id)
    if mine is None and one.author_id != viewer.id:
        raise NotAllowed("not_found")
    return one, mine


async def _opened(tx: Tx, viewer: Person, one: Observation) -> Opened:
    named = await readers.of(tx, rules.RECORD, one.id)
    who = await people.by_ids(tx, sorted({one.author_id, one.subject_id, *(each.person_id for each in named)}))
    given = []
    if viewer.id == one.author_id:
        made = [await feedback_rows.find(tx, each) for each in await store.resting_on(tx, one.id, feedback.RECORD)]
        given = [each.given_at for each in made if each is not None and each.withdrawn_at is None]
    return Opened(
        observation=one,
        author=who[one.author_id],
        subject=who[one.subject_id],
        viewer=viewer,
        readers=[ReadBy(who[each.person_id], each.read_at) for each in named],
        about=await feedback_evidence.of(tx, rules.RECORD, one.id, viewer),
        given=given,
        why=next((each.why for each in named if each.person_id == viewer.id), None),
    )
