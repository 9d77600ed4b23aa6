"""The roster: who is in the workspace, as Slack tells it; people who left keep their records and get nothing more."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain import people as rules
from bot.domain.people import Account
from bot.domain.roles import Source
from bot.usecases.checkins_schedule import replan
from storage import people
from storage.database import Tx
from storage.inserting import insert_new
from storage.people import Person
from storage.workspaces import Workspace

Changed = Callable[[Tx, Sequence[int], datetime], Awaitable[None]]
"""Told of people who joined, left, came back, or changed zone or language, in the transaction of the change."""

SWEPT_AT_ONCE = 500


@dataclass(frozen=True)
class Taken:
    """What one page of accounts came to: how many take part, and how many joined, changed and left."""

    taking_part: int = 0
    joined: int = 0
    changed: int = 0
    left: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.taking_part + other.taking_part,
            self.joined + other.joined,
            self.changed + other.changed,
            self.left + other.left,
        )


def run_id(now: datetime) -> str:
    """The name of a run that begins now. Later runs sort after earlier ones, so an old run never undoes a newer one."""
    return now.strftime("%Y%m%dT%H%M%S.%fZ")


async def take_in(
    tx: Tx,
    workspace: Workspace,
    users: Sequence[Mapping[str, Any]],
    run: str,
    now: datetime,
    on_changed: Changed = replan,
) -> Taken:
    """Bring the people behind these accounts up to date. `users` are Slack's user objects; a repeat changes nothing."""
    accounts = [_account(workspace, user) for user in users if user.get("id")]
    known = await _known(tx, workspace, accounts)
    joining = [one for one in accounts if one.takes_part and one.slack_id not in known]
    moved, left = [], []
    for account in accounts:
        person = known.get(account.slack_id)
        if person is None:
            continue
        if not account.takes_part:
            left += [person.id] if _leave(person, now) else []
        elif _update(person, account):
            moved.append(person.id)
    await tx.flush()
    await insert_new(tx, Person, [_row(workspace, account) for account in joining])
    await people.mark_seen(tx, workspace.id, [one.slack_id for one in accounts if one.takes_part], run)
    new = await people.by_slack_ids(tx, workspace.id, [one.slack_id for one in joining])
    told = [*(person.id for person in new.values()), *moved, *left]
    if told:
        await on_changed(tx, told, now)
    taking_part = sum(one.takes_part for one in accounts)
    return Taken(taking_part, joined=len(new), changed=len(moved), left=len(left))


def _account(workspace: Workspace, user: Mapping[str, Any]) -> Account:
    read = rules.account(
        user, team_id=workspace.team_id, enterprise_id=workspace.enterprise_id, guests=workspace.guests
    )
    return replace(read, takes_part=False) if read.slack_id == workspace.bot_user_id else read


async def _known(tx: Tx, workspace: Workspace, accounts: Sequence[Account]) -> dict[str, Person]:
    """The people of these accounts, by Slack id. Whoever an import named before is known by e-mail and gets the id now."""
    known = await people.by_slack_ids(tx, workspace.id, [one.slack_id for one in accounts])
    strangers = {one.email: one for one in accounts if one.email and one.takes_part and one.slack_id not in known}
    if strangers:
        for email, person in (await people.waiting(tx, workspace.id, list(strangers))).items():
            person.slack_id = strangers[email].slack_id
            known[person.slack_id] = person
    return known


def _update(person: Person, account: Account) -> bool:
    """Write what Slack says into the row. Whether the calendar has to know: the person came (back), or lives by another clock."""
    before = (person.active, person.zone, person.locale)
    person.name = account.name
    person.email = account.email or person.email
    person.owner, person.guest = account.owner, account.guest
    title, person.title_from = rules.settle(person.title, person.title_from, account.title, Source.SLACK)
    person.title = title
    person.zone, person.zone_from = rules.settle(person.zone, person.zone_from, account.zone, Source.SLACK)
    person.slack_locale = account.locale or person.slack_locale
    person.locale, person.locale_from = rules.settle(person.locale, person.locale_from, account.locale, Source.SLACK)
    person.active, person.left_at = True, None
    return before != (person.active, person.zone, person.locale)


def _leave(person: Person, now: datetime) -> bool:
    """Whether the person was still there."""
    if not person.active:
        return False
    person.active, person.left_at = False, now
    return True


def _row(workspace: Workspace, account: Account) -> dict[str, Any]:
    """A new person; what Slack does not say is the workspace's until somebody knows better."""
    made = Person(
        workspace_id=workspace.id,
        slack_id=account.slack_id,
        name=account.name,
        zone=workspace.zone,
        locale=workspace.locale,
    )
    _update(made, account)
    return made.model_dump(exclude={"id"})


async def is_news(tx: Tx, workspace: Workspace, user: Mapping[str, Any]) -> bool:
    """Whether taking this account in would change anything: most of what Slack tells of are pictures and statuses."""
    account = _account(workspace, user)
    person = await people.find(tx, workspace.id, account.slack_id)
    if person is None or not account.takes_part:
        return account.takes_part if person is None else person.active
    would_be = Person(**person.model_dump())
    _update(would_be, account)
    return would_be.model_dump() != person.model_dump()


async def sweep(tx: Tx, workspace: Workspace, run: str, now: datetime, on_changed: Changed = replan) -> int:
    """Some of those whom a complete run did not see have left. Answers how many; 0: there is nobody more.

    To be called only after every page of the run was taken in.
    """
    gone = [person for person in await people.unseen(tx, workspace.id, run, SWEPT_AT_ONCE) if _leave(person, now)]
    await tx.flush()
    if gone:
        await on_changed(tx, [person.id for person in gone], now)
    return len(gone)
