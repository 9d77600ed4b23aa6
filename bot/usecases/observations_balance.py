"""A weekly look at each author's log: only bad ones for one person, or none for six weeks, is said to them, once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain import observations as rules
from bot.domain.errors import NotAllowed
from bot.domain.notices import NoLonger
from bot.domain.observations import Log, Tilt
from bot.usecases import acting, notices
from bot.usecases.leading import leads, today_of
from storage import observation_logs as store
from storage import people, reporting, workspaces
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.workspaces import Workspace

Pair = tuple[int, int]


@dataclass(frozen=True)
class Tilted:
    """About whom an author noted only what could go better, and about whom nothing for six weeks."""

    only_bad: list[Person]
    silent: list[Person]


async def look(tx: Tx, now: datetime) -> None:
    """Owe each author one message about all that tilts in their log and was not said before; at most one a week."""
    for workspace in await workspaces.all_active(tx):
        recent = await store.told_since(tx, workspace.id, now - rules.AGAIN_AFTER)
        authors = [one for one in await store.authors(tx, workspace.id) if one not in recent]
        found = await _tilts(tx, authors, now.date())
        for author, news in sorted(found.items()):
            await _tell(tx, workspace, author, news, now)


async def _tilts(tx: Tx, authors: list[int], today: date) -> dict[int, list[tuple[int, Tilt, int]]]:
    """What tilts, by author: about whom, how, and since which observation. Only of people whom the author leads."""
    logs = await store.logs(tx, authors, today - rules.LATELY)
    for pair, since in (await store.reports(tx, authors, today)).items():
        logs[pair] = replace(logs.get(pair, Log()), led_since=since)
    tilting = {pair: tilts for pair, log in logs.items() if (tilts := rules.tilts(log, today))}
    led = await _led(tx, tilting, today)
    found: dict[int, list[tuple[int, Tilt, int]]] = {}
    for author, subject in sorted(led):
        for tilt, since_id in tilting[author, subject].items():
            found.setdefault(author, []).append((subject, tilt, since_id))
    return found


async def _led(tx: Tx, pairs: Iterable[Pair], today: date) -> set[Pair]:
    """Those of the pairs whose subject takes part and reports to the author, directly or over others."""
    pairs = list(pairs)
    subjects = sorted({subject for _, subject in pairs})
    above = await reporting.everyone_above(tx, subjects, today)
    active = await people.still_active(tx, subjects)
    return {(author, subject) for author, subject in pairs if subject in active and author in above[subject]}


async def _tell(tx: Tx, at: Workspace, author: int, news: list[tuple[int, Tilt, int]], now: datetime) -> None:
    told = [await store.tell(tx, at.id, author, subject, tilt, since, now) for subject, tilt, since in news]
    if any(told):
        await notices.owe(
            tx,
            rules.BALANCE,
            workspace_id=at.id,
            subject_id=author,
            recipient_id=author,
            occurrence=now.isoformat(),
            due_at=now,
            now=now,
        )


async def access_balance(tx: Tx, notice: Notice, me: Person, now: datetime) -> Tilted:
    """What still tilts of what was noticed then. Raises NoLonger where nothing does."""
    if notice.recipient_id != me.id:
        raise NotAllowed("not_found")
    said = await store.told_at(tx, me.id, datetime.fromisoformat(notice.occurrence))
    today = today_of(me, now)
    logs = await store.logs(tx, [me.id], today - rules.LATELY)
    reports = await store.reports(tx, [me.id], today)
    people_by_id = await people.by_ids(tx, sorted({one.subject_id for one in said}))
    found: dict[Tilt, list[Person]] = {tilt: [] for tilt in Tilt}
    for one in said:
        pair = (me.id, one.subject_id)
        log = replace(logs.get(pair, Log()), led_since=reports.get(pair))
        person = people_by_id[one.subject_id]
        still = rules.tilts(log, today).get(one.tilt) == one.since
        if still and not acting.has_left(person, now) and await leads(tx, me, person.id, now):
            found[one.tilt].append(person)
    if not any(found.values()):
        raise NoLonger("balanced")
    return Tilted(found[Tilt.ONLY_BAD], found[Tilt.SILENT])
