"""Import the roster: first the plan, which only looks and refuses; then, in the same transaction, what it says."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.domain import imports as rules
from bot.domain.imports import Roster
from bot.domain.reporting import Edit
from bot.usecases import roles
from bot.usecases.checkins_schedule import replan
from bot.usecases.imports_plan import Plan, Planner
from bot.usecases.roster import Changed
from storage import audit, imports, lines, people
from storage import roles as role_store
from storage.database import Tx
from storage.people import WAITING, Person
from storage.reporting import Membership, ReportingLine
from storage.workspaces import Workspace

AT_ONCE = 1_000
"""New people in one statement: quick, and little in memory."""


async def plan(tx: Tx, workspace: Workspace, roster: Roster, since: date) -> Plan:
    """What the import would change. Lines change from `since` on, everything else at once.

    Raises ImportBroken where a manager is unknown or has left, where managers form a circle, or two lines are one person.
    """
    planner = Planner(
        since,
        roster,
        await imports.everybody(tx, workspace.id),
        await lines.of_workspace(tx, ReportingLine, workspace.id),
        await lines.of_workspace(tx, Membership, workspace.id),
        await lines.departments(tx, workspace.id),
        await role_store.held(tx, workspace.id),
        workspace.locale,
    )
    found = planner.plan()
    if planner.problems:
        raise rules.broken(*planner.problems)
    return found


async def apply(tx: Tx, workspace: Workspace, planned: Plan, now: datetime, on_changed: Changed = replan) -> None:
    """Do what the plan says. What is due next follows where somebody begins or ends on another day, or has other holidays."""
    if not planned:
        return
    ids = await _add_people(tx, workspace, planned)
    await imports.update_many(tx, {one: values for one, values in planned.people.items() if one not in planned.new})
    await imports.add_departments(tx, workspace.id, list(planned.departments))
    named = await lines.departments(tx, workspace.id)
    departments = {key: named[name] for name, key in planned.departments.items()}
    await lines.write(tx, ReportingLine, workspace.id, _placed(planned.managers, ids, ids))
    await lines.write(tx, Membership, workspace.id, _placed(planned.memberships, ids, departments))
    for person, role in planned.roles:
        await roles.give_imported(tx, await people.get(tx, ids.get(person, person)), role, now)
    await audit.note(
        tx,
        workspace.id,
        "people.imported",
        "workspace",
        workspace.id,
        actor_id=None,
        now=now,
        since=planned.since.isoformat(),
        **planned.counts(),
    )
    await tx.flush()
    if planned.planned:
        await on_changed(tx, planned.planned, now)


async def _add_people(tx: Tx, workspace: Workspace, planned: Plan) -> dict[int, int]:
    """Those who have no account yet wait for it. Answers the ids that they got, by the numbers of the plan."""
    if not planned.new:
        return {}
    waits = [(_waiting_id(email), number) for number, email in planned.new.items()]
    for at in range(0, len(waits), AT_ONCE):
        some = waits[at : at + AT_ONCE]
        await imports.add(tx, [_waiting(workspace, slack_id, planned.people[number]) for slack_id, number in some])
    found = await imports.waiting_ids(tx, workspace.id)
    return {number: found[slack_id] for slack_id, number in waits}


def _waiting(workspace: Workspace, slack_id: str, values: Mapping[str, Any]) -> Person:
    name = str(values["email"]).partition("@")[0][:255]
    zone = workspace.zone
    return Person(workspace_id=workspace.id, slack_id=slack_id, name=name, zone=zone, active=False, **values)


def _waiting_id(email: str) -> str:
    return WAITING + hashlib.sha256(email.encode()).hexdigest()[:24]


def _placed(edits: Mapping[int, Edit], people: Mapping[int, int], targets: Mapping[int, int]) -> dict[int, Edit]:
    """The edits with the ids that new people and new departments got."""

    def placed(edit: Edit) -> Edit:
        return replace(
            edit,
            rewrite=tuple(
                replace(line, to=targets.get(line.to, line.to) if line.to else None) for line in edit.rewrite
            ),
            add=tuple(replace(line, to=targets.get(line.to, line.to) if line.to else None) for line in edit.add),
        )

    return {people.get(person, person): placed(edit) for person, edit in edits.items()}
