"""Whom a series is for: what HR chooses in the form, and what they see of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.audience import Audience
from bot.domain.errors import RuleBroken
from bot.usecases import audience
from bot.usecases import series_editor as editor
from bot.usecases.series_editor import Edited
from storage import people, reporting
from storage.database import Tx
from storage.people import Person
from storage.reporting import Department
from storage.series import Series


@dataclass(frozen=True)
class Chosen:
    """What stands in the form: Slack ids of people, ids of departments."""

    everyone: bool
    people: Sequence[str] = ()
    departments: Sequence[int] = ()
    trees: Sequence[str] = ()
    without: Sequence[str] = ()


@dataclass(frozen=True)
class Named:
    """The audience by name; all empty: everyone."""

    people: list[Person] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    trees: list[Person] = field(default_factory=list)
    without: list[Person] = field(default_factory=list)
    every_department: list[Department] = field(default_factory=list)

    @property
    def everyone(self) -> bool:
        return not (self.people or self.departments or self.trees)


async def access_named(tx: Tx, found: Series) -> Named:
    """Whom the series names, for HR."""
    return await named_in(tx, found.workspace_id, found.audience)


async def named_in(tx: Tx, workspace_id: int, held: Mapping[str, Any]) -> Named:
    """Whom a rule names that is kept like this."""
    rule = audience.rule_of(held)
    departments = await reporting.departments(tx, workspace_id)
    who = await people.by_ids(tx, [*rule.people, *rule.trees, *rule.without])

    def named(ids: Sequence[int]) -> list[Person]:
        return sorted((who[one] for one in ids if one in who), key=lambda one: one.name)

    return Named(
        named(rule.people),
        [one for one in departments if one.id in rule.departments],
        named(rule.trees),
        named(rule.without),
        departments,
    )


async def named_by(tx: Tx, viewer: Person, chosen: Chosen) -> Named:
    """What was chosen in the form, by name."""
    every = await reporting.departments(tx, viewer.workspace_id)
    slack_ids = [*chosen.people, *chosen.trees, *chosen.without]
    who = await people.by_slack_ids(tx, viewer.workspace_id, slack_ids)

    def named(wanted: Sequence[str]) -> list[Person]:
        return [who[one] for one in wanted if one in who]

    departments = [one for one in every if one.id in chosen.departments]
    if chosen.everyone:
        return Named(without=named(chosen.without))
    return Named(named(chosen.people), departments, named(chosen.trees), named(chosen.without), every)


async def choose(tx: Tx, actor: Person, series_id: int, revision: int, chosen: Chosen, now: datetime) -> Edited:
    """Say whom the series is for, from the next turn on.

    Raises RuleBroken at the field that names somebody who does not take part, or "who" where it would be nobody.
    """
    found = await editor.lock(tx, actor, series_id)
    rule = await rule_chosen(tx, found.workspace_id, chosen)
    if not await _anybody(tx, found, rule, now):
        raise RuleBroken("audience_nobody", field="who")
    values = {"audience": audience.kept(rule)}
    return await editor.edit(tx, actor, series_id, revision, editor.AUDIENCE, values, now)


async def rule_chosen(tx: Tx, workspace_id: int, chosen: Chosen) -> Audience:
    """The rule of what stands in the form.

    Raises RuleBroken at the field that names somebody who does not take part, or "who" where the form says two things, or nobody.
    """
    if chosen.everyone and (chosen.people or chosen.departments or chosen.trees):
        raise RuleBroken("audience_both", field="who")
    rule = Audience(without=await _ids(tx, workspace_id, chosen.without, "without"))
    if not chosen.everyone:
        known = {one.id for one in await reporting.departments(tx, workspace_id)}
        rule = Audience(
            people=await _ids(tx, workspace_id, chosen.people, "people"),
            departments=tuple(one for one in chosen.departments if one in known),
            trees=await _ids(tx, workspace_id, chosen.trees, "trees"),
            without=rule.without,
        )
        if rule.everyone:
            raise RuleBroken("audience_empty", field="who")
    return rule


async def _ids(tx: Tx, workspace_id: int, slack_ids: Sequence[str], where: str) -> tuple[int, ...]:
    who = await people.by_slack_ids(tx, workspace_id, list(slack_ids))
    if any(one not in who or not who[one].active for one in slack_ids):
        raise RuleBroken("person_inactive", field=where)
    return tuple(sorted(one.id for one in who.values()))


async def _anybody(tx: Tx, found: Series, rule: Audience, now: datetime) -> bool:
    """Whether anybody who takes part is meant."""
    after = 0
    while rows := await people.weeks_of_workspace(tx, found.workspace_id, after, people.MANY):
        after = rows[-1][0].id
        if await audience.among(tx, audience.kept(rule), [row[0] for row in rows], now.date()):
            return True
    return False
