"""What came of feedback, as its receiver and its giver see it: the answers, the talk, and what its receiver wants to try."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import actions as action_rules
from bot.domain import feedback as rules
from bot.domain.feedback import Reaction
from storage import actions, people, readers, talks
from storage import feedback_answers as store
from storage.actions import Action
from storage.database import Tx
from storage.feedback import Feedback
from storage.feedback_answers import FeedbackAnswer
from storage.people import Person
from storage.talks import TalkMessage


@dataclass(frozen=True)
class Tried:
    """What its receiver wants to try. `shown`: the viewer may read its words."""

    action: Action
    shown: bool


@dataclass(frozen=True)
class Came:
    """`talk`: its receiver would like to talk about it. `said`: through the bot; `waits`: the viewer has not answered there."""

    thanked_at: datetime | None = None
    talk: FeedbackAnswer | None = None
    said: list[tuple[Person, TalkMessage]] = field(default_factory=list)
    waits: bool = False
    tried: list[Tried] = field(default_factory=list)


async def of(tx: Tx, viewer: Person, one: Feedback) -> Came:
    """For its receiver and its giver; whoever else may read the feedback sees nothing of it."""
    if viewer.id not in (one.subject_id, one.author_id):
        return Came()
    answers = {each.answer: each for each in await store.of(tx, one.id)}
    thanks = answers.get(Reaction.THANKS)
    talking = await talks.about(tx, rules.RECORD, one.id, viewer.id)
    messages = [each for talk in talking for each in await talks.messages(tx, talk.id)]
    who = await people.by_ids(tx, sorted({each.author_id for each in messages})) if messages else {}
    return Came(
        thanked_at=thanks.made_at if thanks is not None else None,
        talk=answers.get(Reaction.TALK),
        said=[(who[each.author_id], each) for each in messages],
        waits=any(each.other_id == viewer.id and each.waits_since is not None for each in talking),
        tried=await _tried(tx, viewer, one),
    )


async def _tried(tx: Tx, viewer: Person, one: Feedback) -> list[Tried]:
    made = await actions.made_of(tx, rules.RECORD, one.id)
    named = await readers.of_reader(tx, action_rules.RECORD, [each.id for each in made], viewer.id) if made else {}
    return [Tried(each, each.owner_id == viewer.id or each.id in named) for each in made]
