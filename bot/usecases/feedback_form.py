"""The form that gives feedback, as its giver sees it: for whom, who reads it, and what it begins with."""

import html
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import feedback as rules
from bot.domain import feedback_command
from bot.domain.checkins import WORDS_MAX
from bot.domain.errors import RuleBroken
from bot.domain.feedback import LONG, Aim, Form, Part, Written
from bot.domain.feedback_command import Typed
from bot.domain.feedback_form import Filled
from bot.usecases import dm, feedback, feedback_asks, feedback_goals, values
from bot.usecases.feedback import Readers
from bot.usecases.feedback_asks import Asked
from storage import feedback as store
from storage import people, workspaces
from storage.database import Tx
from storage.goals import GoalVersion
from storage.people import Person
from storage.values import CompanyValue


@dataclass(frozen=True)
class Shown:
    """`for_whom`: who was chosen and can get it. `refused`: why others who were chosen cannot.

    `values` and the receiver's `goals`: to choose from.

    `long`: the words that are too long for a field. `cited`: who wrote the message that it is about. `asked`: the request
    that it answers, which says for whom it is and who reads it.
    """

    me: Person
    filled: Filled
    for_whom: list[Readers]
    refused: list[RuleBroken] = field(default_factory=list)
    values: list[CompanyValue] = field(default_factory=list)
    long: str | None = None
    cited: Person | None = None
    asked: Asked | None = None
    goals: list[GoalVersion] = field(default_factory=list)

    @property
    def form(self) -> Form:
        return self.filled.form or Form.SANDWICH

    @property
    def named(self) -> tuple[int, ...]:
        """The ids of those whom the form names as readers."""
        return tuple(sorted({one.id for each in self.for_whom for one in (each.subject, each.manager) if one}))


async def access_form(tx: Tx, me: Person, filled: Filled, now: datetime, *, more: bool = False) -> Shown:
    """The form with what was filled in; what was not begins as its giver had it last. `more`: with what is rarely used."""
    refused: list[RuleBroken] = []
    asked: Asked | None = None
    if filled.request is not None:
        filled = await feedback_asks.fixed(tx, me, filled)
        try:
            asked = await feedback_asks.access_answering(tx, me, filled.request or 0, now)
        except RuleBroken as broken:
            # What was written is not lost: it can be given without the request.
            refused.append(broken)
            filled = replace(filled, request=None, to_manager=False)
    chosen: list[Person] = []
    for one in await _found(tx, me, filled.to):
        if isinstance(one, Person):
            chosen.append(one)
        elif one not in refused:
            refused.append(one)
    if len(chosen) > rules.AT_ONCE_MOST:
        refused.append(RuleBroken("feedback_too_many", {"most": rules.AT_ONCE_MOST}))
    chosen = chosen[: rules.AT_ONCE_MOST]
    filled = await _with_words(tx, me, replace(filled, form=filled.form or await _last(tx, me)))
    found = await people.find(tx, me.workspace_id, filled.message.author) if filled.message else None
    offered = await feedback_goals.access_offered(tx, me, chosen, now) if more else []
    if more and filled.goal not in {one.goal_id for one in offered}:
        filled = replace(filled, goal=None)
    return Shown(
        me=me,
        filled=replace(filled, to=tuple(one.slack_id for one in chosen)),
        for_whom=await feedback.access_readers(tx, me, chosen, now) if chosen else [],
        refused=refused,
        values=await values.access_values(tx, me) if more else [],
        goals=offered,
        long=await dm.prefill(tx, me, filled.dm) if filled.long and filled.dm is not None else None,
        cited=found,
        asked=asked,
    )


async def access_typed(tx: Tx, me: Person, typed: Typed) -> Filled:
    """The form as somebody typed it after the command; without the name of a form, in the one they used last."""
    form = typed.form or await _last(tx, me)
    return Filled(to=typed.to, form=form, parts=feedback_command.parts(form, typed.said))


async def _last(tx: Tx, me: Person) -> Form:
    last = await store.last_of(tx, me.id)
    return last.form if last is not None else Form.SANDWICH


async def _with_words(tx: Tx, me: Person, filled: Filled) -> Filled:
    """Words that came as a message stand in the main part, unless something stands there; too long for it, by reference."""
    part = LONG[filled.form or Form.SANDWICH]
    if filled.dm is None or filled.long or part in filled.parts:
        return filled
    words = await dm.prefill(tx, me, filled.dm)
    if len(html.escape(words, quote=False)) > WORDS_MAX:
        return replace(filled, long=True)
    return replace(filled, parts={**filled.parts, part: words})


async def access_slack_ids(tx: Tx, me: Person, to: Sequence[str | int]) -> list[str]:
    """The Slack ids of people who are named by them, or by their own ids."""
    known = await people.by_ids(tx, [one for one in to if isinstance(one, int)])
    of = {one.id: one.slack_id for one in known.values() if one.workspace_id == me.workspace_id}
    return [found for one in to if (found := of.get(one) if isinstance(one, int) else one)]


async def access_names(tx: Tx, me: Person, slack_ids: Collection[str]) -> dict[str, str]:
    """How these people of the workspace are called, by their Slack ids."""
    known = await people.by_slack_ids(tx, me.workspace_id, sorted(slack_ids))
    return {slack_id: one.name for slack_id, one in known.items()}


async def access_receivers(tx: Tx, me: Person, slack_ids: Sequence[str]) -> list[Person]:
    """Those who were chosen. Raises RuleBroken at the field "to" for the first who cannot get feedback from me."""
    found = await _found(tx, me, slack_ids)
    for one in found:
        if isinstance(one, RuleBroken):
            raise one
    return [one for one in found if isinstance(one, Person)]


async def _found(tx: Tx, me: Person, slack_ids: Sequence[str]) -> list[Person | RuleBroken]:
    if not slack_ids:
        return []
    known = await people.by_slack_ids(tx, me.workspace_id, slack_ids)
    found: list[Person | RuleBroken] = []
    for slack_id in dict.fromkeys(slack_ids):
        person = known.get(slack_id)
        if slack_id == me.slack_id:
            found.append(RuleBroken("feedback_to_self", field="to"))
        elif person is None:
            found.append(await _stranger(tx, me, slack_id))
        elif not person.active:
            found.append(RuleBroken("feedback_left", {"name": person.name}, field="to"))
        else:
            found.append(person)
    return found


async def _stranger(tx: Tx, me: Person, slack_id: str) -> RuleBroken:
    bot = (await workspaces.get(tx, me.workspace_id)).bot_user_id
    return RuleBroken("feedback_to_us" if slack_id == bot else "feedback_to_outsider", field="to")


async def access_written(tx: Tx, me: Person, filled: Filled) -> Written:
    """The words of the form that was chosen; those that came as a message in full."""
    form = filled.form or Form.SANDWICH
    said = {part: text for part, text in filled.parts.items() if part in rules.PARTS[form]}
    aim = filled.aim if form is Form.BEHAVIOUR else None
    if aim is not Aim.CHANGE:
        said.pop(Part.TRY, None)
    if not filled.long or filled.dm is None:
        return Written(form, said, aim)
    return Written(form, said | {LONG[form]: await dm.prefill(tx, me, filled.dm)}, aim, LONG[form])
